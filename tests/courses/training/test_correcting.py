"""Credited hours are corrected with a reason, kept with who and when."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.institutions.enums import RoleKind as R
from courses.institutions.models import StaffMember
from courses.training.domain import TrainingRefused, correct_completion, corrections_of, obligations
from tests.factories.institutions import StaffMemberFactory, UserFactory
from tests.factories.training import CompletionFactory, CycleRuleFactory, TrainingProgrammeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def completion():
    """24 hours of the province."""
    return CompletionFactory()


def address(completion):
    return reverse("training:completion", args=[completion.public_id])


def test_corrections_say_who_when_and_why(completion):
    officer = UserFactory(name="省厅")
    correct_completion(completion, hours=Decimal(8), reason="登记有误", by=officer)
    correct_completion(completion, hours=Decimal(16), reason="复核", by=None)

    newest, first = corrections_of(completion)

    assert (newest.before, newest.after, newest.by) == (8, 16, None)
    assert (first.before, first.after, first.by, first.reason) == (24, 8, officer, "登记有误")
    assert first.at <= newest.at


@pytest.mark.parametrize(
    "changes", [{"hours": Decimal(24)}, {"hours": Decimal(0)}, {"reason": "  "}]
)
def test_correction_that_says_nothing_is_refused(completion, changes):
    with pytest.raises(TrainingRefused):
        correct_completion(completion, **({"hours": Decimal(8), "reason": "误"} | changes), by=None)

    assert corrections_of(completion) == []


def test_nobody_corrects_their_own_hours():
    staff = StaffMemberFactory(user=UserFactory())
    with pytest.raises(TrainingRefused, match="本人"):
        correct_completion(
            CompletionFactory(staff=staff), hours=Decimal(8), reason="误", by=staff.user
        )


def test_what_the_person_owes_follows(completion):
    CycleRuleFactory()
    people = StaffMember.objects.filter(pk=completion.staff_id)
    [before] = obligations(people, on=completion.completed_on)
    correct_completion(completion, hours=Decimal(8), reason="登记有误", by=None)
    [after] = obligations(people, on=completion.completed_on)

    assert before.standing.is_fulfilled
    assert after.standing.hours_missing == 16


def test_officer_corrects_on_screen(sign_in, completion):
    officer = sign_in(R.PROVINCE_OFFICER)
    results = officer.get(reverse("training:results", args=[completion.session.public_id]))
    assert address(completion) in results.content.decode()

    response = officer.post(address(completion), {"hours": "20", "reason": "漏记半天"})

    assert response.status_code == 302
    completion.refresh_from_db()
    assert completion.hours == 20
    page = officer.get(address(completion)).content.decode()
    assert "漏记半天" in page
    assert "24 → 20" in page


@pytest.mark.parametrize("said", [{"hours": "25"}, {"hours": "x"}, {"reason": ""}])
def test_bad_correction_is_said_and_changes_nothing(sign_in, completion, said):
    officer = sign_in(R.PROVINCE_OFFICER)

    response = officer.post(address(completion), {"hours": "8", "reason": "误"} | said)

    assert response.status_code == 422
    completion.refresh_from_db()
    assert completion.hours == 24


def test_office_does_not_correct_what_the_province_recorded(sign_in, institution):
    completion = CompletionFactory(staff__institution=institution)

    office = sign_in(R.TEACHING_OFFICE)

    assert office.get(address(completion)).status_code == 404
    own = CompletionFactory(
        staff__institution=institution,
        programme=TrainingProgrammeFactory(institution=institution),
    )
    assert office.get(address(own)).status_code == 200


def test_page_asks_the_same_however_many_corrections(sign_in, completion):
    officer = sign_in(R.PROVINCE_OFFICER)
    counts = []
    for number in (1, 3):
        for hours in range(number):
            correct_completion(completion, hours=Decimal(number + hours), reason="误", by=None)
        with CaptureQueriesContext(connection) as queries:
            officer.get(address(completion))
        counts.append(len(queries))
    assert counts[0] == counts[1]
