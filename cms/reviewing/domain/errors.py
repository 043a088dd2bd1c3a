"""What can't be done, in words for the person."""


class ReviewRefused(Exception):
    """The message says why, in the person's language; nothing has changed."""
