"""A fever: the instructor asks for a substitute on a phone, the colleague accepts, the department
approves, and the student's timetable and calendar show it."""

import datetime
from collections.abc import Callable
from typing import Any

import icalendar
import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from courses.timetable.domain.feeds import renew_feed
from courses.timetable.models import Room
from tests.e2e.conftest import DESK, PHONE
from tests.factories.changes import published_term

pytestmark = pytest.mark.django_db(transaction=True)


def follow(page: Page, words: str, role: Any = "link") -> None:
    with page.expect_navigation():
        page.locator("main").get_by_role(role, name=words).first.click()


def test_long_name_of_a_room_makes_no_page_wider_than_the_phone(
    page_for: Callable[..., Page],
) -> None:
    world = published_term()
    for room in Room.objects.all():
        Room.objects.filter(pk=room.pk).update(name="Laboratory" * 4 + str(room.pk))
    asking = f"/my/changes/ask/{world.meeting.public_id}/"
    request = world.ask("cancel")
    for user, addresses in (
        (world.instructor.user, ["/my/", "/my/timetable/?view=agenda", "/my/changes/", asking]),
        (world.student.user, ["/my/", f"/my/timetable/?week={world.meeting.week}"]),
        (world.coordinator, [f"/my/changes/requests/{request.public_id}/"]),
    ):
        page = page_for(user, PHONE)
        for address in addresses:
            page.goto(address)
            wider = page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            assert wider <= 0, (address, wider)


def test_fever_on_a_phone(page_for: Callable[..., Page], axe: Callable[..., None]) -> None:
    world = published_term()
    token = renew_feed(world.student.user)

    page = page_for(world.instructor.user, PHONE)
    page.goto("/my/")
    axe(page)
    follow(page, "申请调课")
    axe(page)
    follow(page, "代课")
    axe(page)
    page.get_by_text("何敏").click()
    page.get_by_label("生病").check()
    follow(page, "提交申请", "button")
    expect(page.locator("main")).to_contain_text("申请已提交")
    axe(page)

    colleague = page_for(world.colleague.user, PHONE)
    colleague.goto("/my/")
    axe(colleague)
    follow(colleague, "代课")
    axe(colleague)
    follow(colleague, "可以代课", "button")
    expect(colleague.locator("main")).to_contain_text("已同意")

    department = page_for(world.coordinator, DESK)
    department.goto("/my/")
    follow(department, "条调课申请待审批")
    axe(department)
    follow(department, "代课")
    expect(department.locator("main")).to_contain_text("均空闲")
    axe(department)
    follow(department, "同意", "button")
    expect(department.locator("main")).to_contain_text("课表和日历已同步")
    axe(department)

    student = page_for(world.student.user, PHONE)
    student.goto("/my/")
    expect(student.locator("main")).to_contain_text("由 何敏 代课")
    axe(student)
    follow(student, "知道了", "button")
    expect(student.locator("main")).not_to_contain_text("由 何敏 代课")
    student.goto(f"/my/timetable/?week={world.term.week_of(world.meeting.date)}")
    expect(student.locator("main")).to_contain_text("何敏")
    feed = student.request.get(reverse("feeds:ics", kwargs={"token": token})).body()
    (event,) = icalendar.Calendar.from_ical(feed).walk("VEVENT")
    assert "何敏" in event["DESCRIPTION"]


def test_every_other_screen_has_no_barrier(
    page_for: Callable[..., Page], axe: Callable[..., None]
) -> None:
    world = published_term()
    world.ask("cancel", meeting=world.add_meeting(world.meeting.date + datetime.timedelta(days=7)))
    missed = world.add_meeting(timezone.localdate() - datetime.timedelta(days=1))
    instructor = page_for(world.instructor.user, PHONE, dark=True)
    for where in (
        "/my/changes/",
        *(f"/my/changes/ask/{world.meeting.public_id}/{kind}/" for kind in ("move", "room")),
        f"/my/changes/ask/{world.meeting.public_id}/cancel/",
        "/my/changes/incidents/",
        "/my/changes/rules/",
    ):
        instructor.goto(where)
        axe(instructor)
    office = page_for(world.office, PHONE)
    for where in (
        "/my/changes/requests/",
        "/my/changes/rules/new/",
        f"/my/changes/incidents/{missed.public_id}/",
        "/my/changes/group/",
    ):
        office.goto(where)
        axe(office)
    office.get_by_label("日期", exact=True).fill(world.meeting.date.isoformat())
    target = world.meeting.date + datetime.timedelta(days=2)
    office.get_by_label("调至日期").fill(target.isoformat())
    office.get_by_label("原因").fill("暴雨")
    follow(office, "预览", "button")
    expect(office.locator("main")).to_contain_text("没有冲突")
    axe(office)
    follow(office, "变更 1 次课", "button")
    expect(office.locator("main")).to_contain_text("已变更 1 次课")
    axe(office)
