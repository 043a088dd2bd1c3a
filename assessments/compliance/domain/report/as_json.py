"""The audit for programs."""

from typing import Any

from assessments.compliance.domain.evidence import public_evidence
from assessments.compliance.domain.presentation import present
from assessments.compliance.models import AuditRun

# A program finds people by their ids in `evidence`; what was recorded of them is for paper.
_ONLY_ON_PAPER = frozenset({"people"})


def json_report(run: AuditRun) -> list[dict[str, Any]]:
    """One dict for each finding, in order.

    `rule` is the code; `state` met, not_met or undecided; `severity` must, in_principle or
    encouraged; `evidence` {kind: public ids of the rows counted}, as many as `figures` say.
    """
    findings = []
    for finding in run.findings.select_related("rule").order_by("position"):
        shown = present(finding)
        findings.append(
            {
                "rule": finding.rule.code,
                "title": shown.title,
                "citation": shown.citation,
                "quotation": finding.rule.quotation,
                "severity": finding.rule.severity,
                "state": finding.state,
                "value": finding.value,
                "threshold": finding.threshold,
                "explanation": list(shown.explanation),
                "outlook": list(shown.outlook),
                "figures": {
                    name: value
                    for name, value in finding.figures.items()
                    if name not in _ONLY_ON_PAPER
                },
                "evidence": public_evidence(finding),
                "institution": run.institution.code,
                "on": run.on.isoformat(),
                "audit": str(run.public_id),
                "made_at": run.made_at.isoformat(),
            }
        )
    return findings
