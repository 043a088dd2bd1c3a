"""How teaching documents write numbers, labels and headings."""

import re
import unicodedata

_HOURS = re.compile(r"(\d+(?:\.\d+)?)\s*(?:个)?\s*(?:学时|课时|节|h\b)", re.IGNORECASE)
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_MINUTES = re.compile(r"(\d+)\s*(?:分钟|分|min\b|['′])", re.IGNORECASE)
_RANGE = re.compile(r"(\d+)\s*[-—~～至]+\s*(\d+)\s*(?:分钟|分|min\b|['′])?", re.IGNORECASE)
_CHINESE = dict(zip("零一二三四五六七八九两", (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 2), strict=True))
_CHINESE_HOURS = re.compile(r"([一二三四五六七八九十两]{1,3})\s*(?:个)?\s*(?:学时|课时)")
# 一、 · （一） · 第一章 · 1. · 1.1
_MARK = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}\s*[、.．:：]|[(（][一二三四五六七八九十]{1,3}[)）]|"
    r"第[一二三四五六七八九十百\d]{1,4}(?:章|节|讲|单元|部分|模块|项目|专题|篇)|"
    r"\d{1,2}(?:\.\d{1,2}){1,2}[、.．]?|\d{1,2}(?:[、.．]|\s+))\s*"
)
_TOP = re.compile(r"^[一二三四五六七八九十]{1,3}\s*[、.．]")
_SECOND = re.compile(r"^[(（][一二三四五六七八九十]{1,3}[)）]")
_UNIT = re.compile(r"^第[一二三四五六七八九十百\d]{1,4}(?:章|讲|单元|部分|模块|项目|专题|篇)")
LONGEST_HEADING = 50


def tidy(text: str) -> str:
    """Full-width digits and letters as plain ones, odd spaces as one space."""
    return " ".join(narrow(text).split())


def narrow(text: str) -> str:
    """Full-width digits, letters, points and signs as plain ones; Chinese punctuation stays."""
    return "".join(
        unicodedata.normalize("NFKC", letter)
        if "\uff10" <= letter <= "\uff19"
        or "\uff21" <= letter <= "\uff3a"
        or "\uff41" <= letter <= "\uff5a"
        or letter in "．＋－\u3000\xa0"
        else letter
        for letter in text
    )


def label_of(text: str) -> str:
    """A label without its number, colon and spaces: "一、 课程 名称：" is 课程名称."""
    plain = re.sub(r"\s", "", _MARK.sub("", tidy(text)))
    return re.sub(r"[:：]+$", "", plain)


def counts_in_chinese(text: str) -> bool:
    """Whether the line begins like 一、"""
    return bool(_TOP.match(tidy(text)))


def is_unit_heading(text: str) -> bool:
    """Whether the line begins like 第一章."""
    return bool(_UNIT.match(tidy(text)))


def without_mark(text: str) -> str:
    """A heading without 一、 or （一）; 第一章 stays out too."""
    return _MARK.sub("", tidy(text)).strip()


def hours_in(text: str) -> float | None:
    """ "（２学时）" is 2, "两课时" 2; None where no hours are named."""
    plain = narrow(text)
    found = _HOURS.search(plain)
    if found:
        return float(found[1])
    chinese = _CHINESE_HOURS.search(plain)
    return float(_chinese_number(chinese[1])) if chinese else None


def number_in(text: str) -> float | None:
    """The number of a cell such as "2", "２学时" or "4.0"; None for words, "" and "-"."""
    plain = tidy(text)
    found = _NUMBER.match(plain)
    if found:
        return float(found[0])
    return hours_in(plain)


def minutes_in(text: str) -> int | None:
    """ "10分钟" is 10, "0-10分钟" and "10~20" are the difference; None where no minutes stand."""
    plain = tidy(text)
    span = _RANGE.search(plain)
    if span and int(span[2]) > int(span[1]):
        return int(span[2]) - int(span[1])
    found = _MINUTES.search(plain)
    if found:
        return int(found[1])
    return int(plain) if plain.isdecimal() and len(plain) <= 3 else None


def without_hours(text: str) -> str:
    """A title without its （2学时）."""
    plain = tidy(text)
    return re.sub(
        r"\s*[(（\[【][^()（）]*?(?:学时|课时)[^()（）]*?[)）\]】]|\s*\d+\s*(?:学时|课时)$",
        "",
        plain,
    ).strip()


def heading_level(text: str) -> int:
    """2 or 3 for a line that is a heading by its number, 0 for any other."""
    plain = tidy(text)
    if not plain or len(plain) > LONGEST_HEADING or plain.endswith(("。", "；", ";", "，")):
        return 0
    if _TOP.match(plain) or _UNIT.match(plain):
        return 2
    return 3 if _SECOND.match(plain) else 0


def _chinese_number(text: str) -> int:
    tens, ten, ones = text.partition("十")
    if not ten:
        return _CHINESE.get(text[-1], 0)
    return (_CHINESE.get(tens, 1) if tens else 1) * 10 + (_CHINESE.get(ones, 0) if ones else 0)
