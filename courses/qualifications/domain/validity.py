"""How long a certificate is usually valid: proposed, never forced."""

import calendar
import datetime

from courses.qualifications.models import CredentialType


def usual_last_day(
    credential_type: CredentialType, issued_on: datetime.date
) -> datetime.date | None:
    """The last day of the usual validity; None where such certificates have no end."""
    if credential_type.validity_months is None:
        return None
    return _months_later(issued_on, credential_type.validity_months) - datetime.timedelta(days=1)


def _months_later(day: datetime.date, months: int) -> datetime.date:
    """The same day of a later month; where that month is shorter, the first of the next one, so
    that no day of validity is lost."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if day.day > calendar.monthrange(year, month + 1)[1]:
        year, month = divmod(year * 12 + month + 1, 12)
        return datetime.date(year, month + 1, 1)
    return datetime.date(year, month + 1, day.day)
