"""Acts that hold an institution and write about a person, and acts that hold the person and write
about the institution, at the same moment: one waits, and neither ends in an error."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest

from courses.fees.domain import draft_statement, settle_statement
from courses.fees.models import FeeStatement
from courses.institutions.domain.contracts import record_contract
from courses.institutions.enums import StaffKind
from courses.institutions.models import StaffContract
from courses.qualifications.domain import load_catalogue, submit_certificate
from courses.qualifications.domain.certificate_columns import read_certificates
from courses.qualifications.domain.certificate_import import apply_certificates
from courses.qualifications.models import CredentialLevel, StaffCertificate
from courses.teaching.models import Term
from courses.timetable.domain.wishing import set_limit, set_unwanted
from courses.timetable.models import TeachingLimit, UnwantedTime
from media.jobs.progress import SilentProgress
from tests.courses.changes.at_once import one_after_the_other
from tests.factories.fees import FeeRuleFactory, expert_of, teach
from tests.factories.institutions import InstitutionFactory, UserFactory

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.services,
    pytest.mark.usefixtures("on_postgresql"),
]
DAYS = {"starts_on": datetime.date(2026, 9, 1), "ends_on": datetime.date(2026, 9, 30)}
HEADER = "工号,姓名,专/兼职,职称,职业资格证书及等级,证书编号,发证日期,有效期至"


@pytest.fixture
def person() -> Any:
    """An expert with hours that are not settled, and a certificate that is not filed."""
    load_catalogue()
    institution = InstitutionFactory()
    FeeRuleFactory(institution=institution)
    found = expert_of(institution, name="韩平")
    teach(found, datetime.date(2026, 9, 14))
    return found


def settle(person: Any) -> Callable[[], object]:
    shown = draft_statement(person, **DAYS).fingerprint
    return lambda: settle_statement(person, **DAYS, shown=shown, by=None)


def bring_in(person: Any) -> Callable[[], object]:
    row = f"{person.staff_number},{person.name},专职,讲师,三级 助理职业指导师,18001,2018.1.1,长期"
    table = read_certificates(f"{HEADER}\n{row}".encode("gb18030"), filename="证书.csv")
    by = UserFactory()
    return lambda: apply_certificates(
        person.institution, table, scans=None, by=by, progress=SilentProgress()
    )


def contract(person: Any) -> Callable[[], object]:
    by = UserFactory()
    return lambda: record_contract(
        person,
        kind=StaffKind.EXTERNAL_EXPERT,
        number="H-1",
        starts_on=datetime.date(2026, 9, 1),
        ends_on=None,
        by=by,
    )


def wish(person: Any) -> Callable[[], object]:
    term = Term.objects.get(institution=person.institution)
    return lambda: set_unwanted(term, person, times=[(1, 1, 2)], weeks=None, by=None)


def limit(person: Any) -> Callable[[], object]:
    term = Term.objects.get(institution=person.institution)
    return lambda: set_limit(term, person, most_per_day=4, most_per_week=None, by=None)


def file(person: Any) -> Callable[[], object]:
    level = CredentialLevel.objects.exclude(name__contains="三级").earliest("pk")
    by = UserFactory()
    return lambda: submit_certificate(
        person, level=level, number="19001", issued_on=datetime.date(2019, 1, 1), by=by
    )


WRITTEN = {
    settle: FeeStatement,
    bring_in: StaffCertificate,
    contract: StaffContract,
    wish: UnwantedTime,
    limit: TeachingLimit,
    file: StaffCertificate,
}


@pytest.mark.parametrize(
    ("of_institution", "of_person"), [(settle, wish), (bring_in, file), (contract, limit)]
)
@pytest.mark.parametrize("person_first", [True, False])
def test_both_are_done(
    person: Any, of_institution: Any, of_person: Any, person_first: bool
) -> None:
    acts = [of_institution(person), of_person(person)]
    assert one_after_the_other(*(acts[::-1] if person_first else acts)) == [None, None]
    for act in (of_institution, of_person):
        assert WRITTEN[act].objects.filter(staff=person).exists()
