"""What is shipped is loaded once for each version, and nobody's own rows are touched."""

import pytest
from django.core.management import call_command

from assessments.reference_data.domain import (
    load_reference_data,
    loaded_as_shipped,
    shipped_fingerprint,
)
from assessments.reference_data.models import LoadedReferenceData
from courses.changes.models import ChangeRule
from courses.delivery.models import OnlineRule
from courses.qualifications.domain.own_readings import record_reading
from courses.qualifications.models import (
    CertificateRule,
    CredentialLevel,
    CredentialType,
    LevelRecognition,
    TeachingRule,
)
from courses.timetable.models import SchedulingRule
from courses.training.models import CycleRule, NominationRule
from tests.factories.institutions import UserFactory
from tests.factories.qualifications import CertificateRuleFactory, TeachingRuleFactory
from tests.factories.training import CycleRuleFactory, NominationRuleFactory

pytestmark = pytest.mark.django_db
RULES = (
    LevelRecognition,
    TeachingRule,
    CertificateRule,
    OnlineRule,
    ChangeRule,
    SchedulingRule,
    CycleRule,
    NominationRule,
)


def everything() -> dict[str, list[dict[str, object]]]:
    """All rows, with when they were written where they know it."""
    models = (*RULES, CredentialType, CredentialLevel, LoadedReferenceData)
    return {one.__name__: list(one.objects.order_by("pk").values()) for one in models}


def test_data_are_as_shipped_once_they_are_loaded():
    assert not loaded_as_shipped().exists()
    load_reference_data()
    assert loaded_as_shipped().exists()


def test_data_of_an_older_version_are_not_as_shipped_until_they_are_loaded_again():
    load_reference_data()
    LoadedReferenceData.objects.update(fingerprint="older")
    assert not loaded_as_shipped().exists()
    load_reference_data()
    assert LoadedReferenceData.objects.get().fingerprint == shipped_fingerprint()


def test_loading_again_changes_nothing():
    load_reference_data()
    before = everything()
    load_reference_data()
    assert everything() == before


def test_what_a_school_and_its_province_entered_stays_when_a_version_is_loaded(institution):
    """Even from the day on from which the shipped rows hold."""
    load_reference_data()
    level = CredentialLevel.objects.get(name="三级 助理职业指导师")
    shipped = LevelRecognition.objects.get(level=level)
    for place in (institution, institution.province):
        record_reading(
            level,
            place=place,
            recognition="counts",
            authority="校长办公会",
            citation="纪要",
            valid_from=shipped.valid_from,
            by=UserFactory(),
        )
    for model in (OnlineRule, ChangeRule, SchedulingRule):
        row = model.objects.get()
        row.pk, row.institution, row.citation = None, institution, "校发〔2026〕1号"
        row.save()
    of_school = {"institution": institution, "citation": "校发〔2026〕1号"}
    TeachingRuleFactory(**of_school, code="related-certificate")
    CertificateRuleFactory(**of_school, verifiers=2)
    for factory in (CycleRuleFactory, NominationRuleFactory):
        factory(**of_school)
        factory(province=institution.province)
    before = everything()
    LoadedReferenceData.objects.update(fingerprint="older")
    CredentialType.objects.update(name="旧名")
    load_reference_data()
    after = everything()
    for one in (*RULES, CredentialType):
        assert after[one.__name__] == before[one.__name__]
    assert all(one.objects.filter(institution=institution).exists() for one in RULES)


def test_command_says_nothing_where_nothing_is_to_be_said(capsys):
    call_command("load_reference_data", verbosity=0)
    assert capsys.readouterr().out == ""
    assert loaded_as_shipped().exists()
