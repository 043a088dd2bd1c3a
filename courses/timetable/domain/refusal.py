"""How a write is declined."""


class TimetableRefused(Exception):
    """Nothing was changed; the text is a sentence for the person who asked."""
