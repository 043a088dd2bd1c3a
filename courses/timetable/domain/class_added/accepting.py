"""A proposal that is accepted becomes a new draft."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cms.users.models import User
from courses.teaching.models import TeachingClass
from courses.timetable.domain.class_added.proposal import ClassProposal, MovedTime
from courses.timetable.domain.class_added.proposals import proposals_within
from courses.timetable.domain.refusal import TimetableRefused
from courses.timetable.domain.version_problem import problem_of
from courses.timetable.domain.versions import copied, new_draft
from courses.timetable.models import Slot, TimetableVersion


@transaction.atomic
def accept_class(
    version: TimetableVersion,
    teaching_class: TeachingClass,
    *,
    emphasis: str,
    key: str,
    by: User | None,
) -> TimetableVersion:
    """A new draft: the version with the class in it, and others moved as was shown. Raises
    TimetableRefused, changing nothing, where the proposal would not come out as it was shown."""
    present = problem_of(version)
    proposals = proposals_within(version, teaching_class, present)
    chosen = next((one for one in proposals if one.emphasis == emphasis), None)
    if chosen is None or not chosen.is_complete:
        raise TimetableRefused(_("Choose one of the proposals."))
    if chosen.key != key:
        raise TimetableRefused(
            _("The timetable, people or rooms have changed since this was proposed. Look again.")
        )
    draft = new_draft(version.term, report=_report(version, teaching_class, chosen), by=by)
    moved = {time.slot.pk: time for time in chosen.moved}
    # Those in which the proposal was found: somebody may have edited the version meanwhile.
    slots = [copied(slot, draft, **_place(moved.get(slot.pk))) for slot in present.slots.values()]
    slots += _new_slots(teaching_class, draft, chosen)
    Slot.objects.bulk_create(slots)
    return draft


def _place(moved: MovedTime | None) -> dict[str, int]:
    """What becomes another for a weekly time that moves."""
    if moved is None:
        return {}
    return {
        "weekday": moved.weekday,
        "first_period": moved.first_period,
        "weeks": moved.weeks,
        "room_id": moved.room.pk,
    }


def _new_slots(
    teaching_class: TeachingClass, draft: TimetableVersion, chosen: ClassProposal
) -> list[Slot]:
    return [
        Slot(
            version=draft,
            institution_id=draft.institution_id,
            teaching_class=teaching_class,
            weekday=time.weekday,
            first_period=time.first_period,
            periods=time.periods,
            weeks=time.weeks,
            room=time.room,
            instructor=time.instructor,
        )
        for time in chosen.new
    ]


def _report(
    version: TimetableVersion, teaching_class: TeachingClass, chosen: ClassProposal
) -> dict[str, Any]:
    """What the search of the version said, without what is no longer so."""
    report = {key: value for key, value in version.solver_report.items() if key != "fingerprint"}
    for name in ("unplaced", "owed"):
        report[name] = [
            entry for entry in report.get(name, []) if entry["code"] != teaching_class.code
        ]
    if chosen.owed:
        report["owed"].append(
            {
                "code": teaching_class.code,
                "class_id": str(teaching_class.public_id),
                "hours": chosen.owed,
                "of": teaching_class.outline.classroom_hours,
            }
        )
    return report | {"copy_of": version.number, "added": teaching_class.code}
