"""Fifty people publish and change timetables of one school at the same moment."""

import datetime
import random
import threading
from collections import Counter, defaultdict
from collections.abc import Callable
from contextlib import suppress
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from courses.changes.domain import (
    ChangeRefused,
    GroupPlan,
    Proposal,
    answer_substitution,
    change_group,
    decide,
    request_change,
)
from courses.changes.enums import GroupAction, Step
from courses.changes.models import ChangeRequest
from courses.institutions.enums import RoleKind
from courses.institutions.models import Campus
from courses.teaching.models import Term
from courses.timetable.domain.bells import Bells, set_bell_schedule
from courses.timetable.domain.publication import publish
from courses.timetable.domain.refusal import TimetableRefused
from courses.timetable.enums import MeetingStatus, VersionState
from courses.timetable.models import Booking, Meeting, TimetableVersion
from courses.timetable.weeks import every_week
from tests.courses.timetable.terms import make_class, make_slot, make_term, make_version
from tests.factories.changes import load_change_rules
from tests.factories.institutions import InstitutionFactory, RoleFactory

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.services,
    pytest.mark.usefixtures("on_postgresql"),
]
PUBLISHERS, CHANGERS, DAYS = 20, 30, 6
WEEKS = every_week(1, 4)


def hammer(acts: list[Callable[[], object]]) -> list[BaseException]:
    """All acts at once, each on a connection of its own; what went wrong beyond a refusal."""
    wrong: list[BaseException] = []
    start = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> None:
        try:
            start.wait(timeout=60)
            act()
        except (ChangeRefused, TimetableRefused):
            pass  # Somebody else was first: what was carried out is counted in the end.
        except BaseException as error:
            wrong.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return wrong


def make_versions(term: Term, *, chance: random.Random, count: int) -> list[TimetableVersion]:
    """Versions that fit in themselves and share rooms with each other and with the other term."""
    rooms = list(term.institution.rooms.order_by("pk"))
    places = [(weekday, period, room) for weekday in (1, 2) for period in (1, 3) for room in rooms]
    versions = []
    for number in range(1, count + 1):
        version = make_version(term, number=number)
        chosen = chance.sample(places, term.teaching_classes.count())
        for teaching_class, (weekday, period, room) in zip(
            term.teaching_classes.order_by("pk"), chosen, strict=True
        ):
            make_slot(
                version,
                teaching_class,
                weekday=weekday,
                first_period=period,
                room=room,
                weeks=WEEKS,
            )
        versions.append(version)
    return versions


def make_requests(term: Term, *, chance: random.Random, count: int) -> list[ChangeRequest]:
    """Moves, substitutions, other rooms, across campuses too, and cancellations, as far as nothing
    stands against them yet."""
    institution = term.institution
    rooms = list(institution.rooms.select_related("campus").order_by("pk"))
    people = list(institution.staff.order_by("pk"))
    dates = sorted({meeting.date for meeting in term.meetings.all()})
    found: list[ChangeRequest] = []
    for _ in range(20):
        for meeting in list(term.meetings.with_names().select_related("institution")):
            kind = chance.choice(["room", "cancel", "substitute", "move", "move"])
            wanted: dict[str, dict[str, Any]] = {
                "room": {"room": chance.choice(rooms)},
                "cancel": {},
                "substitute": {"substitute": chance.choice(people)},
                "move": {
                    "room": chance.choice(rooms),
                    "date": chance.choice(dates),
                    "first_period": chance.randint(1, 9),
                },
            }
            with suppress(ChangeRefused):
                proposal = Proposal(kind, **wanted[kind])
                found.append(request_change(meeting, proposal, reason_kind="illness", by=None))
            if len(found) == count:
                return found
    return found


def agree(request: ChangeRequest, *, by: Any) -> None:
    """Everybody whom the request waits for says yes."""
    while request.is_waiting:
        if request.waits_for == Step.SUBSTITUTE:
            request = answer_substitution(request, agreed=True, in_their_place=True, by=by)
        else:
            request = decide(request, agreed=True, as_office=True, by=by)


def move_days(term: Term, *, chance: random.Random, count: int) -> list[Callable[[], object]]:
    """Whole days to others, what can't move being cancelled."""
    dates = sorted({meeting.date for meeting in term.meetings.all()})
    acts = []
    for _ in range(count):
        date, target = chance.sample(dates, 2)
        plan = GroupPlan(date=date, action=GroupAction.MOVE, target=target, cancel_rest=True)
        acts.append(lambda plan=plan: change_group(term, plan, reason="停电", by=None))
    return acts


def overlaps() -> list[tuple[object, ...]]:
    """What two meetings have at the same time, by period and by the clock, worked out from the
    meetings themselves."""
    taken: Counter[tuple[object, ...]] = Counter()
    spells: dict[tuple[object, ...], list[tuple[object, ...]]] = defaultdict(list)
    meetings = Meeting.objects.exclude(status=MeetingStatus.CANCELLED).prefetch_related(
        "teaching_class__administrative_classes"
    )
    for meeting in meetings.order_by("starts_at"):
        who = [("room", meeting.room_id), ("staff", meeting.instructor_id)]
        who += [
            ("class", group.pk) for group in meeting.teaching_class.administrative_classes.all()
        ]
        for one in who:
            spells[one].append((meeting.starts_at, meeting.ends_at))
            for period in range(meeting.first_period, meeting.first_period + meeting.periods):
                taken[meeting.date, period, *one] += 1
    by_clock = [
        (*one, *earlier, *later)
        for one, some in spells.items()
        for earlier, later in pairwise(some)
        if later[0] < earlier[1]
    ]
    return [place for place, count in taken.items() if count > 1] + by_clock


def rang_as_the_bells() -> bool:
    """Every meeting has the clock times of its periods on its date and campus."""
    meetings = Meeting.objects.select_related("room").order_by("pk")
    bells = Bells.of_many({meeting.institution_id for meeting in meetings})
    for meeting in meetings:
        times = bells[meeting.institution_id].on(meeting.date, meeting.room.campus_id)
        last = meeting.first_period + meeting.periods - 1
        clock = tuple(
            timezone.localtime(moment).time() for moment in (meeting.starts_at, meeting.ends_at)
        )
        if clock != (times[meeting.first_period][0], times[last][1]):
            return False
    return True


def share_people(first: Term, second: Term) -> None:
    """Classes of both terms have one another's students, and one instructor teaches in both."""
    pairs = zip(
        first.teaching_classes.order_by("pk"), second.teaching_classes.order_by("pk"), strict=True
    )
    for one, other in pairs:
        other.administrative_classes.add(one.administrative_classes.first())
    staff = first.teaching_classes.earliest("pk").assignments.get().staff
    second.teaching_classes.earliest("pk").assignments.update(staff=staff)


def ring_half_a_period_later(campus: Campus) -> None:
    """Every period overlaps one, or two, of the other campuses."""
    times = [(datetime.time(7 + n, 25), datetime.time(8 + n, 15)) for n in range(1, 11)]
    set_bell_schedule(
        campus.institution,
        name="分校",
        campus=campus,
        valid_from=datetime.date(2020, 1, 1),
        periods=times,
        by=None,
    )


def test_fifty_publishers_and_changers_leave_no_overlap() -> None:
    chance = random.Random(4)
    load_change_rules()
    institution = InstitutionFactory()
    today = timezone.localdate()
    ahead = today + datetime.timedelta(days=14 - today.weekday())
    first = make_term(institution, classes=5, rooms=3, first_monday=ahead)
    second = make_term(institution, classes=5, rooms=3, code="2026-2027-3", first_monday=ahead)
    for term in (first, second):
        make_class(term, hours=8)
    office = RoleFactory(kind=RoleKind.TEACHING_OFFICE, institution=institution).user
    far = institution.campuses.exclude(rooms=institution.rooms.order_by("pk").first()).get()
    ring_half_a_period_later(far)
    share_people(first, second)
    by_term = [
        make_versions(term, chance=chance, count=PUBLISHERS // 2) for term in (first, second)
    ]
    publish(by_term[0][0], by=None)
    requests = make_requests(first, chance=chance, count=CHANGERS - DAYS)
    # What changes in the first fortnight stays, whoever comes first.
    openings = (ahead + datetime.timedelta(days=14), ahead)
    acts: list[Callable[[], object]] = [
        lambda version=version, opens=opens: publish(version, valid_from=opens, by=None)
        for versions, opens in zip(by_term, openings, strict=True)
        for version in versions
    ]
    acts += [lambda request=request: agree(request, by=office) for request in requests]
    acts += move_days(first, chance=chance, count=DAYS)
    chance.shuffle(acts)
    assert hammer(acts) == []
    assert overlaps() == []
    assert rang_as_the_bells()
    standing = Meeting.objects.exclude(status=MeetingStatus.CANCELLED)
    assert Booking.objects.count() == sum(
        meeting.periods * (2 + meeting.teaching_class.administrative_classes.count())
        for meeting in standing.select_related("teaching_class")
    )
    published = TimetableVersion.objects.filter(state=VersionState.PUBLISHED)
    assert published.filter(term=first).count() == 1
    assert published.filter(term=second).count() <= 1
    assert len(requests) == CHANGERS - DAYS
    assert ChangeRequest.objects.filter(state="applied").exists()
