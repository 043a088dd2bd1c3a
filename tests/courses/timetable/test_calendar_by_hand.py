"""Days that the office enters or strikes itself."""

import datetime
from typing import Any

import pytest
from django.urls import reverse

from courses.timetable.domain.calendar import TimetableDay, propose_calendar, resolve
from courses.timetable.domain.calendar_by_hand import enter_day, remove_entered_day, strike_day
from courses.timetable.domain.make_up_days import answer_make_up_day
from courses.timetable.domain.refusal import TimetableRefused
from courses.timetable.enums import DayKind
from courses.timetable.models import CalendarDay
from tests.factories.institutions import UserFactory
from tests.factories.teaching import TermFactory

pytestmark = pytest.mark.django_db
D = datetime.date
HOLIDAY, MAKE_UP = DayKind.HOLIDAY, DayKind.MAKE_UP_WORKDAY


@pytest.fixture
def unpublished(institution: Any) -> Any:
    """A term of a year whose holidays nobody has published."""
    return TermFactory(institution=institution, code="2031-2032-1", first_monday=D(2031, 9, 1))


@pytest.fixture
def term(institution: Any) -> Any:
    term = TermFactory(institution=institution)
    propose_calendar(term, by=None)
    return term


def day(term: Any, on: datetime.date) -> CalendarDay:
    found: CalendarDay = CalendarDay.objects.select_related("term").get(term=term, date=on)
    return found


def test_year_that_is_not_published_is_filled_in_by_hand(unpublished: Any) -> None:
    enter_day(unpublished, date=D(2031, 10, 1), kind=HOLIDAY, name="国庆节", by=None)
    enter_day(
        unpublished,
        date=D(2031, 9, 27),
        kind=MAKE_UP,
        name="国庆节",
        follows=D(2031, 10, 1),
        by=None,
    )
    taught = resolve(unpublished)
    assert D(2031, 10, 1) not in taught
    assert taught[D(2031, 9, 27)] == TimetableDay(5, 3)


def test_entered_day_says_who_and_when(unpublished: Any) -> None:
    office = UserFactory(name="教务处")
    made = enter_day(unpublished, date=D(2031, 10, 1), kind=HOLIDAY, name="国庆节", by=office)
    assert made.entered_by == office
    assert made.entered_at is not None


def test_entered_days_stay_when_the_calendar_is_proposed_again(unpublished: Any, term: Any) -> None:
    enter_day(term, date=D(2026, 10, 8), kind=HOLIDAY, name="校定假日", by=None)
    enter_day(term, date=D(2026, 10, 1), kind=HOLIDAY, name="国庆", by=None)
    propose_calendar(term, by=None)
    assert day(term, D(2026, 10, 8)).name == "校定假日"
    assert day(term, D(2026, 10, 1)).name == "国庆"


def test_struck_holiday_is_an_ordinary_day_for_good(term: Any) -> None:
    strike_day(day(term, D(2026, 10, 6)), by=None)
    propose_calendar(term, by=None)
    assert resolve(term)[D(2026, 10, 6)] == TimetableDay(6, 2)


def test_struck_holiday_that_is_removed_is_as_published(term: Any) -> None:
    strike_day(day(term, D(2026, 10, 6)), by=None)
    remove_entered_day(day(term, D(2026, 10, 6)), by=None)
    assert day(term, D(2026, 10, 6)).kind == HOLIDAY


def test_holiday_that_is_made_up_is_not_struck(term: Any) -> None:
    answer_make_up_day(day(term, D(2026, 9, 20)), follows=D(2026, 10, 6), by=None)
    with pytest.raises(TimetableRefused, match="2026-09-20"):
        strike_day(day(term, D(2026, 10, 6)), by=None)
    assert day(term, D(2026, 10, 6)).kind == HOLIDAY


def test_entered_holiday_that_is_made_up_is_not_removed(unpublished: Any) -> None:
    holiday = enter_day(unpublished, date=D(2031, 10, 1), kind=HOLIDAY, name="国庆节", by=None)
    workday = D(2031, 9, 27)
    enter_day(unpublished, date=workday, kind=MAKE_UP, name="补", follows=D(2031, 10, 1), by=None)
    with pytest.raises(TimetableRefused, match="2031-09-27"):
        remove_entered_day(holiday, by=None)
    with pytest.raises(TimetableRefused, match="2031-09-27"):
        enter_day(unpublished, date=D(2031, 10, 1), kind=MAKE_UP, name="补", by=None)


@pytest.mark.parametrize("follows", [D(2031, 9, 27), D(2031, 9, 30)])
def test_make_up_workday_that_follows_no_holiday_is_refused(
    unpublished: Any, follows: datetime.date
) -> None:
    with pytest.raises(TimetableRefused, match=follows.isoformat()):
        enter_day(
            unpublished, date=D(2031, 9, 27), kind=MAKE_UP, name="补", follows=follows, by=None
        )
    assert not CalendarDay.objects.filter(term=unpublished).exists()


def test_published_day_is_not_removed_as_if_it_were_entered(term: Any) -> None:
    with pytest.raises(TimetableRefused, match="2026-10-06"):
        remove_entered_day(day(term, D(2026, 10, 6)), by=None)


def test_day_outside_the_term_is_refused(unpublished: Any) -> None:
    with pytest.raises(TimetableRefused, match="2031-09-01"):
        enter_day(unpublished, date=D(2031, 8, 1), kind=HOLIDAY, name="暑假", by=None)


# --- Pages --------------------------------------------------------------------------------------
def test_calendar_page_takes_holiday_and_make_up_workday(sign_in: Any, unpublished: Any) -> None:
    office = sign_in("office")
    fields = {"term": str(unpublished.public_id), "name": "国庆节"}
    address = reverse("timetable:special_add")
    office.post(address, fields | {"kind": "holiday", "date": "2031-10-01"})
    made_up = {"kind": "make_up", "date": "2031-09-27", "follows": "2031-10-01"}
    page = office.post(address, fields | made_up, follow=True).content.decode()
    assert day(unpublished, D(2031, 9, 27)).follows == D(2031, 10, 1)
    assert "9月27日" in page
    assert office.user.name in page


def test_calendar_page_refuses_a_holiday_that_follows_another(
    sign_in: Any, unpublished: Any
) -> None:
    enter_day(unpublished, date=D(2031, 10, 1), kind=HOLIDAY, name="国庆节", by=None)
    wrong = {"kind": "holiday", "date": "2031-10-02", "follows": "2031-10-01", "name": "国庆节"}
    answer = sign_in("office").post(
        reverse("timetable:special_add"), wrong | {"term": str(unpublished.public_id)}
    )
    assert answer.status_code == 422
    assert CalendarDay.objects.filter(term=unpublished).count() == 1


def test_calendar_page_strikes_and_gives_back_a_holiday(sign_in: Any, term: Any) -> None:
    office = sign_in("office")
    holiday = day(term, D(2026, 10, 6))
    page = office.post(
        reverse("timetable:day_strike", args=[holiday.public_id]), follow=True
    ).content.decode()
    assert "恢复为公布的安排" in page
    office.post(reverse("timetable:special_remove", args=[holiday.public_id]))
    assert day(term, D(2026, 10, 6)).kind == HOLIDAY
