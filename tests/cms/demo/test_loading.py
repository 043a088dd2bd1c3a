"""The demonstration: seeded, whole, and only where it may be."""

from typing import Any

import pytest
from django.db import connection

from cms.demo.accounts import DemoRefused
from cms.demo.catalogue import DEPARTMENTS, real_institutions, short_name
from cms.demo.loading import load_demo
from cms.demo.sizes import SIZES
from cms.users.models import User
from courses.institutions.models import Institution, Student

pytestmark = pytest.mark.django_db


class Stopped(Exception):
    pass


def test_school_demo_has_the_size_that_was_asked_for() -> None:
    school = SIZES["school"]
    first_years = school.cohorts[0]
    assert (first_years.students, first_years.classes) == (12_000, 260)
    assert school.students - first_years.students == 30_000
    assert (school.instructors, school.rooms) == (60, 45)


def test_another_seed_gives_other_people(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same seed gives the same of everything: test_loaded."""

    def stop(*args: Any, **kwargs: Any) -> None:
        people.append(list(Student.objects.order_by("pk").values_list("name", "sex")))
        raise Stopped

    people: list[Any] = []
    monkeypatch.setattr("cms.demo.loading.create_staff", stop)
    for seed in (7, 7, 8):
        with pytest.raises(Stopped):
            load_demo("small", seed=seed)
    assert len(people[0]) == SIZES["small"].students
    assert people[0] == people[1] != people[2]


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
