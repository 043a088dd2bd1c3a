"""Rules of the two shipped kinds, and audits."""

import datetime

import factory
from factory.django import DjangoModelFactory

from assessments.compliance import models
from assessments.compliance.enums import FindingState
from courses.qualifications.enums import Severity
from tests.factories.institutions import InstitutionFactory

RATIO_PARAMETERS = {
    "denominator": 500,
    "staff_kinds": ["full_time_manager", "full_time_teacher"],
    "school_level_only": False,
    "academic_year_begins": "09-01",
}
CERTIFICATE_PARAMETERS = {
    "staff_kinds": ["full_time_manager", "full_time_teacher"],
    "school_level_only": False,
}


class RuleFactory(DjangoModelFactory):
    """The staffing ratio of Henan; `CertificateRuleFactory` is the other one."""

    class Meta:
        model = models.Rule

    code = factory.Sequence(lambda n: f"ratio-{n}")
    title = "专职人员与应届毕业生之比"
    title_en = "Full-time staff to graduating students"
    province = "41"
    severity = Severity.MUST
    document = "《测试意见》"
    clause = "四（七）"
    quotation = "专职人员与应届毕业生的比例不低于1：500"
    metric = "full_time_ratio"
    parameters = factory.LazyFunction(lambda: dict(RATIO_PARAMETERS))
    position = 10
    valid_from = datetime.date(2008, 1, 1)


class CertificateRuleFactory(RuleFactory):
    code = factory.Sequence(lambda n: f"certificate-{n}")
    title = "专职人员中级以上证书"
    title_en = "Intermediate certificates of full-time staff"
    quotation = "专职就业工作人员必须具有中级以上就业指导相关职业资格证书。"
    metric = "staff_certificates"
    parameters = factory.LazyFunction(lambda: dict(CERTIFICATE_PARAMETERS))
    position = 20


class AuditRunFactory(DjangoModelFactory):
    class Meta:
        model = models.AuditRun

    institution = factory.SubFactory(InstitutionFactory)
    on = datetime.date(2026, 12, 31)


class FindingFactory(DjangoModelFactory):
    """A finding of the ratio rule that counted nobody; pass figures and evidence for more."""

    class Meta:
        model = models.Finding

    run = factory.SubFactory(AuditRunFactory)
    rule = factory.SubFactory(RuleFactory)
    position = factory.Sequence(lambda n: n + 1)
    state = FindingState.MET
    value = "1:487"
    threshold = "1:500"
    figures = factory.LazyFunction(
        lambda: {
            "staff": 0,
            "students": 0,
            "staff_needed": 0,
            "staff_missing": 0,
            "graduation_year": 2027,
            "parameters": dict(RATIO_PARAMETERS),
            "departments": [],
            "people": [],
        }
    )
    evidence = factory.LazyFunction(lambda: {"staff": [], "students": []})
