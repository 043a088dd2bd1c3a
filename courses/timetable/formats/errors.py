"""Why a text of a timetable was not understood."""

from __future__ import annotations

from enum import StrEnum

from courses.timetable.weeks import WeekTextError


class FormatReason(StrEnum):
    """What is wrong; the caller words the sentence."""

    EMPTY = "empty"
    NO_PERIODS = "no_periods"
    NO_WEEKDAY = "no_weekday"
    PERIODS_BACKWARDS = "periods_backwards"
    PERIOD_OUT_OF_DAY = "period_out_of_day"
    WEEKS = "weeks"
    TOO_FEW_PARTS = "too_few_parts"
    NOT_ONE_RUN = "not_one_run"


class FormatError(ValueError):
    """`fragment` is the part of `text` at fault; `weeks` says what is wrong with weeks."""

    def __init__(
        self, reason: FormatReason, text: str, fragment: str, weeks: WeekTextError | None = None
    ) -> None:
        super().__init__(f"{reason} in {text!r}: {fragment!r}")
        self.reason = reason
        self.text = text
        self.fragment = fragment
        self.weeks = weeks
