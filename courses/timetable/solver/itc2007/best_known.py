"""The least costs that anybody has published for the competition's instances."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("best_known.json")


@dataclass(frozen=True)
class BestKnown:
    source: str
    costs: dict[str, int]


@cache
def best_known() -> BestKnown:
    """By the name of the instance's file without its ending."""
    return BestKnown(**json.loads(FILE.read_text(encoding="utf-8")))
