"""How an institution's certificates look and what they say."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.certificates.enums import Border, CertificateKind, Orientation
from assessments.certificates.rules import validate_heading, validate_text
from courses.institutions.models import Institution
from courses.institutions.scopes import ScopedQuerySet, ScopePaths
from media.addressing import Addressable
from media.library.models import PrivateFile


class CertificateTemplate(Addressable):
    """Written in /admin. Certificates keep what it said when they were issued (TemplateVersion),
    so that it may be changed at any time."""

    institution = models.ForeignKey(
        Institution, on_delete=models.CASCADE, related_name="certificate_templates"
    )
    kind = models.CharField(_("kind"), max_length=20, choices=CertificateKind)
    name = models.CharField(_("name"), max_length=100)
    valid_from = models.DateField(
        _("used from"), help_text=_("For certificates that bear this date or a later one.")
    )
    in_use = models.BooleanField(
        _("in use"), default=False, help_text=_("Look at the preview before you tick this.")
    )
    heading = models.CharField(_("heading"), max_length=30, validators=[validate_heading])
    text = models.TextField(_("text"), max_length=500, validators=[validate_text])
    left_signatory = models.CharField(_("signature on the left"), max_length=30, blank=True)
    right_signatory = models.CharField(_("signature on the right"), max_length=30, blank=True)
    orientation = models.CharField(
        _("paper"), max_length=10, choices=Orientation, default=Orientation.LANDSCAPE
    )
    border = models.CharField(_("border"), max_length=10, choices=Border, default=Border.DOUBLE)
    seal = models.ForeignKey(
        PrivateFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # Of trainings: a completed one is certified at once; otherwise the office sees it as due.
    automatic = models.BooleanField(
        _("issue by itself"),
        default=False,
        help_text=_("Training only: who completes one gets the certificate at once."),
    )

    scope_paths: ClassVar = ScopePaths()
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate template")
        verbose_name_plural = _("certificate templates")
        ordering = ("kind", "-valid_from", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(automatic=False) | Q(kind=CertificateKind.TRAINING_COMPLETION),
                name="only_training_is_automatic",
                violation_error_message=_(
                    "Only training certificates can be issued by themselves."
                ),
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def content(self) -> dict[str, Any]:
        """What is printed, as a TemplateVersion keeps it."""
        return {
            "heading": self.heading,
            "text": self.text,
            "left_signatory": self.left_signatory,
            "right_signatory": self.right_signatory,
            "orientation": self.orientation,
            "border": self.border,
        }
