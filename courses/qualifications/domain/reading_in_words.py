"""How a level is read, for whom and by whom, in a sentence."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from courses.qualifications.domain.recognition import RecognitionAnswer
from courses.qualifications.enums import Recognition
from courses.qualifications.models import CredentialLevel, TeachingRule


def reading_in_words(
    level: CredentialLevel, answer: RecognitionAnswer, *, rule: TeachingRule
) -> str:
    """Of what the rule asks: 中级以上, or related at all; with authority and citation."""
    if answer.reading is None:
        return _("%(level)s: nobody has said how it is read") % {"level": level}
    return _("%(level)s: %(recognition)s (%(kind)s; %(authority)s · %(citation)s)") % {
        "level": level,
        "recognition": _label(answer.recognition, rule),
        "kind": answer.reading.get_staff_kind_display() or _("All kinds of staff"),
        "authority": answer.authority,
        "citation": answer.citation,
    }


def _label(recognition: Recognition, rule: TeachingRule) -> str:
    if rule.asks_intermediate or recognition == Recognition.UNDECIDED:
        return str(recognition.label)
    if recognition == Recognition.COUNTS:
        return pgettext("certificate", "Related")
    return pgettext("certificate", "Not related")
