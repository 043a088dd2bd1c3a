"""What a publication of the timetable changed for a class, as news for those who meet in it."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from courses.institutions.models import Institution, StaffMember
from courses.institutions.scopes import ScopedQuerySet, ScopePaths
from courses.teaching.models import TeachingClass
from courses.timetable.models import Publication


class PublicationNotice(models.Model):
    """One class of one publication. `before` and `after` are its weekly times (see
    domain.weekly_times), kept as they were said; `meetings` is how many dates changed, came or
    went. Its students are told, and the instructors of both sides."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="notices")
    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="+")
    teaching_class = models.ForeignKey(
        TeachingClass,
        on_delete=models.CASCADE,
        related_name="publication_notices",
        db_index=False,
    )
    instructors = models.ManyToManyField(StaffMember, related_name="+")
    before = models.JSONField(default=list)
    after = models.JSONField(default=list)
    meetings = models.PositiveIntegerField()
    # On the day of the publication; whoever joins later reads the timetable itself.
    students = models.PositiveIntegerField()
    told_at = models.DateTimeField()

    scope_paths: ClassVar = ScopePaths(
        department="teaching_class__administrative_classes__department",
        student="teaching_class__enrolments__student__user",
    )
    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-told_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["publication", "teaching_class"], name="class_told_once_by_publication"
            ),
        )
        indexes = (
            models.Index(fields=["teaching_class", "told_at"], name="publication_notice_by_class"),
        )


class PublicationNoticeSeen(models.Model):
    """Somebody has read it."""

    notice = models.ForeignKey(PublicationNotice, on_delete=models.CASCADE, related_name="seen")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    seen_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["user", "notice"], name="publication_notice_seen_once"),
        )
