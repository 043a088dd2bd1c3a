"""The secrets behind calendar feeds. Only digests are kept: whoever reads the database can't read
anybody's calendar with it."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.institutions.enums import RoleKind
from courses.institutions.models import AdministrativeClass, Institution, Role
from courses.institutions.scopes import ScopedQuerySet, ScopePaths
from courses.teaching.models import TeachingClass
from courses.timetable.models.plan import Room
from media.addressing import Addressable


class FeedToken(models.Model):
    """A person's own feed."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="qihang_feed"
    )
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now=True)


class SharedFeedQuerySet(ScopedQuerySet):
    """Feeds of classes and rooms; start from `visible_to`."""

    def _allowed_by(self, role: Role) -> Q:
        """A coordinator sees those of the department's classes, of both kinds, and of no room."""
        if role.kind != RoleKind.DEPARTMENT_COORDINATOR or role.department_id is None:
            return super()._allowed_by(role)
        joined = TeachingClass.objects.filter(
            administrative_classes__department=role.department_id
        ).order_by()
        return Q(institution=role.institution_id) & (
            Q(administrative_class__department=role.department_id)
            | Q(teaching_class__in=joined.values("pk"))
        )

    def matching(self, text: str) -> Self:
        """Whose class, room or purpose has the text somewhere."""
        if not text:
            return self
        return self.filter(
            Q(administrative_class__name__icontains=text)
            | Q(teaching_class__code__icontains=text)
            | Q(room__name__icontains=text)
            | Q(purpose__icontains=text)
        )

    def standing(self) -> Self:
        return self.filter(revoked_at=None)

    def with_names(self) -> Self:
        """Everything that a line of the list says, in the same query."""
        return self.select_related(
            "administrative_class", "teaching_class__course", "room__campus", "made_by"
        )


class SharedFeed(Addressable):
    """The feed of an administrative class, a teaching class or a room, for whoever is given its
    address. A revoked one stays, so that the list says who had it made and when it ended."""

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="+")
    administrative_class = models.ForeignKey(
        AdministrativeClass, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    teaching_class = models.ForeignKey(
        TeachingClass, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    room = models.ForeignKey(
        Room, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    digest = models.CharField(max_length=64, unique=True)
    # Who was told to use it: the list must say which address to revoke.
    purpose = models.CharField(_("for whom"), max_length=100, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True, blank=True)

    scope_paths: ClassVar = ScopePaths(instructor="teaching_class__assignments__staff__user")
    objects = SharedFeedQuerySet.as_manager()

    class Meta:
        ordering = ("-made_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=(
                    Q(administrative_class__isnull=False, teaching_class=None, room=None)
                    | Q(administrative_class=None, teaching_class__isnull=False, room=None)
                    | Q(administrative_class=None, teaching_class=None, room__isnull=False)
                ),
                name="shared_feed_is_of_one_thing",
            ),
        )

    def __str__(self) -> str:
        return str(self.subject)

    @property
    def subject(self) -> AdministrativeClass | TeachingClass | Room:
        found = self.administrative_class or self.teaching_class or self.room
        assert found is not None
        return found
