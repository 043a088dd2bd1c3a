"""Students who would have two classes at once by changes of meetings."""

from collections.abc import Collection, Container, Sequence
from typing import Any

from django.utils import timezone

from courses.changes.domain.other_classes import Placed, is_ahead, missed_by
from courses.changes.domain.snapshot import Snapshot
from courses.changes.enums import RequestState
from courses.changes.models import ChangeRequest, MeetingChange
from courses.teaching.models import Term
from courses.teaching.views.missing import Missing, MissingOfAct, missing_of_acts


def missing_of_changes(
    user: Any,
    terms: Collection[Term],
    acts: Sequence[Sequence[Placed]],
    *,
    only: Container[int] | None = None,
) -> list[MissingOfAct]:
    """For each of the acts, by the meeting's primary key, as far as the new times are still to
    come, of `only` these meetings or else of all. Six queries at most and those of times taken,
    whatever the sizes."""
    now = timezone.now()
    ahead = [
        {
            change.meeting: missed[change.meeting]
            for change in changes
            if change.meeting in missed
            and is_ahead(change.after, now=now)
            and (only is None or change.meeting in only)
        }
        for changes, missed in zip(acts, missed_by(terms, *acts), strict=True)
    ]
    return missing_of_acts(user, ahead)


def missing_at_new_times(
    user: Any, request: ChangeRequest, changes: list[MeetingChange]
) -> list[tuple[Snapshot, Missing]]:
    """While it waits, and until the new time where it was carried out."""
    if request.state not in (RequestState.WAITING, RequestState.APPLIED):
        return []
    placed = [Placed.by(change) for change in changes]
    (missing,) = missing_of_changes(user, [request.term], [placed])
    return [
        (one.after, missing.by_line[one.meeting])
        for one in placed
        if one.meeting in missing.by_line
    ]
