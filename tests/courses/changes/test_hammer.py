"""Fifty people publish and change timetables of one school at the same moment."""

import random
import threading
from collections import Counter
from collections.abc import Callable

import pytest
from django.db import connection

from courses.changes.domain import ChangeRefused, Proposal, decide, request_change
from courses.changes.models import ChangeRequest
from courses.institutions.enums import RoleKind
from courses.teaching.models import Term
from courses.timetable.domain.publication import publish
from courses.timetable.domain.refusal import TimetableRefused
from courses.timetable.enums import MeetingStatus, VersionState
from courses.timetable.models import Booking, Meeting, TimetableVersion
from courses.timetable.weeks import every_week
from tests.courses.timetable.terms import make_class, make_slot, make_term, make_version
from tests.factories.changes import load_change_rules
from tests.factories.institutions import InstitutionFactory, RoleFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]
PUBLISHERS, CHANGERS = 20, 30
WEEKS = every_week(1, 4)


@pytest.fixture(autouse=True)
def _on_postgresql() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one write at a time")


def hammer(acts: list[Callable[[], object]]) -> list[BaseException]:
    """All acts at once, each on a connection of its own; what went wrong beyond a refusal."""
    wrong: list[BaseException] = []
    start = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> None:
        try:
            start.wait(timeout=60)
            act()
        except (ChangeRefused, TimetableRefused):
            pass
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


def overlaps() -> list[tuple[object, ...]]:
    """What two meetings have at the same time, worked out from the meetings themselves."""
    taken: Counter[tuple[object, ...]] = Counter()
    meetings = Meeting.objects.exclude(status=MeetingStatus.CANCELLED).prefetch_related(
        "teaching_class__administrative_classes"
    )
    for meeting in meetings:
        who = [("room", meeting.room_id), ("staff", meeting.instructor_id)]
        who += [
            ("class", group.pk) for group in meeting.teaching_class.administrative_classes.all()
        ]
        for period in range(meeting.first_period, meeting.first_period + meeting.periods):
            taken.update((meeting.date, period, *one) for one in who)
    return [place for place, count in taken.items() if count > 1]


def test_fifty_publishers_and_changers_leave_no_overlap() -> None:
    chance = random.Random(4)
    load_change_rules()
    institution = InstitutionFactory()
    first = make_term(institution, classes=3, rooms=4)
    second = make_term(institution, classes=3, rooms=0, code="2026-2027-3")
    for term in (first, second):
        make_class(term, hours=8)
    office = RoleFactory(kind=RoleKind.TEACHING_OFFICE, institution=institution).user
    by_term = [
        make_versions(term, chance=chance, count=PUBLISHERS // 2) for term in (first, second)
    ]
    publish(by_term[0][0], by=None)
    rooms = list(institution.rooms.all())
    requests = []
    for meeting in chance.choices(list(Meeting.objects.with_names()), k=CHANGERS):
        kind = chance.choice(["room", "cancel"])
        wanted = {"room": chance.choice([r for r in rooms if r != meeting.room])}
        try:
            requests.append(
                request_change(
                    meeting,
                    Proposal(kind, **(wanted if kind == "room" else {})),
                    reason_kind="illness",
                    by=None,
                )
            )
        except ChangeRefused:
            # That room is taken, or the meeting has a request already.
            requests.append(None)
    acts: list[Callable[[], object]] = [
        lambda version=version, term=term: publish(  # type: ignore[misc]
            version, valid_from=term.first_monday, by=None
        )
        for versions, term in zip(by_term, (first, second), strict=True)
        for version in versions
    ]
    acts += [
        lambda request=request: decide(request, agreed=True, as_office=True, by=office)  # type: ignore[misc]
        for request in requests
        if request is not None
    ]
    while len(acts) < PUBLISHERS + CHANGERS:
        version = chance.choice(by_term[1])
        acts.append(
            lambda version=version: publish(version, valid_from=second.first_monday, by=None)  # type: ignore[misc]
        )
    assert hammer(acts) == []
    assert overlaps() == []
    standing = Meeting.objects.exclude(status=MeetingStatus.CANCELLED)
    assert Booking.objects.count() == sum(
        meeting.periods * (2 + meeting.teaching_class.administrative_classes.count())
        for meeting in standing.select_related("teaching_class")
    )
    published = TimetableVersion.objects.filter(state=VersionState.PUBLISHED)
    assert published.filter(term=first).count() == 1
    assert published.filter(term=second).count() <= 1
    assert ChangeRequest.objects.filter(state="applied").exists() or not any(requests)
