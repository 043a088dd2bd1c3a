"""What may stand in a cell of a grade sheet: a score, or one of the words that replace it."""

import re
from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import gettext as _

from assessments.grading.domain.totals import score_problem
from assessments.grading.enums import GradeStatus
from media.spreadsheets.errors import ValueRefused
from media.spreadsheets.normalising import normalise_text
from media.spreadsheets.wording import listed

#: What sheets write, first the word that a template offers.
STATUS_WORDS: dict[GradeStatus, tuple[str, ...]] = {
    GradeStatus.DEFERRED: ("缓考", "申请缓考", "deferred"),
    GradeStatus.ABSENT: ("缺考", "旷考", "absent"),
    GradeStatus.MISCONDUCT: ("作弊", "舞弊", "misconduct"),
    GradeStatus.EXEMPT: ("免修", "exempt"),
}
_STATUSES = {word: status for status, words in STATUS_WORDS.items() for word in words}
_LEVEL_WORDS = frozenset(
    ("优", "优秀", "良", "良好", "中", "中等", "及格", "不及格", "合格", "不合格", "通过", "不通过")
)
# What people put where nothing is to stand.
_NOTHING = frozenset({"/", "-", "--", "—", "——", "无"})
_NUMBER = re.compile(r"([+-]?\d{1,15}(?:\.\d{1,30})?)分?")
# A spreadsheet computes 83.35 and stores 83.350000000000009.
_FLOAT_NOISE_PLACES = 8

Cell = Decimal | GradeStatus | None


def parse_score(text: str) -> Cell:
    """A score, a status, or None for an empty cell. Raises ValueRefused with the reason."""
    value = _plain(text)
    if not value or value in _NOTHING:
        return None
    if value in _STATUSES:
        return _STATUSES[value]
    if value in _LEVEL_WORDS:
        raise ValueRefused(
            _("“%(value)s”: this scheme counts in percent. Write a number from 0 to 100.")
            % {"value": text}
        )
    match = _NUMBER.fullmatch(value) if value.isascii() or value.endswith("分") else None
    if match is None or not match[1].isascii():
        raise ValueRefused(
            _("“%(value)s” is neither a number nor one of: %(words)s.")
            % {"value": text, "words": listed(status_words())}
        )
    score = _without_float_noise(match[1])
    if reason := score_problem(score):
        raise ValueRefused(reason)
    return score


def _plain(text: str) -> str:
    # Not NFKC: it would make a score of ② and ½.
    return "".join(normalise_text(text).split()).casefold()


def _without_float_noise(text: str) -> Decimal:
    score = Decimal(text)
    places = len(text.partition(".")[2])
    return round(score, _FLOAT_NOISE_PLACES) if places > _FLOAT_NOISE_PLACES else score


def parse_remark(text: str) -> GradeStatus | str:
    """The status that a remark such as 缓考 or 缺考（病假） names, else the remark itself.

    Raises ValueRefused when it names two.
    """
    plain = _plain(text)
    found = {status for word, status in _STATUSES.items() if word in plain}
    if len(found) > 1:
        raise ValueRefused(_("“%(value)s” names more than one status.") % {"value": text})
    return found.pop() if found else normalise_text(text)


def parse_total(text: str) -> Decimal | GradeStatus | str:
    """A total that the file brings along, only to be compared; other words come back as is."""
    try:
        cell = parse_score(text)
    except ValueRefused:
        return text
    return "" if cell is None else cell


def status_words() -> Iterable[str]:
    """The words to choose from, in the order of the template."""
    return [words[0] for words in STATUS_WORDS.values()]
