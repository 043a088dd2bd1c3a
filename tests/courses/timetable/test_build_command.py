"""manage.py build_timetable"""

import pytest
from django.core.management import CommandError, call_command

from courses.timetable.models import Booking, Meeting, TimetableVersion
from tests.courses.timetable.terms import make_class, make_term

pytestmark = pytest.mark.django_db


def _run(term, *extra):
    arguments = ["--term", term.code, "--institution", term.institution.code, "--seconds", "10"]
    call_command("build_timetable", *arguments, "--workers", "1", *extra)


def test_command_builds_and_publishes(institution, capsys):
    _run(make_term(institution), "--publish")
    assert Meeting.objects.count() == 32
    assert "2 slots" in capsys.readouterr().out


def test_command_twice_changes_nothing(institution):
    term = make_term(institution)
    _run(term, "--publish")
    before = set(Meeting.objects.values_list("pk", "public_id", "starts_at"))
    _run(term, "--publish")
    assert set(Meeting.objects.values_list("pk", "public_id", "starts_at")) == before
    assert (TimetableVersion.objects.count(), Booking.objects.count()) == (1, 32 * 8)


def test_command_fails_when_a_class_has_no_place(institution, capsys):
    term = make_term(institution, classes=1)
    lonely = make_class(term, instructor=False)
    with pytest.raises(CommandError):
        _run(term)
    assert f"{lonely.code} : 没有安排任课教师。" in capsys.readouterr().out


def test_command_fails_with_the_sentence_of_a_refusal(institution):
    with pytest.raises(CommandError, match="没有教室"):
        _run(make_term(institution, rooms=0))


def test_command_knows_no_unknown_term(institution):
    term = make_term(institution, classes=0)
    term.code = "1999-2000-1"
    with pytest.raises(CommandError, match="1999-2000-1"):
        _run(term)


def test_command_keeps_parts_of_days_free(institution):
    _run(make_term(institution), "--keep-free", "1-morning", "2-evening")
    assert TimetableVersion.objects.get().solver_report["keep_free"] == [
        [1, "morning"],
        [2, "evening"],
    ]


@pytest.mark.parametrize("text", ["8-morning", "1", "1-noon", "morning"])
def test_command_refuses_a_part_of_a_day_that_is_none(institution, text):
    with pytest.raises(CommandError, match="2-afternoon"):
        _run(make_term(institution), "--keep-free", text)
