"""News of publications for those whose classes they concern: until read, or for two weeks."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.changes.domain.notices import SHOWN, SHOWN_FOR
from courses.changes.domain.weekly_times import WeeklyTime
from courses.changes.models import PublicationNotice, PublicationNoticeSeen
from courses.institutions.asked_together import AskedTogether
from courses.institutions.models import StaffMember, Student
from courses.institutions.prepared_query import Parameter, PreparedQuery, a_moment
from courses.teaching.models import Enrolment
from courses.timetable.models import Publication
from courses.timetable.wording import date_text


@dataclass(frozen=True)
class PublicationNews:
    """A notice as it is read: `sentence` says what happened, `after` how it is now."""

    notice: PublicationNotice

    @property
    def course(self) -> str:
        name: str = self.notice.teaching_class.course.name
        return name

    @property
    def before(self) -> list[str]:
        return [WeeklyTime(*one).said for one in self.notice.before]

    @property
    def after(self) -> list[str]:
        return [WeeklyTime(*one).said for one in self.notice.after]

    @property
    def instructors(self) -> list[str]:
        return [staff.name for staff in self.notice.instructors.all()]

    @property
    def readers(self) -> int:
        """How many have read it, where `told_by` counted them."""
        count: int = getattr(self.notice, "readers", 0)
        return count

    @property
    def sentence(self) -> str:
        date = {"date": date_text(self.notice.publication.valid_from)}
        if not self.notice.before:
            return _("The timetable is published.")
        if not self.notice.after:
            return _("From %(date)s on the class has no weekly time any more.") % date
        if self.notice.before != self.notice.after:
            return _("From %(date)s on other weekly times hold.") % date
        return ngettext(
            "From %(date)s on %(count)d meeting has another date or place.",
            "From %(date)s on %(count)d meetings have another date or place.",
            self.notice.meetings,
        ) % (date | {"count": self.notice.meetings})


@dataclass(frozen=True)
class Told:
    """Who was told of a publication, class by class."""

    news: list[PublicationNews]

    @property
    def instructors(self) -> int:
        return len({staff.pk for one in self.news for staff in one.notice.instructors.all()})

    @property
    def students(self) -> int:
        """Whoever sits in two of the classes counts twice."""
        return sum(one.notice.students for one in self.news)


def publications_for_student(user: Any, student: Student) -> list[PublicationNews]:
    """One query."""
    return publications_asked_for_student(AskedTogether(), user, student)()


def publications_asked_for_student(
    together: AskedTogether, user: Any, student: Student
) -> Callable[[], list[PublicationNews]]:
    """`publications_for_student`, as a question among others."""
    since = timezone.now() - SHOWN_FOR
    rows = together.rows(_OF_STUDENT.asking(student=student.pk, user=user.pk, since=since))
    return lambda: [PublicationNews(row) for row in rows()]


def publications_for_staff(user: Any, staff: StaffMember) -> list[PublicationNews]:
    """Of classes whose meetings the person taught or is to teach; one query."""
    return publications_asked_for_staff(AskedTogether(), user, staff)()


def publications_asked_for_staff(
    together: AskedTogether, user: Any, staff: StaffMember
) -> Callable[[], list[PublicationNews]]:
    """`publications_for_staff`, as a question among others."""
    since = timezone.now() - SHOWN_FOR
    rows = together.rows(_OF_STAFF.asking(staff=staff.pk, user=user.pk, since=since))
    return lambda: [PublicationNews(row) for row in rows()]


def told_by(publication: Publication) -> Told:
    """By the codes of the classes; two queries."""
    rows = (
        PublicationNotice.objects.filter(publication=publication)
        .select_related("teaching_class__course", "publication")
        .prefetch_related("instructors")
        .annotate(readers=Count("seen"))
        .order_by("teaching_class__code")
    )
    return Told([PublicationNews(row) for row in rows])


def mark_publications_seen(news: Iterable[PublicationNews], *, by: Any) -> None:
    """The person has read these; reading twice changes nothing."""
    PublicationNoticeSeen.objects.bulk_create(
        (PublicationNoticeSeen(notice=one.notice, user=by) for one in news), ignore_conflicts=True
    )


def _fresh() -> Any:
    seen = PublicationNoticeSeen.objects.filter(notice=OuterRef("pk"), user=Parameter("user"))
    return (
        PublicationNotice.objects.filter(~Exists(seen), told_at__gt=a_moment("since"))
        .select_related("teaching_class__course", "publication")
        .order_by("-told_at", "pk")
    )


_OF_STUDENT: PreparedQuery[PublicationNotice] = PreparedQuery(
    lambda: _fresh().filter(
        teaching_class__in=Enrolment.objects.filter(
            student=Parameter("student"), valid_to=None
        ).values("teaching_class")
    )[:SHOWN]
)
_OF_STAFF: PreparedQuery[PublicationNotice] = PreparedQuery(
    lambda: _fresh().filter(instructors=Parameter("staff"))[:SHOWN]
)
