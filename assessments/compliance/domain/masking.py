"""Names and numbers shown only as far as the reader needs them."""


def mask_name(name: str) -> str:
    """王**: the first character of a name, whatever its length."""
    return f"{name[:1]}**" if name else ""


def mask_number(number: str) -> str:
    """The first four and last two characters of a student number; shorter ones vanish wholly."""
    return f"{number[:4]}****{number[-2:]}" if len(number) > 6 else "****"
