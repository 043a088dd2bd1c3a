"""The catalogue: which credentials there are, with their levels."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.qualifications.enums import CredentialScheme


class CredentialType(models.Model):
    """A credential such as 职业指导师; catalogue data, the same for every institution."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=100)
    scheme = models.CharField(_("scheme"), max_length=20, choices=CredentialScheme)
    # Other names seen on certificates and in spreadsheets.
    aliases = models.JSONField(default=list)
    citation = models.CharField(max_length=300, blank=True)
    # Who issues it, as the certificates name them.
    issuing_bodies = models.JSONField(default=list, db_default=[])
    # How long it is usually valid; None: without end. Only ever proposed, what is printed counts.
    validity_months = models.PositiveSmallIntegerField(null=True, blank=True)
    # What keeps it valid, or gives it anew, such as continuing education.
    renewal = models.CharField(max_length=300, blank=True, db_default="")
    # A regular expression for the whole number, and the same in words; a mismatch only warns.
    number_pattern = models.CharField(max_length=200, blank=True)
    number_hint = models.CharField(max_length=100, blank=True)

    def __str__(self) -> str:
        return self.name


class CredentialLevel(models.Model):
    credential_type = models.ForeignKey(
        CredentialType, on_delete=models.CASCADE, related_name="levels"
    )
    code = models.CharField(max_length=40)
    name = models.CharField(_("name"), max_length=100)
    aliases = models.JSONField(default=list)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("credential_type", "position")
        constraints = (
            models.UniqueConstraint(
                fields=["credential_type", "code"], name="credential_level_once"
            ),
        )

    def __str__(self) -> str:
        return self.name
