"""Column numbers and letters."""

from __future__ import annotations


def column_letter(index: int) -> str:
    """``0`` → ``A``, ``27`` → ``AB``."""
    letters = ""
    index += 1
    while index:
        index, remainder = divmod(index - 1, 26)
        letters = chr(65 + remainder) + letters
    return letters


def column_index(letters: str) -> int:
    """``A`` → ``0``, ``AB`` → ``27``."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1
