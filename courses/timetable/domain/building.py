"""From a term's teaching classes to a draft of its timetable."""

from collections.abc import Callable, Collection

from cms.users.models import User
from courses.teaching.models import Term
from courses.timetable.models import TimetableVersion

Report = Callable[[int, object], None]
"""`progress(percent, message)`; may raise to stop the work."""


def build_timetable(
    term: Term,
    *,
    seconds: float = 60,
    seed: int = 1,
    workers: int = 2,
    progress: Report | None = None,
    keep_free: Collection[tuple[int, str]] = (),
    by: User | None,
) -> TimetableVersion:
    """Place the term's teaching classes; store the result as a new draft. (being written)"""
    raise NotImplementedError
