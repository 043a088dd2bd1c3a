"""Everything that a feed says, read in a few small questions."""

import datetime
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Max, Min
from django.db.models.functions import Coalesce

from courses.institutions.prepared_query import Parameter, PreparedQuery
from courses.teaching.models import Enrolment, TeachingClass, Term
from courses.timetable.domain.feed_subjects import FeedSubject
from courses.timetable.enums import DayKind
from courses.timetable.models import CalendarDay, Meeting

# A feed holds this many of the newest terms of the institution: phones keep what is past.
TERMS = 4


# Class, weekday and first period of its slots: the same in each publication that keeps the time.
Line = tuple[int, int, int]


class FeedRow(NamedTuple):
    """A meeting as the feed tells it. `original_*` is where it was published."""

    public_id: uuid.UUID
    slot_weekday: int | None
    slot_period: int | None
    teaching_class: int
    class_id: uuid.UUID
    code: str
    course: str
    term: int
    first_monday: datetime.date
    date: datetime.date
    week: int
    first_period: int
    periods: int
    starts_at: datetime.datetime
    ends_at: datetime.datetime
    original_start: datetime.datetime
    original_end: datetime.datetime
    updated_on: datetime.datetime
    status: str
    room: str
    campus: str
    instructor: str
    unit: str | None

    @property
    def line(self) -> Line | None:
        """The weekly time that it belongs to; None for one that belongs to none."""
        if self.slot_weekday is None or self.slot_period is None:
            return None
        return self.teaching_class, self.slot_weekday, self.slot_period


class LineRow(NamedTuple):
    """A weekly time of a class, over all of its meetings, also those this feed doesn't show.
    Weekday and period are 0 for meetings of no slot."""

    teaching_class: int
    weekday: int
    period: int
    first_start: datetime.datetime
    updated_on: datetime.datetime


@dataclass(frozen=True)
class FeedRows:
    """`made_up`: (term, date) of a make-up workday → the date it makes up for. `ended`: how many
    enrolments of the student in a class (pk) have ended, which changes what is shown of it."""

    meetings: list[FeedRow]
    lines: list[LineRow]
    made_up: dict[tuple[int, datetime.date], datetime.date]
    ended: dict[int, int]


def read_rows(subject: FeedSubject) -> FeedRows:
    """A fixed number of questions, whatever the number of meetings."""
    if subject.institution is None:
        return FeedRows([], [], {}, {})
    meetings: dict[uuid.UUID, FeedRow] = {}
    lines: set[LineRow] = set()
    for name, (ask_meetings, ask_lines) in _QUESTIONS.items():
        key = getattr(subject, name)
        if key is None:
            continue
        given = {"of": key, "institution": subject.institution}
        for values in ask_meetings.all(**given):
            row = FeedRow(*values)
            meetings[row.public_id] = row
        lines |= {LineRow(*values) for values in ask_lines.all(**given)}
    # A publication between the two questions must not leave a meeting without its line.
    known = {row[:3] for row in lines}
    for row in meetings.values():
        line = row.line or (row.teaching_class, 0, 0)
        if line not in known:
            known.add(line)
            lines.add(LineRow(*line, row.original_start, row.updated_on))
    made_up = {
        (term, date): follows
        for term, date, follows in MADE_UP.all(institution=subject.institution)
    }
    ended: dict[int, int] = {}
    if subject.student is not None:
        for teaching_class in ENDED.all(student=subject.student):
            ended[teaching_class] = ended.get(teaching_class, 0) + 1
    return FeedRows(
        sorted(meetings.values(), key=lambda row: (row.starts_at, row.public_id)),
        sorted(lines, key=lambda row: (row.teaching_class, row.first_start, row)),
        made_up,
        ended,
    )


# What a row says, in the order of FeedRow.
COLUMNS = (
    *("public_id", "slot__weekday", "slot__first_period"),
    *("teaching_class_id", "teaching_class__public_id"),
    *("teaching_class__code", "teaching_class__course__name"),
    *("term_id", "term__first_monday", "date", "week", "first_period", "periods"),
    *("starts_at", "ends_at", "occurrence__original_start", "occurrence__original_end"),
    *("occurrence__updated_on", "status", "room__name", "room__campus__name"),
    *("instructor__name", "unit__title"),
)

Narrow = Callable[[Any], Any]


def meetings_of(narrow: Narrow) -> Any:
    """The meetings that a feed shows, in the order of time."""
    return narrow(Meeting.objects.filter(term__in=_newest_terms())).order_by("starts_at", "pk")


def meetings_of_classes(classes: Any) -> Any:
    """All meetings of the classes that a feed shows something of."""
    return Meeting.objects.filter(term__in=_newest_terms(), teaching_class__in=classes).order_by()


def lines_of(classes: Any) -> Any:
    """The weekly times of classes with their first date and last change, still to be told what to
    give."""
    return (
        meetings_of_classes(classes)
        .annotate(
            on=Coalesce("slot__weekday", 0),
            at=Coalesce("slot__first_period", 0),
        )
        .values("teaching_class_id", "on", "at")
        .annotate(
            first_start=Min("occurrence__original_start"),
            last_change=Max("occurrence__updated_on"),
        )
    )


def _newest_terms() -> Any:
    terms = Term.objects.filter(institution=Parameter("institution"))
    return terms.order_by("-first_monday").values("pk")[:TERMS]


def _of(lookup: str) -> Narrow:
    return lambda rows: rows.filter(**{lookup: Parameter("of")})


def _classes_of(lookup: str) -> Callable[[], Any]:
    return lambda: Meeting.objects.filter(**{lookup: Parameter("of")}).values("teaching_class")


_JOINED = "administrative_classes"
# By the fields of FeedSubject: which meetings it shows, and of which classes.
NARROWED: dict[str, tuple[Narrow, Callable[[], Any]]] = {
    "staff": (lambda rows: rows.taught_by(Parameter("of")), _classes_of("instructor")),
    "student": (
        lambda rows: rows.of_student(Parameter("of")),
        lambda: Enrolment.objects.filter(student=Parameter("of")).values("teaching_class"),
    ),
    "administrative_class": (
        _of(f"teaching_class__{_JOINED}"),
        lambda: TeachingClass.objects.filter(**{_JOINED: Parameter("of")}).order_by().values("pk"),
    ),
    "teaching_class": (
        _of("teaching_class"),
        lambda: TeachingClass.objects.filter(pk=Parameter("of")).order_by().values("pk"),
    ),
    "room": (_of("room"), _classes_of("room")),
}


def _question(narrow: Narrow, classes: Callable[[], Any]) -> tuple[PreparedQuery, PreparedQuery]:
    return (
        PreparedQuery(lambda: meetings_of(narrow).values_list(*COLUMNS)),
        PreparedQuery(
            lambda: lines_of(classes()).values_list(
                "teaching_class_id", "on", "at", "first_start", "last_change"
            )
        ),
    )


_QUESTIONS = {name: _question(*narrowed) for name, narrowed in NARROWED.items()}
MADE_UP: PreparedQuery[Any] = PreparedQuery(
    lambda: (
        CalendarDay.objects.filter(
            institution=Parameter("institution"),
            kind=DayKind.MAKE_UP_WORKDAY,
            follows__isnull=False,
        )
        .order_by("date", "pk")
        .values_list("term_id", "date", "follows")
    )
)
ENDED: PreparedQuery[Any] = PreparedQuery(
    lambda: (
        Enrolment.objects.filter(student=Parameter("student"), valid_to__isnull=False)
        .order_by("pk")
        .values_list("teaching_class_id", flat=True)
    )
)
