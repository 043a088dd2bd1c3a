"""Why a text of a timetable was not understood, in words."""

from django.utils.translation import gettext as _

from courses.timetable.formats.errors import FormatError, FormatReason
from courses.timetable.weeks import WeekTextError, WeekTextReason


def format_sentence(error: FormatError) -> str:
    """One sentence about the part at fault."""
    if error.weeks is not None:
        return weeks_sentence(error.weeks)
    values = {"text": error.fragment}
    return {
        FormatReason.EMPTY: _("A time is missing here."),
        FormatReason.NO_PERIODS: _(
            "“%(text)s” has no periods that can be read. Write them such as 1-2."
        ),
        FormatReason.NO_WEEKDAY: _("“%(text)s” is not a weekday. Write 1 to 7, or 星期一."),
        FormatReason.PERIODS_BACKWARDS: _("Periods %(text)s run backwards."),
        FormatReason.PERIOD_OUT_OF_DAY: _("A day has no periods %(text)s."),
        FormatReason.WEEKS: _("“%(text)s” has no weeks that can be read."),
        FormatReason.TOO_FEW_PARTS: _("“%(text)s” has too few or too many parts."),
        FormatReason.NOT_ONE_RUN: _(
            "Periods %(text)s don't follow one another; write two times instead."
        ),
    }[error.reason] % values


def weeks_sentence(error: WeekTextError) -> str:
    values = {"text": error.fragment, "last": error.last_week}
    return {
        WeekTextReason.EMPTY: _("The weeks are missing here."),
        WeekTextReason.UNREADABLE: _(
            "“%(text)s” can't be read as weeks. Write them such as 1-16 or 1-15单."
        ),
        WeekTextReason.OUT_OF_TERM: _("Week %(text)s is outside the term of %(last)d weeks."),
        WeekTextReason.BACKWARDS: _("Weeks %(text)s run backwards."),
        WeekTextReason.NO_WEEK_LEFT: _("No week is left of “%(text)s”."),
        WeekTextReason.AMBIGUOUS_PARITY: _(
            "“%(text)s” can be read in two ways: say odd or even for each range."
        ),
    }[error.reason] % values
