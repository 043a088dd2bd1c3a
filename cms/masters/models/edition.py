"""A numbered state of a master that schools can take over."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from courses.institutions.enums import RoleKind
from courses.institutions.scopes import scope_of
from media.addressing import Addressable

# Who takes part in teaching at a school; what a province wrote for its schools is theirs to read.
READERS = frozenset(
    {
        RoleKind.TEACHING_OFFICE,
        RoleKind.INSTITUTION_ADMINISTRATOR,
        RoleKind.DEPARTMENT_COORDINATOR,
        RoleKind.SECTION_HEAD,
        RoleKind.INSTRUCTOR,
        RoleKind.AUDITOR,
    }
)


class EditionQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """Editions of the person's province: of the officer's, and of the school's."""
        if getattr(user, "is_superuser", False):
            return self.all()
        return self.filter(province__in=provinces_of(user))


def provinces_of(user: Any) -> set[str]:
    """Provinces for which the person is officer, or at one of whose schools they teach or oversee;
    only roles that the view of the present request allows count (`act_as`)."""
    acting_as = getattr(user, "_qihang_acting_as", None)
    roles = [r for r in scope_of(user).roles if acting_as is None or r.kind in acting_as]
    return {r.province for r in roles if r.kind == RoleKind.PROVINCE_OFFICER} | {
        r.institution.province for r in roles if r.institution and r.kind in READERS
    }


class MasterEdition(Addressable):
    """Never changed once it is made. Its pages carry the text itself: Wagtail may clear old
    revisions, and the province may delete a page of its master, but what a school took over must
    stay comparable."""

    master = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="+")
    province = models.CharField(_("province code"), max_length=2, db_index=True)
    number = models.PositiveIntegerField(_("edition"))
    title = models.CharField(_("title"), max_length=255)
    note = models.CharField(_("what is new"), max_length=500)
    released_at = models.DateTimeField(_("released at"), auto_now_add=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("released by"),
    )

    objects = EditionQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["master", "number"], name="edition_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="edition_counts_from_one"),
        )

    def __str__(self) -> str:
        return f"{self.title} {self.number}"


class EditionPage(models.Model):
    """One page of an edition; `position` counts in the order of the tree, parents before children.

    `page_id`, `parent_id` and `revision_id` are plain numbers, for they outlive what they name.
    """

    edition = models.ForeignKey(MasterEdition, on_delete=models.CASCADE, related_name="pages")
    position = models.PositiveIntegerField()
    page_id = models.PositiveBigIntegerField()
    # 0 for the root of the master.
    parent_id = models.PositiveBigIntegerField(default=0)
    revision_id = models.PositiveBigIntegerField(db_index=True)
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=255)
    is_fixed = models.BooleanField(default=False)
    # As Wagtail writes it into a revision.
    content = models.JSONField()

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=["edition", "page_id"], name="edition_page_once"),
            models.UniqueConstraint(fields=["edition", "position"], name="edition_position_once"),
        )

    def __str__(self) -> str:
        return self.title
