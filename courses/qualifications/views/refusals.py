"""What a verb refused, put where the form shows it."""

from django import forms
from django.core.exceptions import ValidationError


def say(form: forms.BaseForm, error: ValidationError) -> None:
    """Sentences of fields the form has go to the field, all others above the form."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for field, errors in error.error_dict.items():
        form.add_error(field if field in form.fields else None, errors)
