"""Loading a whole demonstration: one transaction, the same rows for the same seed."""

import datetime
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field

from django.conf import settings
from django.db import transaction

from assessments.compliance.domain.audit import run_audit
from assessments.reference_data.domain import load_reference_data
from cms.demo.accounts import DemoRefused, create_accounts
from cms.demo.changes import create_changes
from cms.demo.content import create_outline
from cms.demo.people import create_staff, create_students
from cms.demo.placing import (
    create_retake_block,
    enter_wishes,
    equip_rooms,
    keep_graduates_free,
)
from cms.demo.province import create_province
from cms.demo.qualifications import create_certificates
from cms.demo.sizes import SIZES
from cms.demo.structure import create_institution, create_units
from cms.demo.term import (
    FIRST_MONDAY,
    assign_everybody,
    create_classes,
    create_rooms,
    create_term,
    publish_timetable,
)
from cms.demo.term_so_far import certify, create_grading, grade_class, record_meetings
from cms.demo.textbooks import choose_textbooks
from cms.demo.training import create_trainings
from cms.search.jobs import indexing_later
from courses.institutions.enums import StaffKind
from courses.institutions.models import Institution, Student

Say = Callable[[str], None]


@dataclass
class Loaded:
    """The institution, and seconds by step."""

    institution: Institution
    seconds: dict[str, float] = field(default_factory=dict)


def require_demo_allowed() -> None:
    """Raise DemoRefused where demo accounts are not allowed; asks no database."""
    if not settings.QIHANG_DEMO_ALLOWED:
        raise DemoRefused("Demo accounts have a public password and are refused here.")


@transaction.atomic
def load_demo(size_name: str, *, seed: int, say: Say = lambda _text: None) -> Loaded:
    """A demonstration of that size. Raises DemoRefused where demo accounts are not allowed or the
    institution exists already, KeyError for an unknown size."""
    require_demo_allowed()
    size = SIZES[size_name]
    entry_year = size.cohorts[0].entry_year
    clock = _Clock(say)
    load_reference_data()
    institution = create_institution()
    loaded = Loaded(institution, clock.seconds)
    clock.done("reference data")
    units = create_units(institution, size)
    create_students(institution, units, size, seed=seed)
    clock.done("students")
    staff = create_staff(institution, size, seed=seed)
    teacher = next(
        person
        for person in staff
        if person.periods.filter(kind=StaffKind.FULL_TIME_TEACHER).exists()
    )
    student = Student.objects.filter(institution=institution, entry_year=entry_year).earliest("pk")
    people = create_accounts(institution, instructor=teacher, student=student)
    office = people["office"]
    create_certificates(staff, holder_of=people, first_day=FIRST_MONDAY)
    clock.done("staff and accounts")
    with indexing_later():
        outline = create_outline(
            institution, entry_year=entry_year, province=people["province"], by=office
        )
    clock.done("course pages")
    term = create_term(institution, by=office)
    create_rooms(institution, size)
    equip_rooms(term)
    keep_graduates_free(term, size, by=office)
    classes = create_classes(term, size, outline=outline, entry_year=entry_year, by=office)
    own = next(one for one in classes if one.enrolments.filter(student=student).exists())
    classes.sort(key=lambda one: (one.pk != own.pk, one.pk))
    create_retake_block(term, size, outline=outline, by=office)
    assign_everybody(term, classes, instructor=teacher, by=office)
    enter_wishes(term, instructor=teacher, by=office)
    choose_textbooks(
        institution, outline.course, term, office=office, instructor=people["instructor"]
    )
    clock.done("classes")
    publish_timetable(term, seed=seed, by=office)
    clock.done("timetable")
    record_meetings(classes, seed=seed, by=people["instructor"])
    create_changes(classes[0], classes[1:-1], people=people)
    create_grading(institution, by=None)
    # The class of the demo instructor is still open; the next one is through.
    grade_class(classes[-1], seed=seed, by=None)
    certify(classes[-1], by=office)
    clock.done("roll calls, grades, certificates")
    create_trainings(institution, staff, people=people)
    clock.done("trainings")
    run_audit(
        institution,
        on=datetime.date(2026, 11, 20),
        by=office,
        public_id=uuid.uuid5(uuid.NAMESPACE_OID, f"demo-audit-{seed}"),
    )
    clock.done("audit")
    if size.province is not None:
        create_province(
            institution, size.province, outline=outline, seed=seed, done=clock.done, by=office
        )
    return loaded


class _Clock:
    def __init__(self, say: Say) -> None:
        self._say = say
        self._from = time.perf_counter()
        self.seconds: dict[str, float] = {}

    def done(self, step: str) -> None:
        now = time.perf_counter()
        self.seconds[step] = round(now - self._from, 2)
        self._from = now
        self._say(f"{step}: {self.seconds[step]:.1f} s")
