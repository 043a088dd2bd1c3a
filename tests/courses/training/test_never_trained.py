"""Who was never trained is said in words, and goes before who was."""

import io

import pandas
import pytest
from django.urls import reverse
from django.utils import timezone

from courses.institutions.enums import RoleKind as R
from courses.institutions.models import StaffMember
from courses.training.domain import candidates, obligations
from courses.training.enums import NominationState as N
from courses.training.enums import ProgrammeKind
from tests.factories.institutions import StaffMemberFactory
from tests.factories.rotation import PlannedSeatFactory, RotationPlanFactory
from tests.factories.training import (
    DAY,
    CompletionFactory,
    CycleRuleFactory,
    NominationFactory,
    TrainingProgrammeFactory,
    TrainingSessionFactory,
)

pytestmark = pytest.mark.django_db
NEVER = "从未参加"


@pytest.fixture
def people(institution):
    """All due on the last day of everybody's cycle: 丙 was trained long ago, 甲 later, 乙 never."""
    begun = timezone.localdate() - 1500 * DAY
    CycleRuleFactory(institution=institution, first_day=begun, months=120)
    found = [StaffMemberFactory(institution=institution, name=name) for name in "甲乙丙"]
    for staff, days in ((found[0], 400), (found[2], 900)):
        day = timezone.localdate() - days * DAY
        CompletionFactory(staff=staff, completed_on=day, hours=1)
    return found


def names(rows):
    return [one.staff.name for one in rows]


def test_due_on_one_day_who_was_never_trained_goes_first(people):
    found = obligations(StaffMember.objects.all(), on=timezone.localdate())

    assert names(found) == ["乙", "丙", "甲"]
    assert [one.last_trained is None for one in found] == [True, False, False]


def test_training_of_students_is_none_of_the_teacher(people):
    programme = TrainingProgrammeFactory(kind=ProgrammeKind.STUDENT)
    CompletionFactory(staff=people[1], programme=programme)

    assert obligations(StaffMember.objects.all(), on=timezone.localdate())[0].last_trained is None


def test_past_day_knows_no_later_training(people):
    before = timezone.localdate() - 1000 * DAY

    found = obligations(StaffMember.objects.all(), on=before)

    assert {one.last_trained for one in found} == {None}


def test_who_owes_nothing_is_offered_in_the_same_order(institution):
    trained, never = (StaffMemberFactory(institution=institution, name=name) for name in "甲乙")
    CompletionFactory(staff=trained)

    found = candidates(
        TrainingSessionFactory(), StaffMember.objects.filter(institution=institution)
    )

    assert names(found) == [never.name, trained.name]
    assert [one.last_trained is None for one in found] == [True, False]


def test_nomination_page_says_it_in_words(sign_in, people):
    page = sign_in(R.TEACHING_OFFICE).get(
        reverse("training:nominate", args=[TrainingSessionFactory().public_id])
    )

    text = page.content.decode()
    assert text.count(NEVER) == 1
    assert text.index("乙") < text.index("丙")


def test_waiting_list_says_it_in_words(sign_in, people):
    session = TrainingSessionFactory()
    for staff in people:
        NominationFactory(session=session, staff=staff, state=N.WAITING)

    text = (
        sign_in(R.PROVINCE_OFFICER)
        .get(reverse("training:session", args=[session.public_id]))
        .content.decode()
    )

    assert text.count(NEVER) == 1
    assert text.index("<strong>乙") < text.index("<strong>丙") < text.index("<strong>甲")


def test_coverage_counts_and_exports_them(sign_in, people):
    office = sign_in(R.TEACHING_OFFICE)

    assert NEVER in office.get(reverse("training:coverage")).content.decode()
    content = office.get(reverse("training:coverage_export")).content
    sheet = pandas.read_excel(io.BytesIO(content), sheet_name=1, dtype=str, engine="calamine")
    assert sheet["最近培训"].iloc[0] == NEVER


def test_plan_says_it_in_words_and_lists_them_first(sign_in, people):
    plan, session = RotationPlanFactory(), TrainingSessionFactory()
    for staff in people:
        PlannedSeatFactory(plan=plan, staff=staff, session=session)

    text = (
        sign_in(R.PROVINCE_OFFICER)
        .get(reverse("rotation:people", args=[plan.public_id]))
        .content.decode()
    )

    assert text.count(NEVER) == 1
    assert text.index(">乙<") < text.index(">丙<") < text.index(">甲<")


def test_own_page_says_it_in_words(sign_in, people):
    staff = people[1]
    client = sign_in(R.INSTRUCTOR)
    staff.user = client.user
    staff.save()

    assert NEVER in client.get(reverse("training:mine")).content.decode()
