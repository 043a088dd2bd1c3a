"""The columns of a student roster, under the headers that offices give them."""

import re

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from media.spreadsheets.errors import ValueRefused
from media.spreadsheets.parsers import Parse, person_name, sex, student_number, text, year
from media.spreadsheets.schema import Column, Schema

_CHINESE_DIGITS = {word: number for number, word in enumerate("一二三四五六七八", start=1)}
_YEARS = re.compile(r"([1-8一二三四五六七八])(?:\.0)?(?:年制?)?")


def study_years() -> Parse:
    """学制 as `4`, `4年` or `四年制`: the number of years, None for an empty cell."""

    def parse(value: str) -> int | None:
        if not value:
            return None
        match = _YEARS.fullmatch(value)
        if match is None:
            raise ValueRefused(
                _("“%(value)s” is not a length of study. Write the years, such as 4.")
                % {"value": value}
            )
        return _CHINESE_DIGITS.get(match[1]) or int(match[1])

    return parse


ROSTER = Schema(
    key="number",
    columns=(
        Column(
            "number",
            _("Student number"),
            ("学号", "学生学号", "学籍号", "xh"),
            parse=student_number(),
        ),
        Column(
            "name",
            pgettext_lazy("of a person", "Name"),
            ("姓名", "学生姓名", "学生名字", "xm"),
            parse=person_name(),
        ),
        Column("sex", _("Sex"), ("性别", "学生性别", "xb"), parse=sex()),
        Column(
            "department",
            _("Department"),
            (
                *("学院", "院系", "院系名称", "学院名称", "所在学院", "所在院系", "所属学院"),
                *("院(系)", "系部", "系别", "二级学院", "教学院部", "xymc", "yxmc"),
            ),
            parse=text(max_length=100),
        ),
        Column(
            "major",
            _("Major"),
            ("专业", "专业名称", "所学专业", "就读专业", "所在专业", "zymc"),
            parse=text(max_length=100),
        ),
        Column(
            "class",
            _("Class"),
            ("班级", "行政班", "班级名称", "所在班级", "行政班级", "行政班名称", "bjmc"),
            parse=text(max_length=100),
        ),
        Column(
            "entry_year",
            _("Entry year"),
            ("入学年份", "年级", "入学年级", "入学年度", "所在年级", "现在年级", "nj"),
            parse=year(),
        ),
        Column(
            "study_years",
            _("Length of study"),
            ("学制", "修业年限", "学习年限", "xz"),
            required=False,
            parse=study_years(),
        ),
    ),
)
