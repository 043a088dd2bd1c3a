"""Long work: one record, cancellable, safe to run twice, recovered when its worker died."""

import datetime
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from media.jobs import registry
from media.jobs.domain import cancel_job, requeue_interrupted, run, start_job, stop_job
from media.jobs.enums import JobState
from media.jobs.errors import JobRefused
from media.jobs.heartbeat import HeartbeatThread
from media.jobs.models import Job
from media.jobs.progress import Progress, read_progress, touch
from tests.factories.institutions import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def work() -> Iterator[Callable[..., Any]]:
    """Register work of the kind "test" for one test."""

    def register(function: Any) -> None:
        registry._registered["test"] = function

    yield register
    registry._registered.pop("test", None)


@pytest.fixture
def person() -> Any:
    return UserFactory()


def queued(person: Any, **values: Any) -> Job:
    return Job.objects.create(kind="test", title="试验", created_by=person, **values)


def test_job_keeps_its_result(work: Any, person: Any, run_jobs: Any) -> None:
    work(lambda params, progress: {"twice": params["n"] * 2})
    with run_jobs():
        job = start_job("test", title="试验", params={"n": 21}, by=person)
    job.refresh_from_db()
    assert (job.state, job.percent, job.result) == (JobState.SUCCEEDED, 100, {"twice": 42})


def test_refusal_is_shown_as_it_stands(work: Any, person: Any) -> None:
    def refuse(params: Any, progress: Progress) -> Any:
        raise JobRefused("名单是空的。")

    work(refuse)
    job = queued(person)
    run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.error) == (JobState.FAILED, "名单是空的。")


def test_defect_shows_a_sentence_and_no_trace(work: Any, person: Any) -> None:
    def break_down(params: Any, progress: Progress) -> Any:
        raise ZeroDivisionError("secret detail")

    work(break_down)
    job = queued(person)
    run(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert "没有改动" in job.error
    assert "secret" not in job.error


def test_finished_job_is_not_run_again(work: Any, person: Any) -> None:
    runs = []
    work(lambda params, progress: runs.append(1) or {})
    job = queued(person)
    run(job.pk)
    run(job.pk)
    assert runs == [1]


def test_job_with_a_living_worker_is_not_run_by_another(work: Any, person: Any) -> None:
    runs = []
    work(lambda params, progress: runs.append(1) or {})
    job = queued(person, state=JobState.RUNNING, started_at=timezone.now())
    touch(job.pk)
    run(job.pk)
    assert runs == []


def test_job_whose_worker_died_is_run_again(work: Any, person: Any, settings: Any) -> None:
    work(lambda params, progress: {"done": True})
    long_ago = timezone.now() - datetime.timedelta(seconds=settings.JOB_ALIVE_SECONDS + 1)
    job = queued(person, state=JobState.RUNNING, started_at=long_ago, attempts=1)
    assert requeue_interrupted() == 1
    job.refresh_from_db()
    assert (job.state, job.attempts, job.result) == (JobState.SUCCEEDED, 2, {"done": True})


def test_job_that_takes_its_worker_down_again_and_again_is_given_up(
    work: Any, person: Any, settings: Any
) -> None:
    runs = []
    work(lambda params, progress: runs.append(1) or {})
    long_ago = timezone.now() - datetime.timedelta(seconds=settings.JOB_ALIVE_SECONDS + 1)
    job = queued(person, state=JobState.RUNNING, started_at=long_ago, attempts=3)
    requeue_interrupted()
    job.refresh_from_db()
    assert (job.state, runs) == (JobState.FAILED, [])
    assert "多次中断" in job.error


def test_job_that_the_queue_lost_is_queued_again(work: Any, person: Any, settings: Any) -> None:
    work(lambda params, progress: {"done": True})
    job = queued(person)
    long_ago = timezone.now() - datetime.timedelta(seconds=settings.JOB_ALIVE_SECONDS + 1)
    assert requeue_interrupted() == 0
    Job.objects.update(created_at=long_ago)
    assert requeue_interrupted() == 1
    job.refresh_from_db()
    assert job.state == JobState.SUCCEEDED


def test_lost_job_is_not_queued_at_every_look(person: Any, settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    queued(person)
    long_ago = timezone.now() - datetime.timedelta(seconds=settings.JOB_ALIVE_SECONDS + 1)
    Job.objects.update(created_at=long_ago)
    assert [requeue_interrupted(), requeue_interrupted()] == [1, 0]


def test_heartbeat_survives_a_cache_that_is_away(settings: Any, caplog: Any) -> None:
    nobody = "redis://127.0.0.1:1"
    backend = "django.core.cache.backends.redis.RedisCache"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": nobody}}
    HeartbeatThread()._beat_and_look()
    assert "could not say that this worker lives" in caplog.text


def test_run_that_lost_its_token_writes_nothing(work: Any, person: Any) -> None:
    def taken_over(params: Any, progress: Progress) -> Any:
        Job.objects.update(run_token=None)
        return {"late": True}

    work(taken_over)
    job = queued(person)
    run(job.pk)
    job.refresh_from_db()
    assert job.result == {}
    assert job.state == JobState.RUNNING


def test_waiting_job_is_cancelled_at_once(work: Any, person: Any) -> None:
    work(lambda params, progress: {})
    job = queued(person)
    cancel_job(job, by=person)
    run(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED


def test_running_job_stops_at_its_next_report(work: Any, person: Any) -> None:
    steps = []

    def slow(params: Any, progress: Progress) -> Any:
        steps.append("first")
        cancel_job(Job.objects.get(), by=person)
        progress(50, "一半")
        steps.append("second")
        return {}

    work(slow)
    job = queued(person)
    run(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED
    assert steps == ["first"]


def test_work_with_something_to_keep_is_stopped_and_succeeds(
    work: Any, person: Any, client: Client
) -> None:
    client.force_login(person, backend="cms.users.backends.AccountBackend")
    pages, asked = [], []

    def searching(params: Any, progress: Progress) -> Any:
        address = reverse("jobs:detail", args=[Job.objects.get().public_id])
        progress(10, "还没有方案")
        pages.append(client.get(address).content.decode())
        stop_job(Job.objects.get(), by=person)
        asked.append(progress.is_stop_asked())
        progress(100, "有方案")
        pages.append(client.get(address).content.decode())
        client.post(reverse("jobs:stop", args=[Job.objects.get().public_id]))
        asked.append(progress.is_stop_asked())
        return {"kept": True}

    work(searching)
    job = queued(person)
    run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.result) == (JobState.SUCCEEDED, {"kept": True})
    assert asked == [False, True]
    assert ["停止并保留" in page for page in pages] == [False, True]
    assert not Progress(job.pk).is_stop_asked()


def test_progress_can_be_read_while_the_work_runs(work: Any, person: Any) -> None:
    seen = []

    def reporting(params: Any, progress: Progress) -> Any:
        progress(40, "读到第 400 行")
        seen.append(read_progress(Job.objects.get().pk))
        return {}

    work(reporting)
    run(queued(person).pk)
    assert seen == [{"percent": 40, "message": "读到第 400 行"}]


def test_sentences_are_in_the_language_of_the_person(work: Any, person: Any) -> None:
    from django.utils.translation import get_language

    work(lambda params, progress: {"language": get_language()})
    job = queued(person, params={"language": "en"})
    run(job.pk)
    job.refresh_from_db()
    assert job.result == {"language": "en"}


def test_page_of_a_running_job_asks_again(work: Any, client: Client, person: Any) -> None:
    client.force_login(person, backend="cms.users.backends.AccountBackend")
    job = queued(person, state=JobState.RUNNING, started_at=timezone.now())
    page = client.get(reverse("jobs:detail", args=[job.public_id])).content.decode()
    assert "hx-get" in page
    assert "<progress" in page


def test_job_of_somebody_else_is_not_found(client: Client, person: Any) -> None:
    client.force_login(UserFactory(), backend="cms.users.backends.AccountBackend")
    address = reverse("jobs:detail", args=[queued(person).public_id])
    assert client.get(address).status_code == 404
    for name in ("jobs:cancel", "jobs:stop"):
        assert client.post(reverse(name, args=[queued(person).public_id])).status_code == 404


def test_unknown_kind_fails_where_it_is_started(person: Any) -> None:
    with pytest.raises(KeyError):
        start_job("no-such-kind", title="", params={}, by=person)
