"""Quotas of sessions from a spreadsheet: all or none."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from courses.training.domain.holding import hold_for_moves, hold_sessions
from courses.training.domain.quota_checks import QuotaProblem, QuotaSaid, Unit, quota_problems
from courses.training.domain.quota_file import QUOTAS
from courses.training.domain.quota_places import Place, Sessions, Units
from courses.training.domain.quotas import set_department_quotas, set_institution_quotas
from courses.training.domain.refusal import TrainingRefused
from courses.training.domain.seats import Seats
from courses.training.enums import NominationState
from courses.training.models import Nomination, SeatQuota, TrainingSession
from media.imports.bad_rows import refuse_bad_rows
from media.imports.differences import DifferenceLog
from media.imports.errors import ImportRefused
from media.imports.previews import FieldChange, ImportPreview, Option, Receipt, RowMark
from media.spreadsheets.preview import build_preview
from media.spreadsheets.rows import Row
from media.spreadsheets.table import Table

logger = logging.getLogger("qihang.audit")


@dataclass
class SessionQuotas:
    """What the file says of one session, and what is in the way of it."""

    session: TrainingSession
    seats: Seats
    rows: dict[Unit, Row] = field(default_factory=dict)
    units: dict[Unit, Any] = field(default_factory=dict)
    wanted: dict[Unit, QuotaSaid] = field(default_factory=dict)
    below_seats: list[QuotaProblem] = field(default_factory=list)


@dataclass
class QuotaPlan:
    sessions: list[SessionQuotas] = field(default_factory=list)
    log: DifferenceLog = field(default_factory=DifferenceLog)

    def leaving(self) -> list[Nomination]:
        """Who has a seat of a unit that the file gives too few: some of them have to go."""
        people: list[Nomination] = []
        for one in self.sessions:
            for problem in one.below_seats:
                assert problem.unit is not None
                institution, department = problem.unit
                rows = Nomination.objects.filter(
                    session=one.session, institution=institution, state=NominationState.APPROVED
                )
                rows = rows.filter(department=department) if department else rows
                people += rows.with_names().order_by("staff__name", "pk")
        return list({one.pk: one for one in people}.values())


def preview_quotas(place: Place, table: Table) -> ImportPreview:
    """What applying the file would do. Writes nothing; marks bad cells on the table."""
    plan = _plan(place, table)
    leaving = plan.leaving()
    marks: list[RowMark] = [
        {"row": one.rows[problem.unit].number, "sentence": _cut(one, problem)}
        for one in plan.sessions
        for problem in one.below_seats
        if problem.unit is not None
    ]
    notes = [_("Units that the file doesn't name keep their seats.")]
    return {
        **build_preview(table),
        "difference": plan.log.difference(),
        "options": [_option(one) for one in leaving],
        "notes": notes,
        "marks": marks,
    }


@transaction.atomic
def apply_quotas(place: Place, table: Table, *, options: dict[str, bool], by: Any) -> Receipt:
    """Set the quotas of the file, of all sessions or of none; the waiting lists move into what
    became free. The same file again changes nothing. Raises ImportRefused: a bad cell, or too few
    are ticked of those who have a seat."""
    plan = _plan(place, table)
    refuse_bad_rows(table)
    ticked = [one for one in plan.leaving() if options.get(_option_name(one))]
    keys = [one.session.pk for one in plan.sessions if one.wanted]
    hold_sessions(keys)
    hold_for_moves(keys, [one.pk for one in ticked])
    changed = 0
    for one in plan.sessions:
        if not one.wanted:
            continue
        to_the_list = frozenset(it.pk for it in ticked if it.session_id == one.session.pk)
        said = {one.units[unit]: quota for unit, quota in one.wanted.items()}
        try:
            changed += _set(place, one.session, said, to_the_list=to_the_list, by=by)
        except TrainingRefused as refusal:
            colon = pgettext("before a sentence", ": ")
            raise ImportRefused(f"{one.session.code}{colon}{refusal}") from refusal
    logger.info("quotas of %s sessions set from a file by %s", len(keys), by and by.pk)
    changes, more = plan.log.receipt_changes()
    return {
        "counts": [
            {"label": _("Quotas set or changed"), "count": changed},
            {"label": _("Quotas unchanged"), "count": plan.log.counts["unchanged"]},
            {"label": _("People put on the waiting list"), "count": len(ticked)},
        ],
        "created": [],
        "changed": changes,
        "changed_more": more,
        "notes": [],
    }


def _set(place: Place, session: TrainingSession, said: dict[Any, QuotaSaid], **how: Any) -> int:
    if place.institution is None:
        return set_institution_quotas(session, said, **how)
    return set_department_quotas(session, place.institution, said, **how)


def _option_name(one: Nomination) -> str:
    return f"seat-{one.public_id}"


def _option(one: Nomination) -> Option:
    said = {"session": one.session.code, "name": one.staff.name, "unit": one.institution.name}
    return {
        "name": _option_name(one),
        "label": _("%(session)s: %(name)s, %(unit)s, goes to the waiting list") % said,
        "help": "",
        "required": False,
        "items": [],
    }


def _cut(one: SessionQuotas, problem: QuotaProblem) -> str:
    assert problem.unit is not None
    said = one.wanted[problem.unit]
    missing = one.seats.taken_by(*problem.unit) - (said.seats or 0)
    return (
        problem.sentence
        + " "
        + ngettext(
            "Tick below who goes to the waiting list: %(missing)s person at least.",
            "Tick below who goes to the waiting list: %(missing)s people at least.",
            missing,
        )
        % {"missing": missing}
    )


def _plan(place: Place, table: Table) -> QuotaPlan:
    """Two queries, and three for each session that the file names."""
    plan = QuotaPlan()
    sessions = Sessions(place.sessions())
    units = Units(place)
    found: dict[int, SessionQuotas] = {}
    for row in table.rows:
        session, unit = sessions.of(row), units.of(row)
        if session is None or unit is None or not row.ok:
            continue
        one = found.get(session.pk)
        if one is None:
            one = found[session.pk] = SessionQuotas(session, Seats(session))
        key: Unit = (place.institution.pk, unit.pk) if place.institution else (unit.pk, None)
        if key in one.rows:
            number = one.rows[key].number
            cell = "unit" if row.values.get("unit") else "code"
            row.add_problem(cell, _("This unit stands in row %(row)d already.") % {"row": number})
            continue
        one.rows[key], one.units[key] = row, unit
        _compare(one, key, row)
    plan.sessions = [found[pk] for pk in sorted(found)]
    for one in plan.sessions:
        _judge(one)
    _log(plan)
    return plan


def _compare(one: SessionQuotas, key: Unit, row: Row) -> None:
    """Only what differs is set."""
    before = _before(one, key)
    minimum = row.values.get("minimum")
    if minimum is None:
        minimum = before.minimum if before else 0
    said = QuotaSaid(row.values["seats"], minimum if row.values["seats"] is not None else 0)
    if any(_changes(before, said)):
        one.wanted[key] = said


def _before(one: SessionQuotas, key: Unit) -> SeatQuota | None:
    return next(
        (quota for quota in one.seats.quotas if (quota.institution_id, quota.department_id) == key),
        None,
    )


def _log(plan: QuotaPlan) -> None:
    """In the order of the file, once every row is judged: what a bad one says isn't counted."""
    rows = [(row, one, key) for one in plan.sessions for key, row in one.rows.items()]
    for row, one, key in sorted(rows, key=lambda each: each[0].number):
        if not row.ok:
            continue
        subject = f"{one.session.code} {one.units[key].name}"
        before = _before(one, key)
        if key not in one.wanted:
            plan.log.unchanged()
        elif before is None:
            plan.log.new(row.number, subject)
        else:
            plan.log.changed(row.number, subject, list(_changes(before, one.wanted[key])))


def _changes(before: SeatQuota | None, said: QuotaSaid) -> Iterable[FieldChange]:
    was = (before.seats, before.minimum) if before else (None, 0)
    for key, old, new in zip(("seats", "minimum"), was, (said.seats, said.minimum), strict=True):
        if old != new:
            yield {"label": str(QUOTAS.by_key[key].label), "old": _text(old), "new": _text(new)}


def _text(number: int | None) -> str:
    return "" if number is None else str(number)


def _judge(one: SessionQuotas) -> None:
    """A quota below the people who have a seat is asked about; the rest is wrong."""
    names = {unit: str(one.units[unit].name) for unit in one.wanted}
    for problem in quota_problems(one.seats, one.wanted, names) if one.wanted else ():
        if problem.is_below_seats:
            one.below_seats.append(problem)
            continue
        unit = problem.unit or next(iter(one.wanted))
        one.rows[unit].add_problem("seats", problem.sentence)
