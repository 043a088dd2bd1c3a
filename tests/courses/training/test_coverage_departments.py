"""Coverage of an earlier day counts people where they belonged on that day."""

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.institutions.domain.particulars import change_particulars
from courses.institutions.enums import RoleKind as R
from tests.factories.institutions import DepartmentFactory, StaffMemberFactory, UserFactory
from tests.factories.training import DAY, CycleRuleFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def moved(institution):
    """Somebody who moved from one department to another ten days ago: (before, after, day)."""
    CycleRuleFactory(institution=institution)
    before, after = (
        DepartmentFactory(institution=institution, name=name) for name in ("文学院", "理学院")
    )
    staff = StaffMemberFactory(institution=institution, name="陈逾期", department=before)
    day = timezone.localdate() - 10 * DAY
    change_particulars(staff, name=staff.name, department=after, valid_from=day, by=UserFactory())
    return before, after, day


def units(client, on, **narrowed):
    answer = client.get(reverse("training:coverage"), {"on": on.isoformat(), **narrowed})
    return [(line.name, line.owing) for line in answer.context["lines"]]


def test_person_counts_for_the_department_of_that_day(sign_in, moved):
    _before, _after, day = moved
    office = sign_in(R.TEACHING_OFFICE)
    assert units(office, day - DAY) == [("文学院", 1)]
    assert units(office, day) == [("理学院", 1)]


def test_department_is_narrowed_to_who_belonged_to_it_then(sign_in, moved):
    before, after, day = moved
    office = sign_in(R.TEACHING_OFFICE)
    assert units(office, day - DAY, department=before.public_id) == [("文学院", 1)]
    assert units(office, day - DAY, department=after.public_id) == []
    assert units(office, day, department=before.public_id) == []


def test_department_of_today_is_the_present_one(sign_in, moved):
    before, after, _day = moved
    office = sign_in(R.TEACHING_OFFICE)
    today = timezone.localdate()
    assert units(office, today, department=after.public_id) == [("理学院", 1)]
    assert units(office, today, department=before.public_id) == []
