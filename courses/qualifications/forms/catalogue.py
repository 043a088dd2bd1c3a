"""Filters of the catalogue and of the readings."""

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.qualifications.enums import CredentialScheme, Recognition


class CatalogueFilter(forms.Form):
    """All optional, all in the address."""

    # What is found is few enough to be read as it stands.
    FEW = 3

    q = forms.CharField(label=_("Name, other name or issuer"), required=False, max_length=50)
    scheme = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("All")), *CredentialScheme.choices]
    )

    @property
    def chosen(self) -> dict[str, str]:
        """What was chosen; a value that can't be is left out, so that a bad address still opens."""
        self.is_valid()
        return {name: self.cleaned_data.get(name) or "" for name in self.fields}

    def opens(self, found: int) -> bool:
        """Whether what was found is shown with everything that is said of it."""
        return any(self.chosen.values()) and found <= self.FEW


class ReadingFilter(CatalogueFilter):
    q = forms.CharField(label=_("Certificate"), required=False, max_length=50)
    reading = forms.ChoiceField(
        label=_("Intermediate or above"),
        required=False,
        choices=[("", _("All")), *Recognition.choices],
    )
