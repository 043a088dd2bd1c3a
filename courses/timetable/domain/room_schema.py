"""The columns of a list of rooms."""

import re
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from media.spreadsheets.errors import ValueRefused
from media.spreadsheets.parsers import text
from media.spreadsheets.schema import Column, Schema

MOST_SEATS = 32767
_SEATS = re.compile(r"(\d{1,6})(?:\.0+)?[座人]?")


def _seats(value: str) -> int:
    match = _SEATS.fullmatch("".join(value.split()))
    if match is None or not 1 <= int(match[1]) <= MOST_SEATS:
        raise ValueRefused(
            _("“%(value)s” is not a number of seats. Write 1 to %(most)d.")
            % {"value": value, "most": MOST_SEATS}
        )
    return int(match[1])


def _column(key: str, label: Any, parse: Any, *synonyms: str, required: bool = False) -> Column:
    return Column(key, label, synonyms, required=required, parse=parse)


ROOMS = Schema(
    key="name",
    columns=(
        _column(
            "campus",
            gettext_lazy("Campus"),
            text(required=False),
            *("校区", "所属校区", "校区名称", "xqmc"),
        ),
        _column(
            "name",
            gettext_lazy("Room"),
            text(max_length=50),
            *("教室", "教室名称", "场地名称", "教室号", "场地", "cdmc"),
            required=True,
        ),
        _column(
            "capacity",
            gettext_lazy("Seats"),
            _seats,
            *("座位数", "座位", "容量", "上课座位数", "可容纳人数", "zws"),
            required=True,
        ),
        _column(
            "kind",
            gettext_lazy("Kind of room"),
            text(required=False, max_length=30),
            *("类型", "教室类型", "场地类别", "教室类别", "cdlbmc"),
        ),
        _column(
            "equipment",
            gettext_lazy("Equipment"),
            text(required=False, max_length=200),
            *("设备", "教室设备", "设施"),
        ),
        _column(
            "taken",
            pgettext_lazy("column", "Times not available"),
            text(required=False),
            *("不可用时间", "占用时间", "停用时间"),
        ),
    ),
)
