"""One exception for all that can't be done with masters and copies."""


class MasterRefused(Exception):
    """The message says why, in the person's language; nothing was changed."""
