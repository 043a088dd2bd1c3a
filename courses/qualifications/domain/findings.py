"""What a forecast says, in a sentence: the title of its chart."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.qualifications.domain.forecast import Forecast


def finding_of(shown: Forecast) -> str:
    """The first gap, or until when there is none; undecided ones are said apart."""
    last = shown.months[-1]
    needed = max(month.must.needed for month in shown.months)
    if not needed:
        return _("No rule demands a certificate of anybody here.")
    gap = shown.first_gap
    if gap is None:
        sentence = _("Nobody lacks a certificate that must be held until %(day)s.") % {
            "day": _day(last.on)
        }
    elif gap is shown.today:
        sentence = ngettext(
            "%(lacking)d of %(needed)d lacks a certificate that must be held today.",
            "%(lacking)d of %(needed)d lack a certificate that must be held today.",
            gap.must.lacking,
        ) % {"lacking": gap.must.lacking, "needed": gap.must.needed}
        worst = shown.worst
        if worst is not gap:
            sentence += " " + _("The most will be %(most)d on %(day)s.") % {
                "most": worst.must.lacking,
                "day": _day(worst.on),
            }
    else:
        sentence = ngettext(
            "By %(day)s %(lacking)d of %(needed)d lacks a certificate that must be held.",
            "By %(day)s %(lacking)d of %(needed)d lack a certificate that must be held.",
            gap.must.lacking,
        ) % {"day": _day(gap.on), "lacking": gap.must.lacking, "needed": gap.must.needed}
    undecided = shown.today.must.undecided
    if undecided:
        sentence += " " + ngettext(
            "Of %(count)d more it is undecided whether the level counts.",
            "Of %(count)d more it is undecided whether the level counts.",
            undecided,
        ) % {"count": undecided}
    return sentence


def _day(day: object) -> str:
    return date_format(day, "Y-m-d")  # type: ignore[arg-type]  # a date
