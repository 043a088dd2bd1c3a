"""What a list of teaching classes would do: which classes are new, what changes of those that are
there, and what to know of each before anybody confirms."""

from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.institutions.models import StaffMember
from courses.teaching.domain.assignments import fitness
from courses.teaching.domain.days import day_in_term
from courses.teaching.enums import WeeklyPattern
from courses.teaching.models import TeachingClass, Term
from courses.timetable.domain.class_rows import ClassRow, read_class_row
from courses.timetable.domain.class_schema import CLASSES
from courses.timetable.domain.class_stock import ClassStock, read_stock
from courses.timetable.weeks import count_weeks, format_weeks
from media.imports.differences import DifferenceLog
from media.imports.previews import FieldChange, RowMark
from media.spreadsheets.normalising import matching_text
from media.spreadsheets.table import Table

USUAL_PERIODS = 2


@dataclass
class ClassPlan:
    """`new` and `changed` are to be written. `assigned`: who is to teach the class of a code."""

    new: list[ClassRow] = field(default_factory=list)
    changed: list[ClassRow] = field(default_factory=list)
    assigned: dict[str, StaffMember] = field(default_factory=dict)
    marks: list[RowMark] = field(default_factory=list)
    log: DifferenceLog = field(default_factory=DifferenceLog)


def plan_classes(term: Term, table: Table) -> ClassPlan:
    """Writes nothing; marks bad cells on the table. A fixed number of queries."""
    numbers = [row.values.get("teacher") or "" for row in table.rows]
    stock = read_stock(term, staff_numbers=numbers)
    plan = ClassPlan()
    codes: dict[str, int] = {}
    taken: dict[tuple[int, int], int] = {}
    for row in table.rows:
        found = read_class_row(row, stock)
        _refuse_repetition(found, codes, taken)
        if found.stored:
            _compare(found, found.stored, plan, stock)
        else:
            _refuse_taken(found, stock)
            _refuse_mixed(found, plan, stock)
            if row.ok:
                plan.new.append(found)
                plan.log.new(row.number, _subject(found))
                if found.staff and _may_teach(found, plan, stock):
                    plan.assigned[found.code] = found.staff
        if row.ok:
            _mark_hours(found, plan, stock)
    return plan


def _refuse_repetition(
    found: ClassRow, codes: dict[str, int], taken: dict[tuple[int, int], int]
) -> None:
    """A class twice, or an administrative class that has the course in two rows."""
    row = found.row
    sentence = _("It stands in row %(row)d already.")
    if found.code:
        first = codes.setdefault(matching_text(found.code), row.number)
        if first != row.number:
            row.add_problem("code", sentence % {"row": first})
    for group in found.groups if found.course else ():
        assert found.course is not None
        first = taken.setdefault((found.course.pk, group.pk), row.number)
        if first != row.number:
            row.add_problem(
                "groups",
                _("%(name)s has this course in row %(row)d already.")
                % {"name": group.name, "row": first},
            )


def _refuse_taken(found: ClassRow, stock: ClassStock) -> None:
    for group in found.groups if found.course else ():
        assert found.course is not None
        home = stock.homes.get((found.course.pk, group.pk))
        if home is not None:
            found.row.add_problem(
                "groups",
                _("%(name)s has this course in the term already, in %(code)s.")
                % {"name": group.name, "code": home.code},
            )


def _refuse_mixed(found: ClassRow, plan: ClassPlan, stock: ClassStock) -> None:
    """What a rule keeps apart is refused; what it does so in principle is told."""
    for mixed in stock.mixing.against(found.groups):
        if mixed.is_refused:
            found.row.add_problem("groups", mixed.sentence)
        else:
            _mark(found, plan, mixed.sentence)


def _compare(found: ClassRow, stored: TeachingClass, plan: ClassPlan, stock: ClassStock) -> None:
    """What the screen of a class lets change by itself may change: how it meets and, before its
    meetings are published, who teaches it. For the rest the screen asks more than a list says."""
    row = found.row
    if found.course and found.course.pk != stored.course_id:
        row.add_problem(
            "course_code" if row.values.get("course_code") else "course",
            _("%(code)s is a class of %(course)s.")
            % {"code": stored.code, "course": stored.course.name},
        )
    present = {group.pk: group.name for group in stored.administrative_classes.all()}
    if {group.pk for group in found.groups} != set(present):
        row.add_problem(
            "groups",
            _("%(code)s exists with %(names)s. Move administrative classes on its page.")
            % {"code": stored.code, "names": _(", ").join(present.values())},
        )
    if found.campus and found.campus.pk != stored.campus_id:
        row.add_problem(
            "campus",
            _("%(code)s exists on campus %(campus)s.")
            % {"code": stored.code, "campus": stored.campus.name}
            if stored.campus
            else _("%(code)s exists without a campus.") % {"code": stored.code},
        )
    changes = _pattern_changes(found, stored)
    if staff_change := _staff_change(found, stored, plan, stock):
        changes.append(staff_change)
    if not row.ok:
        return
    if changes:
        plan.changed.append(found)
        plan.log.changed(row.number, _subject(found), changes)
    else:
        plan.log.unchanged()


def _pattern_changes(found: ClassRow, stored: TeachingClass) -> list[FieldChange]:
    return [
        _change(key, _said(key, getattr(stored, key)), _said(key, value))
        for key, value in found.pattern.items()
        if getattr(stored, key) != value
    ]


def _staff_change(
    found: ClassRow, stored: TeachingClass, plan: ClassPlan, stock: ClassStock
) -> FieldChange | None:
    """Who is named among those who share the class changes nothing."""
    known: Any = stored  # with what read_stock() adds
    current = known.current_assignments
    if found.staff is None or found.staff.pk in {one.staff_id for one in current}:
        return None
    names = _(", ").join(one.staff.name for one in current)
    if len(current) > 1:
        sentence = _("%(code)s is shared by %(names)s. Change that on its page.")
    elif current and known.has_meetings:
        sentence = _("%(code)s has published meetings with %(names)s. Change that on its page.")
    elif stock.term.last_day < timezone.localdate():
        sentence = _("The term of %(code)s is over.")
    else:
        if not _may_teach(found, plan, stock):
            return None
        plan.assigned[found.code] = found.staff
        return {"label": _("Instructor"), "old": names, "new": found.staff.name}
    found.row.add_problem("teacher", sentence % {"code": stored.code, "names": names})
    return None


def _may_teach(found: ClassRow, plan: ClassPlan, stock: ClassStock) -> bool:
    """The screen asks for a waiver where somebody may not teach: the class then comes without."""
    assert found.staff is not None
    fit = fitness(found.staff, term=stock.term, facts=stock.facts)
    answer = fit.authorisation
    allowed = answer.allowed and answer.waiver is None
    if not allowed:
        sentence = _(
            "%(name)s is not assigned: %(reasons)s. Do it on the page of the class, with a waiver "
            "if there is one."
        ) % {"name": found.staff.name, "reasons": "; ".join(answer.reasons)}
        _mark(found, plan, sentence)
    elif fit.lapses is not None:
        sentence = _("%(name)s may no longer teach from %(day)s. Renew, or plan a substitute.")
        day = day_in_term(stock.term, fit.lapses.on)
        _mark(found, plan, sentence % {"name": found.staff.name, "day": day})
    return allowed


def _mark_hours(found: ClassRow, plan: ClassPlan, stock: ClassStock) -> None:
    """Weeks that are too few for the hours are known now, and not only when a search fails."""
    stored = found.stored
    said = {key: getattr(stored, key) for key in ("weeks", "periods_per_meeting")} if stored else {}
    said["weekly_pattern"] = stored.weekly_pattern if stored else WeeklyPattern.WEEKLY
    said |= found.pattern
    weeks = count_weeks(said["weeks"]) if said.get("weeks") else stock.term.weeks
    times = 2 if said["weekly_pattern"] == WeeklyPattern.TWICE else 1
    room = weeks * times * (said.get("periods_per_meeting") or USUAL_PERIODS)
    assert found.outline is not None
    if room < found.outline.classroom_hours:
        sentence = ngettext(
            "In these weeks it has %(room)d hour of the %(hours)d that it needs.",
            "In these weeks it has %(room)d hours of the %(hours)d that it needs.",
            room,
        )
        _mark(found, plan, sentence % {"room": room, "hours": found.outline.classroom_hours})


def _mark(found: ClassRow, plan: ClassPlan, sentence: str) -> None:
    plan.marks.append({"row": found.row.number, "sentence": sentence})


def _subject(found: ClassRow) -> str:
    return f"{found.code} {_(', ').join(group.name for group in found.groups)}"


def _change(key: str, old: str, new: str) -> FieldChange:
    return {"label": str(CLASSES.by_key[key].label), "old": old, "new": new}


def _said(key: str, value: Any) -> str:
    if key == "weekly_pattern":
        return str(WeeklyPattern(value).label)
    if key == "weeks":
        return format_weeks(value) if value else ""
    if isinstance(value, list):
        return _(", ").join(value)
    return str(value)
