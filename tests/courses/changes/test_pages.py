"""The screens: who sees what, what is offered, and what is said of bad input."""

import datetime
import logging
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from courses.changes.domain import ChangeRefused, answer_substitution, decide
from courses.changes.models import ChangeRequest, ChangeRule, GroupChange, TeachingIncident
from courses.institutions.enums import RoleKind
from courses.teaching.domain.terms import set_exam_weeks
from courses.timetable.enums import MeetingStatus
from courses.timetable.models import Booking, Meeting
from tests.factories.changes import DAY, Published, published_term
from tests.factories.institutions import DepartmentFactory, RoleFactory, StaffMemberFactory

MINE, LIST = reverse("changes:mine"), reverse("changes:list")


def ask_address(world: Published, kind: str, meeting: Meeting | None = None) -> str:
    meeting = meeting or world.meeting
    return reverse("changes:ask", kwargs={"public_id": meeting.public_id, "kind": kind})


def address(name: str, request: ChangeRequest) -> str:
    return reverse(f"changes:{name}", kwargs={"public_id": request.public_id})


def text(response: Any) -> str:
    return str(response.content.decode())


def test_instructor_asks_for_a_substitute(world: Published, as_: Any) -> None:
    client = as_(world.instructor.user)
    page = client.get(ask_address(world, "substitute"))
    (choice,) = page.context["offered"]
    sent = {"choice": choice.value, "reason_kind": "illness", "reason": "发烧"}
    answer = client.post(ask_address(world, "substitute"), sent, follow=True)
    assert "申请已提交" in text(answer)
    request = ChangeRequest.objects.get()
    assert (request.substitute, request.reason) == (world.colleague, "发烧")


def test_substitute_and_department_answer_in_turn(world: Published, as_: Any) -> None:
    request = world.ask()
    assert "请您代课" in text(as_(world.colleague.user).get(MINE))
    as_(world.colleague.user).post(address("answer", request), {"answer": "yes"})
    done = as_(world.coordinator).post(
        address("decide", request), {"answer": "yes", "note": ""}, follow=True
    )
    assert "课表和日历已同步" in text(done)
    world.meeting.refresh_from_db()
    assert world.meeting.instructor == world.colleague


@pytest.mark.parametrize("sent", [{}, {"answer": "", "note": "…"}, {"answer": "maybe"}])
def test_answer_that_says_neither_yes_nor_no_refuses_nothing(
    world: Published, as_: Any, sent: dict[str, str]
) -> None:
    request = world.ask()
    page = as_(world.colleague.user).post(address("answer", request), sent, follow=True)
    assert "请选择同意或不同意" in text(page)
    as_(world.colleague.user).post(address("answer", request), {"answer": "yes"})
    as_(world.coordinator).post(address("decide", request), {"note": "…"} | sent)
    request.refresh_from_db()
    assert request.is_waiting


def test_request_to_cancel_is_not_said_to_find_everybody_free(world: Published, as_: Any) -> None:
    page = text(as_(world.coordinator).get(address("detail", world.ask("cancel"))))
    assert "均空闲" not in page
    assert "刚刚核对：仍可停课。" in page


def test_reason_is_not_for_the_substitute(world: Published, as_: Any) -> None:
    where = address("detail", world.ask(reason="发烧三十九度"))
    assert "发烧三十九度" in text(as_(world.coordinator).get(where))
    assert "发烧三十九度" not in text(as_(world.colleague.user).get(where))


def test_substitute_without_an_account_is_answered_for_by_the_department(
    world: Published, as_: Any
) -> None:
    silent = StaffMemberFactory(institution=world.institution, name="无账号")
    request = world.ask(substitute=silent)
    assert "没有账号" in text(as_(world.coordinator).get(address("detail", request)))
    as_(world.coordinator).post(address("answer", request), {"answer": "yes"})
    assert request.approvals.get().in_their_place


def test_department_does_not_answer_for_somebody_with_an_account(
    world: Published, as_: Any
) -> None:
    request = world.ask()
    page = as_(world.coordinator).post(address("answer", request), {"answer": "yes"}, follow=True)
    assert "只能由代课教师本人答复" in text(page)
    assert not request.approvals.exists()


@pytest.mark.parametrize("kind", ["move", "room", "cancel"])
def test_other_kinds_are_sent(world: Published, as_: Any, kind: str) -> None:
    client = as_(world.instructor.user)
    offered = client.get(ask_address(world, kind)).context["offered"]
    sent = {"choice": offered[0].value if offered else "", "reason_kind": "illness"}
    assert client.post(ask_address(world, kind), sent).status_code == 302
    assert ChangeRequest.objects.get().kind == kind


@pytest.mark.parametrize(
    "choice", ["", "x", "2026-99-99_1_x", "2026-11-30_1", "9" * 80, "2026-11-30_0_" + "0" * 32]
)
def test_choice_that_was_not_offered_is_said_at_its_place(
    world: Published, as_: Any, choice: str
) -> None:
    sent = {"choice": choice, "reason_kind": "illness"}
    page = as_(world.instructor.user).post(ask_address(world, "move"), sent)
    assert (page.status_code, "请从推荐中选择一项" in text(page)) == (422, True)
    assert not ChangeRequest.objects.exists()


def test_refusal_stands_on_the_page_with_its_sentence(world: Published, as_: Any) -> None:
    ChangeRule.objects.update(lead_days=60)
    sent = {"reason_kind": "private", "choice": ""}
    page = as_(world.instructor.user).post(ask_address(world, "cancel"), sent)
    assert (page.status_code, "提前 60 天" in text(page)) == (422, True)


def test_unknown_kind_is_not_found(world: Published, as_: Any) -> None:
    assert as_(world.instructor.user).get(ask_address(world, "magic")).status_code == 404


def test_meeting_of_somebody_else_is_not_found(world: Published, as_: Any) -> None:
    assert as_(world.colleague.user).get(ask_address(world, "move")).status_code == 404


def test_nobody_free_leads_to_cancelling(world: Published, as_: Any) -> None:
    world.colleague.periods.all().delete()
    page = text(as_(world.instructor.user).get(ask_address(world, "substitute")))
    assert ask_address(world, "cancel") in page


def test_cancelled_meeting_leads_to_make_up_times(world: Published, as_: Any) -> None:
    decide(world.ask("cancel"), agreed=True, as_office=False, by=world.coordinator)
    world.add_meeting(world.meeting.date + 7 * DAY)
    client = as_(world.instructor.user)
    assert ask_address(world, "make_up") in text(client.get(MINE))
    offered = client.get(ask_address(world, "make_up")).context["offered"]
    sent = {"choice": offered[0].value, "reason_kind": "illness"}
    client.post(ask_address(world, "make_up"), sent)
    request = ChangeRequest.objects.get(kind="make_up")
    decide(request, agreed=True, as_office=False, by=world.coordinator)
    assert ask_address(world, "make_up") not in text(client.get(MINE))


def test_several_weeks_are_chosen_from_the_later_meetings(world: Published, as_: Any) -> None:
    later = world.add_meeting(world.meeting.date + 7 * DAY)
    client = as_(world.instructor.user)
    page = client.get(ask_address(world, "substitute"), {"until": later.date.isoformat()})
    assert [one.pk for one in page.context["meetings"]] == [world.meeting.pk, later.pk]
    sent = {
        "choice": page.context["offered"][0].value,
        "reason_kind": "illness",
        "until": later.date.isoformat(),
    }
    client.post(ask_address(world, "substitute"), sent)
    assert ChangeRequest.objects.get().changes.count() == 2


def test_coordinator_sees_the_own_department_only(world: Published, as_: Any) -> None:
    request = world.ask("cancel")
    other = RoleFactory(
        kind=RoleKind.DEPARTMENT_COORDINATOR,
        institution=world.institution,
        department=DepartmentFactory(institution=world.institution),
    ).user
    assert address("detail", request) in text(as_(world.coordinator).get(LIST))
    assert address("detail", request) not in text(as_(other).get(LIST, {"state": "all"}))
    assert as_(other).get(address("detail", request)).status_code == 404
    assert as_(other).post(address("decide", request), {"answer": "yes"}).status_code == 404


def test_other_institution_is_not_found(world: Published, as_: Any) -> None:
    foreign = published_term().ask("cancel")
    for user in (world.office, world.coordinator):
        assert as_(user).get(address("detail", foreign)).status_code == 404


def test_detail_shows_what_would_clash_now(world: Published, as_: Any) -> None:
    request = world.ask("room", room=world.other_room)
    assert "均空闲" in text(as_(world.coordinator).get(address("detail", request)))
    world.add_meeting(
        world.meeting.date,
        teaching_class=world.add_class(),
        instructor=world.colleague,
        room=world.other_room,
    )
    page = text(as_(world.coordinator).get(address("detail", request)))
    assert "按目前情况无法执行" in page
    assert world.other_room.name in page
    said = as_(world.coordinator).post(address("decide", request), {"answer": "yes"}, follow=True)
    assert "已无法执行" in text(said)
    again = text(as_(world.instructor.user).get(address("detail", request)))
    assert ask_address(world, "room") in again


def test_requester_takes_the_request_back(world: Published, as_: Any) -> None:
    request = world.ask("cancel")
    assert as_(world.colleague.user).post(address("withdraw", request)).status_code == 404
    as_(world.instructor.user).post(address("withdraw", request))
    request.refresh_from_db()
    assert request.state == "withdrawn"


def test_list_filters_by_state_kind_and_words(world: Published, as_: Any) -> None:
    request = world.ask("cancel")
    client = as_(world.office)
    shown = address("detail", request)
    for query, is_there in (
        ({}, True),
        ({"state": "applied"}, False),
        ({"state": "all", "kind": "cancel"}, True),
        ({"state": "all", "kind": "move"}, False),
        ({"q": world.instructor.name}, True),
        ({"q": "没有这个人"}, False),
        ({"state": "x", "kind": "y"}, True),
    ):
        assert (shown in text(client.get(LIST, query))) == is_there, query


@pytest.mark.parametrize("which", ["mine", "list", "incidents"])
def test_lists_ask_as_much_for_three_rows_as_for_one(
    world: Published, as_: Any, which: str, django_assert_num_queries: Any
) -> None:
    client = as_(world.instructor.user if which == "mine" else world.office)
    days = iter(range(1, 9))

    def add() -> None:
        meeting = world.add_meeting(world.meeting.date + next(days) * 7 * DAY)
        answer_substitution(world.ask(meeting=meeting), agreed=True, by=world.colleague.user)
        TeachingIncident.objects.create(
            institution=world.institution,
            meeting=meeting,
            staff=world.instructor,
            kind="late",
            note="迟到",
            recorded_by=world.office,
            recorded_at=timezone.now(),
        )

    def count() -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as queries:
            page = client.get(reverse(f"changes:{which}"), {"state": "all"})
            assert page.status_code == 200
        return len(queries)

    add()
    with_one = count()
    add()
    add()
    assert count() == with_one


def test_detail_asks_as_much_for_three_meetings_as_for_one(world: Published, as_: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def count(request: ChangeRequest) -> int:
        with CaptureQueriesContext(connection) as queries:
            as_(world.coordinator).get(address("detail", request))
        return len(queries)

    one = world.ask(meeting=world.add_meeting(world.meeting.date + 28 * DAY))
    later = [world.add_meeting(world.meeting.date + n * 7 * DAY) for n in (1, 2)]
    assert count(world.ask(until=later[-1].date)) == count(one)


# --- Rules, incidents, a whole day -------------------------------------------------------------
def rule_form(**values: str) -> dict[str, str]:
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    return {
        "private_times": "3",
        "private_periods": "",
        "lead_days": "1",
        "lead_days_long": "5",
        "holiday_gap_days": "0",
        "urgent_reasons": "illness",
        "tier1-first": "1",
        "tier1-last": "2",
        "tier1-steps": "department",
        "tier2-first": "3",
        "tier2-last": "",
        "tier2-steps": "department,office",
        "citation": "本校调停课管理办法第五条",
        "valid_from": tomorrow.isoformat(),
    } | values


def test_office_enters_and_withdraws_a_rule(world: Published, as_: Any) -> None:
    client = as_(world.office)
    page = client.post(reverse("changes:rule_add"), rule_form(), follow=True)
    assert "规则已登记" in text(page)
    assert "系统示例（请以本校规定替换）" in text(page)
    client.post(reverse("changes:rule_withdraw"))
    assert not ChangeRule.objects.filter(institution=world.institution).exists()


def test_table_with_a_gap_is_refused_with_the_row(world: Published, as_: Any) -> None:
    page = as_(world.office).post(reverse("changes:rule_add"), rule_form(**{"tier2-first": "5"}))
    assert (page.status_code, "第 1 行之后有空缺：3 至 4 节" in text(page)) == (422, True)


def test_office_records_an_absence(world: Published, as_: Any) -> None:
    missed = world.add_meeting(timezone.localdate() - DAY)
    where = reverse("changes:incident_add", kwargs={"public_id": missed.public_id})
    roll = reverse("delivery:roll_call", kwargs={"public_id": missed.public_id})
    client = as_(world.office)
    assert where in text(client.get(roll))
    client.post(where, {"kind": "absent", "note": "未到课"})
    missed.refresh_from_db()
    assert missed.status == MeetingStatus.CANCELLED
    assert "未到课" in text(as_(world.instructor.user).get(reverse("changes:incidents")))


def test_roll_call_leads_the_instructor_of_a_coming_meeting_to_asking(
    world: Published, as_: Any
) -> None:
    roll = reverse("delivery:roll_call", kwargs={"public_id": world.meeting.public_id})
    where = reverse("changes:choose", kwargs={"public_id": world.meeting.public_id})
    assert where in text(as_(world.instructor.user).get(roll))
    assert where not in text(as_(world.coordinator).get(roll))


def group_form(world: Published, **values: str) -> dict[str, str]:
    return {
        "date": world.meeting.date.isoformat(),
        "from_period": "1",
        "action": "move",
        "target": (world.meeting.date + 4 * DAY).isoformat(),
        "reason": "暴雨",
    } | values


def test_group_is_looked_at_before_it_is_done(world: Published, as_: Any) -> None:
    client, where = as_(world.office), reverse("changes:group")
    page = client.post(where, group_form(world, look="1"))
    assert "没有冲突" in text(page)
    assert not GroupChange.objects.exists()
    done = client.post(where, group_form(world, act="1"), follow=True)
    assert "已变更 1 次课" in text(done)


def test_group_says_which_meetings_may_have_been_taught(world: Published, as_: Any) -> None:
    client, where = as_(world.office), reverse("changes:group")
    assert "已经开始但未点名" not in text(client.post(where, group_form(world, look="1")))
    past = world.add_meeting(world.meeting.date - 14 * DAY)
    form = group_form(world, look="1", action="cancel", date=past.date.isoformat())
    assert "其中 1 次已经开始但未点名" in text(client.post(where, form))


def test_office_alone_moves_a_day_into_an_exam_week_and_says_why(
    world: Published, as_: Any, caplog: pytest.LogCaptureFixture
) -> None:
    term = set_exam_weeks(world.term, exam_weeks=2, by=None)
    target = term.last_day + 3 * DAY
    client, where = as_(world.office), reverse("changes:group")
    asked = group_form(world, act="1") | {"target": target.isoformat()}
    refused = client.post(where, asked)
    assert refused.status_code == 422
    assert f"{target.isoformat()} 在考试周内" in text(refused)
    assert not GroupChange.objects.exists()
    # An instructor's own request has no such word.
    with pytest.raises(ChangeRefused, match=target.isoformat()):
        world.ask("move", date=target, first_period=1, room=world.room)

    caplog.set_level(logging.INFO, logger="qihang.audit")
    done = client.post(where, asked | {"in_exam_week": "on"}, follow=True)

    act = GroupChange.objects.get()
    assert (act.reason, act.made_by, act.target) == ("暴雨", world.office, target)
    assert "移入考试周" in text(done)
    assert f"into an exam week user={world.office.pk} group={act.pk} date={target}" in caplog.text
    world.meeting.refresh_from_db()
    assert (world.meeting.date, world.meeting.week) == (target, term.weeks + 1)
    assert set(Booking.objects.values_list("date", flat=True)) == {target}
    mine = as_(world.instructor.user).get(reverse("timetable:mine"), {"week": str(term.weeks + 1)})
    (entry,) = [entry for day in mine.context["page"].grid.days for entry in day.entries]
    assert entry.room.endswith(world.room.name)
    assert "起，考试周）" in text(mine)
    # The week in which it now is stays one of the term.
    with pytest.raises(ValidationError, match=target.isoformat()):
        set_exam_weeks(term, exam_weeks=0, by=None)
    set_exam_weeks(term, exam_weeks=1, by=None)


@pytest.mark.parametrize("values", [{"target": ""}, {"date": "gestern"}, {"campus": "x"}])
def test_group_form_says_what_is_wrong(world: Published, as_: Any, values: dict[str, str]) -> None:
    page = as_(world.office).post(reverse("changes:group"), group_form(world, act="1") | values)
    assert page.status_code == 422
    assert not GroupChange.objects.exists()


def test_homes_lead_to_what_waits(world: Published, as_: Any) -> None:
    home = reverse("portal:home")
    request = world.ask()
    assert address("detail", request) in text(as_(world.colleague.user).get(home))
    answer_substitution(request, agreed=True, by=world.colleague.user)
    assert "条调课申请待审批" in text(as_(world.coordinator).get(home))
