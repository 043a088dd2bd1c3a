"""The demonstration: seeded, whole, and only where it may be."""

from functools import cache
from typing import Any

import pytest
from django.db import connection, transaction

from assessments.certificates.models import Certificate
from assessments.compliance.models import Finding
from cms.demo.accounts import DemoRefused
from cms.demo.catalogue import DEPARTMENTS, real_institutions, short_name
from cms.demo.loading import load_demo
from cms.demo.sizes import SIZES
from cms.users.models import User
from courses.delivery.models import AttendanceRecord
from courses.institutions.models import Institution, Student
from courses.timetable.models import Slot

pytestmark = pytest.mark.django_db


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


class _Undo(Exception):
    pass


@cache
def first_rows() -> dict[str, Any]:
    return rows_of_a_load(7)


def rows_of_a_load(seed: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    try:
        with transaction.atomic():
            load_demo("small", seed=seed)
            found = rows()
            raise _Undo
    except _Undo:
        return found


def test_school_demo_has_the_size_that_was_asked_for() -> None:
    school = SIZES["school"]
    first_years = school.cohorts[0]
    assert (first_years.students, first_years.classes) == (12_000, 260)
    assert school.students - first_years.students == 30_000
    assert (school.instructors, school.rooms) == (60, 45)


def test_same_seed_gives_the_same_rows() -> None:
    assert rows_of_a_load(7) == first_rows()


def test_another_seed_gives_other_people() -> None:
    assert first_rows()["students"] != rows_of_a_load(8)["students"]


def test_demo_is_refused_where_it_is_not_allowed(settings: Any) -> None:
    settings.QIHANG_DEMO_ALLOWED = False
    with pytest.raises(DemoRefused):
        load_demo("small", seed=7)
    assert not User.objects.exists()


def test_failing_load_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("cms.demo.loading.run_audit", broken)
    with pytest.raises(RuntimeError):
        load_demo("small", seed=7)
    assert not Institution.objects.exists()
    assert connection.is_usable()


def test_class_names_of_majors_never_collide() -> None:
    names = [short_name(major) for majors in DEPARTMENTS.values() for major in majors]
    assert len(set(names)) == len(names) == 72


def test_institutions_are_real_ones_of_the_province() -> None:
    found = real_institutions("41")
    assert len(found) > 150
    assert all(len(one.code) == 10 and one.code[2:4] == "41" for one in found)
