"""What laying a file over the newest version of a term's timetable would do."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from courses.teaching.models import Term
from courses.timetable.domain.slot_rows import WantedRows, WantedSlot
from courses.timetable.models import Slot, TimetableVersion
from courses.timetable.weeks import format_weeks
from courses.timetable.wording import periods_text, weekday_text
from media.imports.differences import DifferenceLog
from media.imports.previews import FieldChange


@dataclass
class SlotPlan:
    """`base` is the newest version, if the term has any."""

    base: TimetableVersion | None
    new: list[WantedSlot] = field(default_factory=list)
    changed: dict[int, WantedSlot] = field(default_factory=dict)
    gone: list[Slot] = field(default_factory=list)
    log: DifferenceLog = field(default_factory=DifferenceLog)

    @property
    def changes_anything(self) -> bool:
        return bool(self.new or self.changed or self.gone)


def plan_slots(term: Term, wanted: WantedRows) -> SlotPlan:
    base = TimetableVersion.objects.filter(term=term).order_by("-number").first()
    plan = SlotPlan(base)
    stored: dict[WantedSlot, Slot] = {}
    if base is not None:
        rows = base.slots.filter(teaching_class__in=wanted.classes)
        for slot in rows.select_related("teaching_class", "room", "instructor").order_by("pk"):
            stored[as_wanted(slot)] = slot
    for one in wanted.slots:
        if one in stored:
            plan.log.unchanged()
    left: dict[tuple[int, int, int], list[Slot]] = defaultdict(list)
    for one, slot in stored.items():
        if one not in wanted.slots:
            left[slot.teaching_class_id, slot.weekday, slot.first_period].append(slot)
    for one, row in wanted.slots.items():
        if one in stored:
            continue
        subject = f"{wanted.classes[one.teaching_class].code} {time_text(one)}"
        pairs = left.get((one.teaching_class, one.weekday, one.first_period))
        if pairs:
            slot = pairs.pop(0)
            plan.changed[slot.pk] = one
            plan.log.changed(row, subject, _differences(slot, one, wanted))
        else:
            plan.new.append(one)
            plan.log.new(row, f"{subject} {wanted.rooms[one.room].name}")
    plan.gone = [slot for slots in left.values() for slot in slots]
    return plan


def left_alone(plan: SlotPlan, wanted: WantedRows) -> Iterator[Slot]:
    """The slots of the newest version that the file says nothing of."""
    if plan.base is not None:
        yield from plan.base.slots.exclude(teaching_class__in=wanted.classes).select_related(
            "teaching_class", "room", "instructor"
        )


def as_wanted(slot: Slot) -> WantedSlot:
    return WantedSlot(
        slot.teaching_class_id,
        slot.weekday,
        slot.first_period,
        slot.periods,
        slot.weeks,
        slot.room_id,
        slot.instructor_id,
    )


def time_text(one: WantedSlot) -> str:
    periods = periods_text(one.first_period, one.periods)
    return f"{weekday_text(one.weekday)} {periods} {format_weeks(one.weeks)}"


def _differences(slot: Slot, one: WantedSlot, wanted: WantedRows) -> list[FieldChange]:
    pairs = [
        (
            pgettext("of a meeting", "Periods"),
            periods_text(slot.first_period, slot.periods),
            periods_text(one.first_period, one.periods),
        ),
        (pgettext("which ones", "Weeks"), format_weeks(slot.weeks), format_weeks(one.weeks)),
        (_("Room"), slot.room.name, wanted.rooms[one.room].name),
        (_("Instructor"), slot.instructor.name, wanted.staff[one.instructor].name),
    ]
    return [{"label": label, "old": old, "new": new} for label, old, new in pairs if old != new]
