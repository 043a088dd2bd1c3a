"""The office builds a term's timetable, edits the draft with the mouse and with the keyboard alone,
locks a weekly time, publishes, and sees the week as everybody sees it."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from courses.institutions.enums import RoleKind
from courses.timetable.enums import VersionState
from courses.timetable.models import Meeting, Slot, TimetableVersion
from tests.courses.timetable.terms import make_term
from tests.e2e.conftest import DESK
from tests.e2e.person import Person
from tests.factories.institutions import RoleFactory

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
# More stops than any of these screens has.
STOPS = 150


@pytest.fixture
def term(live_server: Any, institution: Any) -> Any:
    """Two classes that meet once a week, whatever day the test runs on."""
    return make_term(institution, classes=2, rooms=2)


def tab_to(page: Page, target: Locator) -> None:
    """Reach it as somebody without a mouse does."""
    expect(target).to_have_count(1)
    for _stop in range(STOPS):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    pytest.fail(f"no way to {target} by keyboard")


def follow_by_keyboard(person: Person, target: Locator) -> None:
    tab_to(person.page, target)
    with person.page.expect_navigation():
        person.page.keyboard.press("Enter")
    person.look()


def drag(person: Person, source: Locator, target: Locator) -> None:
    with person.page.expect_navigation():
        source.drag_to(target)
    person.look()


def free_place(person: Person, slot: Slot) -> Locator:
    """A place on another day that the table on the page of a weekly time calls free."""
    others = person.page.locator(".slot-places a").filter(has_text="可排")
    addresses = others.evaluate_all("links => links.map(link => link.getAttribute('href'))")
    wanted = next(one for one in addresses if f"weekday={slot.weekday}&" not in one)
    return person.page.locator(f".slot-places a[href='{wanted}']")


def test_office_builds_edits_locks_and_publishes(
    page_for: Callable[..., Page], axe: Callable[..., None], term: Any, institution: Any
) -> None:
    user = RoleFactory(kind=RoleKind.TEACHING_OFFICE, institution=institution).user
    office = Person(page_for(user, DESK), axe, set())
    page = office.page
    # The whole sheet at once: the mouse of a test can't scroll while it drags.
    page.set_viewport_size({"width": DESK, "height": 1600})

    office.open(f"/my/timetable/build/?term={term.public_id}")
    page.get_by_label("排课用时").select_option("30")
    office.press("开始排课")
    office.click("查看结果")
    office.click("第 1 版")
    office.sees("草稿", "0 个未排上", "秒 排课用时")
    page.locator(".chart").scroll_into_view_if_needed()
    expect(page.locator(".chart-canvas canvas")).to_be_visible()
    version = TimetableVersion.objects.get(term=term)
    dragged, typed = version.slots.select_related("room", "teaching_class").order_by("pk")

    # With the mouse: from its cell to the free cell of another day.
    board = f"/my/timetable/board/?term={term.public_id}&version={version.public_id}&kind=room"
    office.open(f"{board}&of={dragged.room.public_id}")
    entry = page.locator(f"[data-slot$='{dragged.public_id}/']")
    taken = set(version.slots.values_list("weekday", flat=True))
    weekday = next(day for day in (1, 3, 5, 4, 2) if day not in taken)
    drag(office, entry, page.locator(f"td[data-weekday='{weekday}'][data-period='3']"))
    expect(page.locator("#slot-asked")).to_contain_text("第3节开始")
    office.sees("没有冲突")
    office.press("移到这里")
    office.sees("已移动，草稿已保存")
    dragged.refresh_from_db()
    assert (dragged.weekday, dragged.first_period) == (weekday, 3)

    # On top of the other one of its instructor: refused in words, and nothing moves.
    version.slots.update(instructor=dragged.instructor, room=dragged.room)
    office.open(f"{board}&of={dragged.room.public_id}")
    typed.refresh_from_db()
    other = page.locator(f"[data-slot$='{typed.public_id}/']")
    drag(office, page.locator(f"[data-slot$='{dragged.public_id}/']"), other)
    expect(page.locator(".slot-asked .state-bad").first).to_contain_text(dragged.instructor.name)
    expect(page.get_by_role("button", name="移到这里")).to_have_count(0)
    moved = Slot.objects.get(pk=dragged.pk)
    assert (moved.weekday, moved.first_period) == (weekday, 3)

    # Without a mouse: the link in the cell, a place of the table, the button.
    office.open(f"{board}&of={dragged.room.public_id}")
    follow_by_keyboard(office, other.get_by_role("link", name="移动或锁定"))
    before = (typed.weekday, typed.first_period)
    follow_by_keyboard(office, free_place(office, typed))
    office.sees("没有冲突")
    follow_by_keyboard(office, page.get_by_role("button", name="移到这里"))
    office.sees("已移动，草稿已保存")
    typed.refresh_from_db()
    assert (typed.weekday, typed.first_period) != before

    # Locked, it can be dragged no longer; the board says so in words.
    follow_by_keyboard(office, page.get_by_role("button", name="锁定在此"))
    office.sees("重新排课时不动它")
    office.open(f"{board}&of={dragged.room.public_id}")
    office.sees("已锁定")
    expect(other).to_have_count(0)

    office.open(f"/my/timetable/versions/{version.public_id}/")
    office.click("发布")
    office.sees("课次新增", "逐班对照")
    office.press("发布")
    office.click("查看结果")
    office.sees("已发布")
    version.refresh_from_db()
    assert version.state == VersionState.PUBLISHED

    meeting = Meeting.objects.filter(slot=typed).order_by("date").first()
    office.open(
        f"/my/timetable/board/?term={term.public_id}&kind=instructor"
        f"&of={typed.instructor.public_id}&week={meeting.week}"
    )
    for slot in (dragged, typed):
        office.sees(slot.teaching_class.course.name)
    office.sees(f"{meeting.date.month}月{meeting.date.day}日", typed.room.name)
    # Nothing of what is published can be dragged.
    expect(page.locator("[draggable]")).to_have_count(0)
