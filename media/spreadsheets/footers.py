"""Telling the lines below the data of a printed sheet from data rows."""

from __future__ import annotations

import re

from .normalising import matching_text

_TOTAL = re.compile(r"(?:合计|总计|小计|共计|累计|total)(?:人数)?[:(]*(?:\d.*)?")
# Duties and labels count only with a colon or a bracket behind them: a list of staff may well
# have a column whose first cell says 主任.
_LABEL = re.compile(
    r"(?:制表|填表|任课|主讲|教师|教研室|审核|复核|负责人|院长|系主任|主任|领导|签名|签字|盖章|公章|"
    r"打印|日期|时间|备注|说明|注)[^:(]{0,6}[:(].*"
)
_SIGNATURE = re.compile(
    r"制表人?|填表人?|审核人|复核人|任课教师签名|教师签名|教师签字|签名|签字|盖章|打印日期|打印时间|"
    r"年月日|注"
)


def is_footer(text: str) -> bool:
    """Whether the first text of a row makes it a footer: 合计, 制表人：, 任课教师（签名）：."""
    plain = matching_text(text)
    return any(pattern.fullmatch(plain) for pattern in (_TOTAL, _LABEL, _SIGNATURE))
