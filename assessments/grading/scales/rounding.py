"""Exact arithmetic with scores."""

from decimal import ROUND_HALF_UP, Context, Decimal

# More digits than any sum of scores needs, whatever context the caller has set.
EXACT = Context(prec=60, rounding=ROUND_HALF_UP)


def round_half_up(value: Decimal, decimals: int) -> Decimal:
    """四舍五入: 0.5 goes up, as registries round; never half-even."""
    return value.quantize(Decimal(1).scaleb(-decimals), context=EXACT)


def plain_number(value: Decimal) -> str:
    """`84.00` → `84`, `85.50` → `85.5`."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
