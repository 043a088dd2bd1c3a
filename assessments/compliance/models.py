"""Rules as dated data, and the audits that apply them."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assessments.compliance.enums import FindingState
from courses.institutions.models import Institution
from courses.institutions.periods import PeriodQuerySet
from courses.institutions.scopes import ScopedQuerySet, ScopePaths
from courses.qualifications.enums import Severity
from media.addressing import Addressable


class Rule(models.Model):
    """A clause of a document, made computable: metric, parameters, severity, dates, citation."""

    code = models.CharField(max_length=60)
    title = models.CharField(_("title"), max_length=200)
    title_en = models.CharField(max_length=200)
    # Empty: every province.
    province = models.CharField(max_length=2, blank=True)
    severity = models.CharField(max_length=15, choices=Severity)
    document = models.CharField(max_length=200)
    clause = models.CharField(max_length=100)
    quotation = models.TextField()
    # A key of assessments.compliance.metrics, and what that metric needs to know.
    metric = models.CharField(max_length=60)
    parameters = models.JSONField(default=dict)
    position = models.PositiveSmallIntegerField(default=0)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        ordering = ("position", "code")
        constraints = (
            models.UniqueConstraint(
                fields=["code", "province", "valid_from"], name="rule_version_once"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")), name="rule_not_empty"
            ),
        )

    def __str__(self) -> str:
        return self.title


class AuditRun(Addressable):
    """All rules applied to one institution as of one date."""

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="audits")
    on = models.DateField(_("as of"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)

    scope_paths: ClassVar = ScopePaths()
    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-made_at",)


class Finding(Addressable):
    """One rule's answer, with the ids of the rows that were counted."""

    run = models.ForeignKey(AuditRun, on_delete=models.CASCADE, related_name="findings")
    rule = models.ForeignKey(Rule, on_delete=models.PROTECT, related_name="findings")
    position = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=FindingState)
    value = models.CharField(max_length=100)
    threshold = models.CharField(max_length=100)
    # What the metric counted, in numbers, for the sentence that explains it.
    figures = models.JSONField(default=dict)
    # {"staff": [ids], "students": [ids], …}
    evidence = models.JSONField(default=dict)

    class Meta:
        ordering = ("run", "position")
