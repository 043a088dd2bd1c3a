"""An outside expert who has no account: one revision, for a while, to comment on."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.institutions.models import Institution
from courses.institutions.scopes import ScopedQuerySet, ScopePaths
from media.addressing import Addressable


class InvitationQuerySet(ScopedQuerySet):
    def open(self) -> Self:
        return self.filter(revoked_at=None, expires_at__gt=timezone.now())


class ReviewInvitation(Addressable):
    """The link itself is nowhere: only the hash of its token is kept."""

    # Both go with the page: whoever has the link then finds nothing.
    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    revision = models.ForeignKey("wagtailcore.Revision", on_delete=models.CASCADE, related_name="+")
    institution = models.ForeignKey(
        Institution, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    # A province that invites to a master of its own; empty otherwise.
    province = models.CharField(max_length=2, blank=True)
    expert = models.CharField(_("name of the expert"), max_length=100)
    # SHA-256 in hexadecimal of a token of 256 random bits; such a token needs no slower hash.
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    expires_at = models.DateTimeField(_("valid until"))
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    opened_at = models.DateTimeField(_("first opened"), null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    scope_paths: ClassVar = ScopePaths()
    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at",)
        constraints = (
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")), name="invitation_expires_later"
            ),
        )

    @property
    def is_open(self) -> bool:
        return self.revoked_at is None and self.expires_at > timezone.now()


class ExpertComment(models.Model):
    """What an expert wrote at one place of the revision; `path` as in Wagtail's comments."""

    invitation = models.ForeignKey(
        ReviewInvitation, on_delete=models.CASCADE, related_name="comments"
    )
    path = models.CharField(max_length=200)
    label = models.CharField(max_length=200)
    text = models.TextField(_("comment"), max_length=4000)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("created_at", "pk")

    def __str__(self) -> str:
        return f"{self.label}: {self.text[:40]}"
