"""Which words of a text changed: plain Python, no Django."""

import re
from difflib import SequenceMatcher
from typing import NamedTuple

# A Latin word or a number is one piece; so is every other character, as Chinese needs.
PIECES = re.compile(r"[A-Za-z]+|\d+|\s+|.", re.DOTALL)
# Two changes with less than this between them read as one.
SHORTEST_SAME = 2


class Run(NamedTuple):
    """A stretch of text; `changed`: the other text hasn't got it."""

    text: str
    changed: bool


def marked(old: str, new: str) -> tuple[list[Run], list[Run]]:
    """Both texts as runs that join to them again, with what differs marked in each."""
    left, right = PIECES.findall(old), PIECES.findall(new)
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    old_runs: list[Run] = []
    new_runs: list[Run] = []
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        before, after = "".join(left[i1:i2]), "".join(right[j1:j2])
        inside = min(i1, j1) > 0 and i2 < len(left) and j2 < len(right)
        changed = kind != "equal" or (inside and len(before) < SHORTEST_SAME)
        _add(old_runs, before, changed)
        _add(new_runs, after, changed)
    return old_runs, new_runs


def _add(runs: list[Run], text: str, changed: bool) -> None:
    if not text:
        return
    if runs and runs[-1].changed == changed:
        runs[-1] = Run(runs[-1].text + text, changed)
    else:
        runs.append(Run(text, changed))
