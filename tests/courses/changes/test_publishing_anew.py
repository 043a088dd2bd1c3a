"""A timetable in which something was changed is not replaced over people's heads."""

import datetime

import pytest
from django.utils import timezone

from courses.changes.domain import Proposal, load_change_rules, request_change
from courses.institutions.models import Institution
from courses.timetable.domain.publication import publish
from courses.timetable.domain.refusal import TimetableRefused
from courses.timetable.models import Meeting
from tests.courses.timetable.terms import make_slot, make_term, make_version

ON = datetime.datetime(2026, 10, 19, 9, 0)


def test_publishing_anew_after_a_request_is_refused_and_changes_nothing(
    institution: Institution,
) -> None:
    load_change_rules()
    term = make_term(institution, classes=1)
    first = make_version(term)
    make_slot(first, term.teaching_classes.get())
    publish(first, by=None)
    meeting = Meeting.objects.with_names().select_related("term", "institution").latest("date")
    request_change(
        meeting,
        Proposal("cancel"),
        reason_kind="official",
        now=timezone.make_aware(ON),
        by=None,
    )
    second = make_version(term, number=2)
    make_slot(second, term.teaching_classes.get(), weekday=3)
    before = set(Meeting.objects.values_list("pk", "starts_at"))
    with pytest.raises(TimetableRefused, match="调课"):
        publish(second, by=None)
    assert set(Meeting.objects.values_list("pk", "starts_at")) == before
