"""Work that is done once a day, by whichever worker looks first."""

import datetime
import threading

import pytest
from django.db import connection
from django.utils import timezone

from media.jobs import daily, registry
from media.jobs.daily import daily_work, start_due
from media.jobs.models import Job

SHANGHAI = datetime.timezone(datetime.timedelta(hours=8))


@pytest.fixture
def ran(monkeypatch) -> list[str]:
    """What the only daily work of this test did."""
    done: list[str] = []
    monkeypatch.setattr(daily, "_titles", {})
    monkeypatch.setattr(registry, "_registered", {})

    @registry.job_kind("test.daily")
    def work(params, progress):
        done.append("done")
        return {}

    daily_work("test.daily", title="每日")
    return done


def at(day: int, hour: int) -> datetime.datetime:
    """In November 2026, Shanghai time."""
    return datetime.datetime(2026, 11, day, hour, 30, tzinfo=SHANGHAI)


@pytest.mark.django_db
def test_work_is_done_once_a_day_from_the_hour_on(ran, run_jobs, settings) -> None:
    settings.DAILY_WORK_HOUR = 7
    with run_jobs():
        started = [start_due(now=at(*when)) for when in [(1, 6), (1, 7), (1, 8), (1, 23), (2, 0)]]
    assert (started, ran) == ([0, 1, 0, 0, 0], ["done"])
    with run_jobs():
        assert start_due(now=at(2, 7)) == 1
    assert len(ran) == 2


@pytest.mark.django_db
def test_days_without_a_worker_are_made_up_for_once(ran, run_jobs) -> None:
    for day in (1, 5):
        with run_jobs():
            start_due(now=at(day, 12))
            start_due(now=at(day, 13))
    assert len(ran) == 2


@pytest.mark.django_db
def test_day_is_not_recorded_when_the_job_can_not_be(ran, monkeypatch, run_jobs) -> None:
    def unable(*args, **kwargs):
        raise OSError

    with monkeypatch.context() as patched:
        patched.setattr(daily, "start_job", unable)
        with pytest.raises(OSError):
            start_due(now=at(1, 12))
    with run_jobs():
        assert start_due(now=at(1, 12)) == 1


@pytest.mark.django_db
def test_hour_after_the_last_leaves_it_to_others(ran, settings) -> None:
    settings.DAILY_WORK_HOUR = 24
    assert start_due(now=at(1, 23)) == 0


@pytest.mark.django_db
def test_one_query_where_nothing_is_due(ran, django_assert_num_queries) -> None:
    start_due(now=at(1, 12))
    with django_assert_num_queries(1):
        start_due(now=at(1, 12))


@pytest.mark.django_db(transaction=True)
@pytest.mark.services
def test_workers_that_look_at_once_start_it_once(on_postgresql, ran) -> None:
    start = threading.Barrier(8)
    started: list[int] = []

    def look() -> None:
        try:
            start.wait(timeout=60)
            started.append(start_due(now=at(1, 12)))
        finally:
            connection.close()

    threads = [threading.Thread(target=look) for _each in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(started) == [0] * 7 + [1]
    assert Job.objects.filter(kind="test.daily").count() == 1


@pytest.mark.django_db
def test_reminders_are_among_the_daily_work(run_jobs, settings) -> None:
    settings.DAILY_WORK_HOUR = 0
    with run_jobs():
        start_due(now=timezone.now())
    states = Job.objects.values_list("kind", "state")
    assert set(states) == {
        ("qualifications.reminders", "succeeded"),
        ("reviewing.reminders", "succeeded"),
    }
