"""The next version of a term's timetable, and weekly times taken over into it."""

from typing import Any

from django.db.models import Max

from cms.users.models import User
from courses.teaching.models import Term
from courses.timetable.models import Slot, TimetableVersion

COPIED = (
    *("institution_id", "teaching_class_id", "room_id", "instructor_id"),
    *("weekday", "first_period", "periods", "weeks", "locked"),
    *("limit_reason", "limit_excused_by_id", "limit_excused_at"),
)


def new_draft(term: Term, *, report: dict[str, Any], by: User | None) -> TimetableVersion:
    """A draft without slots, under the next number; inside the caller's transaction."""
    # The lock lets a second draft of the term wait for the first one's number.
    Term.objects.select_for_update(no_key=True).get(pk=term.pk)
    last = TimetableVersion.objects.filter(term=term).aggregate(Max("number"))
    return TimetableVersion.objects.create(
        term=term,
        institution_id=term.institution_id,
        number=(last["number__max"] or 0) + 1,
        solver_report=report,
        made_by=by,
    )


def copied(slot: Slot, draft: TimetableVersion, **changes: Any) -> Slot:
    """The weekly time in another version, the same but for `changes`; not saved yet."""
    return Slot(version=draft, **({name: getattr(slot, name) for name in COPIED} | changes))
