"""Why a rule can't be entered for its day, as a form says it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from courses.qualifications.domain.placed_rules import AnotherIsComing, NotAhead


@contextmanager
def ahead_in_words() -> Iterator[None]:
    """What `enter_ahead` refuses becomes a ValidationError at `valid_from`."""
    try:
        yield
    except NotAhead as error:
        text = _("A rule begins tomorrow at the earliest.")
        raise ValidationError({"valid_from": text}) from error
    except AnotherIsComing as error:
        text = _("A rule from %(date)s is already entered. Withdraw it first.")
        said = text % {"date": error.valid_from.isoformat()}
        raise ValidationError({"valid_from": said}) from error
