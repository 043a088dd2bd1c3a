"""A finding as people read it: the same words on the page, in the PDF and in the exports."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessments.compliance.enums import FindingState
from assessments.compliance.metrics import metric_of
from assessments.compliance.metrics.held_certificates import Standing
from assessments.compliance.models import AuditRun, Finding, Rule
from courses.institutions.enums import StaffKind
from courses.qualifications.enums import Severity

_ICONS = {
    FindingState.MET: "check-circle-fill",
    FindingState.NOT_MET: "x-octagon-fill",
    FindingState.UNDECIDED: "question-circle-fill",
}
# Best first.
_TONES = ("good", "warn", "bad")


@dataclass(frozen=True)
class PersonRow:
    """A person as recorded at the audit; dates are ISO texts, None where there is no end."""

    number: str
    name: str
    department: str
    kind: str
    employed_from: str
    employed_to: str | None
    standing: str = ""
    standing_tone: str = ""
    lapses: bool = False
    waived: bool = False
    certificate: dict[str, Any] | None = None


@dataclass(frozen=True)
class DepartmentCount:
    """Students of a department; they are `evidence["students"][first:first + students]`."""

    name: str
    students: int
    first: int


@dataclass(frozen=True)
class PresentedFinding:
    finding: Finding
    title: str
    citation: str
    severity: str
    state: str
    tone: str
    icon: str
    explanation: Sequence[str]
    outlook: Sequence[str]
    departments: Sequence[DepartmentCount] = field(default_factory=list)
    people: Sequence[PersonRow] = field(default_factory=list)

    @property
    def shows_certificates(self) -> bool:
        return any(person.standing for person in self.people)


def title_of(rule: Rule) -> str:
    """The rule's title in the reader's language."""
    return rule.title if (get_language() or "").startswith("zh") else rule.title_en


def citation_of(rule: Rule) -> str:
    return f"{rule.document}{rule.clause}"


def tone_of(finding: Finding) -> str:
    """good, warn or bad: red is for a clause that says 必须."""
    if finding.state == FindingState.MET:
        return "good"
    if finding.state == FindingState.NOT_MET and finding.rule.severity == Severity.MUST:
        return "bad"
    return "warn"


def worst_tone(findings: Iterable[Finding]) -> str:
    """The light of an audit; "" when there is no finding."""
    return max((tone_of(finding) for finding in findings), key=_TONES.index, default="")


def present(finding: Finding) -> PresentedFinding:
    """Words and rows of a finding whose rule is loaded; no query, and evidence isn't read."""
    metric = metric_of(finding.rule.metric)
    figures = finding.figures
    departments, first = [], 0
    for entry in figures.get("departments", []):
        departments.append(DepartmentCount(entry["name"], entry["students"], first))
        first += entry["students"]
    return PresentedFinding(
        finding=finding,
        title=title_of(finding.rule),
        citation=citation_of(finding.rule),
        severity=str(Severity(finding.rule.severity).label),
        state=str(FindingState(finding.state).label),
        tone=tone_of(finding),
        icon=_ICONS[FindingState(finding.state)],
        explanation=metric.explanation(figures),
        outlook=metric.outlook(figures),
        departments=departments,
        people=[_person(entry) for entry in figures.get("people", [])],
    )


def present_run(run: AuditRun) -> list[PresentedFinding]:
    """The findings of a run in order; one query, which leaves the evidence where it is."""
    findings = run.findings.select_related("rule").defer("evidence").order_by("position")
    return [present(finding) for finding in findings]


def document_number(run: AuditRun) -> str:
    """编号: institution, date, and the beginning of the run's own id."""
    return f"{run.institution.code}-{run.on:%Y%m%d}-{run.public_id.hex[:6].upper()}"


def _person(entry: dict[str, Any]) -> PersonRow:
    standing = Standing(entry["standing"]) if "standing" in entry else None
    return PersonRow(
        number=entry["number"],
        name=entry["name"],
        department=entry["department"] or _("Institution level"),
        kind=str(StaffKind(entry["kind"]).label),
        employed_from=entry["from"],
        employed_to=entry["to"],
        standing=str(standing.label) if standing else "",
        standing_tone=_standing_tone(standing),
        lapses=entry.get("lapses", False),
        waived=entry.get("waived", False),
        certificate=entry.get("certificate"),
    )


def _standing_tone(standing: Standing | None) -> str:
    if standing is None:
        return ""
    return {Standing.COUNTS: "good", Standing.UNDECIDED: "warn"}.get(standing, "bad")
