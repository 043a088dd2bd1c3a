"""Credentials, certificates, recognitions."""

import datetime

import factory
from factory.django import DjangoModelFactory

from courses.institutions.enums import StaffKind
from courses.qualifications import models
from courses.qualifications.enums import (
    CertificateState,
    CredentialScheme,
    Recognition,
    Severity,
)
from tests.factories.institutions import StaffMemberFactory


class CredentialTypeFactory(DjangoModelFactory):
    class Meta:
        model = models.CredentialType

    code = factory.Sequence(lambda n: f"type-{n}")
    name = factory.Sequence(lambda n: f"职业资格{n}")
    scheme = CredentialScheme.NATIONAL_OLD


class CredentialLevelFactory(DjangoModelFactory):
    class Meta:
        model = models.CredentialLevel

    credential_type = factory.SubFactory(CredentialTypeFactory)
    code = factory.Sequence(lambda n: f"level-{n}")
    name = factory.Sequence(lambda n: f"等级{n}")


class LevelRecognitionFactory(DjangoModelFactory):
    class Meta:
        model = models.LevelRecognition

    level = factory.SubFactory(CredentialLevelFactory)
    recognition = Recognition.COUNTS
    authority = "测试机关"
    citation = "测试文件"
    valid_from = datetime.date(2008, 1, 1)


class TeachingRuleFactory(DjangoModelFactory):
    class Meta:
        model = models.TeachingRule

    code = "intermediate-certificate"
    staff_kind = StaffKind.FULL_TIME_TEACHER
    severity = Severity.MUST
    citation = "测试文件"
    valid_from = datetime.date(2008, 1, 1)


class CertificateRuleFactory(DjangoModelFactory):
    class Meta:
        model = models.CertificateRule

    verifiers = 1
    reminder_days = factory.List([90, 60, 30, 7])
    citation = "测试文件"
    valid_from = datetime.date(2008, 1, 1)


class StaffCertificateFactory(DjangoModelFactory):
    class Meta:
        model = models.StaffCertificate

    staff = factory.SubFactory(StaffMemberFactory)
    institution = factory.SelfAttribute("staff.institution")
    level = factory.SubFactory(CredentialLevelFactory)
    number = factory.Sequence(lambda n: f"{n:016d}")
    issued_on = datetime.date(2020, 3, 1)
    state = CertificateState.VERIFIED
