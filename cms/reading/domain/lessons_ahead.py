"""Which lesson a meeting teaches, and what to read before it.

A meeting of a published timetable knows its unit (courses.timetable plans units in order of their
classroom hours). A unit has several lessons: they are taught in the order of the tree, each for its
hours, so the meeting that begins after n hours of its unit teaches the lessons that cover hours
n … n + its periods. Cancelled meetings teach nothing. A meeting that comes after the last lesson of
its unit has none.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, Substr
from wagtail.models import Page

from cms.content.models import LessonPage
from cms.content.structure import WORK_PATH
from cms.reading.domain.rendering import ShownReading, text_of
from cms.reading.models import PageProgress
from courses.institutions.prepared_query import Parameter, PreparedQuery, a_key
from courses.timetable.enums import MeetingStatus
from courses.timetable.models import Meeting


@dataclass(frozen=True)
class LessonAhead:
    """A lesson that will be taught. `video_address` is where its first video stands, "" without."""

    title: str
    address: str
    minutes: int | None = None
    readings: list[ShownReading] = field(default_factory=list)
    preparation: str = ""
    video_address: str = ""
    is_read: bool = False

    @property
    def plan_address(self) -> str:
        return f"{self.address}?view=plan"


def with_hours_before(meetings: QuerySet[Any]) -> QuerySet[Any]:
    """Meetings with `unit_hours_before`, the periods of the class's earlier meetings of the same
    unit, and their outline; in the same query."""
    earlier = (
        Meeting.objects.filter(
            teaching_class=OuterRef("teaching_class"),
            unit=OuterRef("unit"),
            starts_at__lt=OuterRef("starts_at"),
        )
        .exclude(status=MeetingStatus.CANCELLED)
        .order_by()
        .values("teaching_class")
        .annotate(hours=Sum("periods"))
        .values("hours")
    )
    return meetings.annotate(unit_hours_before=Coalesce(Subquery(earlier), 0)).select_related(
        "teaching_class__outline"
    )


def lessons_ahead(meetings: Sequence[Any]) -> dict[int, list[LessonPage]]:
    """The published lessons that each meeting (see `with_hours_before`, units loaded) teaches, by
    the meeting's pk; usually one. One query."""
    with_unit = [one for one in meetings if one.unit and one.unit.key]
    if not with_unit:
        return {}
    units = {one.unit.key for one in with_unit}
    syllabuses = {one.teaching_class.outline.page_id for one in with_unit}
    of_unit: dict[tuple[int, Any], list[LessonPage]] = defaultdict(list)
    for lesson in _lessons(units, syllabuses):
        of_unit[lesson.syllabus, lesson.unit_key].append(lesson)
    return {
        one.pk: lessons_between(
            of_unit[one.teaching_class.outline.page_id, one.unit.key],
            one.unit_hours_before,
            one.unit_hours_before + one.periods,
        )
        for one in with_unit
    }


def _lessons(units: set[Any], syllabuses: set[int]) -> Iterable[Any]:
    """Lessons of these units with the syllabus that they lie below."""
    if len(units) == len(syllabuses) == 1:
        # The next meeting, on every student's home.
        return _OF_ONE_UNIT.all(unit=next(iter(units)), syllabus=next(iter(syllabuses)))
    lessons = _with_syllabus().filter(unit_key__in=units, syllabus__in=syllabuses)
    return lessons.order_by("path")


def _with_syllabus() -> QuerySet[Any]:
    syllabus = Page.objects.filter(path=Substr(OuterRef("path"), 1, WORK_PATH)).values("pk")[:1]
    return (
        LessonPage.objects.live()
        .annotate(syllabus=Subquery(syllabus))
        .defer("body", "plan", "objectives", "key_points", "difficulties", "afterthought")
    )


_OF_ONE_UNIT: PreparedQuery[Any] = PreparedQuery(
    lambda: (
        _with_syllabus()
        .filter(unit_key=a_key("unit"), syllabus=Parameter("syllabus"))
        .order_by("path")
    )
)


def lessons_between(lessons: Sequence[LessonPage], first: int, last: int) -> list[LessonPage]:
    """Those of a unit's lessons whose hours meet the hours [first, last) of the unit."""
    found, begins = [], 0
    for lesson in lessons:
        ends = begins + lesson.hours
        if begins < last and ends > first:
            found.append(lesson)
        begins = ends
    return found


def to_prepare(lessons: Sequence[LessonPage], user: Any) -> list[LessonAhead]:
    """What the student should read before these lessons. One query when the lessons' texts are in
    the cache."""
    if not lessons:
        return []
    read = set(
        PageProgress.objects.visible_to(user)
        .filter(page__in=[lesson.pk for lesson in lessons], finished_at__isnull=False)
        .values_list("page", flat=True)
    )
    return [_ahead(lesson, is_read=lesson.pk in read) for lesson in lessons]


def plans_of(lessons: Sequence[LessonPage]) -> list[LessonAhead]:
    """The same lessons for whoever teaches them; no query."""
    return [LessonAhead(title=lesson.title, address=lesson.url_path) for lesson in lessons]


def _ahead(lesson: LessonPage, *, is_read: bool) -> LessonAhead:
    text = text_of(lesson)
    video = next((block for block in text.blocks if block.kind == "video"), None)
    return LessonAhead(
        title=lesson.title,
        address=lesson.url_path,
        minutes=lesson.preparation_minutes,
        readings=text.readings,
        preparation=text.prose.get("preparation", ""),
        video_address=f"{lesson.url_path}#b-{video.id}" if video else "",
        is_read=is_read,
    )
