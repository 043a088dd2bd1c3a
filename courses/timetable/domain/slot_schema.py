"""The columns of a list of weekly times: our own export, WakeUp's CSV, and lists of 正方."""

from django.utils.translation import gettext_lazy, pgettext_lazy

from courses.timetable.domain.time_columns import time_columns
from media.spreadsheets.parsers import text
from media.spreadsheets.schema import Column, Schema

SLOTS = Schema(
    key="room",
    one_of=(("code", "course"), ("weekday", "times")),
    columns=(
        Column(
            "code",
            gettext_lazy("Teaching class"),
            ("教学班", "教学班号", "教学班名称", "教学班编号", "jxb", "jxbmc"),
            required=False,
            parse=text(required=False),
        ),
        Column(
            "course",
            pgettext_lazy("column", "Course"),
            ("课程名称", "课程", "课名", "kcmc"),
            required=False,
            parse=text(required=False),
        ),
        Column(
            "teacher",
            gettext_lazy("Instructor"),
            ("老师", "教师", "任课教师", "教师姓名", "jsxm"),
            required=False,
            parse=text(required=False),
        ),
        Column(
            "room",
            gettext_lazy("Room"),
            ("地点", "教室", "上课地点", "场地", "教室名称", "cdmc"),
            parse=text(),
        ),
        *time_columns(),
    ),
)
