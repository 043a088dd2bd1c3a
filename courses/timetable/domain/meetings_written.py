"""A difference becomes rows: events, occurrences, meetings and their bookings."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from django.db.models import PROTECT, Model
from django.utils import timezone
from schedule.models import Calendar, Event, Occurrence

from cms.users.models import User
from courses.teaching.models import TeachingClass, Term
from courses.timetable.domain.booking import book, bookings_of
from courses.timetable.domain.difference import Difference
from courses.timetable.domain.meetings_planned import PlannedMeeting
from courses.timetable.enums import MeetingStatus
from courses.timetable.models import Booking, Meeting, Slot

BATCH = 1000
MEETING_PLANNED = (
    *("slot", "date", "week", "weekday", "first_period", "periods", "starts_at", "ends_at"),
    *("room", "instructor", "unit"),
)


def write_difference(found: Difference, *, term: Term, calendar: Calendar, by: User | None) -> None:
    """Make what stands into what is planned; inside the caller's transaction. Meetings that stay
    the same are only told their new slot. Raises TimetableRefused naming the first clash."""
    _take_back(found.removed)
    rewritten = [*found.retitled, *found.changed]
    _free(meeting.pk for meeting, _plan in rewritten)
    pairs = [*found.same, *rewritten]
    events = _events([plan for _meeting, plan in pairs] + found.added, calendar, by)
    _point_to_slots(found.same, events)
    written = _rewrite(rewritten, events) + _add(found.added, events, term)
    groups = _administrative_classes(term) if written else {}
    book(
        [
            booking
            for meeting in written
            for booking in bookings_of(meeting, groups.get(meeting.teaching_class_id, ()))
        ]
    )
    _drop_empty_events(calendar)


def _take_back(meetings: list[Meeting]) -> None:
    """Delete meetings that the plan has no longer. One that something above speaks of, such as a
    request that was refused, keeps its row as a cancelled one."""
    _free(meeting.pk for meeting in meetings)
    spoken_of = _spoken_of([meeting.pk for meeting in meetings])
    kept = [meeting for meeting in meetings if meeting.pk in spoken_of]
    gone = [meeting for meeting in meetings if meeting.pk not in spoken_of]
    for some in _batches(meeting.pk for meeting in kept):
        Meeting.objects.filter(pk__in=some).update(status=MeetingStatus.CANCELLED)
    for some in _batches(meeting.occurrence_id for meeting in kept):
        Occurrence.objects.filter(pk__in=some).update(cancelled=True, updated_on=timezone.now())
    for some in _batches(meeting.pk for meeting in gone):
        Meeting.objects.filter(pk__in=some).delete()
    for some in _batches(meeting.occurrence_id for meeting in gone):
        Occurrence.objects.filter(pk__in=some).delete()


def _spoken_of(meetings: Sequence[int]) -> set[int]:
    """Those that rows of slices above protect from being deleted."""
    found: set[int] = set()
    for relation in Meeting._meta.related_objects:
        model = relation.related_model
        if getattr(relation, "on_delete", None) is not PROTECT or isinstance(model, str):
            continue
        name = relation.field.name
        for some in _batches(meetings):
            rows = model._default_manager.filter(**{f"{name}__in": some})
            found.update(rows.values_list(f"{name}_id", flat=True))
    return found


def _free(meetings: Iterable[int]) -> None:
    for some in _batches(meetings):
        rows = Booking.objects.filter(meeting__in=some)
        # Nothing hangs on a booking. `delete` would read them all first, for listeners of other
        # models: a sixth of what a publication takes.
        rows._raw_delete(rows.db)


def _batches(keys: Iterable[int]) -> Iterator[list[int]]:
    """A list of keys in one statement has its limit in SQLite."""
    rest = iter(keys)
    while some := list(islice(rest, BATCH)):
        yield some


def _events(
    plans: Iterable[PlannedMeeting], calendar: Calendar, by: User | None
) -> dict[int, Event]:
    """The event of each slot by its primary key; the first date stands for the slot, every date
    is an occurrence of its own."""
    first: dict[int, PlannedMeeting] = {}
    for plan in plans:
        known = first.get(plan.slot.pk)
        if known is None or plan.starts_at < known.starts_at:
            first[plan.slot.pk] = plan
    new = [plan for plan in first.values() if plan.slot.event_id is None]
    made = Event.objects.bulk_create(
        Event(
            calendar=calendar,
            title=f"{plan.slot.teaching_class.course} {plan.slot.teaching_class.code}",
            start=plan.starts_at,
            end=plan.ends_at,
            creator=by,
        )
        for plan in new
    )
    for plan, event in zip(new, made, strict=True):
        plan.slot.event = event
    Slot.objects.bulk_update([plan.slot for plan in new], ["event"], batch_size=200)
    events: dict[int, Event] = {}
    redated: list[Event] = []
    fresh = {event.pk for event in made}
    for pk, plan in first.items():
        event = plan.slot.event
        assert event is not None
        events[pk] = event
        if event.pk not in fresh:
            event.start, event.end = plan.starts_at, plan.ends_at
            redated.append(event)
    _upsert(Event, redated, ["start", "end"])
    return events


def _point_to_slots(
    same: Sequence[tuple[Meeting, PlannedMeeting]], events: dict[int, Event]
) -> None:
    """What stays the same hangs on the slot of the new version; nobody's calendar notices."""
    moved = [(meeting, plan) for meeting, plan in same if meeting.slot_id != plan.slot.pk]
    by_slot: dict[int, list[Meeting]] = defaultdict(list)
    for meeting, plan in moved:
        by_slot[plan.slot.pk].append(meeting)
        meeting.slot = plan.slot
        meeting.occurrence.event = events[plan.slot.pk]
    _upsert(Meeting, [meeting for meeting, _plan in moved], ["slot"])
    _upsert(Occurrence, [meeting.occurrence for meeting, _plan in moved], ["event"])


def _rewrite(
    changed: Sequence[tuple[Meeting, PlannedMeeting]], events: dict[int, Event]
) -> list[Meeting]:
    for meeting, plan in changed:
        occurrence = meeting.occurrence
        occurrence.event = events[plan.slot.pk]
        occurrence.start = occurrence.original_start = plan.starts_at
        occurrence.end = occurrence.original_end = plan.ends_at
        _set(meeting, plan)
    _upsert(
        Occurrence,
        [meeting.occurrence for meeting, _plan in changed],
        ["event", "start", "end", "original_start", "original_end", "updated_on"],
    )
    meetings = [meeting for meeting, _plan in changed]
    _upsert(Meeting, meetings, MEETING_PLANNED)
    return meetings


def _add(added: list[PlannedMeeting], events: dict[int, Event], term: Term) -> list[Meeting]:
    occurrences = Occurrence.objects.bulk_create(
        Occurrence(
            event=events[plan.slot.pk],
            start=plan.starts_at,
            end=plan.ends_at,
            original_start=plan.starts_at,
            original_end=plan.ends_at,
        )
        for plan in added
    )
    meetings = [
        Meeting(
            public_id=uuid.uuid4(),
            occurrence=occurrence,
            institution_id=term.institution_id,
            term_id=term.pk,
            teaching_class=plan.slot.teaching_class,
        )
        for plan, occurrence in zip(added, occurrences, strict=True)
    ]
    for meeting, plan in zip(meetings, added, strict=True):
        _set(meeting, plan)
    return Meeting.objects.bulk_create(meetings)


def _set(meeting: Meeting, plan: PlannedMeeting) -> None:
    slot = plan.slot
    meeting.slot = slot
    meeting.date, meeting.week, meeting.weekday = plan.date, plan.week, plan.weekday
    meeting.first_period, meeting.periods = slot.first_period, slot.periods
    meeting.starts_at, meeting.ends_at = plan.starts_at, plan.ends_at
    meeting.room = slot.room
    meeting.instructor_id = slot.instructor_id
    meeting.unit_id = plan.unit_id


def _upsert(model: type[Model], rows: Sequence[Model], names: Sequence[str]) -> None:
    """Many rows of several columns at once: an update with a CASE for each takes ten times as
    long."""
    model._default_manager.bulk_create(
        rows, batch_size=BATCH, update_conflicts=True, unique_fields=["id"], update_fields=names
    )


def _drop_empty_events(calendar: Calendar) -> None:
    """Events of slots that no date is left of."""
    empty = list(
        Event.objects.filter(calendar=calendar, occurrence__isnull=True).values_list(
            "pk", flat=True
        )
    )
    Slot.objects.filter(event__in=empty).update(event=None)
    Event.objects.filter(pk__in=empty).delete()


def _administrative_classes(term: Term) -> dict[int, list[int]]:
    """The administrative classes of each teaching class, as pks."""
    found: dict[int, list[int]] = defaultdict(list)
    rows = TeachingClass.administrative_classes.through.objects.filter(
        teachingclass__term=term
    ).order_by("pk")
    for teaching_class, group in rows.values_list("teachingclass_id", "administrativeclass_id"):
        found[teaching_class].append(group)
    return found
