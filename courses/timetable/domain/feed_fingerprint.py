"""Whether a feed is still what a calendar has, without making it.

A fingerprint of dates of change alone would miss a room that is renamed, an enrolment that ends, a
unit with another title. So every word that the document is made of is hashed, but the database puts
the words of a meeting together: reading its columns one by one, most of them moments, would cost
five times as much.
"""

import hashlib
from typing import Any

from django.db.models import F, Func, TextField, Value
from django.db.models.functions import Cast, Coalesce

from courses.institutions.prepared_query import PreparedQuery
from courses.timetable.domain.feed_rows import (
    COLUMNS,
    ENDED,
    MADE_UP,
    NARROWED,
    lines_of,
    meetings_of,
)
from courses.timetable.domain.feed_subjects import FeedSubject

# Grows when the document says the same rows differently, so that calendars fetch it again.
SHAPE = 3
_BETWEEN = Value("\x1f")
_MEETING_ENDS, _KIND_ENDS = "\x1e", "\x1d"


def fingerprint_of(subject: FeedSubject) -> str:
    """Differs whenever a word of the document does. A fixed number of small questions."""
    said: list[Any] = [SHAPE, subject]
    meetings: list[str] = []
    if subject.institution is not None:
        for name, (ask_meetings, ask_classes) in _QUESTIONS.items():
            key = getattr(subject, name)
            if key is not None:
                given = {"of": key, "institution": subject.institution}
                # One text of all meetings: `repr` would look at each character of each of them.
                meetings.append(_MEETING_ENDS.join(ask_meetings.all(**given)))
                said += [name, sorted(ask_classes.all(**given))]
        said.append(MADE_UP.all(institution=subject.institution))
    if subject.student is not None:
        said.append(ENDED.all(student=subject.student))
    whole = _KIND_ENDS.join([repr(said), *meetings])
    return hashlib.sha256(whole.encode()).hexdigest()[:32]


def _words() -> Func:
    pieces: list[Any] = []
    for column in COLUMNS:
        pieces += [Coalesce(Cast(F(column), TextField()), Value("")), _BETWEEN]
    # Concat would nest them, deeper than SQLite's parser goes.
    return Func(*pieces, template="%(expressions)s", arg_joiner=" || ", output_field=TextField())


def _text(expression: Any) -> Cast:
    return Cast(expression, TextField())


def _question(narrow: Any, classes: Any) -> tuple[PreparedQuery, PreparedQuery]:
    return (
        PreparedQuery(lambda: meetings_of(narrow).values_list(_words(), flat=True)),
        PreparedQuery(
            lambda: (
                lines_of(classes())
                .annotate(first=_text("first_start"), last=_text("last_change"))
                .values_list("teaching_class_id", "on", "at", "first", "last")
            )
        ),
    )


_QUESTIONS = {name: _question(*narrowed) for name, narrowed in NARROWED.items()}
