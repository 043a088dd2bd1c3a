"""Two tabs report at the same moment (PostgreSQL and SQLite alike)."""

import threading
from typing import Any

import pytest
from django.db import connection, transaction

from media.watching.domain import TooFast, record_watched, watched_ms_of
from media.watching.models import WatchRecord
from tests.factories.institutions import UserFactory
from tests.factories.watching import VideoFactory, let_time_pass

pytestmark = pytest.mark.django_db(transaction=True)
MINUTE = 60_000


def at_once(*reports: Any) -> list[BaseException]:
    """Run these at the same moment, each with a connection of its own; what they raised."""
    start, raised = threading.Barrier(len(reports)), []

    def run(report: Any) -> None:
        try:
            start.wait(timeout=30)
            report()
        except Exception as error:
            raised.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[one]) for one in reports]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return raised


def test_both_tabs_are_kept() -> None:
    student, video = UserFactory(), VideoFactory()
    record_watched(student, video)
    let_time_pass(student, minutes=10)
    raised = at_once(
        *(
            lambda n=n: record_watched(student, video, ranges=[(n * MINUTE, (n + 1) * MINUTE)])
            for n in range(6)
        )
    )
    assert raised == []
    assert WatchRecord.objects.get().ranges == [[0, 6 * MINUTE]]


def test_first_reports_of_two_tabs_make_one_record() -> None:
    student, video = UserFactory(), VideoFactory()
    assert at_once(*[lambda: record_watched(student, video)] * 4) == []
    assert WatchRecord.objects.count() == 1


def test_two_tabs_do_not_spend_the_same_time() -> None:
    student, videos = UserFactory(), [VideoFactory(), VideoFactory()]
    for video in videos:
        record_watched(student, video)
    let_time_pass(student, minutes=2)
    raised = at_once(
        *(
            lambda video=video: record_watched(student, video, ranges=[(0, 4 * MINUTE)])
            for video in videos
        )
    )
    assert [type(error) for error in raised] == [TooFast]
    watched = watched_ms_of([student.pk], [video.pk for video in videos])
    assert sum(watched.values()) == 4 * MINUTE


def test_report_waits_for_the_one_before_it() -> None:
    student, video = UserFactory(), VideoFactory()
    record_watched(student, video)
    let_time_pass(student, minutes=10)
    begun = threading.Event()

    def second() -> None:
        assert begun.wait(timeout=30)
        record_watched(student, video, ranges=[(MINUTE, 2 * MINUTE)])

    def first() -> None:
        with transaction.atomic():
            record_watched(student, video, ranges=[(0, MINUTE)])
            begun.set()
            # Long enough for the other to come upon the lock.
            threading.Event().wait(0.5)

    assert at_once(first, second) == []
    assert WatchRecord.objects.get().watched_ms == 2 * MINUTE
