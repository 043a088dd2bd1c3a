"""A school's copy of a master."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms.content.models import HomePage
from cms.masters.models.edition import MasterEdition
from courses.institutions.models import Institution
from courses.institutions.scopes import ScopedQuerySet, ScopePaths
from media.addressing import Addressable


class Adoption(Addressable):
    """`copy` is the root of the copy. `edition` was taken over last, with all its pages or some:
    which state each page has is said by the page (`AdoptablePage.master_revision_id`)."""

    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    home = models.ForeignKey(HomePage, on_delete=models.CASCADE, related_name="+")
    master = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="+")
    copy = models.OneToOneField(Page, on_delete=models.CASCADE, related_name="+")
    edition = models.ForeignKey(
        MasterEdition, on_delete=models.PROTECT, related_name="adoptions", verbose_name=_("edition")
    )
    adopted_at = models.DateTimeField(_("adopted at"), auto_now_add=True)
    adopted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    merged_at = models.DateTimeField(_("last merged at"), null=True, blank=True)

    # Whoever teaches or oversees at the school may look; views keep students out.
    scope_paths: ClassVar = ScopePaths(shared=True)
    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["master", "home"], name="master_adopted_once"),
        )

    def __str__(self) -> str:
        return f"{self.institution}: {self.edition}"
