"""Which book a course uses in a term: the base from an approved list, supplements by approval."""

import datetime
from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.curriculum.models import Course
from courses.teaching.models import TeachingClass, Term
from courses.textbooks.enums import AdoptionState, TextbookPart
from courses.textbooks.models import Textbook, TextbookAdoption, TextbookApproval


class AdoptionRefused(Exception):
    """The book can't be used so; the message says why, in the person's language."""


def propose_textbook(
    course: Course,
    *,
    term: Term,
    textbook: Textbook,
    part: str,
    reason: str = "",
    classes: Collection[TeachingClass] = (),
    valid_from: datetime.date | None = None,
    at_once: bool = False,
    by: Any,
) -> TextbookAdoption:
    """Ask that the course uses the book in the term, from its first Monday unless said otherwise.

    A base textbook must stand on an approved list that reaches the institution on the day from
    which it is used (2024: 使用国家统编教材; province: 以省统编教材为基础教材). `at_once`: the
    office takes a base from the list without asking anybody, since the list is the approval. A
    supplement waits for somebody else, and says why it is needed. Raises AdoptionRefused.
    """
    start = valid_from or term.first_monday
    with transaction.atomic():
        # One change of the course's books at a time.
        Course.objects.select_for_update().get(pk=course.pk)
        _check_place(course, term, textbook, classes)
        if not term.first_monday <= start <= term.last_day:
            raise AdoptionRefused(_("The date lies outside the term."))
        if part == TextbookPart.BASE:
            _check_base(course, term, textbook, classes, start)
        elif not reason.strip():
            raise AdoptionRefused(_("Say what the supplement adds to the base textbook."))
        _check_double(course, term, textbook)
        now_approved = at_once and part == TextbookPart.BASE
        if now_approved:
            _make_room(course, term, start, by=by)
        adoption = TextbookAdoption.objects.create(
            institution_id=course.institution_id,
            course=course,
            term=term,
            textbook=textbook,
            part=part,
            reason=reason.strip(),
            valid_from=start,
            proposed_by=by,
            state=AdoptionState.APPROVED if now_approved else AdoptionState.PROPOSED,
            decided_by=by if now_approved else None,
            decided_at=timezone.now() if now_approved else None,
        )
        adoption.classes.set(classes)
    return adoption


def decide_adoption(
    adoption: TextbookAdoption, *, approve: bool, note: str = "", by: Any
) -> TextbookAdoption:
    """Approve or return what somebody else proposed; a return says why.

    A base textbook takes the place of the present one from its date on. Raises AdoptionRefused.
    """
    with transaction.atomic():
        Course.objects.select_for_update().get(pk=adoption.course_id)
        locked = (
            TextbookAdoption.objects.select_for_update(of=("self",))
            .select_related("course", "term", "textbook")
            .get(pk=adoption.pk)
        )
        if locked.state != AdoptionState.PROPOSED:
            raise AdoptionRefused(_("This was decided already."))
        if locked.concerns(by):
            raise AdoptionRefused(_("Somebody else decides what you proposed."))
        if not approve and not note.strip():
            raise AdoptionRefused(_("Say why it is returned."))
        if approve and locked.part == TextbookPart.BASE:
            _check_base(locked.course, locked.term, locked.textbook, (), locked.valid_from)
            _make_room(locked.course, locked.term, locked.valid_from, by=by)
        locked.state = AdoptionState.APPROVED if approve else AdoptionState.RETURNED
        locked.note = note.strip()
        locked.decided_by = by
        locked.decided_at = timezone.now()
        locked.save()
    return locked


def end_adoption(adoption: TextbookAdoption, *, on: datetime.date, note: str, by: Any) -> None:
    """From that day on the book is no longer used; that it was stays on record.

    Raises AdoptionRefused for a book that isn't in use, or a day that isn't after its first.
    """
    with transaction.atomic():
        locked = TextbookAdoption.objects.select_for_update().get(pk=adoption.pk)
        if locked.state != AdoptionState.APPROVED or locked.valid_to is not None:
            raise AdoptionRefused(_("The book isn't in use."))
        if on <= locked.valid_from:
            raise AdoptionRefused(
                _("It is used from %(day)s; the last day can't be before.")
                % {"day": locked.valid_from.isoformat()}
            )
        if not note.strip():
            raise AdoptionRefused(_("Say why it is no longer used."))
        locked.valid_to = on
        locked.note = note.strip()
        locked.save(update_fields=["valid_to", "note"])


def _check_place(
    course: Course, term: Term, textbook: Textbook, classes: Collection[TeachingClass]
) -> None:
    ours = course.institution
    if term.institution_id != ours.pk:
        raise AdoptionRefused(_("The term belongs to another institution."))
    if not Textbook.objects.reaching(ours).filter(pk=textbook.pk).exists():
        raise AdoptionRefused(_("The book is on another institution's list."))
    if any(one.course_id != course.pk or one.term_id != term.pk for one in classes):
        raise AdoptionRefused(_("A class belongs to another course or term."))


def _check_base(
    course: Course,
    term: Term,
    textbook: Textbook,
    classes: Collection[TeachingClass],
    start: datetime.date,
) -> None:
    if classes:
        raise AdoptionRefused(_("The base textbook is the same for all classes of the course."))
    lists = TextbookApproval.objects.reaching(course.institution).valid_on(start)
    if not lists.filter(textbook=textbook).exists():
        raise AdoptionRefused(
            _("The book is on no approved list on %(day)s. It may be proposed as a supplement.")
            % {"day": start.isoformat()}
        )


def _check_double(course: Course, term: Term, textbook: Textbook) -> None:
    same = TextbookAdoption.objects.filter(
        course=course, term=term, textbook=textbook, valid_to=None
    ).exclude(state=AdoptionState.RETURNED)
    if same.exists():
        raise AdoptionRefused(_("The course uses this book already, or it was proposed."))


def _make_room(course: Course, term: Term, start: datetime.date, *, by: Any) -> None:
    """End the present base on the day from which another takes its place."""
    bases = TextbookAdoption.objects.select_for_update().filter(
        course=course, term=term, part=TextbookPart.BASE, state=AdoptionState.APPROVED
    )
    for base in bases.exclude(valid_to__lte=start):
        if base.valid_to is not None or start <= base.valid_from:
            raise AdoptionRefused(
                _("Another base textbook is used from %(day)s. Give a later day.")
                % {"day": base.valid_from.isoformat()}
            )
        base.valid_to = start
        base.save(update_fields=["valid_to"])
