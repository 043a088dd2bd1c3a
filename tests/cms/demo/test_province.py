"""A province as a demonstration: real institutions, made-up people, a light timetable."""

from collections import Counter

import pytest

from cms.demo.catalogue import real_institutions
from cms.demo.province_people import create_schools, spread
from cms.demo.province_timetable import timetable_of
from cms.demo.province_training import create_trainings
from cms.demo.sizes import SIZES, ProvinceSize
from cms.demo.structure import create_institution
from courses.institutions.models import Institution, StaffMember
from courses.qualifications.domain.catalogue import load_catalogue
from courses.timetable.models import Booking, Meeting
from courses.training.enums import SessionState
from courses.training.models import Completion, TrainingSession


def test_province_has_the_size_that_was_asked_for() -> None:
    province = SIZES["province"].province
    assert province is not None
    assert (province.staff, province.sessions, province.institutions) == (6_000, 120, None)
    assert len(real_institutions("41")) == 156


def test_people_are_spread_without_remainder() -> None:
    assert spread([3, 1, 1, 1], 100) == [50, 17, 17, 16]
    assert sum(spread([0.3, 1.7, 2.2], 6_000)) == 6_000


@pytest.mark.django_db
def test_schools_have_people_timetables_and_trainings() -> None:
    load_catalogue()
    first = create_institution()
    schools = create_schools(first, ProvinceSize(staff=60, sessions=20, institutions=3), seed=7)
    for school in schools:
        timetable_of(school, page_id=1, seed=7, by=None)
    create_trainings(schools, sessions=20, seed=7, by=None)
    assert Institution.objects.count() == 3
    assert StaffMember.objects.count() == 60
    assert TrainingSession.objects.filter(state=SessionState.OPEN).count() == 20
    assert Completion.objects.count() > 10
    meetings = Meeting.objects.count()
    # Room, instructor and class for two periods each.
    assert meetings > 100
    assert Booking.objects.count() == meetings * 6
    taught = Counter(Meeting.objects.values_list("teaching_class", flat=True))
    # Eight, or seven where two of nine weeks lose the weekday to holidays.
    assert set(taught.values()) <= {7, 8}
