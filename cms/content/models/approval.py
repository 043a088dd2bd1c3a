"""Which revisions other people than their authors have passed."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ApprovalKind(models.TextChoices):
    REVIEWED = "reviewed", _("passed by reviewers")
    # Brought in by a command, a demonstration, an older version of this system: nobody read it.
    LOADED = "loaded", _("brought in without review")


class Approval(models.Model):
    """One revision of a page may be published and released. Rows are only ever added.

    `steps`: who passed what and when, each {"step", "user", "name", "at", "state", "comment"}, kept
    here because it is asked for long after the page, the revision and the people are gone.
    """

    # Plain numbers: an approval outlives the page, as the outline released from it does.
    revision_id = models.PositiveBigIntegerField(unique=True)
    page_id = models.PositiveBigIntegerField(db_index=True)
    kind = models.CharField(max_length=10, choices=ApprovalKind)
    reason = models.CharField(max_length=300, blank=True)
    steps = models.JSONField(default=list)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    approved_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(kind="reviewed") | ~models.Q(reason=""),
                name="loaded_approval_has_a_reason",
            ),
        )
