"""What the rows of a list of certificates mean, and what is odd about them."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from courses.institutions.models import StaffMember
from courses.qualifications.domain.evidence import Evidence
from courses.qualifications.domain.numbers import with_doubles
from courses.qualifications.domain.validity import usual_last_day
from courses.qualifications.models import CredentialLevel, StaffCertificate
from media.imports.differences import DifferenceLog
from media.imports.previews import FieldChange, RowMark
from media.spreadsheets.rows import Row


@dataclass
class CertificateRow:
    """A row that means a certificate. `stored`: the same one, filed before."""

    row: Row
    staff: StaffMember
    level: CredentialLevel
    stored: StaffCertificate | None = None
    scan: Evidence | None = None

    @property
    def subject(self) -> str:
        return f"{self.staff.staff_number} {self.staff.name} {self.level.name}"

    @property
    def values(self) -> dict[str, Any]:
        return self.row.values


@dataclass
class CertificatePlan:
    """What the file means. `unused` are scans that belong to nobody, with the reason."""

    rows: list[CertificateRow] = field(default_factory=list)
    changed: dict[int, list[FieldChange]] = field(default_factory=dict)
    empty: int = 0
    unused: list[tuple[str, str]] = field(default_factory=list)
    scans_used: int = 0
    marks: list[RowMark] = field(default_factory=list)
    log: DifferenceLog = field(default_factory=DifferenceLog)


def mark_what_is_odd(plan: CertificatePlan) -> None:
    """What is odd and can be filed all the same."""
    drafts = {
        one.row.number: StaffCertificate(
            pk=-one.row.number, staff=one.staff, level=one.level, number=one.values["number"]
        )
        for one in plan.rows
        if one.row.ok
    }
    doubles = with_doubles(drafts.values())
    same: dict[tuple[int, str], set[int]] = defaultdict(set)
    for draft in drafts.values():
        same[draft.level.credential_type_id, draft.number.upper()].add(draft.staff_id)
    for one in plan.rows:
        if one.row.number not in drafts:
            continue
        draft = drafts[one.row.number]
        if (
            draft.pk in doubles
            or len(same[draft.level.credential_type_id, draft.number.upper()]) > 1
        ):
            _say(plan, one, _("Somebody else has filed the same number. Check it."))
        usual = usual_last_day(one.level.credential_type, one.values["issued_on"])
        if usual is not None and one.values.get("expires_on") is None:
            _say(
                plan,
                one,
                _("Such certificates usually end, this one would on %(day)s. No end is given.")
                % {"day": usual.isoformat()},
            )


def _say(plan: CertificatePlan, one: CertificateRow, sentence: str) -> None:
    plan.marks.append({"row": one.row.number, "sentence": f"{one.subject}: {sentence}"})
