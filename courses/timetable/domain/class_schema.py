"""The columns of a list of teaching classes."""

import re
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from courses.teaching.domain.patterns import PERIODS
from courses.teaching.enums import WeeklyPattern
from media.spreadsheets.errors import ValueRefused
from media.spreadsheets.parsers import choice, text, year
from media.spreadsheets.schema import Column, Schema

_PERIODS = re.compile(r"(\d)(?:\.0+)?(?:节|节连上|节连排|连节)?")
_HOURS = re.compile(r"(\d{1,3})(?:\.0+)?(?:学时|课时|节)?")

PATTERNS = {
    WeeklyPattern.WEEKLY: ("每周一次", "每周1次", "每周", "1", "1次", "一次"),
    WeeklyPattern.TWICE: ("每周两次", "每周2次", "每周二次", "2", "2次", "两次"),
    WeeklyPattern.ODD_AND_EVEN: ("单双周", "单周双周各一次", "单双周各一次", "单、双周"),
    WeeklyPattern.WEEKEND: ("周末", "周末集中", "周末集中上课", "周末一次"),
}


def _periods(value: str) -> int | None:
    written = "".join(value.split())
    if not written:
        return None
    match = _PERIODS.fullmatch(written)
    if match is None or int(match[1]) not in PERIODS:
        raise ValueRefused(_("A meeting has 1 to 4 periods, not “%(value)s”.") % {"value": value})
    return int(match[1])


def _hours(value: str) -> int | None:
    written = "".join(value.split())
    if not written:
        return None
    match = _HOURS.fullmatch(written)
    if match is None:
        raise ValueRefused(_("“%(value)s” is not a number of hours.") % {"value": value})
    return int(match[1])


def _column(key: str, label: Any, parse: Any, *synonyms: str, required: bool = False) -> Column:
    return Column(key, label, synonyms, required=required, parse=parse)


CLASSES = Schema(
    key="code",
    one_of=(("course_code", "course"),),
    columns=(
        _column(
            "code",
            gettext_lazy("Teaching class"),
            text(max_length=60),
            *("教学班", "教学班号", "教学班名称", "教学班编号", "教学班代码", "jxb", "jxbmc"),
            required=True,
        ),
        _column(
            "course_code",
            gettext_lazy("Course code"),
            text(required=False),
            *("课程代码", "课程号", "课程编号", "课程编码", "kch"),
        ),
        _column(
            "course",
            pgettext_lazy("column", "Course"),
            text(required=False),
            *("课程名称", "课程", "课名", "kcmc"),
        ),
        _column(
            "groups",
            gettext_lazy("Administrative classes"),
            text(),
            *("行政班", "行政班级", "班级组成", "教学班组成", "班级构成", "合班", "合班班级"),
            *("上课班级", "班级", "班级名称", "jxbzc", "bjmc"),
            required=True,
        ),
        _column(
            "entry_year",
            gettext_lazy("Entry year"),
            year(required=False),
            *("年级", "入学年份", "nj"),
        ),
        _column(
            "teacher",
            gettext_lazy("Staff number of the instructor"),
            text(required=False),
            *("教师工号", "工号", "任课教师工号", "职工号", "教工号", "教师编号", "jgh"),
        ),
        _column(
            "hours",
            gettext_lazy("Contact hours"),
            _hours,
            *("学时", "总学时", "课程学时", "课时", "总课时", "zxs"),
        ),
        _column(
            "weeks",
            pgettext_lazy("column", "Weeks"),
            text(required=False, max_length=100),
            *("周次", "起止周", "起止周次", "上课周次", "上课周", "周数", "zcd", "qsjsz"),
        ),
        _column(
            "periods_per_meeting",
            gettext_lazy("Periods in a row"),
            _periods,
            *("每次节数", "连排节数", "连续节数", "节数", "连节"),
        ),
        _column(
            "weekly_pattern",
            gettext_lazy("How it meets"),
            choice(PATTERNS, required=False),
            *("每周次数", "周次数", "上课方式", "排课方式", "单双周"),
        ),
        _column(
            "room_kind",
            gettext_lazy("Kind of room"),
            text(required=False, max_length=30),
            *("教室类型", "场地类别", "教室类别", "场地要求", "类型", "cdlbmc"),
        ),
        _column(
            "equipment",
            gettext_lazy("Equipment needed"),
            text(required=False, max_length=200),
            *("设备", "设备要求", "教室设备"),
        ),
        _column(
            "campus",
            gettext_lazy("Campus"),
            text(required=False),
            *("校区", "上课校区", "开课校区", "校区名称", "xqmc"),
        ),
        _column(
            "term",
            gettext_lazy("Term"),
            text(required=False),
            *("学期", "学年学期", "开课学期", "xnxq"),
        ),
    ),
)
