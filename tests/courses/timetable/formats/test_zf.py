"""正方's cells and lists, there and back, and refused with the part at fault."""

import time
from dataclasses import replace
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.timetable.formats.errors import FormatError, FormatReason
from courses.timetable.formats.lesson import Lesson, WeeklyTime
from courses.timetable.formats.zf_cell import ZfCell, parse_cell, print_cell
from courses.timetable.formats.zf_list import parse_time, parse_times, print_old_time, print_times
from courses.timetable.formats.zf_old_cell import is_old_cell, parse_old_cell, print_old_cell
from courses.timetable.weeks import even_weeks, every_week, odd_weeks, week_set
from tests.courses.timetable.formats.lessons import LAST_WEEK, lessons, plain_names, times

LIST = "星期一第1-2节{1-16周};星期四第3-4节{1-15周(单)}"
CELL = (
    "创业基础/(1-2节)4-5周,7-8周/南校区 N403/张三/(2024-2025-1)-C2092011-01/"
    "植保2401;植保2402/考查/讲课:34,讨论:14/36/3.0"
)
others = st.lists(st.sampled_from(["考查", "考试", "", "无"]), max_size=2).map(tuple)
cells = st.builds(
    ZfCell,
    course=st.sampled_from(["创业基础", "C/C++ 程序设计", "大学生职业发展与就业指导"]),
    time=times(),
    place=plain_names,
    teacher=plain_names,
    teaching_class=st.just("(2024-2025-1)-C2092011-01"),
    classes=st.lists(st.sampled_from(["植保2401", "植保2402"]), max_size=2, unique=True).map(tuple),
    others=others,
    kinds=st.sampled_from(["", "讲课:34,讨论:14"]),
    hours=st.sampled_from(["36", ""]),
    credits=st.sampled_from(["3.0", ""]),
)


# Everything that has a meaning in a cell, in every order.
marks = st.text("大A1 /\\;()节-", max_size=8).map(str.strip)
named = marks.filter(bool)
odd_cells = st.builds(
    ZfCell,
    course=named,
    time=times(),
    place=marks,
    teacher=marks,
    teaching_class=marks,
    classes=st.lists(named, max_size=3).map(tuple),
    others=st.lists(marks, max_size=2).map(tuple),
    kinds=marks,
    hours=st.sampled_from(["36", ""]),
    credits=st.sampled_from(["3.0", ""]),
)


@given(cell=odd_cells)
def test_cell_with_slashes_and_backslashes_anywhere_is_read_back(cell):
    weekday = cell.time.weekday
    assert parse_cell(print_cell(cell), weekday=weekday, last_week=LAST_WEEK) == cell


def test_slash_in_the_name_of_a_room_has_a_backslash():
    cell = parse_cell(CELL.replace("N403", "N403\\/N404"), weekday=1, last_week=LAST_WEEK)
    assert cell.place == "南校区 N403/N404"
    assert "/南校区 N403\\/N404/张三/" in print_cell(cell)


def test_slash_in_the_name_of_a_course_stays_as_it_is():
    cell = parse_cell(CELL.replace("创业基础", "C/C++"), weekday=1, last_week=LAST_WEEK)
    assert print_cell(cell).startswith("C/C++/(1-2节)")


def test_list_of_times_is_read():
    assert parse_times(LIST, last_week=LAST_WEEK) == [
        WeeklyTime(1, 1, 2, every_week(1, 16)),
        WeeklyTime(4, 3, 4, odd_weeks(1, 15)),
    ]


def test_list_of_times_is_printed_back_equal():
    assert print_times(parse_times(LIST, last_week=LAST_WEEK)) == LIST


@given(found=st.lists(times(), min_size=1, max_size=4))
def test_list_of_any_times_is_read_back(found):
    assert parse_times(print_times(found), last_week=LAST_WEEK) == found


@given(time=times())
def test_old_time_is_read_back(time):
    assert parse_time(print_old_time(time), last_week=LAST_WEEK) == time


def test_old_time_is_read_as_seen_in_the_wild():
    time = parse_time("周二第8,9节{第12-12周|双周}", last_week=LAST_WEEK)
    assert time == WeeklyTime(2, 8, 9, even_weeks(12, 12))


def test_cell_is_read():
    cell = parse_cell(CELL, weekday=3, last_week=LAST_WEEK)
    assert cell.time == WeeklyTime(3, 1, 2, week_set([4, 5, 7, 8]))
    assert (cell.course, cell.place, cell.teacher) == ("创业基础", "南校区 N403", "张三")
    assert cell.teaching_class == "(2024-2025-1)-C2092011-01"
    assert (cell.classes, cell.others) == (("植保2401", "植保2402"), ("考查",))
    assert (cell.kinds, cell.hours, cell.credits) == ("讲课:34,讨论:14", "36", "3.0")


def test_cell_is_printed_back_equal():
    assert print_cell(parse_cell(CELL, weekday=3, last_week=LAST_WEEK)) == CELL


@given(cell=cells)
def test_cell_is_read_back_whatever_it_holds(cell):
    weekday = cell.time.weekday
    assert parse_cell(print_cell(cell), weekday=weekday, last_week=LAST_WEEK) == cell


whole_lessons = lessons.filter(lambda one: one.teacher and one.room)
codes = st.sampled_from(["", "(2026-2027-1)-C2092011-01", "就业 一班"])


@given(
    found=st.lists(
        st.builds(replace, whole_lessons, teaching_class=codes),
        max_size=3,
    )
)
def test_old_cell_is_read_back(found):
    assert parse_old_cell(print_old_cell(found), last_week=LAST_WEEK) == found


OLD = Lesson(
    "Java程序设计 (JSP)",
    WeeklyTime(2, 8, 9, even_weeks(2, 16)),
    room="南校区 N403",
    teacher="张三",
    teaching_class="C-01",
)


def test_old_cell_is_printed_as_seen_in_the_wild():
    assert print_old_cell([OLD]) == (
        "Java程序设计 (JSP)\n周二第8,9节{第2-16周|双周}\n张三\n南校区 N403\n教学班:C-01"
    )


def test_old_cell_whose_line_breaks_got_lost_is_read():
    lost = print_old_cell([OLD]).replace("\n", " ")
    assert parse_old_cell(lost, last_week=LAST_WEEK) == [OLD]


@pytest.mark.parametrize(
    ("text", "time", "teacher"),
    [
        ("课\n周二第9,10节{第1-16周|2节/周}\n张三", (2, 9, 10, every_week(1, 16)), "张三"),
        ("课\n周二第1,2节{第1-15周|2节/单周}\n张三", (2, 1, 2, odd_weeks(1, 15)), "张三"),
        # Without weekday and periods: those of the table's column and row.
        ("课\n{第1-16周|3节/周}\n2013|张三", (5, 6, 8, every_week(1, 16)), "张三 2013"),
        ("课\n{第1-16周|3节/周}\n张三|李四", (5, 6, 8, every_week(1, 16)), "张三|李四"),
    ],
)
def test_old_cell_with_periods_a_week_is_read(text, time, teacher):
    (lesson,) = parse_old_cell(text, last_week=LAST_WEEK, weekday=5, first_period=6)
    assert (lesson.time, lesson.teacher) == (WeeklyTime(*time), teacher)


def test_old_cell_without_a_weekday_anywhere_is_refused():
    with pytest.raises(FormatError) as caught:
        parse_old_cell("课\n{第1-16周|2节/周}\n张三", last_week=LAST_WEEK)
    assert caught.value.reason == FormatReason.NO_PERIODS


def test_new_cell_is_no_old_one():
    assert not is_old_cell(CELL.replace("创业基础", "Web{前端}开发"))
    assert is_old_cell(print_old_cell([OLD]))


@pytest.mark.parametrize("text", ["{" + "1周" * 16_000, "星期一第" * 8_000])
def test_largest_cell_of_a_workbook_is_looked_at_at_once(text):
    """A third of these characters took a minute."""
    start = time.process_time()
    assert not is_old_cell(text)
    assert time.process_time() - start < 2


@pytest.mark.parametrize(
    ("text", "reason", "fragment"),
    [
        ("", FormatReason.EMPTY, ""),
        ("星期一{1-16周}", FormatReason.NO_PERIODS, "星期一{1-16周}"),
        ("星期九第1-2节{1-16周}", FormatReason.NO_WEEKDAY, "星期九"),
        ("星期一第1-2节", FormatReason.NO_PERIODS, "星期一第1-2节"),
        ("星期一第2-1节{1-16周}", FormatReason.PERIODS_BACKWARDS, "2-1"),
        ("星期一第1-2节{16-1周}", FormatReason.WEEKS, "16-1周"),
        ("星期一第1-2节{1-99周}", FormatReason.WEEKS, "99"),
        ("星期一第1,3节{1周}", FormatReason.NOT_ONE_RUN, "第1,3节"),
        ("星期一第0-1节{1周}", FormatReason.PERIOD_OUT_OF_DAY, "0-1"),
        ("星期一第1-2节{1周};;星期二第1节{1周}", FormatReason.NO_PERIODS, ""),
    ],
)
def test_list_that_is_wrong_names_the_part_at_fault(text, reason, fragment):
    with pytest.raises(FormatError) as caught:
        parse_times(text, last_week=LAST_WEEK)
    assert (caught.value.reason, caught.value.fragment) == (reason, fragment)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("创业基础", FormatReason.NO_PERIODS),
        ("创业基础/(1-2节)4周/南校区/张三", FormatReason.TOO_FEW_PARTS),
        (CELL.replace("36", "三十六"), FormatReason.TOO_FEW_PARTS),
        (CELL.replace("4-5周", "5-4周"), FormatReason.WEEKS),
    ],
)
def test_cell_that_is_wrong_is_refused(text, reason):
    with pytest.raises(FormatError) as caught:
        parse_cell(text, weekday=1, last_week=LAST_WEEK)
    assert caught.value.reason == reason


@pytest.mark.parametrize(
    "read",
    [
        partial(parse_times, last_week=LAST_WEEK),
        partial(parse_cell, weekday=1, last_week=LAST_WEEK),
        partial(parse_old_cell, last_week=LAST_WEEK),
    ],
)
@given(text=st.text("星期一第12节{}周-;,/(单)\n", max_size=40))
def test_nonsense_is_refused_with_a_reason_or_read(read, text):
    try:
        found = read(text)
    except FormatError as error:
        found = error.reason
    assert found or not text.strip()
