"""How long work ends early."""


class JobRefused(Exception):
    """The work can't be done, for a reason the person should read."""


class JobCancelled(Exception):
    """The person cancelled; raised at the next progress report, so the transaction rolls back. Work
    in several transactions raises it again with a sentence that says what stays."""
