"""Dates as they are written here."""

import datetime

from django.utils.formats import date_format


def test_month_and_day_have_no_leading_zero():
    assert date_format(datetime.date(2026, 9, 2), "MONTH_DAY_FORMAT") == "9月2日"
