"""By which rules an institution's classes are placed: what costs, what is kept free, what people
can bear."""

import datetime
from collections.abc import Collection, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

import yaml
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from courses.institutions.models import Institution
from courses.qualifications.domain.placed_rules import (
    AnotherIsComing,
    NotAhead,
    PlacedLine,
    bring_in,
    coming_of,
    enter_ahead,
    lines_reaching,
    rule_in_force,
    withdraw_coming,
)
from courses.teaching.models import Term
from courses.timetable.domain.refusal import TimetableRefused
from courses.timetable.enums import DayPart
from courses.timetable.models import SchedulingRule
from courses.timetable.solver.problem import Problem, Weights

RULES_FOLDER = Path(__file__).resolve().parent.parent / "rules_data"
WEIGHTS = tuple(one.name for one in fields(Weights))
KeepFree = Collection[tuple[int, str]]


def rule_of_term(term: Term) -> SchedulingRule | None:
    """The rule in force when the term begins. One query; give a term with its institution."""
    found: SchedulingRule | None = rule_in_force(
        SchedulingRule, term.institution, on=term.first_monday
    )
    return found


def weights_of(rule: SchedulingRule | None) -> Weights:
    """Those of the rule; the search's own where nobody has said anything."""
    return Weights(**{name: getattr(rule, name) for name in WEIGHTS}) if rule else Weights()


def comfortable_of(rule: SchedulingRule | None) -> int:
    """Periods of an instructor on one day that are not long."""
    return rule.comfortable_periods if rule else Problem.comfortable_periods


def usual_keep_free(term: Term) -> list[tuple[int, str]]:
    """(weekday, part of day) that a search keeps free when nothing else is asked for."""
    return keep_free_of(rule_of_term(term))


def keep_free_of(rule: SchedulingRule | None) -> list[tuple[int, str]]:
    return [(int(day), str(part)) for day, part in rule.keep_free] if rule else []


def rules_of(institution: Institution, *, on: datetime.date) -> list[PlacedLine]:
    """All rules that reach the institution, the nearest place and the newest first. Two queries."""
    return lines_reaching(SchedulingRule, institution, on=on, line=PlacedLine)


def coming_rule(institution: Institution, *, on: datetime.date) -> SchedulingRule | None:
    """The institution's own rule that doesn't hold yet; there is one at most."""
    found: SchedulingRule | None = coming_of(SchedulingRule, institution, on=on)
    return found


def add_scheduling_rule(
    institution: Institution,
    *,
    weights: Weights,
    comfortable_periods: int,
    most_per_day: int | None,
    most_per_week: int | None,
    evening_parts: Sequence[str],
    keep_free: KeepFree,
    leaves_out_unauthorised: bool = False,
    citation: str,
    quotation: str = "",
    valid_from: datetime.date,
    by: Any,
) -> SchedulingRule:
    """The institution's own rule from a day to come; the one before it ends that day.
    `leaves_out_unauthorised`: a class whose instructor may not teach all of its meetings, whatever
    the day, gets no place; else it is placed, and those meetings are blocked. Raises
    TimetableRefused."""
    said = {
        **{name: getattr(weights, name) for name in WEIGHTS},
        "comfortable_periods": comfortable_periods,
        "most_per_day": most_per_day,
        "most_per_week": most_per_week,
        "evening_parts": list(evening_parts),
        "keep_free": [[day, str(part)] for day, part in sorted(keep_free)],
        "leaves_out_unauthorised": leaves_out_unauthorised,
        "citation": citation,
        "quotation": quotation,
    }
    _require_sense(said)
    try:
        rule: SchedulingRule = enter_ahead(
            SchedulingRule, institution, said=said, valid_from=valid_from, by=by
        )
    except NotAhead as error:
        raise TimetableRefused(_("A rule begins tomorrow at the earliest.")) from error
    except AnotherIsComing as error:
        raise TimetableRefused(
            _("A rule from %(date)s is already entered. Withdraw it first.")
            % {"date": error.valid_from.isoformat()}
        ) from error
    return rule


def withdraw_coming_rule(institution: Institution, *, by: Any) -> datetime.date | None:
    """Take back the rule that doesn't hold yet; the one before it goes on. The day from which it
    would have held, None where there is none."""
    return withdraw_coming(SchedulingRule, institution, by=by)


@transaction.atomic
def load_scheduling_rules(folder: Path = RULES_FOLDER) -> int:
    """Bring the shipped rules into the database; how many rows the files have. Institutions' own
    rules are other rows and stay; loading twice changes nothing."""
    loaded = 0
    for path in sorted(folder.glob("*.yaml")):
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))["rules"]:
            _require_sense(entry)
            bring_in(SchedulingRule, entry)
            loaded += 1
    return loaded


def _require_sense(said: dict[str, Any]) -> None:
    """Raises TimetableRefused with every sentence that applies."""
    wrong: list[str] = []
    try:
        SchedulingRule(**{name: said[name] for name in WEIGHTS}).clean_fields(
            exclude=[
                one.name for one in SchedulingRule._meta.get_fields() if one.name not in WEIGHTS
            ]
        )
    except ValidationError as error:
        wrong += error.messages
    most_per_day, most_per_week = said["most_per_day"], said["most_per_week"]
    if most_per_day is not None and most_per_day < said["comfortable_periods"]:
        wrong.append(_("More periods a day are called comfortable than an instructor may teach."))
    if most_per_day is not None and most_per_week is not None and most_per_week < most_per_day:
        wrong.append(_("The most periods a week are fewer than the most a day."))
    if said["comfortable_periods"] < 1 or (most_per_day is not None and most_per_day < 1):
        wrong.append(_("An instructor can teach at least one period a day."))
    days = {(int(day), str(part)) for day, part in said["keep_free"]}
    known = {(day, str(part)) for day in range(1, 8) for part in DayPart}
    if not days <= known or not {str(part) for part in said["evening_parts"]} <= set(
        DayPart.values
    ):
        wrong.append(_("A part of the day is not known."))
    if days >= {(day, str(part)) for day in range(1, 6) for part in DayPart}:
        wrong.append(_("The whole week would be kept free: nothing could be placed."))
    if wrong:
        raise TimetableRefused(" ".join(wrong))
