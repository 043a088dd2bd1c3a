"""From a term's teaching classes to a draft of its timetable."""

from collections import defaultdict
from collections.abc import Callable, Collection
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from cms.users.models import User
from courses.teaching.models import TeachingClass, Term
from courses.timetable.domain.beginnings import begin_with, begin_with_last_term
from courses.timetable.domain.demands import WORKDAYS, TermDemands, read_demands
from courses.timetable.domain.locks import lock
from courses.timetable.domain.qualified import qualification_warnings
from courses.timetable.domain.reasons import (
    obstacle_sentence,
    unplaced_sentence,
    which_slot,
)
from courses.timetable.domain.refusal import TimetableRefused
from courses.timetable.domain.scores import thinned
from courses.timetable.domain.searching import Report, search
from courses.timetable.domain.versions import new_draft
from courses.timetable.models import Slot, TimetableVersion
from courses.timetable.solver.cost import total
from courses.timetable.solver.placement import Placement
from courses.timetable.solver.solution import Solution


def build_timetable(
    term: Term,
    *,
    seconds: float = 60,
    seed: int = 1,
    workers: int = 2,
    progress: Report | None = None,
    is_stop_asked: Callable[[], bool] | None = None,
    keep_free: Collection[tuple[int, str]] = (),
    around: TimetableVersion | None = None,
    job: int | None = None,
    by: User | None,
) -> TimetableVersion:
    """Place the term's teaching classes; store the result as a new draft. The locked slots of
    `around` stay where they are, with their room; how many weeks they need is chosen anew.

    `seconds` is wall time; the search ends early when it can prove its plan. `keep_free` are
    (weekday, part of day) in which nothing is placed. What has no place is in `solver_report`:
    {"placed": int, "unplaced": [{"code", "class_id", "slot", "reason", "sentence"}],
    "owed": [{"code", "class_id", "hours", "of"}], "warnings": [{"code", "class_id", "sentence"}]
    (placed, but its instructor may not teach on some date), "seconds", "cpu_seconds", "seed",
    "workers", "keep_free", "most_placed_proven", "cost", "bound", "curve", "settled", "stopped",
    "fingerprint", "job"}; `cost` are the points of what is placed, `bound` what none can be below,
    `curve` [seconds, points] of better and better plans, `job` the id of the long work that builds,
    if one does.

    The search begins with the present places of `around`, else with those of the last term.

    Raises TimetableRefused without teaching classes, rooms or bell times, and for locks that
    contradict each other; whatever `progress`
    raises stops the search and leaves nothing behind. `is_stop_asked` is called several times a
    second once there is a plan of all that can be placed: True ends the search, and the best such
    plan is the draft.
    """
    locked = (
        list(around.slots.filter(locked=True).select_related("teaching_class")) if around else []
    )
    demands = read_demands(
        term,
        keep_free=keep_free,
        last_day=max((slot.weekday for slot in locked), default=WORKDAYS),
    )
    if not demands.problem.demands and not demands.obstacles:
        raise TimetableRefused(_("The term has no teaching classes to place."))
    if not demands.rooms:
        raise TimetableRefused(_("There are no rooms. Enter the rooms first."))
    if around is not None:
        lock(demands, locked)
        begin_with(demands, around.slots.all())
    else:
        begin_with_last_term(demands, term)
    solution = search(
        demands,
        seconds=seconds,
        seed=seed,
        workers=workers,
        progress=progress,
        is_stop_asked=is_stop_asked,
    )
    slots, owed = _slots(demands, solution, term)
    report = {
        "placed": len(solution.placements),
        "unplaced": _unplaced(demands, solution, term),
        "owed": owed,
        "warnings": qualification_warnings(slots, dates=demands.dates),
        "seconds": round(solution.wall_seconds, 1),
        "cpu_seconds": round(solution.cpu_seconds, 1),
        "seed": seed,
        "workers": workers,
        "keep_free": sorted([weekday, str(part)] for weekday, part in keep_free),
        "most_placed_proven": solution.most_placed_proven,
        "cost": total(solution.cost, demands.problem.weights),
        "bound": solution.bound,
        "curve": thinned(solution.curve),
        "settled": solution.settled,
        "stopped": solution.stopped,
        "fingerprint": demands.fingerprint(seed),
        "around": around.number if around else None,
        "job": job,
    }
    return _store(term, slots, report, by)


def unchanged_version(
    term: Term, *, seed: int, keep_free: Collection[tuple[int, str]] = ()
) -> TimetableVersion | None:
    """The newest version, if it answers the very question that would be asked now, left nothing
    out and wasn't stopped by hand; the search needn't run again then."""
    newest = TimetableVersion.objects.filter(term=term).order_by("-number").first()
    if newest is None or newest.solver_report.get("unplaced"):
        return None
    if newest.solver_report.get("stopped"):
        return None
    demands = read_demands(term, keep_free=keep_free)
    begin_with_last_term(demands, term)
    same = demands.fingerprint(seed) == newest.solver_report.get("fingerprint")
    return newest if same else None


def _slots(
    demands: TermDemands, solution: Solution, term: Term
) -> tuple[list[Slot], list[dict[str, Any]]]:
    """The slots with the weeks they need, and the hours that the term is too short for."""
    places: dict[int, list[Placement]] = defaultdict(list)
    for placement in solution.placements:
        places[demands.classes[placement.demand].pk].append(placement)
    slots: list[Slot] = []
    owed: list[dict[str, Any]] = []
    for teaching_class in {item.pk: item for item in demands.classes.values()}.values():
        placements = places[teaching_class.pk]
        chosen = demands.choose_weeks(teaching_class, placements)
        for placement, weeks in zip(placements, chosen.weeks, strict=True):
            if weeks:
                slots.append(_slot(demands, placement, teaching_class, weeks, term))
        hours = teaching_class.outline.classroom_hours
        given = chosen.meetings * teaching_class.periods_per_meeting
        if given < hours:
            owed.append(
                {
                    "code": teaching_class.code,
                    "class_id": str(teaching_class.public_id),
                    "hours": hours - given,
                    "of": hours,
                }
            )
    return slots, owed


def _slot(
    demands: TermDemands,
    placement: Placement,
    teaching_class: TeachingClass,
    weeks: int,
    term: Term,
) -> Slot:
    demand = demands.problem.demand_by_id[placement.demand]
    return Slot(
        institution_id=term.institution_id,
        teaching_class=teaching_class,
        weekday=placement.day,
        first_period=placement.start,
        periods=demand.periods,
        weeks=weeks,
        room=demands.rooms[placement.room],
        instructor=demands.instructors[demand.instructor or ""],
        locked=placement in demands.problem.locked,
    )


def _unplaced(demands: TermDemands, solution: Solution, term: Term) -> list[dict[str, Any]]:
    entries = [
        {
            "code": obstacle.teaching_class.code,
            "class_id": str(obstacle.teaching_class.public_id),
            "slot": "",
            "reason": obstacle.code,
            "sentence": obstacle_sentence(obstacle, term),
        }
        for obstacle in demands.obstacles
    ]
    entries += [
        {
            "code": demands.classes[entry.demand].code,
            "class_id": str(demands.classes[entry.demand].public_id),
            "slot": which_slot(entry.demand, demands),
            "reason": str(entry.reason),
            "sentence": unplaced_sentence(entry, demands),
        }
        for entry in solution.unplaced
    ]
    return sorted(entries, key=lambda entry: (entry["code"], entry["slot"]))


def _store(
    term: Term, slots: list[Slot], report: dict[str, Any], by: User | None
) -> TimetableVersion:
    try:
        with transaction.atomic():
            version = new_draft(term, report=report, by=by)
            for slot in slots:
                slot.version = version
            Slot.objects.bulk_create(slots)
    except IntegrityError as error:
        raise TimetableRefused(
            _("Classes, rooms or instructors were removed meanwhile. Please build again.")
        ) from error
    return version
