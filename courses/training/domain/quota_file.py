"""Quotas as a table: the columns that are read, and the same columns filled in."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from courses.institutions.models import Department, Institution
from courses.training.models import SeatQuota, TrainingSession
from media.spreadsheets.errors import ValueRefused
from media.spreadsheets.parsers import text
from media.spreadsheets.schema import Column, Schema
from media.spreadsheets.table import Table, read_table
from media.spreadsheets.writing import SheetColumn, SheetToWrite, write_workbook

MOST_SEATS = 5000
_NUMBER = re.compile(r"(\d{1,5})(?:\.0+)?[个人名]?")


def _number(value: str) -> int | None:
    """Of an empty cell None."""
    written = "".join(value.split())
    if not written:
        return None
    match = _NUMBER.fullmatch(written)
    if match is None or int(match[1]) > MOST_SEATS:
        raise ValueRefused(
            _("“%(value)s” is not a number of seats. Write 0 to %(most)d, or nothing.")
            % {"value": value, "most": MOST_SEATS}
        )
    return int(match[1])


QUOTAS = Schema(
    key="session",
    one_of=(("code", "unit"),),
    columns=(
        Column(
            "session",
            pgettext_lazy("quota sheet", "Session code"),
            ("期次", "期次代码", "期次编号", "培训期次"),
            parse=text(max_length=30),
        ),
        Column(
            "programme",
            pgettext_lazy("quota sheet", "Programme"),
            ("项目", "培训项目", "项目名称"),
            required=False,
            parse=text(required=False),
        ),
        Column(
            "code",
            pgettext_lazy("quota sheet", "Institution code"),
            ("学校代码", "单位代码", "学校标识码", "院校代码"),
            required=False,
            parse=text(required=False),
        ),
        Column(
            "unit",
            pgettext_lazy("quota sheet", "Institution or department"),
            (
                "单位",
                "学校或院系",
                "学校",
                "学校名称",
                "院校",
                "院系",
                "部门",
                "单位名称",
                "院系部门",
            ),
            required=False,
            parse=text(required=False),
        ),
        Column(
            "seats",
            pgettext_lazy("quota sheet", "Seats"),
            ("名额", "名额数", "名额上限", "分配名额"),
            parse=_number,
        ),
        Column(
            "minimum",
            gettext_lazy("At least"),
            ("至少", "最少", "名额下限", "最低人数"),
            required=False,
            parse=lambda value: _number(value) or 0,
        ),
    ),
)


def read_quota_file(content: bytes, *, filename: str) -> Table:
    """Raises SpreadsheetRefused."""
    return read_table(content, filename=filename, schema=QUOTAS)


def quota_workbook(
    sessions: Iterable[TrainingSession],
    institution: Institution | None,
    units: Iterable[Institution | Department],
    *,
    filled_in_only: bool,
) -> bytes:
    """The present quotas of institutions, or of an institution's departments; a line for every
    unit, also without a quota, unless `filled_in_only`. One query."""
    sessions, units = list(sessions), list(units)
    unit = "department_id" if institution else "institution_id"
    rows = SeatQuota.objects.filter(session__in=sessions)
    rows = rows.filter(institution=institution) if institution else rows.of_institutions()
    quotas = {
        (quota.session_id, getattr(quota, unit)): quota
        for quota in rows
        if not institution or quota.department_id is not None
    }

    def lines() -> Iterator[tuple[Any, ...]]:
        for session in sessions:
            for one in units:
                quota = quotas.get((session.pk, one.pk))
                if quota is None and filled_in_only:
                    continue
                yield (
                    session.code,
                    session.programme.name,
                    *([one.code] if isinstance(one, Institution) else []),
                    one.name,
                    quota.seats if quota else None,
                    quota.minimum if quota and quota.minimum else None,
                    quota.seats_taken if quota else None,
                )

    columns = [
        SheetColumn(str(column.label), "number" if column.key in ("seats", "minimum") else "text")
        for column in QUOTAS.columns
        if column.key != "code" or not institution
    ]
    taken = SheetColumn(pgettext("quota sheet", "Taken (not read)"), "number")
    return write_workbook(
        [SheetToWrite(pgettext("quota sheet", "Quotas"), [*columns, taken], list(lines()))]
    )
