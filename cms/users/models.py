"""The account a person signs in with. What they may do is a role, in courses.institutions."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.users.languages import LanguageChoice


class User(AbstractUser):
    """Chinese names have no reliable first and last part: one field holds the whole name."""

    last_name = None  # type: ignore[assignment]  # removed from Django's model
    name = models.CharField(_("full name"), max_length=100, blank=True)
    language = models.CharField(
        _("language"), max_length=10, choices=LanguageChoice, default=LanguageChoice.CHINESE
    )
    # Its password is in the README; production never lets it in.
    is_demo = models.BooleanField(default=False, editable=False)

    @property
    def first_name(self) -> str:  # type: ignore[override]  # no field: what Wagtail's menu shows
        return self.name

    def get_full_name(self) -> str:
        return self.name or self.username

    def get_short_name(self) -> str:
        return self.get_full_name()

    def __str__(self) -> str:
        return self.get_full_name()
