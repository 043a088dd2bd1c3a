"""Words for ranges of a total, and numbers for words: tables that a school decides."""

from collections.abc import Mapping
from decimal import Decimal


def word_for(total: Decimal, bands: Mapping[str, Decimal]) -> str:
    """The word of the highest band that the total reaches; `bands`: word → lowest total.

    Raises ValueError when the total lies below every band: such a table has a gap.
    """
    reached = [(lowest, word) for word, lowest in bands.items() if total >= lowest]
    if not reached:
        raise ValueError(f"no band holds {total}")
    return max(reached)[1]


def score_for(word: str, conversion: Mapping[str, Decimal]) -> Decimal:
    """The number that a school writes for a word (优秀 → 95); KeyError for an unknown word."""
    return conversion[word]
