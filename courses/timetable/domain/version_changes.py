"""What publishing a version would change, class by class, as people say it."""

import datetime
from collections import defaultdict
from dataclasses import dataclass

from courses.teaching.models import Enrolment, TeachingClass
from courses.timetable.domain.publication import preview
from courses.timetable.enums import VersionState
from courses.timetable.models import Slot, TimetableVersion
from courses.timetable.models.querysets import SlotQuerySet
from courses.timetable.weeks import format_weeks
from courses.timetable.wording import periods_text, weekday_text


@dataclass(frozen=True)
class ClassChange:
    """A class whose dates change. `before` and `after` are its weekly times in words; `dates` how
    many meetings change, come or go; `owed` the periods that it loses."""

    teaching_class: TeachingClass
    before: list[str]
    after: list[str]
    dates: int
    owed: int


@dataclass(frozen=True)
class VersionChanges:
    """The counts are meetings, except for the classes and people who are told of a change."""

    valid_from: datetime.date
    classes: list[ClassChange]
    settled: int
    same: int
    changed: int
    added: int
    removed: int
    classes_told: int
    instructors: int
    students: int

    @property
    def is_empty(self) -> bool:
        return not (self.changed or self.added or self.removed)


def changes_of(
    version: TimetableVersion, *, valid_from: datetime.date | None = None
) -> VersionChanges:
    """Compare a version with what stands. Raises TimetableRefused as `preview` does."""
    found = preview(version, valid_from=valid_from)
    concerned = found.concerned()
    keys = {*concerned, *found.owed}
    before = _weekly(
        Slot.objects.filter(
            version__term=version.term_id, version__state=VersionState.PUBLISHED
        ).filter(teaching_class__in=keys)
    )
    after = _weekly(version.slots.filter(teaching_class__in=keys))
    classes = TeachingClass.objects.filter(pk__in=keys).select_related("course").order_by("code")
    return VersionChanges(
        valid_from=found.valid_from,
        classes=[
            ClassChange(
                teaching_class=item,
                before=before[item.pk],
                after=after[item.pk],
                dates=concerned[item.pk].meetings if item.pk in concerned else 0,
                owed=found.owed.get(item.pk, 0),
            )
            for item in classes
        ],
        settled=len(found.settled),
        same=len(found.same) + len(found.retitled),
        changed=len(found.changed),
        added=len(found.added),
        removed=len(found.removed),
        instructors=len({staff for one in concerned.values() for staff in one.instructors}),
        classes_told=len(concerned),
        students=Enrolment.objects.filter(teaching_class__in=list(concerned), valid_to=None)
        .values("student")
        .distinct()
        .count(),
    )


def _weekly(slots: SlotQuerySet) -> dict[int, list[str]]:
    """The weekly times of each class in words, by the class's primary key."""
    rows = slots.select_related("room__campus", "instructor")
    texts: dict[int, list[str]] = defaultdict(list)
    for slot in rows.order_by("teaching_class", "weekday", "first_period", "pk"):
        texts[slot.teaching_class_id].append(
            " ".join(
                (
                    weekday_text(slot.weekday),
                    periods_text(slot.first_period, slot.periods),
                    format_weeks(slot.weeks),
                    f"{slot.room.campus.name} {slot.room.name}",
                    slot.instructor.name,
                )
            )
        )
    return texts
