"""Texts that a spreadsheet programme would run (OWASP: CSV injection)."""

from __future__ import annotations

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")


def neutralise(text: str) -> str:
    """Put an apostrophe before a text that begins like a formula, or like one that was neutralised;
    NUL is left out."""
    if not text.startswith(_DANGEROUS) and not _begins_like_a_formula(text):
        return text if "\0" not in text else neutralise(text.replace("\0", ""))
    return "'" + text.replace("\0", "")


def restore(text: str) -> str:
    """Undo ``neutralise``: what we wrote into a template is read back as it was."""
    if text.startswith("'") and _begins_like_a_formula(text[1:]):
        return text[1:]
    return text


def _begins_like_a_formula(text: str) -> bool:
    """Behind spaces, and behind apostrophes in front of these."""
    behind = text.lstrip("'")
    return behind.startswith(_DANGEROUS) or behind.lstrip().startswith(_DANGEROUS)
