"""Who may teach on a date, with the reason in words."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from courses.institutions.models import StaffMember
from courses.qualifications.domain.facts import ONE_DAY, Person, TeachingFacts
from courses.qualifications.domain.fulfilment import fulfilment_of
from courses.qualifications.domain.recognition import RecognitionAnswer
from courses.qualifications.enums import Fulfilment, Recognition, Severity
from courses.qualifications.models import QualificationWaiver, StaffCertificate, TeachingRule


@dataclass(frozen=True)
class Authorisation:
    """Whether a person may teach on a date.

    `severity` is that of the rule that applies (None: no rule asks for anything). `answer` says
    whether the best certificate held is what that rule asks for, and by which reading (None: none
    might be).
    `waiver` is set when only it allows the person to teach. `warning`: allowed, but nobody can say
    that a rule "in principle" is met.
    """

    allowed: bool
    reasons: tuple[str, ...]
    severity: Severity | None = None
    answer: RecognitionAnswer | None = None
    certificate: StaffCertificate | None = None
    waiver: QualificationWaiver | None = None
    rule: TeachingRule | None = None
    employed: bool = True
    warning: bool = field(default=False)

    @property
    def recognition(self) -> Recognition | None:
        return self.answer.recognition if self.answer else None

    @property
    def fulfilment(self) -> Fulfilment | None:
        """Where the person is counted; None where no rule asks anything, or nobody is employed."""
        if self.rule is None:
            return None
        return fulfilment_of(self.recognition, waived=self.waiver is not None)

    @property
    def blocks(self) -> bool:
        """A rule that says "must" isn't met and no waiver helps. Not for what is merely undecided,
        nor for somebody whose employment isn't on record: those are for the office to clear up."""
        return not self.allowed and self.employed and not self.is_undecided

    @property
    def is_undecided(self) -> bool:
        """Only a reading is missing: nobody can say whether what is held is what is asked."""
        return self.fulfilment == Fulfilment.UNDECIDED


def authorisation(staff: StaffMember, *, on: datetime.date) -> Authorisation:
    """Whether this person may teach on the date."""
    return authorisations([staff.pk], on=on)[staff.pk]


def authorisations(staff: Iterable[Any], *, on: datetime.date) -> dict[int, Authorisation]:
    """{staff id: authorisation} for a queryset of staff, a list of staff, or their ids.

    One query, however many people.
    """
    facts = TeachingFacts.of(staff)
    return {person.staff.pk: judge(person, facts, on=on) for person in facts.people}


def first_lapses(
    staff: Iterable[Any], *, start: datetime.date, end: datetime.date
) -> dict[int, datetime.date]:
    """{staff id: first day in (start, end] on which the person may no longer teach}.

    Only people who may teach on `start`. Same number of queries as `authorisations`.
    """
    facts = TeachingFacts.of(staff)
    lapses = {}
    for person in facts.people:
        if judge(person, facts, on=start).allowed:
            day = lapse_of(person, facts, start=start, end=end)
            if day is not None:
                lapses[person.staff.pk] = day
    return lapses


class AuthorisationsOverTime:
    """Answers for some people on any date between two; read once, in one query."""

    def __init__(self, staff: Iterable[Any], *, first: datetime.date, last: datetime.date) -> None:
        facts = TeachingFacts.of(staff)
        self._last = last
        self._turns = {
            person.staff.pk: [
                (day, judge(person, facts, on=day))
                for day in [first, *facts.days_of_change(person, first, last)]
            ]
            for person in facts.people
        }

    def on(self, staff_id: int, date: datetime.date) -> Authorisation:
        """The answer since the last day on which it changed."""
        return next(answer for day, answer in reversed(self._turns[staff_id]) if day <= date)

    def blocked(self, staff_id: int) -> list[tuple[datetime.date, datetime.date]]:
        """The spans, from a day until before another, in which the answer blocks."""
        turns = self._turns[staff_id]
        ends = [day for day, _answer in turns[1:]] + [self._last + ONE_DAY]
        return [(day, end) for (day, answer), end in zip(turns, ends, strict=True) if answer.blocks]

    def allowed_before(self, staff_id: int, date: datetime.date) -> Authorisation | None:
        """The last answer before the date by which the person might teach; None: never."""
        turns = reversed(self._turns[staff_id])
        return next((answer for day, answer in turns if day < date and answer.allowed), None)


def lapse_of(
    person: Person,
    facts: TeachingFacts,
    *,
    start: datetime.date,
    end: datetime.date,
    waiver: QualificationWaiver | None = None,
    by_waiver: bool = True,
) -> datetime.date | None:
    """The first day in (start, end] on which the person isn't allowed; None: all through.

    `by_waiver=False` looks at certificates alone, except for `waiver`, which then is the only one
    that helps.
    """
    for day in facts.days_of_change(person, start, end):
        answer = judge(person, facts, on=day)
        by_other_waiver = answer.waiver is not None and not by_waiver and answer.waiver != waiver
        if not answer.allowed or by_other_waiver:
            return day
    return None


def qualified_days(
    person: Person, facts: TeachingFacts, days: Sequence[datetime.date]
) -> set[datetime.date]:
    """Those of the days (ascending) on which the person may teach; judged anew only where the
    answer may change. No query."""
    found: set[datetime.date] = set()
    if not days:
        return found
    begins = [days[0], *facts.days_of_change(person, days[0], days[-1])]
    for number, begin in enumerate(begins):
        end = begins[number + 1] if number + 1 < len(begins) else days[-1] + ONE_DAY
        if judge(person, facts, on=begin).allowed:
            found |= {on for on in days if begin <= on < end}
    return found


def judge(person: Person, facts: TeachingFacts, *, on: datetime.date) -> Authorisation:
    """The rule that applies to the person's kind of employment, held against what is held."""
    if not person.kinds_on(on):
        return Authorisation(False, (_("is not employed here on this date"),), employed=False)
    rule = facts.strictest_rule(person, on=on)
    best = facts.best_certificate(person, rule=rule, on=on)
    certificate, answer = best if best else (None, None)
    if rule is None:
        reasons = (_holds(certificate) if certificate else _("no rule asks for a certificate"),)
        return Authorisation(True, reasons, None, answer, certificate)
    severity = Severity(rule.severity)
    held = (severity, answer, certificate)
    if certificate is not None and answer and answer.recognition == Recognition.COUNTS:
        return Authorisation(True, (_holds(certificate),), *held, rule=rule)
    lacking = _lacking(certificate, rule)
    if severity != Severity.MUST:
        return Authorisation(True, lacking, *held, rule=rule, warning=True)
    waiver = person.waiver_on(on)
    if waiver is not None:
        return Authorisation(True, (*lacking, _waived(waiver)), *held, waiver=waiver, rule=rule)
    return Authorisation(False, lacking, *held, rule=rule)


def _holds(certificate: StaffCertificate) -> str:
    if certificate.expires_on is None:
        return _("holds %(level)s, verified, valid without end") % {"level": certificate.level}
    return _("holds %(level)s, verified, valid until %(date)s") % {
        "level": certificate.level,
        "date": certificate.expires_on.isoformat(),
    }


def _lacking(certificate: StaffCertificate | None, rule: TeachingRule) -> tuple[str, ...]:
    if certificate is not None:
        return (_holds(certificate), undecided_in_words(certificate, rule))
    if rule.asks_intermediate:
        text = _("holds no verified intermediate certificate that is valid on this date")
    else:
        text = _("holds no verified related certificate that is valid on this date")
    sentence = _("%(text)s (%(severity)s: %(citation)s)") % {
        "text": text,
        "severity": rule.get_severity_display(),
        "citation": rule.source,
    }
    return (sentence,)


def undecided_in_words(certificate: StaffCertificate, rule: TeachingRule) -> str:
    """What nobody has said yet of the best certificate."""
    if rule.asks_intermediate:
        text = _("undecided whether %(level)s counts as intermediate or above")
    else:
        text = _("undecided whether %(level)s is related to employment guidance")
    return text % {"level": certificate.level}


def _waived(waiver: QualificationWaiver) -> str:
    return _("waiver until %(date)s: %(reason)s") % {
        "date": (waiver.valid_to - datetime.timedelta(days=1)).isoformat(),
        "reason": waiver.reason,
    }
