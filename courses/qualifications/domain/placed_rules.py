"""Dated rules with a place: an institution's own go before a province's, that before the default.

What holds is never changed; an institution, or a province (its code, where a function takes a
`place`), enters its own ahead of the day on which they begin. `key` is what else tells rules of one
place and day apart, such as the kind of staff. The models have `institution`, `province`,
`valid_from`, `valid_to`, a history, and `PlacedPeriodQuerySet` as manager.
"""

import datetime
from collections import defaultdict
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import transaction
from django.utils import timezone

from courses.institutions.models import Institution
from courses.qualifications.domain.recognition import as_institution, most_specific

PLACES = ("school", "province", "default")


class NotAhead(ValueError):
    """A rule can't begin today or in the past."""


class AnotherIsComing(ValueError):
    """A rule from another day to come is entered already; `valid_from` is its day."""

    def __init__(self, valid_from: datetime.date) -> None:
        super().__init__(valid_from.isoformat())
        self.valid_from = valid_from


@dataclass(frozen=True)
class PlacedLine:
    """A rule that reaches the institution. `place`: school, province or default; `state`: coming,
    holds, waits (it stands, but a nearer one goes before it) or past."""

    rule: Any
    place: str
    state: str
    recorded_by: str = ""
    recorded_on: datetime.date | None = None

    @property
    def last_day(self) -> datetime.date | None:
        ends: datetime.date | None = self.rule.valid_to
        return ends - datetime.timedelta(days=1) if ends else None


Line = TypeVar("Line", bound=PlacedLine)


def rule_in_force(model: Any, institution: Institution, *, on: datetime.date) -> Any | None:
    """The nearest rule that holds on the date. One query."""
    return most_specific(model.objects.reaching(institution), institution=institution, on=on)


def lines_reaching(
    model: Any,
    place: Institution | str,
    *,
    on: datetime.date,
    line: type[Line],
    key: dict[str, Any] | None = None,
) -> list[Line]:
    """All rules that reach the place, the nearest place and the newest first; `line` is what they
    are shown as. Two queries."""
    rows, first = _recorded(model, place, key or {})
    return _lines(rows, first, place, on, line)


def lines_by(
    model: Any, place: Institution | str, *, on: datetime.date, by: tuple[str, ...]
) -> dict[tuple[Any, ...], list[PlacedLine]]:
    """As `lines_reaching`, for all values of the key at once. Two queries."""
    rows, first = _recorded(model, place, {})
    grouped: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
    for row in rows:
        grouped[tuple(getattr(row, name) for name in by)].append(row)
    return {key: _lines(group, first, place, on, PlacedLine) for key, group in grouped.items()}


def _recorded(
    model: Any, place: Institution | str, key: dict[str, Any]
) -> tuple[list[Any], dict[int, Any]]:
    """The rows that reach the place, and {id: first entry of the history}."""
    if isinstance(place, Institution):
        found = model.objects.reaching(place)
    else:
        found = model.objects.filter(institution=None, province__in=["", place])
    rows = list(found.filter(**key))
    first: dict[int, Any] = {}
    entries = model.history.filter(id__in=[row.pk for row in rows])
    for entry in entries.select_related("history_user").order_by("history_date", "history_id"):
        first.setdefault(entry.id, entry)
    return rows, first


def _lines(
    rows: list[Any],
    first: dict[int, Any],
    place: Institution | str,
    on: datetime.date,
    line: type[Line],
) -> list[Line]:
    holding = most_specific(rows, institution=as_institution(place), on=on)
    lines = [_line(line, row, holding, first.get(row.pk), on) for row in rows]
    return sorted(
        lines, key=lambda one: (PLACES.index(one.place), -one.rule.valid_from.toordinal())
    )


def _line(line: type[Line], row: Any, holding: Any | None, entry: Any, on: datetime.date) -> Line:
    if row == holding:
        state = "holds"
    elif row.valid_from > on:
        state = "coming"
    elif row.valid_to is not None and row.valid_to <= on:
        state = "past"
    else:
        state = "waits"
    user = entry.history_user if entry else None
    return line(
        rule=row,
        place="school" if row.institution_id else "province" if row.province else "default",
        state=state,
        recorded_by=user.get_full_name() if user else "",
        recorded_on=timezone.localtime(entry.history_date).date() if entry else None,
    )


def coming_of(
    model: Any,
    place: Institution | str,
    *,
    on: datetime.date,
    key: dict[str, Any] | None = None,
) -> Any | None:
    """The place's own rule that doesn't hold yet; there is one at most."""
    return _own(model, place, key).filter(valid_from__gt=on).first()


def _own(model: Any, place: Institution | str, key: dict[str, Any] | None) -> Any:
    where = at_place(place)
    return model.objects.filter(**where, **(key or {}))


def at_place(place: Institution | str) -> dict[str, Any]:
    """What tells rows of the place itself from all others."""
    if isinstance(place, Institution):
        return {"institution": place}
    return {"institution": None, "province": place}


def hold_place(place: Institution | str) -> None:
    """Who changes rules of the place waits here. A province has no row of its own: its officers
    meet at its first institution."""
    rows = Institution.objects.select_for_update(no_key=True)
    if isinstance(place, Institution):
        rows.get(pk=place.pk)
    else:
        rows.filter(province=place).order_by("pk").first()


@transaction.atomic
def enter_ahead(
    model: Any,
    place: Institution | str,
    *,
    said: dict[str, Any],
    valid_from: datetime.date,
    by: Any,
    key: dict[str, Any] | None = None,
) -> Any:
    """The place's own rule from a day to come; the one before it ends that day. One that
    doesn't hold yet is corrected by entering it again for the same day (the history keeps what it
    said). Raises NotAhead and AnotherIsComing."""
    today = timezone.localdate()
    hold_place(place)
    if valid_from <= today:
        raise NotAhead
    coming = coming_of(model, place, on=today, key=key)
    if coming is not None and coming.valid_from != valid_from:
        raise AnotherIsComing(coming.valid_from)
    for before in _own(model, place, key).filter(valid_to=None, valid_from__lt=valid_from):
        before.valid_to = valid_from
        sign(before, by).save(update_fields=["valid_to"])
    rule = coming or model(**at_place(place), **(key or {}), valid_from=valid_from)
    for name, value in said.items():
        setattr(rule, name, value)
    sign(rule, by).save()
    return rule


@transaction.atomic
def withdraw_coming(
    model: Any, place: Institution | str, *, by: Any, key: dict[str, Any] | None = None
) -> datetime.date | None:
    """Take back the rule that doesn't hold yet; the one that it would have ended goes on. The day
    from which it would have held, None where there is none (any more)."""
    hold_place(place)
    coming = coming_of(model, place, on=timezone.localdate(), key=key)
    if coming is None:
        return None
    day: datetime.date = coming.valid_from
    for before in _own(model, place, key).filter(valid_to=day):
        before.valid_to = None
        sign(before, by).save(update_fields=["valid_to"])
    sign(coming, by).delete()
    return day


def bring_in(model: Any, entry: dict[str, Any], *, key: dict[str, Any] | None = None) -> None:
    """A shipped rule into the database. A row that says the same already is left alone: its history
    tells of changes only. `key`: what else tells rules of one place and day apart."""
    place = {
        "institution": None,
        "province": entry["province"],
        "valid_from": entry["valid_from"],
        **(key or {}),
    }
    rule = model.objects.filter(**place).first() or model(**place)
    said = {name: value for name, value in entry.items() if name not in place}
    said.setdefault("valid_to", None)
    if rule.pk is None or any(getattr(rule, name) != value for name, value in said.items()):
        for name, value in said.items():
            setattr(rule, name, value)
        rule.save()


def sign(rule: Any, by: Any) -> Any:
    """The history then says who; django-simple-history looks for this attribute."""
    rule._history_user = by
    return rule
