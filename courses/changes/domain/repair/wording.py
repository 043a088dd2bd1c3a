"""Proposals as the office reads them."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.changes.domain.repair.proposal import Line, Proposal
from courses.changes.models import Repair
from courses.timetable.solver.repair.problem import Emphasis, Kind, Width


def emphasis_said(repair: Repair, emphasis: str, *, other_rooms: bool = False) -> str:
    """The heading of a proposal. `other_rooms`: of a room that is lost for longer than its meetings
    can be moved, some go elsewhere at another time."""
    if emphasis == Emphasis.MIXED:
        return _("Fewest disturbed, mixed")
    if repair.staff_id is not None:
        return {
            Emphasis.SAME_TIMES: _("Same times, substitutes"),
            Emphasis.SAME_HANDS: _("Same instructor, other times"),
        }[Emphasis(emphasis)]
    return {
        Emphasis.SAME_TIMES: _("Same times, other rooms"),
        Emphasis.SAME_HANDS: _("Other times, other rooms where needed")
        if other_rooms
        else _("Same room, other times"),
    }[Emphasis(emphasis)]


def uses_other_rooms(proposal: Proposal) -> bool:
    """Whether a meeting that can't stay as it is goes elsewhere."""
    return any(line.concerned and line.after.room != line.before.room for line in proposal.lines)


def counts_said(proposal: Proposal) -> list[str]:
    """How many of each change, those that happen."""
    counts = proposal.counts
    sentences = {
        Kind.SUBSTITUTE: ngettext(
            "%(count)d by a substitute", "%(count)d by substitutes", counts[Kind.SUBSTITUTE]
        ),
        Kind.ROOM: ngettext(
            "%(count)d in another room", "%(count)d in other rooms", counts[Kind.ROOM]
        ),
        Kind.TIME: ngettext(
            "%(count)d at another time", "%(count)d at other times", counts[Kind.TIME]
        ),
        Kind.CANCEL: ngettext("%(count)d cancelled", "%(count)d cancelled", counts[Kind.CANCEL]),
    }
    return [text % {"count": counts[kind]} for kind, text in sentences.items() if counts[kind]]


def line_said(line: Line) -> str:
    """What becomes of the meeting."""
    after = line.after
    words = {
        "name": after.instructor_name,
        "room": f"{after.campus} {after.room_name}",
        "day": f"{after.day_said} {after.periods_said} {after.clock}",
    }
    if line.kind == Kind.SUBSTITUTE:
        return _("%(name)s substitutes") % words
    if line.kind == Kind.ROOM:
        return _("in %(room)s") % words
    if line.kind == Kind.TIME:
        if after.room != line.before.room:
            return _("%(day)s, in %(room)s") % words
        return str(words["day"])
    return ngettext(
        "cancelled, %(count)d hour stays owed",
        "cancelled, %(count)d hours stay owed",
        line.before.periods,
    ) % {"count": line.before.periods}


def distance_said(line: Line) -> str:
    """How far a meeting moves; nothing for those that keep their time."""
    if line.kind != Kind.TIME:
        return ""
    weeks = line.weeks_away
    if weeks > 0:
        text = ngettext("%(count)d week later", "%(count)d weeks later", weeks)
        return text % {"count": weeks}
    if weeks < 0:
        text = ngettext("%(count)d week earlier", "%(count)d weeks earlier", -weeks)
        return text % {"count": -weeks}
    return _("same week")


def width_said(proposal: Proposal) -> str:
    """How far the search had to look; nothing where what is near was enough."""
    if proposal.width == Width.OTHERS:
        return ngettext(
            "%(count)d meeting that isn't concerned gives way.",
            "%(count)d meetings that aren't concerned give way.",
            proposal.others,
        ) % {"count": proposal.others}
    if proposal.width == Width.TERM:
        return _("The next two weeks were not enough; times until the end of the term were tried.")
    return ""


def why_said(repair: Repair, line: Line) -> str:
    """Why an affected meeting has no place."""
    why = line.why or {}
    said = []
    if repair.staff_id is not None:
        said.append(_people(why))
    else:
        said.append(_rooms(why))
    said.append(_times(why))
    return " ".join(said)


def _people(why: dict[str, int]) -> str:
    if not why["fit"]:
        return _("Nobody else may teach then.")
    if not why["free"]:
        return ngettext(
            "%(count)d colleague may teach then, but isn't free.",
            "%(count)d colleagues may teach then, none of them is free.",
            why["fit"],
        ) % {"count": why["fit"]}
    return _("The colleagues who are free then take other meetings of this proposal.")


def _rooms(why: dict[str, int]) -> str:
    if not why["rooms"]:
        return _("No room that is large enough is free then.")
    return _("The rooms that are free then go to other meetings of this proposal.")


def _times(why: dict[str, int]) -> str:
    if not why["times"]:
        return _(
            "Until the end of the term there is no time at which class, instructor and a room "
            "are free."
        )
    return ngettext(
        "The %(count)d time that would suit goes to other meetings of this proposal.",
        "The %(count)d times that would suit go to other meetings of this proposal.",
        why["times"],
    ) % {"count": why["times"]}
