"""Proposals of a repair as changes, of which single students can be asked as of any others."""

from collections.abc import Sequence

from courses.changes.domain.other_classes import Placed
from courses.changes.domain.repair.proposal import Proposal
from courses.timetable.models import Meeting


def placed_by(proposals: Sequence[Proposal]) -> list[list[Placed]]:
    """For each proposal; meetings that are gone are in none. One query."""
    meetings = {line.meeting for one in proposals for line in one.lines}
    rows = Meeting.objects.filter(pk__in=meetings).order_by()
    classes = dict(rows.values_list("pk", "teaching_class"))
    return [
        [
            Placed(line.meeting, classes[line.meeting], line.code, line.before, line.after)
            for line in one.lines
            if line.meeting in classes
        ]
        for one in proposals
    ]
