"""The office edits a draft: copies, moves, locks."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.users.models import User
from courses.timetable.domain.refusal import TimetableRefused
from courses.timetable.domain.slot_places import place_at
from courses.timetable.domain.version_problem import problem_of
from courses.timetable.domain.versions import copied, new_draft
from courses.timetable.enums import VersionState
from courses.timetable.models import Room, Slot, TimetableVersion

MOVED = (
    *("weekday", "first_period", "room", "weeks"),
    *("limit_reason", "limit_excused_by", "limit_excused_at"),
)


@transaction.atomic
def copy_version(version: TimetableVersion, *, by: User) -> TimetableVersion:
    """A new draft with the same slots, for what is published is not edited in place."""
    draft = new_draft(version.term, report=_edited(version) | {"copy_of": version.number}, by=by)
    Slot.objects.bulk_create(copied(slot, draft) for slot in version.slots.order_by("pk"))
    return draft


@transaction.atomic
def move_slot(
    slot: Slot,
    *,
    weekday: int,
    first_period: int,
    room: Room,
    limit_reason: str = "",
    by: User | None = None,
) -> Slot:
    """Give a slot of a draft another place, and the weeks in which it meets as often there.
    `limit_reason` lets the instructor have more periods there than the limit; it is kept with who
    said so. Raises TimetableRefused, changing nothing: no draft, locked, a clash (named), above a
    limit without a reason, a room that is taken or too small."""
    slot = _open(slot)
    if slot.locked:
        raise TimetableRefused(_("This weekly time is locked. Unlock it first."))
    place = place_at(slot, problem_of(slot.version), weekday=weekday, first_period=first_period)
    if place is None:
        raise TimetableRefused(_("The week has no such time."))
    if not place.needs_only_a_reason:
        raise TimetableRefused(" ".join(place.clashes))
    if place.above_limit and not limit_reason.strip():
        raise TimetableRefused(
            " ".join([*place.above_limit, _("Say why it is put there all the same.")])
        )
    if room not in place.rooms:
        raise TimetableRefused(
            _("%(room)s is taken then, too small, or on another campus.") % {"room": room.name}
        )
    slot.weekday, slot.first_period, slot.room = weekday, first_period, room
    slot.weeks = place.weeks
    excused = bool(place.above_limit)
    slot.limit_reason = limit_reason.strip() if excused else ""
    slot.limit_excused_by = by if excused else None
    slot.limit_excused_at = timezone.now() if excused else None
    slot.save(update_fields=MOVED)
    version = slot.version
    version.solver_report = _edited(version)
    version.save(update_fields=["solver_report"])
    return slot


@transaction.atomic
def set_lock(slot: Slot, *, locked: bool) -> Slot:
    """Say that a search around this draft leaves the slot where it is, or may move it again."""
    slot = _open(slot)
    slot.locked = locked
    slot.save(update_fields=["locked"])
    return slot


def _open(slot: Slot) -> Slot:
    """The slot, its version locked against other editors and against publication."""
    version = TimetableVersion.objects.select_for_update().get(pk=slot.version_id)
    if version.state != VersionState.DRAFT:
        raise TimetableRefused(_("Only a draft can be edited. Make a copy of this version first."))
    found = Slot.objects.select_for_update().get(pk=slot.pk)
    found.version = version
    return found


def _edited(version: TimetableVersion) -> dict[str, object]:
    """What the search said, but for its fingerprint: the version is no longer its answer."""
    return {key: value for key, value in version.solver_report.items() if key != "fingerprint"}
