"""Forms of textbooks and their adoption."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.curriculum.enums import TextbookKind
from courses.curriculum.models import Course
from courses.institutions.days import POSSIBLE, day_input
from courses.teaching.models import TeachingClass, Term
from courses.textbooks.enums import TextbookPart
from courses.textbooks.models import Textbook


class TextbookForm(forms.Form):
    """A book, in one edition."""

    title = forms.CharField(label=pgettext_lazy("book", "Title"), max_length=200)
    edition = forms.CharField(
        label=_("Edition"), max_length=60, help_text=_("Such as: 3rd edition, 2026.")
    )
    authors = forms.CharField(label=_("Authors"), max_length=300)
    publisher = forms.CharField(label=_("Publisher"), max_length=120, required=False)
    isbn = forms.CharField(label=_("ISBN"), max_length=20, required=False)
    kind = forms.ChoiceField(label=_("Kind of textbook"), choices=TextbookKind.choices)


class ApprovalForm(forms.Form):
    """The list on which a book stands, by which document, from when."""

    authority = forms.CharField(label=_("Whose list"), max_length=100)
    citation = forms.CharField(
        label=_("Document and clause"), max_length=300, help_text=_("With its number and date.")
    )
    valid_from = forms.DateField(label=_("Valid from"), widget=day_input(), validators=POSSIBLE)


class EndForm(forms.Form):
    on = forms.DateField(label=_("No longer from"), widget=day_input(), validators=POSSIBLE)
    note = forms.CharField(label=_("Reason"), max_length=300)


class ProposalForm(forms.Form):
    """Which book, as what, for which classes. Choices are what the person may see."""

    course = forms.ModelChoiceField(
        label=_("Course"), queryset=Course.objects.none(), to_field_name="public_id"
    )
    textbook = forms.ModelChoiceField(
        label=_("Textbook"), queryset=Textbook.objects.none(), to_field_name="public_id"
    )
    part = forms.ChoiceField(label=_("Used as"), choices=TextbookPart.choices)
    reason = forms.CharField(
        label=_("What a supplement adds"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    valid_from = forms.DateField(
        label=_("Used from"),
        required=False,
        widget=day_input(),
        validators=POSSIBLE,
        help_text=_("Left empty, from the first Monday of the term."),
    )
    classes = forms.ModelMultipleChoiceField(
        label=_("Only for these classes"),
        queryset=TeachingClass.objects.none(),
        to_field_name="public_id",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("For supplements. None chosen means all classes of the course."),
    )

    def __init__(
        self,
        *args: Any,
        courses: QuerySet[Course],
        textbooks: QuerySet[Textbook],
        classes: QuerySet[TeachingClass],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["course"]).queryset = courses
        cast(forms.ModelChoiceField, self.fields["textbook"]).queryset = textbooks
        cast(forms.ModelMultipleChoiceField, self.fields["classes"]).queryset = classes


class TermFilter(forms.Form):
    """Bound to the address; an unknown term counts as not given."""

    term = forms.ModelChoiceField(
        label=_("Term"), queryset=Term.objects.none(), to_field_name="public_id", required=False
    )

    def __init__(self, *args: Any, terms: QuerySet[Term], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["term"]).queryset = terms
