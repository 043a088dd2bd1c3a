"""What everybody owes: the standing of people with the rules of their institution, on any date."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from courses.institutions.models import Institution, StaffMember, StaffPeriod
from courses.training.domain.cycles import Standing, Trained, standing_of
from courses.training.domain.rules import CycleRules
from courses.training.enums import OPEN_NOMINATIONS, STAFF_PROGRAMMES
from courses.training.models import Completion, Nomination


class Progress(Enum):
    """How a person stands; who has enough is `TRAINED`, with or without a nomination."""

    TRAINED = "trained"
    NOMINATED = "nominated"
    DUE = "due"
    OVERDUE = "overdue"


@dataclass(frozen=True)
class Obligation:
    """`staff` with institution and department. `nominated_for` says the nomination that is to bring
    what's missing: of a session to come. `last_trained` is of any training of staff until the date,
    None: never."""

    staff: StaffMember
    kind: str
    standing: Standing
    nomination: Nomination | None = None
    last_trained: datetime.date | None = None

    @property
    def progress(self) -> Progress:
        if self.standing.is_fulfilled:
            return Progress.TRAINED
        if self.nomination is not None:
            return Progress.NOMINATED
        return Progress.OVERDUE if self.standing.is_overdue else Progress.DUE

    @property
    def due_on(self) -> datetime.date:
        return self.standing.due_on


def obligations(people: QuerySet[StaffMember], *, on: datetime.date) -> list[Obligation]:
    """Of those of the people who owe training on the date, the most urgent first; of those who are
    due on one day who was never trained, then who waited longest. Five queries, however many
    people. Somebody with two kinds of employment has the one that is due first.

    A day in the past is answered as it was then: what was completed until then, and nominations as
    the history has them.
    """
    periods = list(
        StaffPeriod.objects.filter(staff__in=people)
        .select_related("staff__institution", "staff__department")
        .order_by("staff", "valid_from")
    )
    by_staff: dict[int, list[StaffPeriod]] = defaultdict(list)
    institutions: dict[int, Institution] = {}
    for period in periods:
        by_staff[period.staff_id].append(period)
        institutions[period.institution_id] = period.staff.institution
    rules = CycleRules.reaching(list(institutions.values()))
    trained = _trained(people)
    nominated = _nominated(people, on=on)
    found = []
    for staff_id, own in by_staff.items():
        standing = _most_urgent(own, rules, trained.get(staff_id, ()), on)
        if standing is not None:
            kind, one = standing
            last = max((it.on for _k, it in trained.get(staff_id, ()) if it.on <= on), default=None)
            found.append(Obligation(own[0].staff, kind, one, nominated.get(staff_id), last))
    return sorted(
        found,
        key=lambda one: (
            one.standing.is_fulfilled,
            one.due_on,
            one.last_trained or datetime.date.min,
            one.staff.name,
            one.staff.pk,
        ),
    )


def employed_since(periods: Iterable[StaffPeriod], on: datetime.date) -> datetime.date | None:
    """The first day of the employment that holds on the date, through every change of kind without
    a gap; None: not employed then."""
    first = None
    for period in sorted(periods, key=lambda one: one.valid_from, reverse=True):
        if period.valid_from > on:
            continue
        holds = period.valid_to is None or period.valid_to > on
        if first is None and not holds:
            continue
        if first is None or period.valid_to is None or period.valid_to >= first:
            first = min(first, period.valid_from) if first else period.valid_from
    return first


def _most_urgent(
    periods: Sequence[StaffPeriod],
    rules: CycleRules,
    trained: Sequence[tuple[str, Trained]],
    on: datetime.date,
) -> tuple[str, Standing] | None:
    since = employed_since(periods, on)
    if since is None:
        return None
    standings = []
    for period in periods:
        if period.valid_from > on or (period.valid_to is not None and period.valid_to <= on):
            continue
        rule = rules.of(period.staff.institution, period.kind, on=on)
        if rule is None:
            continue
        counting = [one for kind, one in trained if kind in rule.counting_kinds]
        standing = standing_of(rule, counting, employed_from=since, on=on)
        if standing is not None:
            standings.append((period.kind, standing))
    return min(standings, key=lambda one: (one[1].is_fulfilled, one[1].due_on), default=None)


def _trained(people: QuerySet[StaffMember]) -> dict[int, list[tuple[str, Trained]]]:
    """By person: the kind of programme and what it brought."""
    rows = Completion.objects.filter(
        staff__in=people, session__programme__kind__in=STAFF_PROGRAMMES
    ).values_list("staff", "session__programme__kind", "completed_on", "hours")
    found: dict[int, list[tuple[str, Trained]]] = defaultdict(list)
    for staff, kind, day, hours in rows:
        found[staff].append((kind, Trained(day, hours)))
    return found


def _nominated(people: QuerySet[StaffMember], *, on: datetime.date) -> dict[int, Nomination]:
    """By person the next nomination for a session that hadn't ended on the date."""
    rows: Any = Nomination.objects
    if on < timezone.localdate():
        end = datetime.datetime.combine(on, datetime.time.max)
        rows = Nomination.history.as_of(timezone.make_aware(end))
    rows = (
        rows.filter(staff__in=people, state__in=OPEN_NOMINATIONS, session__ends_on__gte=on)
        .filter(session__programme__kind__in=STAFF_PROGRAMMES)
        .select_related("session__programme")
        .order_by("-session__starts_on", "pk")
    )
    return {one.staff_id: one for one in rows}
