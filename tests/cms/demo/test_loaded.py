"""A loaded demonstration, as a visitor finds it."""

import datetime
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.certificates.models import Certificate
from assessments.compliance.models import Finding
from cms.demo.accounts import ACCOUNTS, PASSWORD
from cms.demo.loading import load_demo
from cms.demo.sizes import SIZES
from cms.demo.training import AT_HOME, NOW
from cms.users.models import User
from courses.changes.models import ChangeRequest
from courses.delivery.models import AttendanceRecord
from courses.institutions.models import Institution, Student
from courses.teaching.models import TeachingClass
from courses.timetable.models import Meeting, Slot
from courses.training.domain.planning import (
    Cycle,
    PlanOptions,
    Scope,
    carry_out_plan,
    decide_plan,
    make_plan,
)
from courses.training.models import Nomination, TrainingSession

pytestmark = pytest.mark.django_db
MORNING = timezone.make_aware(datetime.datetime.combine(NOW, datetime.time(10)))


def rows() -> dict[str, Any]:
    """What must be the same for the same seed; random ids and codes are not."""
    return {
        "students": list(
            Student.objects.order_by("pk").values_list("student_number", "name", "sex")
        ),
        "slots": list(
            Slot.objects.order_by("pk").values_list(
                "teaching_class__code", "weekday", "first_period", "weeks", "room__name"
            )
        ),
        "attendance": list(
            AttendanceRecord.objects.order_by("pk").values_list(
                "enrolment__student__student_number", "meeting__date", "status"
            )
        ),
        "certificates": list(
            Certificate.objects.order_by("serial").values_list("serial", "holder_name")
        ),
        "findings": list(
            Finding.objects.order_by("pk").values_list("rule__code", "value", "state")
        ),
    }


@dataclass(frozen=True)
class Twice:
    """A demonstration, and the rows of an earlier one of the same seed, which was undone."""

    institution: Institution
    earlier: dict[str, Any]


def load_twice() -> Twice:
    with transaction.atomic():
        load_demo("small", seed=7)
        earlier = rows()
        transaction.set_rollback(True)
    return Twice(load_demo("small", seed=7).institution, earlier)


@pytest.fixture(scope="module")
def twice(kept_for_module: Callable[..., AbstractContextManager[Twice]]) -> Iterator[Twice]:
    with kept_for_module(load_twice) as loaded:
        yield loaded


@pytest.fixture
def demo(twice: Twice) -> Institution:
    return twice.institution


def test_same_seed_gives_the_same_rows(twice: Twice) -> None:
    assert rows() == twice.earlier
    assert all(twice.earlier.values())


def test_small_demo_has_its_size(demo: Institution) -> None:
    assert (demo.name, demo.code) == ("郑州大学", "4141010459")
    assert Student.objects.count() == SIZES["small"].students == 300
    assert SIZES["small"].instructors == 8


def test_every_class_meets_for_all_its_hours(demo: Institution) -> None:
    for teaching_class in demo.teaching_classes.select_related("outline"):
        hours = sum(
            Meeting.objects.filter(teaching_class=teaching_class).values_list("periods", flat=True)
        )
        assert hours == teaching_class.outline.classroom_hours == 32


@pytest.mark.parametrize("username", sorted(ACCOUNTS))
def test_demo_account_signs_in(demo: Institution, username: str) -> None:
    client = Client()
    data = {"login": username, "password": PASSWORD}
    assert client.post(reverse("account_login"), data)["Location"] == reverse("portal:home")
    assert client.get(reverse("portal:home")).status_code == 200


def test_command_refuses_a_filled_database(demo: Institution) -> None:
    with pytest.raises(CommandError):
        call_command("load_demo")
    call_command("load_demo", "--if-empty")
    assert Institution.objects.count() == 1


def test_changes_of_meetings_stand_in_several_states(demo: Institution) -> None:
    found = ChangeRequest.objects.values_list("kind", "state", "waits_for")
    assert set(found) == {
        ("move", "applied", ""),
        ("cancel", "applied", ""),
        ("substitute", "waiting", "department"),
        ("substitute", "waiting", "substitute"),
    }


def test_every_class_has_its_base_textbook_and_a_supplement_waits(demo: Institution) -> None:
    client = Client()
    office = User.objects.get(username="office")
    client.force_login(office, backend="cms.users.backends.AccountBackend")

    used = client.get(reverse("textbooks:usage")).content.decode()
    chosen = client.get(reverse("textbooks:term")).content.decode()

    assert used.count("（省编示例教材）") == TeachingClass.objects.count()
    assert "未选基础教材" not in used
    assert "校园招聘与求职安全手册" in chosen
    assert "同意选用" in chosen


def test_plan_of_the_institution_brings_substitutes_into_its_timetable(demo: Institution) -> None:
    office = User.objects.get(username="office")
    plan = make_plan(
        Scope(institution=demo),
        Cycle.read("2026-2028"),
        PlanOptions(seconds=5),
        now=MORNING,
        by=office,
    )
    session = TrainingSession.objects.get(code=AT_HOME.code)
    going = {seat.staff for seat in plan.seats.filter(session=session)}
    days = (AT_HOME.starts_on, AT_HOME.ends_on)
    missed = Meeting.objects.filter(instructor__in=going, date__range=days).taking_place()
    before = {meeting.pk: meeting.instructor for meeting in missed}
    assert before

    decide_plan(plan, approved=True, by=office)
    assert carry_out_plan(plan, now=MORNING, by=office) == {"applied": 1, "refused": 0}

    assert {one.staff for one in Nomination.objects.seated().filter(session=session)} == going
    covers = {one.meeting_id: one.substitute for one in plan.covers.all()}
    assert set(before) <= set(covers)
    assert any(covers.values())
    for meeting in Meeting.objects.filter(pk__in=before):
        teaches = covers[meeting.pk] or before[meeting.pk]
        assert meeting.instructor == teaches
        assert meeting.date not in session.days or teaches not in going
