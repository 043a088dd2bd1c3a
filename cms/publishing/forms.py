"""Search and order of the list of outlines."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.institutions.scopes import ScopedQuerySet

ORDERS = {"code": ("code",), "name": ("name", "code"), "-released": ("-released", "code")}


class OutlineFilter(forms.Form):
    """Bound to the address; whatever is wrong in it counts as not given."""

    q = forms.CharField(label=_("Course name or code"), required=False, max_length=100)
    state = forms.ChoiceField(
        label=_("Outlines"),
        required=False,
        choices=[
            ("", _("All")),
            ("with", _("With an outline")),
            ("without", _("Without an outline")),
        ],
    )
    sort = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[
            ("code", _("by code")),
            ("name", _("by name")),
            ("-released", _("newest outline first")),
        ],
    )

    def narrow(self, courses: ScopedQuerySet) -> ScopedQuerySet:
        """`courses` must carry `released`, the date of the latest outline."""
        self.is_valid()
        text = self.cleaned_data.get("q", "").strip()
        if text:
            courses = courses.filter(Q(name__icontains=text) | Q(code__icontains=text))
        state = self.cleaned_data.get("state")
        if state:
            courses = courses.filter(released__isnull=state == "without")
        return courses.order_by(*ORDERS.get(self.cleaned_data.get("sort") or "code", ("code",)))
