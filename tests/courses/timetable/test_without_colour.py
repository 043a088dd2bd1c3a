"""What colour tells on grid and board is told in words too, and what scrolls can be reached."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from courses.timetable.domain.drafts import copy_version, set_lock
from courses.timetable.domain.publication import publish
from courses.timetable.enums import MeetingStatus
from courses.timetable.models import Meeting
from tests.courses.timetable.terms import make_slot, make_term, make_version
from tests.factories.institutions import UserFactory

BOARD = reverse("timetable:board")
STATES = ".state, .state-good, .state-bad, .state-warn"


@pytest.fixture
def term(institution):
    """Published; today's week has a cancelled meeting."""
    today = timezone.localdate()
    monday = today - datetime.timedelta(days=today.weekday() + 14)
    term = make_term(institution, classes=2, rooms=1, first_monday=monday)
    version = make_version(term)
    first, second = term.teaching_classes.order_by("pk")
    make_slot(version, first, weekday=today.isoweekday())
    make_slot(version, second, weekday=today.isoweekday(), first_period=5)
    publish(version, by=None)
    Meeting.objects.filter(teaching_class=first).update(status=MeetingStatus.CANCELLED)
    return term


def soup(client, address, **asked):
    return BeautifulSoup(client.get(address, asked).content, "html.parser")


def of_room(term):
    return {"kind": "room", "of": str(term.institution.rooms.get().public_id)}


def said(element):
    return element.get_text(strip=True)


@pytest.mark.parametrize("view", ["week", "month", "agenda"])
def test_cancelled_meeting_says_so(sign_in, term, view):
    page = soup(sign_in("office"), BOARD, **of_room(term), view=view)
    found = page.select(".timetable-cancelled")
    assert found
    assert all("已停课" in said(one) for one in found)
    others = page.select(".timetable-entry:not(.timetable-cancelled)")
    assert all("已停课" not in said(one) for one in others)


@pytest.mark.parametrize("view", ["week", "month", "agenda"])
def test_today_says_so(sign_in, term, view):
    page = soup(sign_in("office"), BOARD, **of_room(term), view=view)
    marked = page.select("th.timetable-today, .timetable-month td.timetable-today")
    marked += page.select("section.timetable-today h2")
    assert marked
    assert all("今天" in said(one) for one in marked)


def test_locked_and_movable_times_differ_in_words(sign_in, term):
    draft = copy_version(term.timetable_versions.get(), by=UserFactory())
    locked, movable = draft.slots.order_by("pk")
    set_lock(locked, locked=True)
    page = soup(sign_in("office"), BOARD, **of_room(term), version=str(draft.public_id))
    for slot, words in ((locked, "已锁定"), (movable, "移动或锁定")):
        address = reverse("timetable:slot", kwargs={"public_id": slot.public_id})
        links = page.select(f".timetable-sheet a[href='{address}']")
        assert [words in said(link) for link in links] == [True]


def test_every_place_of_the_board_says_whether_it_is_free(sign_in, term):
    draft = copy_version(term.timetable_versions.get(), by=UserFactory())
    slot = draft.slots.order_by("pk").first()
    page = soup(sign_in("office"), reverse("timetable:slot", kwargs={"public_id": slot.public_id}))
    places = page.select(".slot-places td a")
    assert places
    for place in places:
        assert any(word in said(place) for word in ("可排", "冲突", "现在这里"))
    assert {"可排" in said(place) for place in places} == {True, False}


def test_every_state_has_words(sign_in, term):
    client = sign_in("office")
    version = term.timetable_versions.get()
    addresses = (
        reverse("timetable:build"),
        reverse("timetable:version", kwargs={"public_id": version.public_id}),
        reverse("timetable:version_changes", kwargs={"public_id": version.public_id}),
    )
    for address in addresses:
        found = soup(client, address).select(STATES)
        assert all(said(one) for one in found), address


@pytest.mark.parametrize("view", ["week", "month"])
def test_sheet_that_scrolls_can_be_reached_by_keyboard(sign_in, term, view):
    page = soup(sign_in("office"), BOARD, **of_room(term), view=view)
    (sheet,) = {table.find_parent("div") for table in page.select("table.timetable")}
    assert sheet["tabindex"] == "0"
    assert sheet["aria-label"]
