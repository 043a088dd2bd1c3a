"""What audits say at a glance: the latest of each institution, and what changed since the last."""

import datetime
from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet, Subquery

from assessments.compliance.domain.presentation import PresentedFinding, present_run, worst_tone
from assessments.compliance.models import AuditRun, Finding
from courses.institutions.models import Institution


@dataclass(frozen=True)
class ComparedFinding:
    """A finding beside the same rule's answer in an earlier audit, where there was one."""

    shown: PresentedFinding
    before: Finding | None

    @property
    def has_changed(self) -> bool:
        return self.before is not None and (self.before.state, self.before.value) != (
            self.shown.finding.state,
            self.shown.finding.value,
        )


def run_as_of(runs: "QuerySet[AuditRun]", on: datetime.date | None) -> AuditRun | None:
    """The last run made for that date, or the last run of all."""
    if on is not None:
        runs = runs.filter(on=on)
    return runs.select_related("institution", "made_by").order_by("-made_at", "-pk").first()


def previous_run(run: AuditRun) -> AuditRun | None:
    """The last run of the nearest earlier date."""
    earlier: AuditRun | None = (
        AuditRun.objects.filter(institution_id=run.institution_id, on__lt=run.on)
        .order_by("-on", "-made_at", "-pk")
        .first()
    )
    return earlier


def compared_findings(run: AuditRun, earlier: AuditRun | None) -> list[ComparedFinding]:
    """The findings of a run in order; at most two queries."""
    before: dict[str, Finding] = {}
    if earlier is not None:
        findings = earlier.findings.select_related("rule").defer("evidence", "figures")
        before = {finding.rule.code: finding for finding in findings}
    return [
        ComparedFinding(shown, before.get(shown.finding.rule.code)) for shown in present_run(run)
    ]


@dataclass(frozen=True)
class InstitutionLight:
    """An institution with its last audit; `tone` is "" and `run` None when there is none."""

    institution: Institution
    run: AuditRun | None
    tone: str
    findings: list[Finding]


def lights_of(
    institutions: "QuerySet[Institution]", *, on: datetime.date | None = None
) -> list[InstitutionLight]:
    """The last audit of each institution, of that date if one is given; three queries."""
    runs = AuditRun.objects.filter(institution=OuterRef("pk"))
    if on is not None:
        runs = runs.filter(on=on)
    last = Subquery(runs.order_by("-made_at", "-pk").values("pk")[:1])
    wanted = list(institutions.annotate(last_run=last))
    last_runs = AuditRun.objects.in_bulk([i.last_run for i in wanted if i.last_run])
    findings: dict[int, list[Finding]] = {}
    for finding in (
        Finding.objects.filter(run__in=last_runs)
        .select_related("rule")
        .defer("evidence", "figures")
        .order_by("position")
    ):
        findings.setdefault(finding.run_id, []).append(finding)
    lights = []
    for institution in wanted:
        found = findings.get(institution.last_run, [])
        lights.append(
            InstitutionLight(
                institution, last_runs.get(institution.last_run), worst_tone(found), found
            )
        )
    return lights
