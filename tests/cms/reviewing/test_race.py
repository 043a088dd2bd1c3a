"""Two readers decide at the same moment (PostgreSQL and SQLite alike)."""

import threading

import pytest
from django.db import connection
from wagtail.models import TaskState

from cms.reviewing.domain import ReviewRefused, approve_step, return_step, send_for_review
from cms.reviewing.models import ReviewStep
from courses.institutions.enums import RoleKind as R
from tests.cms.reviewing.conftest import build

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_readers_one_is_too_late():
    campus = build()
    second = campus.enter(R.SECTION_HEAD, "second")
    page = campus.draft()
    send_for_review(page, by=campus.instructor)
    number = campus.step_of(page).pk
    together = threading.Barrier(2, timeout=30)
    outcomes = []

    def decide(act, **words):
        try:
            step = ReviewStep.objects.get(pk=number)
            together.wait()
            act(step, **words)
            outcomes.append("decided")
        except ReviewRefused:
            outcomes.append("late")
        finally:
            connection.close()

    threads = [
        threading.Thread(target=decide, args=(approve_step,), kwargs={"by": campus.section}),
        threading.Thread(
            target=decide, args=(return_step,), kwargs={"by": second, "reason": "请补充"}
        ),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["decided", "late"]
    decided = ReviewStep.objects.get(pk=number)
    assert decided.status in (TaskState.STATUS_APPROVED, TaskState.STATUS_REJECTED)
    went_on = ReviewStep.objects.filter(level="department").exists()
    assert went_on == (decided.status == TaskState.STATUS_APPROVED)
