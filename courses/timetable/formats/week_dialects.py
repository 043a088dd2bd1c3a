"""Texts of weeks as each system writes them. `parse_weeks` reads them all.

Each function prints what it reads: for a text in the dialect's own short form,
`print(parse(text)) == text`.
"""

from __future__ import annotations

from collections.abc import Callable

from courses.timetable.weeks import ODD, WeekSet, shortest_spans, weeks_in

Span = tuple[int, int, int]


def wakeup_weeks(weeks: WeekSet) -> str:
    """`1-5、7-11单、12-16双`"""
    return _listed(weeks, "、", lambda span: _range(span) + _sign(span, "单", "双"))


def zf_weeks(weeks: WeekSet) -> str:
    """`4-5周,7-8周,9-15周(单)`, as 正方 writes them in cells and lists."""
    return _listed(weeks, ",", lambda span: f"{_range(span)}周" + _sign(span, "(单)", "(双)"))


def old_zf_weeks(weeks: WeekSet) -> str:
    """`第12-12周|双周` for one range; more are separated by commas."""
    return _listed(
        weeks, ",", lambda span: f"第{span[0]}-{span[1]}周" + _sign(span, "|单周", "|双周")
    )


def _listed(weeks: WeekSet, separator: str, written: Callable[[Span], str]) -> str:
    return separator.join(written(span) for span in shortest_spans(weeks_in(weeks)))


def _range(span: Span) -> str:
    first, last, _step = span
    return f"{first}-{last}" if first < last else f"{first}"


def _sign(span: Span, odd: str, even: str) -> str:
    first, _last, step = span
    if step == 1:
        return ""
    return odd if first % 2 == ODD else even
