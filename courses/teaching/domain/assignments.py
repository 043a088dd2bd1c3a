"""Who teaches a class: only somebody who may, or for whom a waiver is on record."""

import datetime
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from courses.institutions.models import StaffMember
from courses.qualifications.domain.authorisation import Authorisation, judge, lapse_of
from courses.qualifications.domain.facts import TeachingFacts
from courses.qualifications.models import QualificationWaiver
from courses.teaching.domain.proposals import InstructorProposal
from courses.teaching.models import WHOLE, TeachingAssignment, TeachingClass, Term
from courses.teaching.signals import instructor_assigned

audit_log = logging.getLogger("qihang.audit")


class NotQualified(Exception):
    """The person may not teach the class. `reasons` says why, in words."""

    def __init__(self, staff: StaffMember, reasons: tuple[str, ...]) -> None:
        super().__init__(f"{staff.name}: {'; '.join(reasons)}")
        self.staff = staff
        self.reasons = reasons


@dataclass(frozen=True)
class Lapses:
    """Advice: from this day, in this teaching week, the person may no longer teach."""

    on: datetime.date
    week: int


@dataclass(frozen=True)
class Fitness:
    """What is known about a person for a class before anything is written."""

    authorisation: Authorisation
    lapses: Lapses | None


def fitness(
    staff: StaffMember,
    *,
    term: Term,
    facts: TeachingFacts,
    start: datetime.date | None = None,
    end: datetime.date | None = None,
    waiver: QualificationWaiver | None = None,
) -> Fitness:
    """May the person teach from `start` (the first Monday) to `end` (the last day of the term)?

    A waiver helps only when it is the one that was chosen.
    """
    start = max(start or term.first_monday, term.first_monday)
    person = facts.person(staff.pk)
    answer = judge(person, facts, on=start)
    day = lapse_of(
        person, facts, start=start, end=end or term.last_day, waiver=waiver, by_waiver=False
    )
    return Fitness(answer, Lapses(day, term.week_of(day)) if day else None)


@transaction.atomic
def assign_instructor(
    teaching_class: TeachingClass,
    *,
    staff: StaffMember,
    by: Any,
    waiver: QualificationWaiver | None = None,
    valid_from: datetime.date | None = None,
) -> Lapses | None:
    """Make `staff` the instructor from `valid_from` (default: the first Monday of the term).

    Whoever taught the class until then ends on that day; the class is no longer shared. Raises
    NotQualified for a person who may not teach and has no `waiver`; a waiver that isn't needed is
    not recorded. Returns advice when the permission ends within the term.
    """
    facts = TeachingFacts.of([staff])
    lapses = _assign(teaching_class, staff=staff, facts=facts, waiver=waiver, valid_from=valid_from)
    audit_log.info(
        "instructor assigned user=%s class=%s staff=%s waiver=%s",
        getattr(by, "pk", None),
        teaching_class.pk,
        staff.pk,
        getattr(waiver, "pk", None),
    )
    return lapses


@transaction.atomic
def assign_proposed(
    proposals: Iterable[InstructorProposal], *, by: Any
) -> list[tuple[InstructorProposal, Lapses | None]]:
    """Carry out proposals of `propose_instructors`, each with its advice; all or none."""
    proposals = list(proposals)
    facts = TeachingFacts.of({proposal.staff.pk for proposal in proposals})
    done = [
        (proposal, _assign(proposal.teaching_class, staff=proposal.staff, facts=facts))
        for proposal in proposals
    ]
    audit_log.info("instructors assigned user=%s classes=%d", getattr(by, "pk", None), len(done))
    return done


def _assign(
    teaching_class: TeachingClass,
    *,
    staff: StaffMember,
    facts: TeachingFacts,
    waiver: QualificationWaiver | None = None,
    valid_from: datetime.date | None = None,
) -> Lapses | None:
    term = teaching_class.term
    start = valid_from or term.first_monday
    if staff.institution_id != teaching_class.institution_id:
        raise ValidationError(_("The person is of another institution."))
    if start > term.last_day:
        raise ValidationError(_("The term is over by then."))
    fit = fitness(staff, term=term, facts=facts, start=start, waiver=waiver)
    used = _waiver_used(staff, fit.authorisation, waiver, on=max(start, term.first_monday))
    if used is None and waiver is not None and waiver.staff_id == staff.pk:
        # Not needed at the start, but it may help once the certificate has lapsed.
        bare = fitness(staff, term=term, facts=facts, start=start)
        used = waiver if bare.lapses != fit.lapses else None
    # Not the key: whoever changes meetings holds the institution, for which this waits below, and
    # writes rows that refer to the class.
    TeachingClass.objects.select_for_update(no_key=True).get(pk=teaching_class.pk)
    _replace(teaching_class, staff=staff, waiver=used, start=start)
    instructor_assigned.send(
        sender=TeachingAssignment, teaching_class=teaching_class, staff=staff, valid_from=start
    )
    return fit.lapses


def _waiver_used(
    staff: StaffMember,
    answer: Authorisation,
    waiver: QualificationWaiver | None,
    *,
    on: datetime.date,
) -> QualificationWaiver | None:
    """The waiver to record; NotQualified when one is needed and none that holds was chosen."""
    if answer.allowed and answer.waiver is None:
        return None
    if waiver is None:
        hint = (_("choose the waiver to use it"),) if answer.waiver else ()
        raise NotQualified(staff, (*answer.reasons, *hint))
    if waiver.staff_id != staff.pk or not waiver.valid_from <= on < waiver.valid_to:
        raise NotQualified(staff, (*answer.reasons, _("the waiver doesn't hold on this date")))
    if not answer.employed:
        raise NotQualified(staff, answer.reasons)
    return waiver


def _replace(
    teaching_class: TeachingClass,
    *,
    staff: StaffMember,
    waiver: QualificationWaiver | None,
    start: datetime.date,
) -> None:
    kept = False
    for current in TeachingAssignment.objects.filter(teaching_class=teaching_class, valid_to=None):
        if current.staff_id == staff.pk and current.valid_from <= start:
            current.waiver = waiver
            current.share, current.weeks = WHOLE, None
            current.save(update_fields=["waiver", "share", "weeks"])
            kept = True
            continue
        if current.valid_from >= start:
            current.delete()
        else:
            current.valid_to = start
            current.save(update_fields=["valid_to"])
    if kept:
        return
    TeachingAssignment.objects.create(
        teaching_class=teaching_class,
        institution_id=teaching_class.institution_id,
        staff=staff,
        waiver=waiver,
        valid_from=start,
    )
