"""Agreeing to a request or refusing it; the last agreement carries it out."""

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.changes.domain.applying import carry_out
from courses.changes.domain.checking import problems_of_changes
from courses.changes.domain.refusal import ChangeRefused
from courses.changes.domain.terms_held import hold_terms
from courses.changes.enums import RequestState, Step
from courses.changes.models import ChangeApproval, ChangeRequest, MeetingChange


def changes_of(request: ChangeRequest) -> list[MeetingChange]:
    """The changes of a request with all that checks and screens need; one query."""
    return list(
        request.changes.select_related(
            "meeting__term__institution",
            "meeting__teaching_class__course",
            "meeting__room__campus",
            "meeting__instructor",
            "meeting__unit",
        ).order_by("pk")
    )


@transaction.atomic
def answer_substitution(
    request: ChangeRequest,
    *,
    agreed: bool,
    note: str = "",
    in_their_place: bool = False,
    now: datetime.datetime | None = None,
    by: Any,
) -> ChangeRequest:
    """The substitute says yes or no. `in_their_place`: the department says so for somebody without
    an account, whom it has asked. Raises ChangeRefused: nothing to answer any more."""
    return _answer(
        request,
        Step.SUBSTITUTE,
        agreed=agreed,
        note=note,
        in_their_place=in_their_place,
        now=now,
        by=by,
    )


@transaction.atomic
def decide(
    request: ChangeRequest,
    *,
    agreed: bool,
    as_office: bool,
    note: str = "",
    now: datetime.datetime | None = None,
    by: Any,
) -> ChangeRequest:
    """Department or office agrees, or refuses with a sentence. The office may answer for the
    department. A request whose time was taken in the meantime is refused with words that say what
    is taken. Raises ChangeRefused: decided already, not theirs to decide, no sentence."""
    locked = _locked(request)
    step = locked.waits_for
    if step == Step.SUBSTITUTE:
        raise ChangeRefused(_("The substitute has not agreed yet."))
    if step == Step.OFFICE and not as_office:
        raise ChangeRefused(_("This request waits for the teaching office."))
    own = {locked.staff.user_id, locked.substitute.user_id if locked.substitute else None}
    if by is not None and by.pk in own:
        raise ChangeRefused(_("Nobody decides a request of their own."))
    if not agreed and not note.strip():
        raise ChangeRefused(_("Say in a sentence why it is refused."))
    in_their_place = as_office and step == Step.DEPARTMENT
    return _answer(
        locked, step, agreed=agreed, note=note, in_their_place=in_their_place, now=now, by=by
    )


def _locked(request: ChangeRequest) -> ChangeRequest:
    locked: ChangeRequest = (
        ChangeRequest.objects.select_for_update(of=("self",))
        .select_related("staff", "substitute", "term")
        .get(pk=request.pk)
    )
    if not locked.is_waiting:
        raise ChangeRefused(
            _("This request has been decided already: %(state)s.")
            % {"state": locked.get_state_display()}
        )
    return locked


def _answer(
    request: ChangeRequest,
    step: str,
    *,
    agreed: bool,
    note: str,
    in_their_place: bool,
    now: datetime.datetime | None,
    by: Any,
) -> ChangeRequest:
    locked = _locked(request)
    now = now or timezone.now()
    if locked.waits_for != step:
        raise ChangeRefused(_("This request has been answered already."))
    ChangeApproval.objects.create(
        request=locked,
        step=step,
        agreed=agreed,
        note=note.strip()[:300],
        in_their_place=in_their_place,
        by=by,
        at=now,
    )
    if not agreed:
        return _close(locked, RequestState.REFUSED, now, refusal=note.strip())
    answered = locked.steps.index(step) + 1
    if answered < len(locked.steps):
        locked.waits_for = locked.steps[answered]
        locked.save(update_fields=["waits_for"])
        return locked
    return _carry_out(locked, now=now, by=by)


def _carry_out(request: ChangeRequest, *, now: datetime.datetime, by: Any) -> ChangeRequest:
    hold_terms([request.term_id], institutions=[request.institution_id])
    changes = changes_of(request)
    problems = tuple(problems_of_changes(changes, now=now))
    if not problems:
        try:
            carry_out(changes, at=now, by=getattr(by, "pk", None))
        except ChangeRefused as refusal:
            problems = refusal.sentences
    if problems:
        return _close(request, RequestState.REFUSED, now, refusal="\n".join(problems))
    return _close(request, RequestState.APPLIED, now)


def _close(
    request: ChangeRequest, state: RequestState, now: datetime.datetime, *, refusal: str = ""
) -> ChangeRequest:
    request.state, request.waits_for = state, ""
    request.closed_at, request.refusal = now, refusal
    request.save(update_fields=["state", "waits_for", "closed_at", "refusal"])
    return request
