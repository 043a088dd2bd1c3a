"""Days as people type them."""

import datetime

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

ONE_DAY = datetime.timedelta(days=1)
# Far enough for every fact of ours, and days can still be counted on from either end.
POSSIBLE = [
    MinValueValidator(datetime.date(1949, 10, 1)),
    MaxValueValidator(datetime.date(2999, 12, 31)),
]


def day_input() -> forms.DateInput:
    """Browsers read only ISO dates in such a field, whatever the language."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
