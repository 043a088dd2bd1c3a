"""Training where certificates are looked at."""

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.institutions.enums import StaffKind
from courses.institutions.models import StaffMember
from courses.qualifications.domain.certification import certification_of
from courses.qualifications.dossier import sections_of
from courses.training.certification import nominees
from tests.factories.institutions import InstitutionFactory, StaffMemberFactory
from tests.factories.qualifications import LevelRecognitionFactory, TeachingRuleFactory
from tests.factories.training import CompletionFactory, CycleRuleFactory, NominationFactory

pytestmark = pytest.mark.django_db


def test_training_that_is_due_stands_beside_the_certificates(institution) -> None:
    CycleRuleFactory(staff_kind=StaffKind.FULL_TIME_TEACHER)
    StaffMemberFactory(institution=institution)
    people = StaffMember.objects.filter(institution=institution)
    (row,) = certification_of(people, on=timezone.localdate())
    assert [one.what for one in row.others] == ["应完成轮训"]


def test_nominees_of_a_session_can_be_supposed_to_pass(institution, sign_in) -> None:
    TeachingRuleFactory(staff_kind=StaffKind.FULL_TIME_TEACHER, province="41")
    level = LevelRecognitionFactory().level
    nomination = NominationFactory(staff__institution=institution)
    NominationFactory(session=nomination.session, staff__institution=InstitutionFactory())
    client = sign_in("office")
    (group,) = nominees(client.user, institution)
    assert group.staff_ids == (nomination.staff_id,)
    assert group.gains_on == nomination.session.ends_on
    page = client.get(reverse("qualifications:forecast"), {"group": group.key, "level": level.pk})
    supposed = page.context["supposed"]
    assert (supposed.today.must.qualified, supposed.months[-1].must.qualified) == (0, 1)


def test_completed_training_stands_in_the_dossier_with_its_hours(institution) -> None:
    completion = CompletionFactory(staff__institution=institution)
    period = {"start": completion.completed_on, "end": completion.completed_on}
    sections = {one.key: one for one in sections_of(completion.staff, **period)}
    (line,) = sections["training"].lines
    assert (line.hours, line.record) == (completion.hours, completion.session.code)
    assert sections["training"].hours == completion.hours
