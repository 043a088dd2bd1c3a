"""The same people are held, undecided, waived or a gap wherever they are counted."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.compliance.domain.audit import run_audit
from assessments.compliance.domain.presentation import present
from courses.institutions.enums import StaffKind
from courses.institutions.models import StaffMember
from courses.qualifications.domain import grant_waiver
from courses.qualifications.domain.certification import certification_of, totals_of
from courses.qualifications.domain.forecast import forecast_of
from courses.qualifications.domain.lights import standings
from courses.qualifications.enums import Fulfilment, Light, Recognition
from tests.factories.compliance import CertificateRuleFactory
from tests.factories.institutions import StaffMemberFactory, UserFactory
from tests.factories.qualifications import CertificateRuleFactory as ReminderRuleFactory
from tests.factories.qualifications import (
    LevelRecognitionFactory,
    StaffCertificateFactory,
    TeachingRuleFactory,
)

pytestmark = pytest.mark.django_db
EXPECTED = {"held": 2, "undecided": 3, "waived": 4, "gap": 5}


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def people(institution, today):
    """2 hold it, of 3 it is undecided (one of them with a waiver), 4 are waived (the waivers end
    soon; one holds a level that counts for others only), 5 have nothing."""
    CertificateRuleFactory()
    ReminderRuleFactory()
    kind = StaffKind.FULL_TIME_TEACHER
    TeachingRuleFactory(staff_kind=kind, province="41")
    counts = LevelRecognitionFactory(level__name="二级").level
    doubtful = LevelRecognitionFactory(recognition=Recognition.UNDECIDED).level
    others_only = LevelRecognitionFactory().level
    LevelRecognitionFactory(
        level=others_only, staff_kind=kind, recognition=Recognition.DOES_NOT_COUNT
    )
    for level, number in ((counts, 2), (doubtful, 3), (others_only, 1)):
        StaffCertificateFactory.create_batch(number, staff__institution=institution, level=level)
    StaffMemberFactory.create_batch(8, institution=institution)
    undecided = StaffMember.objects.filter(certificates__level=doubtful)[:1]
    lower = StaffMember.objects.filter(certificates__level=others_only)
    nothing = StaffMember.objects.filter(certificates=None)[:3]
    for staff in [*undecided, *lower, *nothing]:
        grant_waiver(
            staff,
            reason="已报名考试",
            valid_from=today,
            valid_to=today + datetime.timedelta(days=20),
            by=UserFactory(),
        )
    return StaffMember.objects.filter(institution=institution)


def by_light(counts):
    return {
        "held": counts[Light.QUALIFIED] + counts[Light.LAPSES_SOON],
        "undecided": counts[Light.UNDECIDED],
        "waived": counts[Light.WAIVED],
        "gap": counts[Light.NOT_QUALIFIED],
    }


def by_part(count):
    return {
        "held": count.qualified,
        "undecided": count.undecided,
        "waived": count.waived,
        "gap": count.lacking,
    }


def test_lights_audits_coverage_and_compliance_count_the_same_people_alike(
    institution, people, today, sign_in
) -> None:
    office = sign_in("office")
    staff_list = office.get(reverse("qualifications:list"))
    audit = office.get(reverse("qualifications:audit_institution", args=[institution.public_id]))
    (totals,) = totals_of([institution], people, on=today)
    rows = certification_of(people, on=today)
    (finding,) = run_audit(institution, on=today, by=None).findings.all()
    figures = finding.figures
    assert by_light(dict(staff_list.context["counts"])) == EXPECTED
    assert by_light(dict(audit.context["counts"])) == EXPECTED
    assert by_light(totals.lights) == EXPECTED
    assert {
        each.value: sum(row.authorisation.fulfilment == each for row in rows) for each in Fulfilment
    } == EXPECTED
    assert by_part(forecast_of(people, today=today, months=1).today.must) == EXPECTED
    assert {
        "held": figures["holders"],
        "undecided": figures["undecided"],
        "waived": figures["waived"],
        "gap": figures["without"] - figures["waived"],
    } == EXPECTED
    assert len(finding.evidence["staff_waived"]) == EXPECTED["waived"]


def test_waived_people_may_teach_and_do_not_meet_the_rule(institution, people, today) -> None:
    allowed = [row for row in standings(people, on=today) if row.authorisation.allowed]
    # Of the undecided ones only the one with a waiver.
    assert len(allowed) == EXPECTED["held"] + EXPECTED["waived"] + 1
    (finding,) = run_audit(institution, on=today, by=None).findings.all()
    assert (finding.state, finding.value) == ("not_met", "2/14")
    assert "其中4人凭豁免授课，豁免不等于持证。" in present(finding).explanation
