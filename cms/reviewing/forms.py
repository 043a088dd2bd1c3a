"""What reviewers, authors and experts type."""

import datetime

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.reviewing.domain.comments import LONGEST
from cms.reviewing.domain.invitations import LONGEST_DAYS
from cms.reviewing.domain.times import LONGEST as LONGEST_REVIEW
from cms.reviewing.enums import LEVELS_OF_INSTITUTION


class CommentForm(forms.Form):
    path = forms.CharField(widget=forms.HiddenInput, max_length=200)
    text = forms.CharField(
        label=_("Comment"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )


class ApproveForm(forms.Form):
    comment = forms.CharField(
        label=_("Remark (optional)"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ReturnForm(forms.Form):
    reason = forms.CharField(
        label=_("What should be changed?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class InvitationForm(forms.Form):
    expert = forms.CharField(label=_("Name of the expert"), max_length=100)
    days = forms.IntegerField(
        label=_("Days that the link works"), min_value=1, max_value=LONGEST_DAYS, initial=14
    )


class ReviewTimeForm(forms.Form):
    level = forms.ChoiceField(
        label=pgettext_lazy("review", "Level"),
        choices=[(level.value, level.label) for level in LEVELS_OF_INSTITUTION],
    )
    days = forms.IntegerField(label=_("Days to read"), min_value=1, max_value=LONGEST_REVIEW)
    valid_from = forms.DateField(
        label=pgettext_lazy("in force", "From"),
        initial=datetime.date.today,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
