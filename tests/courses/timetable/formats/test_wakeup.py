"""WakeUp's CSV, there and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.timetable.formats.errors import FormatError, FormatReason
from courses.timetable.formats.lesson import Lesson, WeeklyTime
from courses.timetable.formats.wakeup import parse_wakeup, print_wakeup
from courses.timetable.weeks import parse_weeks
from tests.courses.timetable.formats.lessons import LAST_WEEK, lessons

FILE = (
    "课程名称,星期,开始节数,结束节数,老师,地点,周数\r\n"
    "创业基础,1,1,2,张三,A101,1-5、7-11单、12-16双\r\n"
)


def test_file_is_read():
    weeks = parse_weeks("1-5,7,9,11,12,14,16", last_week=LAST_WEEK)
    (lesson,) = parse_wakeup(FILE, last_week=LAST_WEEK)
    assert lesson == Lesson("创业基础", WeeklyTime(1, 1, 2, weeks), room="A101", teacher="张三")


def test_file_is_printed_back_equal():
    assert print_wakeup(parse_wakeup(FILE, last_week=LAST_WEEK)) == FILE


@given(found=st.lists(lessons, max_size=5))
def test_file_of_any_lessons_is_read_back(found):
    assert parse_wakeup(print_wakeup(found), last_week=LAST_WEEK) == found


def test_file_with_a_byte_order_mark_is_read():
    assert len(parse_wakeup("\ufeff" + FILE, last_week=LAST_WEEK)) == 1


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", FormatReason.TOO_FEW_PARTS),
        ("课程,星期\r\n", FormatReason.TOO_FEW_PARTS),
        (FILE.replace(",1,1,2,", ",8,1,2,"), FormatReason.NO_WEEKDAY),
        (FILE.replace(",1,1,2,", ",1,x,2,"), FormatReason.NO_PERIODS),
        (FILE.replace("1-5、", "5-1、"), FormatReason.WEEKS),
    ],
)
def test_file_that_is_wrong_is_refused(text, reason):
    with pytest.raises(FormatError) as caught:
        parse_wakeup(text, last_week=LAST_WEEK)
    assert caught.value.reason == reason
