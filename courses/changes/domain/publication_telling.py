"""Who is told of a publication. As many questions and writes for three classes as for three
hundred: it happens inside the publication, on which others wait."""

from collections.abc import Mapping

from django.db.models import Count
from django.utils import timezone

from courses.changes.domain.weekly_times import weekly_times
from courses.changes.models import PublicationNotice
from courses.teaching.models import Enrolment
from courses.timetable.domain.difference import Concerned
from courses.timetable.models import Publication


def tell_of_publication(publication: Publication, concerned: Mapping[int, Concerned]) -> None:
    """A notice for each class of which a meeting changes, comes or goes; inside the transaction of
    the publication."""
    if not concerned:
        return
    last = (
        Publication.objects.filter(term=publication.term_id, number__lt=publication.number)
        .order_by("-number")
        .first()
    )
    before = weekly_times(last.version_id, concerned) if last else {}
    after = weekly_times(publication.version_id, concerned)
    students = _students(list(concerned))
    now = timezone.now()
    notices = PublicationNotice.objects.bulk_create(
        PublicationNotice(
            publication=publication,
            institution_id=publication.institution_id,
            teaching_class_id=key,
            before=before.get(key, []),
            after=after.get(key, []),
            meetings=concerned[key].meetings,
            students=students.get(key, 0),
            told_at=now,
        )
        for key in sorted(concerned)
    )
    told = PublicationNotice.instructors.through
    told.objects.bulk_create(
        told(publicationnotice_id=notice.pk, staffmember_id=staff)
        for notice in notices
        for staff in sorted(concerned[notice.teaching_class_id].instructors)
    )


def _students(classes: list[int]) -> dict[int, int]:
    rows = Enrolment.objects.filter(teaching_class__in=classes, valid_to=None).order_by()
    counted = rows.values("teaching_class").annotate(count=Count("pk"))
    return {row["teaching_class"]: row["count"] for row in counted}
