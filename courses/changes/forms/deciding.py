"""Finding requests, and deciding them."""

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy, pgettext_lazy

from courses.changes.enums import ChangeKind, RequestState
from courses.changes.models import ChangeRequest


class RequestFilter(forms.Form):
    """Everything in the address; what it can't read, it ignores."""

    state = forms.ChoiceField(
        label=pgettext_lazy("change request", "State"),
        required=False,
        choices=[
            ("mine", gettext_lazy("Waiting for me")),
            *RequestState.choices,
            ("all", pgettext_lazy("change requests", "All")),
        ],
    )
    kind = forms.ChoiceField(
        label=pgettext_lazy("change request", "Kind"),
        required=False,
        choices=[("", pgettext_lazy("change requests", "All")), *ChangeKind.choices],
    )
    q = forms.CharField(label=gettext_lazy("Class or person"), required=False, max_length=50)

    def apply(
        self, requests: QuerySet[ChangeRequest], *, steps: tuple[str, ...]
    ) -> QuerySet[ChangeRequest]:
        """`steps`: those that the person may answer."""
        self.is_valid()
        state = self.cleaned_data.get("state") or "mine"
        if state == "mine":
            requests = requests.filter(state=RequestState.WAITING, waits_for__in=steps)
        elif state != "all":
            requests = requests.filter(state=state)
        if kind := self.cleaned_data.get("kind"):
            requests = requests.filter(kind=kind)
        if text := self.cleaned_data.get("q"):
            requests = requests.filter(
                Q(teaching_class__code__icontains=text)
                | Q(staff__name__icontains=text)
                | Q(substitute__name__icontains=text)
            )
        return requests


class NoteForm(forms.Form):
    note = forms.CharField(
        label=pgettext_lazy("change request", "In a sentence"), required=False, max_length=300
    )
