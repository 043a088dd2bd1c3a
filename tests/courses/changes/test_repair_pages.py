"""The screens of a repair: what is asked, what is shown, what happens."""

import datetime
import uuid
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.changes.domain.absences import Absences
from courses.changes.models import MeetingChange, Repair
from courses.institutions.enums import RoleKind
from courses.institutions.models import StaffPeriod
from tests.factories.changes import DAY, Published
from tests.factories.institutions import InstitutionFactory, RoleFactory
from tests.factories.teaching import TermFactory
from tests.factories.timetable import RoomFactory

ASK = reverse("changes:repairs")
# Queries of the list and of one repair.
LIST, ONE = 10, 8


def text(response: Any) -> str:
    return str(response.content.decode())


def sent(world: Published, **values: Any) -> dict[str, Any]:
    return {
        "staff": str(world.instructor.public_id),
        "first_date": world.meeting.date.isoformat(),
        "last_date": world.meeting.date.isoformat(),
        "reason": "住院",
    } | values


def page_address(repair: Repair) -> str:
    return reverse("changes:repair", kwargs={"public_id": repair.public_id})


def apply_address(repair: Repair) -> str:
    return reverse("changes:repair_apply", kwargs={"public_id": repair.public_id})


def test_office_asks_compares_and_carries_one_out(world: Published, as_: Any) -> None:
    client = as_(world.office)
    page = client.post(ASK, sent(world), follow=True)
    assert [column.title for column in page.context["columns"]] == [
        "时间不变，请人代课",
        "教师不变，另择时间",
        "影响最小，兼用各法",
    ]
    assert "何敏代课" in text(page)
    assert "何敏：多上 2 节" in text(page)
    done = client.post(apply_address(Repair.objects.get()), {"proposal": "same_times"}, follow=True)
    assert "已变更 1 次课" in text(done)
    world.meeting.refresh_from_db()
    assert world.meeting.instructor == world.colleague
    assert 'name="proposal"' not in text(done)
    assert "已执行" in text(client.get(ASK))


def test_person_who_is_back_earlier_is_offered_again(world: Published, as_: Any) -> None:
    client = as_(world.office)
    last = world.meeting.date + 6 * DAY
    client.post(ASK, sent(world, last_date=last.isoformat()))
    repair = Repair.objects.get()
    end = reverse("changes:repair_end", kwargs={"public_id": repair.public_id})

    def is_away(on: datetime.date) -> bool:
        away = Absences.read(world.institution.pk, first=on, last=on).people
        return (world.instructor.pk, on) in away

    asked = {"last_date": world.meeting.date.isoformat()}
    assert client.post(end, asked).status_code == 422
    client.post(apply_address(repair), {"proposal": "same_times"})
    assert is_away(last)
    for wrong in ("", (last + DAY).isoformat(), (world.meeting.date - DAY).isoformat()):
        assert client.post(end, {"last_date": wrong}).status_code == 422
    assert "提前恢复" in text(client.get(page_address(repair)))
    client.post(end, asked)
    assert (is_away(world.meeting.date), is_away(last)) == (True, False)
    assert "提前恢复" not in text(client.get(page_address(repair)))
    world.meeting.refresh_from_db()
    assert world.meeting.instructor == world.colleague


def test_weeks_can_be_named_instead_of_dates(world: Published, as_: Any) -> None:
    week = world.meeting.week = world.term.week_of(world.meeting.date)
    asked = sent(world, first_date="", last_date="", first_week=week, last_week=week)
    as_(world.office).post(ASK, asked)
    repair = Repair.objects.get()
    monday = world.meeting.date - world.meeting.date.weekday() * DAY
    assert (repair.first_date, repair.last_date) == (monday, monday + 6 * DAY)


def test_repair_of_the_next_term_is_asked_for_before_it_begins(world: Published, as_: Any) -> None:
    present = TermFactory(
        code="2025-2026-2",
        institution=world.term.institution,
        first_monday=world.term.first_monday - 20 * 7 * DAY,
        weeks=20,
    )
    client = as_(world.office)
    page = client.get(ASK, {"term": str(present.public_id)})
    assert page.context["form"].term == present
    filled = client.get(ASK, {"first_date": world.meeting.date.isoformat()})
    assert filled.context["form"].term == world.term
    client.post(ASK, sent(world, term=str(world.term.public_id)))
    assert Repair.objects.get().term == world.term
    assert client.get(ASK, {"term": str(uuid.uuid4())}).status_code == 404


def test_proposals_that_coincide_are_shown_once(world: Published, as_: Any) -> None:
    StaffPeriod.objects.filter(staff=world.colleague).delete()
    # From today on, or a time before the absence would do.
    asked = sent(world, first_date=timezone.localdate(), last_date=world.term.last_day)
    page = as_(world.office).post(ASK, asked, follow=True)
    assert text(page).count("与“时间不变，请人代课”相同") == 2
    assert text(page).count('name="proposal"') == 1
    assert "没有别人可以上这次课" in text(page)
    assert "2 学时待补" in text(page)


def test_room_that_is_lost_to_the_end_is_not_said_to_stay(world: Published, as_: Any) -> None:
    world.add_meeting(world.term.last_day - DAY, room=world.room)
    # The last one can't come before the loss any more: what is over is over.
    asked = sent(
        world,
        staff="",
        room=str(world.room.public_id),
        first_date=timezone.localdate().isoformat(),
        last_date=world.term.last_day.isoformat(),
    )
    page = as_(world.office).post(ASK, asked, follow=True)
    times, hands, _mixed = page.context["columns"]
    assert times.title == "时间不变，换教室"
    assert hands.same_as == times.title


def test_room_that_is_lost_for_a_day_can_stay_at_another_time(world: Published, as_: Any) -> None:
    page = as_(world.office).post(
        ASK, sent(world, staff="", room=str(world.room.public_id)), follow=True
    )
    assert page.context["columns"][1].title == "教室不变，另择时间"


def test_changed_world_is_said_and_offers_to_look_again(world: Published, as_: Any) -> None:
    client = as_(world.office)
    client.post(ASK, sent(world))
    world.add_meeting(
        world.meeting.date,
        teaching_class=world.add_class(),
        instructor=world.colleague,
        room=world.other_room,
    )
    page = client.post(apply_address(Repair.objects.get()), {"proposal": "same_times"})
    assert page.status_code == 422
    assert "何敏" in text(page)
    assert "没有作任何更改" in text(page)
    assert not MeetingChange.objects.exists()
    again = client.post(ASK, {name: str(value) for name, value in page.context["again"].items()})
    assert again.status_code == 302
    assert Repair.objects.count() == 1, "what was found before is of no use to anybody"


@pytest.mark.parametrize(
    "values",
    [
        {"staff": ""},
        {"staff": "nonsense"},
        {"first_date": "gestern"},
        {"first_date": "", "last_date": ""},
        {"first_week": 3},
        {"first_date": "", "last_date": "", "first_week": 3, "last_week": 99},
        {"first_date": "", "last_date": "", "first_week": 5, "last_week": 3},
        {"first_date": "", "last_date": "", "last_week": 3},
        {"last_date": "2001-01-01"},
        {"reason": ""},
    ],
)
def test_what_makes_no_sense_is_said(world: Published, as_: Any, values: dict[str, Any]) -> None:
    page = as_(world.office).post(ASK, sent(world, **values))
    assert page.status_code == 422
    for sentence in [*page.context["form"].errors.values(), page.context["refusals"]]:
        assert all(one in text(page) for one in sentence)
    assert page.context["form"].errors or page.context["refusals"]
    assert not Repair.objects.exists()


def test_both_at_once_is_refused(world: Published, as_: Any) -> None:
    page = as_(world.office).post(ASK, sent(world, room=str(world.room.public_id)))
    assert page.status_code == 422
    assert not Repair.objects.exists()


def test_empty_list_says_what_to_do(world: Published, as_: Any) -> None:
    assert "还没有处理过" in text(as_(world.office).get(ASK))


def test_institution_without_a_term_has_nothing_to_ask(world: Published, as_: Any) -> None:
    office = RoleFactory(kind=RoleKind.TEACHING_OFFICE, institution=InstitutionFactory()).user
    assert "尚未开设学期" in text(as_(office).get(ASK))


def test_pages_ask_as_much_whatever_the_number(
    world: Published, as_: Any, django_assert_num_queries: Any
) -> None:
    client = as_(world.office)
    client.post(ASK, sent(world))
    first = Repair.objects.get()
    where = reverse("changes:repair", kwargs={"public_id": first.public_id})
    client.get(where)
    with django_assert_num_queries(LIST):
        client.get(ASK)
    with django_assert_num_queries(ONE):
        client.get(where)
    for number in (1, 2):
        world.add_meeting(
            world.meeting.date + number * DAY,
            first_period=3,
            room=RoomFactory(campus=world.room.campus),
        )
        client.post(ASK, sent(world, last_date=(world.meeting.date + 2 * DAY).isoformat()))
    newest = Repair.objects.first()
    assert newest is not None
    assert len(newest.proposals[0]["lines"]) == 3
    for number in (1, 2):
        day = world.meeting.date + number * DAY
        newest.pk, newest.public_id = None, uuid.uuid4()
        newest.first_date = newest.last_date = day
        newest.save()
    with django_assert_num_queries(LIST):
        assert client.get(ASK).context["page"].paginator.count == 3
    with django_assert_num_queries(ONE):
        client.get(reverse("changes:repair", kwargs={"public_id": newest.public_id}))
