"""Month and day by day: on a phone and at a desk, from one to the other with the same subject."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from courses.timetable.enums import DayKind
from courses.timetable.models import CalendarDay
from tests.e2e.conftest import DESK, PHONE
from tests.factories.changes import published_term

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(live_server: Any) -> Any:
    made = published_term()
    made.holiday = CalendarDay.objects.create(
        institution=made.institution,
        term=made.term,
        date=made.meeting.date + datetime.timedelta(days=1),
        kind=DayKind.HOLIDAY,
        name="国庆节",
    )
    return made


def look(page: Page, axe: Callable[..., None], name: str) -> None:
    with page.expect_navigation():
        page.locator("main").get_by_role("link", name=name, exact=True).click()
    expect(page.locator("h1")).to_have_count(1)
    axe(page)


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("dark", [False, True])
def test_own_month_and_days(
    page_for: Callable[..., Page], axe: Callable[..., None], world: Any, width: int, dark: bool
) -> None:
    page = page_for(world.student.user, width, dark=dark)
    month = f"{world.holiday.date:%Y-%m}"
    page.goto(f"/my/timetable/?view=month&month={month}")
    axe(page)
    expect(page.locator(".timetable-month")).to_contain_text("国庆节")
    course = world.teaching_class.course.name
    if world.meeting.date.month == world.holiday.date.month:
        expect(page.get_by_text(course).locator("visible=true").first).to_be_visible()
        if width == PHONE:
            page.locator(".timetable-count").first.click()
            here = page.locator(f"[id='day-{world.meeting.date}']")
            expect(here).to_be_in_viewport()
    look(page, axe, "逐日")
    expect(page.locator(".timetable-agenda")).to_contain_text("国庆节")
    look(page, axe, "周课表")


def test_month_of_a_department(
    page_for: Callable[..., Page], axe: Callable[..., None], world: Any
) -> None:
    page = page_for(world.coordinator, DESK)
    page.goto("/my/timetable/board/?kind=department")
    axe(page)
    with page.expect_navigation():
        page.get_by_label("院系").select_option(label=world.department.name)
    for name in ("月历", "逐日", "周课表"):
        look(page, axe, name)
        expect(page.locator("h1")).to_contain_text(world.department.name)
