"""Other courses' times from a spreadsheet: what the registry's timetable takes of classes,
instructors and rooms."""

import logging
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cms.users.models import User
from courses.teaching.models import Term
from courses.timetable.domain.contradicted import taken_meetings
from courses.timetable.domain.named_rows import (
    Names,
    classes_by_name,
    rooms_by_name,
    staff_by_name,
)
from courses.timetable.domain.time_columns import split_names, time_columns, times_of
from courses.timetable.formats.lesson import WeeklyTime
from courses.timetable.models import BusyTime
from courses.timetable.weeks import format_weeks
from courses.timetable.wording import periods_text, weekday_text
from media.imports.bad_rows import refuse_bad_rows
from media.imports.differences import DifferenceLog
from media.imports.previews import ImportPreview, Receipt
from media.spreadsheets.errors import ValueRefused
from media.spreadsheets.parsers import text
from media.spreadsheets.preview import build_preview
from media.spreadsheets.rows import Row
from media.spreadsheets.schema import Column, Schema
from media.spreadsheets.table import Table, read_table

logger = logging.getLogger("qihang.audit")

# (field of BusyTime, its key, weekday, first period, periods, weeks): the same time again.
Key = tuple[str, int, int, int, int, int]

BUSY_TIMES = Schema(
    key="reason",
    columns=(
        Column(
            "reason",
            gettext_lazy("Course or reason"),
            ("课程名称", "课程", "原因", "占用原因", "kcmc"),
            parse=text(max_length=100),
        ),
        Column(
            "administrative_class",
            gettext_lazy("Administrative classes"),
            ("行政班", "班级", "班级名称", "教学班组成", "上课班级"),
            required=False,
            parse=text(required=False),
        ),
        Column(
            "staff",
            gettext_lazy("Instructor"),
            ("教师", "老师", "任课教师", "教师姓名"),
            required=False,
            parse=text(required=False),
        ),
        Column(
            "room",
            gettext_lazy("Room"),
            ("教室", "地点", "上课地点", "场地"),
            required=False,
            parse=text(required=False),
        ),
        *time_columns(),
    ),
)


@dataclass
class BusyPlan:
    """What the file means: times to write, stored ones of the same source that it lacks."""

    new: dict[Key, str] = field(default_factory=dict)
    renamed: dict[int, str] = field(default_factory=dict)
    gone: list[int] = field(default_factory=list)
    log: DifferenceLog = field(default_factory=DifferenceLog)


def read_busy_file(content: bytes, *, filename: str) -> Table:
    """Raises SpreadsheetRefused."""
    return read_table(content, filename=filename, schema=BUSY_TIMES)


def preview_busy_times(term: Term, table: Table, *, source: str) -> ImportPreview:
    """What applying the file would do. Writes nothing; marks bad cells on the table."""
    plan = _plan(term, table, source)
    return {
        **build_preview(table),
        "difference": plan.log.difference(),
        "options": [],
        "notes": _notes(plan, source),
    }


@transaction.atomic
def apply_busy_times(term: Term, table: Table, *, source: str, by: User | None) -> Receipt:
    """Make the times of this source those of the file. Raises ImportRefused on a bad cell."""
    Term.objects.select_for_update(no_key=True).get(pk=term.pk)
    plan = _plan(term, table, source)
    refuse_bad_rows(table)
    BusyTime.objects.filter(pk__in=plan.gone).delete()
    for key, reason in plan.renamed.items():
        BusyTime.objects.filter(pk=key).update(reason=reason)
    BusyTime.objects.bulk_create(
        BusyTime(
            institution_id=term.institution_id,
            term=term,
            **{f"{name}_id": subject},
            weekday=weekday,
            first_period=first,
            periods=periods,
            weeks=weeks,
            reason=reason,
            source=source,
            made_by=by,
        )
        for (name, subject, weekday, first, periods, weeks), reason in plan.new.items()
    )
    counts = plan.log.counts
    logger.info("busy times of term %s from %s by %s: %s", term.code, source, by and by.pk, counts)
    changed, more = plan.log.receipt_changes()
    return {
        "counts": [
            {"label": _("Busy times added"), "count": counts["new"]},
            {"label": _("Busy times changed"), "count": counts["changed"]},
            {"label": _("Busy times unchanged"), "count": counts["unchanged"]},
            {"label": _("Busy times removed"), "count": len(plan.gone)},
        ],
        "created": [],
        "changed": changed,
        "changed_more": more,
        "notes": [*_notes(plan, source), *_contradicted(term)],
    }


def _plan(term: Term, table: Table, source: str) -> BusyPlan:
    plan = BusyPlan()
    stored = {
        _key_of(row): row
        for row in BusyTime.objects.filter(term=term, source=source).order_by("pk")
    }
    names: dict[str, Names] = {
        "administrative_class": classes_by_name(term.institution),
        "staff": staff_by_name(term.institution),
        "room": rooms_by_name(term.institution),
    }
    seen: set[Key] = set()
    for row in table.rows:
        times = times_of(row, term)
        subjects = _subjects(row, names)
        if not row.ok:
            continue
        reason = row.values["reason"]
        for field_name, subject in subjects:
            for time in times:
                key = _key(field_name, subject.pk, time)
                if key in seen:
                    continue
                seen.add(key)
                said = f"{subject} {_time_text(time)} {reason}"
                known = stored.get(key)
                if known is None:
                    plan.new[key] = reason
                    plan.log.new(row.number, said)
                elif known.reason != reason:
                    plan.renamed[known.pk] = reason
                    label = str(BUSY_TIMES.by_key["reason"].label)
                    plan.log.changed(
                        row.number, said, [{"label": label, "old": known.reason, "new": reason}]
                    )
                else:
                    plan.log.unchanged()
    plan.gone = [row.pk for key, row in stored.items() if key not in seen]
    return plan


def _subjects(row: Row, names: dict[str, Names]) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    for field_name, known in names.items():
        for name in split_names(row.values.get(field_name) or ""):
            try:
                found.append((field_name, known.find(name)))
            except ValueRefused as refusal:
                row.add_problem(field_name, refusal)
    if not found and row.ok:
        row.add_problem(
            "administrative_class", _("Name a class, an instructor or a room that is taken.")
        )
    return found


def _key(field_name: str, subject: int, time: WeeklyTime) -> Key:
    return (field_name, subject, time.weekday, time.first_period, time.periods, time.weeks)


def _key_of(row: BusyTime) -> Key:
    if row.administrative_class_id:
        name, subject = "administrative_class", row.administrative_class_id
    elif row.staff_id:
        name, subject = "staff", row.staff_id
    else:
        assert row.room_id is not None
        name, subject = "room", row.room_id
    return (name, subject, row.weekday, row.first_period, row.periods, row.weeks)


def _time_text(time: WeeklyTime) -> str:
    periods = periods_text(time.first_period, time.periods)
    return f"{weekday_text(time.weekday)} {periods} {format_weeks(time.weeks)}"


def _contradicted(term: Term) -> list[str]:
    """What was published before stays where it is; three queries."""
    count = taken_meetings(term)
    if not count:
        return []
    text = ngettext(
        "%(count)d published meeting lies at a time that is taken. The page of the times taken "
        "lists it; move or cancel it.",
        "%(count)d published meetings lie at times that are taken. The page of the times taken "
        "lists them; move or cancel them.",
        count,
    )
    return [text % {"count": count}]


def _notes(plan: BusyPlan, source: str) -> list[str]:
    if not plan.gone:
        return []
    return [
        _("%(count)d times of the source “%(source)s” are not in the file and go.")
        % {"count": len(plan.gone), "source": source}
    ]
