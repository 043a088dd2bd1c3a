"""What a reader sends."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.reading.domain.progress import WHOLE
from cms.reading.models import MAX_ANSWER, MAX_NOTE


class ProgressForm(forms.Form):
    share = forms.IntegerField(min_value=0, max_value=WHOLE)


class PlaceForm(forms.Form):
    """`block` empty: the page as a whole."""

    block = forms.UUIDField(required=False)


class NoteForm(PlaceForm):
    text = forms.CharField(
        label=pgettext_lazy("own words", "Note"),
        max_length=MAX_NOTE,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    block = forms.UUIDField(required=False, widget=forms.HiddenInput)


class AnswerForm(forms.Form):
    """An empty text takes the answer back."""

    text = forms.CharField(
        label=_("Your answer"),
        max_length=MAX_ANSWER,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    share = forms.BooleanField(label=_("My instructor may read it"), required=False)
