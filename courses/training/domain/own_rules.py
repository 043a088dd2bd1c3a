"""Rules of an institution or a province: entered ahead, never changed once they hold."""

import datetime
from typing import Any

from django.utils.translation import gettext as _

from courses.institutions.models import Institution
from courses.qualifications.domain.placed_rules import (
    AnotherIsComing,
    NotAhead,
    PlacedLine,
    enter_ahead,
    lines_reaching,
    withdraw_coming,
)
from courses.training.domain.refusal import TrainingRefused
from courses.training.models import CycleRule, DepartmentLimit, NominationRule

RuleModel = type[CycleRule] | type[NominationRule] | type[DepartmentLimit]


def rule_lines(
    model: RuleModel,
    place: Institution | str,
    *,
    on: datetime.date,
    key: dict[str, Any] | None = None,
) -> list[PlacedLine]:
    """All rules that reach the place (an institution, or a province's code), the nearest and the
    newest first. Two queries."""
    return lines_reaching(model, place, on=on, line=PlacedLine, key=key)


def add_rule(
    model: RuleModel,
    place: Institution | str,
    *,
    said: dict[str, Any],
    valid_from: datetime.date,
    key: dict[str, Any] | None = None,
    by: Any,
) -> Any:
    """The place's own rule from a day to come; the one before it ends that day. One that doesn't
    hold yet is corrected by entering it for the same day again. Raises TrainingRefused."""
    try:
        return enter_ahead(model, place, said=said, valid_from=valid_from, key=key, by=by)
    except NotAhead as error:
        raise TrainingRefused(
            _(
                "A rule begins tomorrow at the earliest: until today people are trained by the one "
                "that holds."
            ),
            field="valid_from",
        ) from error
    except AnotherIsComing as error:
        raise TrainingRefused(
            _("A rule from %(date)s is already entered. Withdraw it first.")
            % {"date": error.valid_from.isoformat()},
            field="valid_from",
        ) from error


def withdraw_rule(
    model: RuleModel,
    place: Institution | str,
    *,
    key: dict[str, Any] | None = None,
    by: Any,
) -> datetime.date | None:
    """Take back the place's rule that doesn't hold yet; what it would have ended goes on. The day
    from which it would have held, None where there is none (any more)."""
    return withdraw_coming(model, place, key=key, by=by)
