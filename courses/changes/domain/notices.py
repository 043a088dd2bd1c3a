"""News of changes for those whom they concern: until read, or for two weeks."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.changes.domain.snapshot import Snapshot
from courses.changes.models import ChangeSeen, MeetingChange
from courses.institutions.asked_together import AskedTogether
from courses.institutions.models import StaffMember, Student
from courses.institutions.prepared_query import Parameter, PreparedQuery, a_moment
from courses.teaching.models import Enrolment

SHOWN_FOR = datetime.timedelta(days=14)
SHOWN = 10


@dataclass(frozen=True)
class Notice:
    """A change as news: `sentence` says it, `before` and `after` have the details."""

    change: MeetingChange

    @property
    def before(self) -> Snapshot:
        return Snapshot.read(self.change.before)

    @property
    def after(self) -> Snapshot:
        return Snapshot.read(self.change.after)

    @property
    def course(self) -> str:
        name: str = self.change.teaching_class.course.name
        return name

    @property
    def sentence(self) -> str:
        before, after = self.before, self.after
        words = {
            "day": f"{before.day_said} {before.periods_said}",
            "new": f"{after.day_said} {after.periods_said} {after.clock}",
            "room": after.room_name,
            "name": after.instructor_name,
        }
        if before.is_cancelled:
            return _("The class of %(day)s is made up: %(new)s, %(room)s.") % words
        if after.is_cancelled:
            return _("The class of %(day)s is cancelled. The hours stay owed.") % words
        if (before.date, before.first_period) != (after.date, after.first_period):
            return _("The class of %(day)s moves to %(new)s, %(room)s.") % words
        if before.instructor != after.instructor:
            return _("The class of %(day)s is taught by %(name)s, %(room)s.") % words
        return _("The class of %(day)s is in %(room)s.") % words


def notices_for_student(user: Any, student: Student) -> list[Notice]:
    """One query."""
    return notices_asked_for_student(AskedTogether(), user, student)()


def notices_asked_for_student(
    together: AskedTogether, user: Any, student: Student
) -> Callable[[], list[Notice]]:
    """`notices_for_student`, as a question among others."""
    since = timezone.now() - SHOWN_FOR
    rows = together.rows(_OF_STUDENT.asking(student=student.pk, user=user.pk, since=since))
    return lambda: [Notice(row) for row in rows()]


def notices_for_staff(user: Any, staff: StaffMember) -> list[Notice]:
    """Of meetings that the person taught or is to teach now; one query."""
    return notices_asked_for_staff(AskedTogether(), user, staff)()


def notices_asked_for_staff(
    together: AskedTogether, user: Any, staff: StaffMember
) -> Callable[[], list[Notice]]:
    """`notices_for_staff`, as a question among others."""
    since = timezone.now() - SHOWN_FOR
    rows = together.rows(_OF_STAFF.asking(staff=staff.pk, user=user.pk, since=since))
    return lambda: [Notice(row) for row in rows()]


def mark_seen(changes: Iterable[MeetingChange], *, by: Any) -> None:
    """The person has read these; reading twice changes nothing."""
    ChangeSeen.objects.bulk_create(
        (ChangeSeen(change=change, user=by) for change in changes), ignore_conflicts=True
    )


def _fresh() -> Any:
    seen = ChangeSeen.objects.filter(change=OuterRef("pk"), user=Parameter("user"))
    return (
        MeetingChange.objects.filter(~Exists(seen), applied_at__gt=a_moment("since"))
        .select_related("teaching_class__course")
        .order_by("-applied_at", "-pk")
    )


_OF_STUDENT: PreparedQuery[MeetingChange] = PreparedQuery(
    lambda: _fresh().filter(
        teaching_class__in=Enrolment.objects.filter(
            student=Parameter("student"), valid_to=None
        ).values("teaching_class")
    )[:SHOWN]
)
_OF_STAFF: PreparedQuery[MeetingChange] = PreparedQuery(
    lambda: _fresh().filter(
        Q(instructor_before=Parameter("staff")) | Q(instructor_after=Parameter("staff"))
    )[:SHOWN]
)
