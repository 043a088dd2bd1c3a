"""The ladder of reminders: each rung once a person, whatever the number of runs."""

import datetime

import pytest
from django.core import mail
from django.core.management import call_command
from wagtail.models import TaskState

from cms.reviewing.domain import send_reminders
from cms.reviewing.domain.reminders import LADDER, rung_on
from cms.reviewing.models import ReviewReminder, ReviewStep
from courses.institutions.enums import RoleKind as R
from courses.institutions.models import Role

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.mark.parametrize(
    ("days", "rung"), [(-2, None), (-1, -1), (0, -1), (1, 1), (3, 1), (4, 4), (100, LADDER[-1])]
)
def test_rung_is_the_highest_that_is_reached(days, rung):
    due = datetime.date(2026, 11, 10)
    assert rung_on(due, due + days * DAY) == rung


def test_reminder_goes_out_once_a_rung(campus, sent, django_capture_on_commit_callbacks):
    due = campus.step_of(sent).due_on
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        assert send_reminders(on=due - 2 * DAY) == 0
        assert send_reminders(on=due - DAY) == 1
        assert send_reminders(on=due - DAY) == 0
        assert send_reminders(on=due) == 0
        assert send_reminders(on=due + DAY) == 1
        # Nobody ran it for weeks: one mail, not one for each rung passed.
        assert send_reminders(on=due + 20 * DAY) == 1
    assert {tuple(one.to) for one in mail.outbox} == {(campus.section.email,)}
    assert len(mail.outbox) == 3


def test_author_is_not_reminded_of_their_own_page(campus, sent):
    Role.objects.create(user=campus.instructor, kind=R.SECTION_HEAD, institution=campus.institution)
    send_reminders(on=campus.step_of(sent).due_on + DAY)
    assert [one.user for one in ReviewReminder.objects.all()] == [campus.section]


def test_step_that_lost_its_readers_passes_on(campus, sent):
    Role.objects.filter(kind=R.SECTION_HEAD).delete()
    send_reminders()
    assert campus.step_of(sent).level == "department"
    assert ReviewStep.objects.get(status=TaskState.STATUS_SKIPPED).skipped == "nobody"


def test_command_says_how_many(campus, sent, capsys):
    call_command("send_reminders")
    assert capsys.readouterr().out.startswith("0 reminders sent.")
