"""Amounts as Chinese receipts write them, so that no digit can be added (《支付结算办法》附一)."""

from decimal import Decimal

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿")


def in_capitals(amount: Decimal) -> str:
    """1234.50 → 壹仟贰佰叁拾肆元伍角整. Two decimals at most; below a billion (万亿)."""
    cents = int((abs(amount) * 100).to_integral_value())
    yuan, cents = divmod(cents, 100)
    jiao, fen = divmod(cents, 10)
    words = f"{_whole(yuan)}元" if yuan or not cents else ""
    if not cents:
        words += "整"
    elif not fen:
        words += f"{_DIGITS[jiao]}角整"
    else:
        # 元 and 分 without 角 between: the gap is written.
        words += f"{_DIGITS[jiao]}角" if jiao else ("零" if yuan else "")
        words += f"{_DIGITS[fen]}分"
    return ("负" if amount < 0 else "") + words


def _whole(number: int) -> str:
    if not number:
        return "零"
    words, group, gap = "", 0, False
    while number:
        number, part = divmod(number, 10000)
        if part:
            text = _group(part) + _GROUPS[group]
            words = text + ("零" if gap and words else "") + words
            # 10,005: thousands of the lower group are empty.
            gap = part < 1000
        elif words:
            gap = True
        group += 1
    return words


def _group(part: int) -> str:
    words, gap = "", False
    for place in range(3, -1, -1):
        digit = part // 10**place % 10
        if digit:
            words += ("零" if gap and words else "") + _DIGITS[digit] + _PLACES[place]
            gap = False
        else:
            gap = True
    return words
