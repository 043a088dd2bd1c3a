"""What the planner says by codes, in words."""

from django.utils.translation import gettext as _

from courses.training.planner.proposal import Phase, Reason, Report


def phase_sentence(report: Report) -> str:
    """What the planner is at, and how far."""
    said = {
        Phase.READING: _("Reading the problem"),
        Phase.FIRST_PLAN: _("Making a first plan"),
        Phase.BOUNDING: _("Working out what no plan can be better than"),
        Phase.ASSIGNING: _("Choosing sessions for everybody"),
        Phase.COVERING: _("Choosing who teaches meanwhile"),
        Phase.REASONS: _("Finding out why somebody has no place"),
        Phase.DONE: _("Almost done"),
    }[report.phase]
    if not report.placed:
        return said
    return _("%(what)s; %(placed)d people placed so far") % {"what": said, "placed": report.placed}


def reason_sentence(reason: str, subjects: list[str], *, alone: bool) -> str:
    """Why somebody has no place. `subjects` are names as stored with the plan."""
    if reason == Reason.BUDGET and not subjects:  # in plans that knew one sum for all years
        return _alone(_("The money doesn't suffice."), alone=alone)
    names = _(", ").join(subjects)
    said = {
        Reason.NOT_ADMITTED: _("No session is open to this kind of staff."),
        Reason.PREREQUISITE: _("Something has to be completed before: %(names)s."),
        Reason.FORBIDDEN: _("The sessions that are left don't count, or were declined."),
        Reason.UNAVAILABLE: _("The person is away, or goes elsewhere, on days of each session."),
        Reason.NOT_ENOUGH: _("No session, and no two of them, have as many hours as are owed."),
        Reason.NO_COVER: _(
            "Nobody can teach the meetings meanwhile, nor is there a time to make them up: "
            "%(names)s."
        ),
        Reason.FULL: _("All seats are taken."),
        Reason.QUOTA: _("The institution has used its seats."),
        Reason.DEPARTMENT_QUOTA: _("The department has used its seats: %(names)s."),
        Reason.DEPARTMENT_LIMIT: _(
            "As many of the department as may be are away on the days of each session: %(names)s."
        ),
        Reason.BUDGET: _("The institution's money for %(names)s doesn't suffice."),
        Reason.PROVINCE_BUDGET: _("The province's money for %(names)s doesn't suffice."),
        Reason.NOT_PROVEN: _(
            "In this plan it would cost others their place, or the time for searching was up."
        ),
    }[Reason(reason)]
    return _alone(said % {"names": names or "—"}, alone=alone)


def _alone(said: str, *, alone: bool) -> str:
    if alone:
        return _("%(reason)s No plan at all could place this person.") % {"reason": said}
    return said


def cost_label(part: str) -> str:
    """A part of the cost, with what is counted."""
    return {
        "unplaced": _("without a place (people)"),
        "waiting": _("waiting of those without a place (months)"),
        "delay": _("late for those who have waited long (weeks × months)"),
        "travel": _("ways between cities (yuan)"),
        "substituting": _("taught by substitutes (periods)"),
        "candidates": _("substitutes from elsewhere (points)"),
        "making_up": _("made up at another time (periods)"),
        "crowding": _("beyond an institution's share (people)"),
        "shortfall": _("missing at a session's minimum (people)"),
        "moved": _("sent elsewhere than before (people)"),
        "covers_changed": _("covered otherwise than before (meetings)"),
    }.get(part, part)


def bound_sentence(placed: int, most_placed: int, gap: float) -> str:
    """How good the plan is, in words."""
    if placed >= most_placed:
        first = _("Everybody who can be placed at all has a place.")
    else:
        first = _("No plan could place more than %(most)d people; this one places %(placed)d.") % {
            "most": most_placed,
            "placed": placed,
        }
    if gap <= 0:
        return first + " " + _("It is proven that no plan is better by the weights below.")
    return (
        first
        + " "
        + _("By the weights below no plan can be better than this one by more than %(gap)s %%.")
        % {"gap": f"{100 * gap:.2f}" if gap < 0.1 else f"{100 * gap:.0f}"}
    )
