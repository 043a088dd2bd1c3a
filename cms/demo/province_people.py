"""The other institutions of the province: units, staff with employment and certificates."""

import datetime
import random
from dataclasses import dataclass, field

from cms.demo.catalogue import DEPARTMENTS, RealInstitution, real_institutions
from cms.demo.people import names
from cms.demo.sizes import ProvinceSize
from cms.demo.structure import HENAN
from courses.institutions.enums import InstitutionLevel, StaffKind
from courses.institutions.models import (
    Campus,
    Department,
    Institution,
    StaffMember,
    StaffPeriod,
)
from courses.qualifications.enums import CertificateState
from courses.qualifications.models import CredentialLevel, StaffCertificate

BATCH = 2000
# Departments of vocational colleges, which few universities have.
VOCATIONAL = (
    *("智能制造学院", "汽车工程学院", "建筑工程学院", "信息工程学院", "电子商务学院"),
    *("财经学院", "现代服务学院", "文化旅游学院", "艺术设计学院", "医药健康学院"),
    *("学前教育学院", "农林工程学院", "轨道交通学院", "基础教学部", "马克思主义学院"),
)
# The share of each kind among the staff, and of those who work for the institution's own office.
KINDS = {
    StaffKind.FULL_TIME_MANAGER: 20,
    StaffKind.FULL_TIME_TEACHER: 18,
    StaffKind.PART_TIME_WORKER: 14,
    StaffKind.PART_TIME_TEACHER: 48,
}
# Levels of the old national scheme that people hold; "" holds nothing.
LEVELS = {"2": 68, "1": 6, "3": 14, "": 12}
PEOPLE_OF_A_DEPARTMENT = 2.5


@dataclass
class School:
    """An institution of the demonstration with its people; `kinds` by key of the person."""

    institution: Institution
    campus: Campus
    departments: list[Department]
    staff: list[StaffMember] = field(default_factory=list)
    kinds: dict[int, StaffKind] = field(default_factory=dict)

    def of_kind(self, *kinds: StaffKind) -> list[StaffMember]:
        return [person for person in self.staff if self.kinds[person.pk] in kinds]


def create_schools(first: Institution, size: ProvinceSize, *, seed: int) -> list[School]:
    """The institutions of the province that the list knows, `first` among them, with their people,
    spread by what kind of institution it is. Rows are written in bulk."""
    chance = random.Random(seed + 11)  # noqa: S311 — a demonstration, no secret
    real = real_institutions(HENAN)[: size.institutions]
    sizes = spread([weight(one) * chance.uniform(0.6, 1.4) for one in real], size.staff)
    made = {
        one.code: one
        for one in Institution.objects.bulk_create(
            Institution(
                code=one.code,
                name=one.name,
                province=HENAN,
                city=one.city,
                level=InstitutionLevel.VOCATIONAL
                if one.level == "专科"
                else InstitutionLevel.UNDERGRADUATE,
            )
            for one in real
            if one.code != first.code
        )
    }
    institutions = [made.get(one.code, first) for one in real]
    schools = _with_units(institutions, sizes)
    already = StaffMember.objects.filter(institution=first).count()
    _hire(
        schools,
        [size - already * (one == first) for one, size in zip(institutions, sizes, strict=True)],
        chance,
        seed=seed,
    )
    _certify([person for school in schools for person in school.staff], chance)
    return schools


def weight(one: RealInstitution) -> float:
    """How large an institution is beside others, as far as its name tells."""
    if one.level == "专科":
        return 1.0
    return 3.2 if one.name.endswith("大学") else 1.9


def spread(weights: list[float], total: int) -> list[int]:
    """Whole numbers in the proportion of the weights that add up to `total`."""
    whole = sum(weights)
    exact = [total * one / whole for one in weights]
    counts = [int(one) for one in exact]
    by_rest = sorted(range(len(exact)), key=lambda n: counts[n] - exact[n])
    for n in by_rest[: total - sum(counts)]:
        counts[n] += 1
    return counts


def _with_units(institutions: list[Institution], sizes: list[int]) -> list[School]:
    known = {one.institution_id: one for one in Campus.objects.order_by("-pk")}
    campuses = Campus.objects.bulk_create(
        Campus(institution=one, name="主校区") for one in institutions if one.pk not in known
    )
    known |= {one.institution_id: one for one in campuses}
    taken = set(Department.objects.values_list("institution", "name"))
    wanted = []
    for one, size in zip(institutions, sizes, strict=True):
        vocational = one.level == InstitutionLevel.VOCATIONAL
        every = (*VOCATIONAL, *DEPARTMENTS) if vocational else (*DEPARTMENTS, *VOCATIONAL)
        count = max(4, min(len(every), round(size / PEOPLE_OF_A_DEPARTMENT)))
        wanted += [
            Department(institution=one, name=name)
            for name in every[:count]
            if (one.pk, name) not in taken
        ]
    Department.objects.bulk_create(wanted, batch_size=BATCH)
    departments: dict[int, list[Department]] = {one.pk: [] for one in institutions}
    for department in Department.objects.order_by("pk"):
        departments[department.institution_id].append(department)
    return [School(one, known[one.pk], departments[one.pk]) for one in institutions]


def _hire(schools: list[School], sizes: list[int], chance: random.Random, *, seed: int) -> None:
    people = names(seed + 2)
    planned = [
        (school, number, chance.choices(list(KINDS), list(KINDS.values()))[0])
        for school, size in zip(schools, sizes, strict=True)
        for number in range(size)
    ]
    staff = StaffMember.objects.bulk_create(
        (
            StaffMember(
                institution=school.institution,
                staff_number=f"S{number + 1:05d}",
                name=next(people)[0],
                department=None
                if kind == StaffKind.FULL_TIME_MANAGER
                else school.departments[number % len(school.departments)],
            )
            for school, number, kind in planned
        ),
        batch_size=BATCH,
    )
    for person, (school, _number, kind) in zip(staff, planned, strict=True):
        school.staff.append(person)
        school.kinds[person.pk] = kind
    StaffPeriod.objects.bulk_create(
        (
            StaffPeriod(
                staff=person,
                institution=school.institution,
                kind=kind,
                school_level=kind == StaffKind.FULL_TIME_MANAGER,
                valid_from=_hired(chance),
            )
            for person, (school, _number, kind) in zip(staff, planned, strict=True)
        ),
        batch_size=BATCH,
    )


def _hired(chance: random.Random) -> datetime.date:
    """Most came in the last twenty years, on 1 September or in spring."""
    month = 9 if chance.random() < 0.8 else 3
    return datetime.date(chance.randint(2006, 2026 if month == 3 else 2025), month, 1)


def _certify(staff: list[StaffMember], chance: random.Random) -> None:
    level = {
        one.code: one
        for one in CredentialLevel.objects.filter(credential_type__code="vocational-guidance-old")
    }
    rows = []
    for number, person in enumerate(staff):
        code = chance.choices(list(LEVELS), list(LEVELS.values()))[0]
        if not code:
            continue
        year = chance.randint(2008, 2017)
        rows.append(
            StaffCertificate(
                staff=person,
                institution_id=person.institution_id,
                level=level[code],
                number=f"{year % 100:02d}16000000{number:06d}",
                issuer="河南省职业技能鉴定指导中心",
                issued_on=datetime.date(year, chance.randint(1, 12), chance.randint(1, 28)),
                state=CertificateState.VERIFIED,
            )
        )
    StaffCertificate.objects.bulk_create(rows, batch_size=BATCH)
