"""“These three retire, this class of 15 passes”: supposed facts, tried in memory."""

import copy
import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from courses.qualifications.domain.facts import Person, TeachingFacts
from courses.qualifications.enums import CertificateState
from courses.qualifications.models import CredentialLevel, StaffCertificate


@dataclass(frozen=True)
class WhatIf:
    """`leaving`: {staff id: first day on which they are no longer employed}; `gaining`: {staff id:
    day from which they hold `level`, verified and without end}."""

    leaving: Mapping[int, datetime.date] = field(default_factory=dict)
    gaining: Mapping[int, datetime.date] = field(default_factory=dict)
    level: CredentialLevel | None = None

    def __bool__(self) -> bool:
        return bool(self.leaving or (self.gaining and self.level))


def try_out(facts: TeachingFacts, what_if: WhatIf) -> None:
    """Change the facts in place; read them anew for the present state. Nothing is stored, and
    people whom the facts don't know are passed over."""
    for person in facts.people:
        leaves_on = what_if.leaving.get(person.staff.pk)
        if leaves_on is not None:
            _leave(person, leaves_on)
        gains_on = what_if.gaining.get(person.staff.pk)
        if gains_on is not None and what_if.level is not None:
            person.certificates.append(_supposed(person, what_if.level, gains_on))


def _leave(person: Person, day: datetime.date) -> None:
    kept = []
    for period in person.periods:
        if period.valid_from >= day:
            continue
        ended = copy.copy(period)
        ended.valid_to = min(day, period.valid_to or day)
        kept.append(ended)
    person.periods[:] = kept


def _supposed(person: Person, level: CredentialLevel, day: datetime.date) -> StaffCertificate:
    # The key only orders certificates that are equally good: a real one goes first.
    return StaffCertificate(
        pk=0,
        staff=person.staff,
        institution_id=person.staff.institution_id,
        level=level,
        issued_on=day,
        state=CertificateState.VERIFIED,
    )


# What a change of staff does elsewhere: (institution, what if, last day) -> sentences in the
# reader's language. Later slices register theirs, such as the staff-student ratio of the audit.
Effect = Callable[[Any, WhatIf, datetime.date], list[str]]
_effects: dict[str, Effect] = {}


def what_if_effect(key: str) -> Callable[[Effect], Effect]:
    """Register an effect under a key."""

    def register(effect: Effect) -> Effect:
        _effects[key] = effect
        return effect

    return register


def effects_of(institution: Any, what_if: WhatIf, *, on: datetime.date) -> list[str]:
    """What the registered effects say, in the order of their keys; nothing without a change."""
    if not what_if:
        return []
    return [
        sentence for key in sorted(_effects) for sentence in _effects[key](institution, what_if, on)
    ]


# Groups of people who are about to gain a certificate, such as the nominees of a training session:
# (user, institution) -> choices.
@dataclass(frozen=True)
class GainingGroup:
    """`key` for the address, `label` in the reader's language, the day on which they gain it."""

    key: str
    label: str
    staff_ids: tuple[int, ...]
    gains_on: datetime.date


GroupSource = Callable[[Any, Any], list[GainingGroup]]
_group_sources: dict[str, GroupSource] = {}


def gaining_groups(key: str) -> Callable[[GroupSource], GroupSource]:
    """Register a source of groups under a key."""

    def register(source: GroupSource) -> GroupSource:
        _group_sources[key] = source
        return source

    return register


def groups_for(user: Any, institution: Any) -> list[GainingGroup]:
    """All groups that the person may see in the institution."""
    return [
        group for key in sorted(_group_sources) for group in _group_sources[key](user, institution)
    ]
