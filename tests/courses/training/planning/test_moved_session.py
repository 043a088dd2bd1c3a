"""A session is moved: covers of its old days go back, what lies on the new ones asks for cover."""

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from courses.changes.models import ChangeRequest
from courses.timetable.models import Meeting
from courses.training.domain import (
    SessionPlan,
    TrainingRefused,
    change_session,
    nominate,
    uncovered_meetings,
)
from courses.training.enums import NominationState
from courses.training.models import Nomination, TrainingSession
from tests.courses.training.planning.conftest import Planned
from tests.factories.changes import DAY
from tests.factories.institutions import DepartmentFactory, StaffMemberFactory
from tests.factories.training import (
    DepartmentLimitFactory,
    NominationFactory,
    TrainingBudgetFactory,
    TrainingSessionFactory,
)

pytestmark = pytest.mark.django_db
WEEK = 7 * DAY


def moved(session: TrainingSession, by: datetime.timedelta, **values: Any) -> TrainingSession:
    session.refresh_from_db()
    said = {name: getattr(session, name) for name in SessionPlan.__dataclass_fields__}
    said |= {"starts_on": session.starts_on + by, "ends_on": session.ends_on + by}
    to_the_list = frozenset(values.pop("to_the_list", ()))
    return change_session(session, SessionPlan(**(said | values)), to_the_list=to_the_list, by=None)


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user, backend="cms.users.backends.AccountBackend")
    return client


def shown(user: Any, address: str, *args: Any) -> str:
    response = signed_in(user).get(reverse(address, args=args))
    assert response.status_code == 200
    return response.content.decode()


def teacher_of(meeting: Meeting) -> str:
    meeting.refresh_from_db()
    return meeting.instructor.name


@pytest.fixture
def going(planned: Planned) -> Planned:
    """The plan is carried out: the instructor goes, the colleague substitutes. A week later the
    instructor teaches again."""
    planned.carry_out(planned.plan())
    assert teacher_of(planned.world.meeting) == "何敏"
    planned.world.add_meeting(planned.world.meeting.date + WEEK)
    return planned


def later(going: Planned) -> Meeting:
    return Meeting.objects.get(date=going.world.meeting.date + WEEK)


def test_cover_of_the_old_days_goes_back(going: Planned) -> None:
    moved(going.session, WEEK)

    assert teacher_of(going.world.meeting) == "陈卫东"
    states = list(ChangeRequest.objects.order_by("pk").values_list("state", flat=True))
    assert states == ["withdrawn", "applied"]
    assert Nomination.objects.get(session=going.session).state == NominationState.APPROVED


def test_cover_of_a_day_that_stays_a_training_day_stays(going: Planned) -> None:
    moved(going.session, DAY)

    assert teacher_of(going.world.meeting) == "何敏"
    assert ChangeRequest.objects.count() == 1


def test_meeting_on_the_new_days_is_uncovered_until_somebody_plans_again(going: Planned) -> None:
    seats = Nomination.objects.all()
    assert not uncovered_meetings(seats).exists()

    moved(going.session, WEEK)
    assert list(uncovered_meetings(seats)) == [later(going)]

    plan = going.plan(based_on=going.session.planned_seats.get().plan)
    assert going.carry_out(plan)["applied"] == 1
    assert teacher_of(later(going)) == "何敏"
    assert teacher_of(going.world.meeting) == "陈卫东"
    assert not uncovered_meetings(seats).exists()


def test_office_is_told_on_its_home_where_to_go(going: Planned) -> None:
    before = shown(going.world.office, "portal:home")
    moved(going.session, WEEK)
    after = shown(going.world.office, "portal:home")

    words = "次课因教师外出培训无人代"
    assert (words in before, words in after) == (False, True)
    assert f'href="{reverse("training:away")}"' in after
    away = shown(going.world.office, "training:away")
    assert "1 次课无人代" in away


def test_session_says_who_leaves_how_many_meetings(going: Planned) -> None:
    assert 'id="uncovered"' not in shown(going.officer, "training:session", going.session.public_id)
    moved(going.session, WEEK)
    plan = going.session.planned_seats.get().plan

    page = shown(going.world.office, "training:session", going.session.public_id)

    section = page.partition('id="uncovered"')[2].partition("</section>")[0]
    assert "陈卫东" in section
    assert "1 次课无人代" in section
    assert reverse("rotation:plan", args=[plan.public_id]) in section


def test_repair_opens_with_person_and_days(going: Planned) -> None:
    moved(going.session, WEEK)
    session, world = going.session, going.world
    session.refresh_from_db()
    page = signed_in(world.office).get(reverse("training:session", args=[session.public_id]))
    [line] = page.context["uncovered"]

    form = signed_in(world.office).get(line.repair).content.decode()

    assert f'<option value="{world.instructor.public_id}" selected>' in form
    assert f'name="first_date" value="{session.starts_on.isoformat()}"' in form
    assert f'name="last_date" value="{session.ends_on.isoformat()}"' in form
    assert session.code in form


def test_person_nominated_outside_a_plan_is_offered_a_repair(planned: Planned) -> None:
    nominate(planned.session, planned.world.instructor, acting_for="province", by=planned.officer)
    args = [planned.session.public_id]
    office = signed_in(planned.world.office).get(reverse("training:session", args=args))
    assert [(one.staff, one.meetings) for one in office.context["uncovered"]] == [
        (planned.world.instructor, 1)
    ]
    assert reverse("changes:repairs") in office.content.decode()
    officer = signed_in(planned.officer).get(reverse("training:session", args=args))
    assert [one.repair for one in officer.context["uncovered"]] == [""]


@pytest.mark.parametrize(
    "query", ["staff=x&first_date=y&last_date=2026-13-40", "first_date=0&reason=" + "长" * 999]
)
def test_address_that_makes_no_sense_fills_nothing_in(planned: Planned, query: str) -> None:
    response = signed_in(planned.world.office).get(f"{reverse('changes:repairs')}?{query}")
    assert response.status_code == 200
    assert not {"staff", "first_date", "last_date"} & set(response.context["form"].initial)


def test_pages_ask_as_much_for_three_uncovered_as_for_one(planned: Planned) -> None:
    world, session = planned.world, planned.session
    client = signed_in(world.office)
    counts = []
    NominationFactory(session=session, staff=world.instructor)
    for more in (0, 2):
        for n in range(more):
            staff = StaffMemberFactory(institution=world.institution)
            NominationFactory(session=session, staff=staff)
            world.add_meeting(
                session.ends_on,
                teaching_class=world.add_class(),
                instructor=staff,
                first_period=3 + 2 * n,
            )
        for name, args in (("session", [session.public_id]), ("away", [])):
            with CaptureQueriesContext(connection) as queries:
                page = client.get(reverse(f"training:{name}", args=args)).content.decode()
            assert page.count("次课无人代") >= more + 1
            counts.append(len(queries))
    assert counts[:2] == counts[2:]


@pytest.fixture
def two_of_a_department(db: None) -> tuple[TrainingSession, TrainingSession, list[Nomination]]:
    """Two sessions two months apart, in each a person of the same department, of which one may be
    away."""
    unit = DepartmentFactory(name="机械学院")
    first = TrainingSessionFactory()
    second = TrainingSessionFactory(starts_on=first.starts_on + 60 * DAY)
    DepartmentLimitFactory(institution=unit.institution)
    return (
        first,
        second,
        [
            NominationFactory(
                session=session, staff__institution=unit.institution, staff__department=unit
            )
            for session in (first, second)
        ],
    )


def test_move_that_sends_too_many_of_a_department_at_once_is_refused(
    two_of_a_department: tuple[TrainingSession, TrainingSession, list[Nomination]],
) -> None:
    first, second, _people = two_of_a_department

    with pytest.raises(TrainingRefused, match="机械学院"):
        moved(first, second.starts_on - first.starts_on)

    stays = TrainingSession.objects.get(pk=first.pk)
    assert stays.starts_on == first.starts_on


def test_move_goes_when_who_is_too_many_waits(
    two_of_a_department: tuple[TrainingSession, TrainingSession, list[Nomination]],
) -> None:
    first, second, people = two_of_a_department

    moved(first, second.starts_on - first.starts_on, to_the_list={people[0].pk})

    people[0].refresh_from_db()
    assert people[0].state == NominationState.WAITING
    assert TrainingSession.objects.get(pk=first.pk).starts_on == second.starts_on


def test_page_offers_who_is_to_wait(
    two_of_a_department: tuple[TrainingSession, TrainingSession, list[Nomination]], sign_in: Any
) -> None:
    first, second, people = two_of_a_department
    data = {
        "code": first.code,
        "starts_on": second.starts_on.isoformat(),
        "ends_on": second.ends_on.isoformat(),
        "registration_closes_on": first.registration_closes_on.isoformat(),
        "seats": first.seats,
        "place": first.place,
    }
    officer = sign_in("province")
    address = reverse("training:session_edit", args=[first.public_id])
    page = officer.post(address, data)
    assert page.status_code == 422
    assert f'name="to_the_list" value="{people[0].public_id}"' in page.content.decode()


def test_move_into_a_year_without_the_money_is_refused() -> None:
    session = TrainingSessionFactory(starts_on=timezone.localdate() + 20 * DAY, price=600)
    nomination = NominationFactory(session=session)
    year = session.starts_on.year + 1
    to_that_year = datetime.date(year, 3, 1) - session.starts_on
    budget = TrainingBudgetFactory(institution=nomination.institution, first_year=year, amount=599)
    with pytest.raises(TrainingRefused, match="600"):
        moved(session, to_that_year)
    budget.amount = 600
    budget.save()

    assert moved(session, to_that_year).starts_on.year == year
