"""Instructors who may not teach on every date of what was placed."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.timetable.domain.building import build_timetable
from tests.courses.timetable.terms import make_class, make_term
from tests.factories.institutions import StaffPeriodFactory
from tests.factories.qualifications import (
    CredentialLevelFactory,
    LevelRecognitionFactory,
    StaffCertificateFactory,
    TeachingRuleFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def teach(institution):
    """Two classes whose instructors hold a certificate until some day."""
    TeachingRuleFactory(province=institution.province)
    level = CredentialLevelFactory()
    LevelRecognitionFactory(level=level, province=institution.province)
    term = make_term(institution, classes=0)

    def make(until):
        teaching_class = make_class(term, campus=institution.campuses.get())
        staff = teaching_class.assignments.get().staff
        StaffPeriodFactory(staff=staff, valid_from=datetime.date(2020, 1, 1))
        StaffCertificateFactory(staff=staff, level=level, expires_on=until)
        return teaching_class

    return make


def _warnings(term):
    report = build_timetable(term, seconds=5, workers=1, by=None).solver_report
    assert report["unplaced"] == []
    return report["warnings"]


def test_class_whose_instructor_is_qualified_throughout_is_not_named(teach):
    assert _warnings(teach(None).term) == []


def test_qualification_that_runs_out_is_said_with_the_date(teach):
    fine, ending = teach(None), teach(datetime.date(2026, 10, 31))
    (entry,) = _warnings(fine.term)
    assert entry["code"] == ending.code
    slot = ending.slots.get()
    first = datetime.date(2026, 11, 2) + datetime.timedelta(days=slot.weekday - 1)
    who = slot.instructor.name
    assert entry["sentence"].startswith(
        f"{who}自 {first.isoformat()} 起不具备任教资格（16 次课中的"
    )


def test_qualification_that_ends_after_the_last_meeting_is_no_matter(teach):
    assert _warnings(teach(datetime.date(2027, 1, 3)).term) == []


def test_warnings_stand_on_the_page_of_the_version(teach, sign_in):
    teaching_class = teach(datetime.date(2026, 10, 31))
    version = build_timetable(teaching_class.term, seconds=5, workers=1, by=None)
    address = reverse("timetable:version", args=[version.public_id])
    text = sign_in("office").get(address).content.decode()
    assert "任课教师有日期不具备任教资格" in text
    assert reverse("teaching:class", args=[teaching_class.public_id]) in text


def test_page_before_publication_names_the_meetings(teach, sign_in):
    teaching_class = teach(datetime.date(2026, 10, 31))
    version = build_timetable(teaching_class.term, seconds=5, workers=1, by=None)
    address = reverse("timetable:version_changes", args=[version.public_id])
    text = sign_in("office").get(address).content.decode()
    assert "无人有资格任教" in text
    assert teaching_class.code in text


def test_page_before_publication_asks_a_fixed_number_of_questions(teach, sign_in):
    client = sign_in("office")
    counts = []
    for _ in range(2):
        teaching_class = teach(datetime.date(2026, 10, 31))
        version = build_timetable(teaching_class.term, seconds=5, workers=1, by=None)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("timetable:version_changes", args=[version.public_id]))
        counts.append(len(queries))
    assert counts[0] == counts[1]
