"""A loaded demonstration, as a visitor finds it."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.urls import reverse

from cms.demo.accounts import ACCOUNTS, PASSWORD
from cms.demo.loading import Loaded, load_demo
from cms.demo.sizes import SIZES
from cms.users.models import User
from courses.changes.models import ChangeRequest
from courses.institutions.models import Institution, Student
from courses.teaching.models import TeachingClass
from courses.timetable.models import Meeting

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("loaded demo")]


@pytest.fixture(scope="module")
def demo(kept_for_module: Callable[..., AbstractContextManager[Loaded]]) -> Iterator[Institution]:
    with kept_for_module(lambda: load_demo("small", seed=7)) as loaded:
        yield loaded.institution


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
