"""A list of certificates and a zip of scans, held against what is stored."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from courses.institutions.models import Institution, StaffMember
from courses.qualifications.domain.certificate_columns import CERTIFICATES
from courses.qualifications.domain.certificate_rows import (
    CertificatePlan,
    CertificateRow,
    mark_what_is_odd,
)
from courses.qualifications.domain.certificates import check_days
from courses.qualifications.domain.level_names import LevelNames
from courses.qualifications.domain.scans import MatchedScans, ScanArchive, ScanTarget, match_scans
from courses.qualifications.enums import CertificateState
from courses.qualifications.models import StaffCertificate
from media.imports.previews import FieldChange
from media.jobs.progress import Progress
from media.spreadsheets.errors import ValueRefused
from media.spreadsheets.rows import Row
from media.spreadsheets.table import Table


def make_plan(
    institution: Institution, table: Table, scans: bytes | None, progress: Progress
) -> CertificatePlan:
    plan = CertificatePlan()
    names = LevelNames()
    people = {
        one.staff_number.casefold(): one
        for one in StaffMember.objects.filter(institution=institution)
    }
    for row in table.rows:
        _understand(row, people, names, plan)
    _find_stored(plan)
    progress(55, _("Opening the scans"))
    if scans is not None:
        _add_scans(plan, ScanArchive(scans), names)
    _compare(plan)
    mark_what_is_odd(plan)
    return plan


def _understand(
    row: Row, people: dict[str, StaffMember], names: LevelNames, plan: CertificatePlan
) -> None:
    """Marks what can't be; a row that holds nothing but a person is counted as that."""
    staff = people.get((row.values.get("staff_number") or "").casefold())
    if staff is None and "staff_number" in row.values:
        row.add_problem("staff_number", _("Nobody of your staff has this number."))
    name = row.values.get("name")
    if staff is not None and name and name != staff.name:
        row.add_problem(
            "name",
            _("The number belongs to %(name)s. Correct one of the two.") % {"name": staff.name},
        )
    said = row.values.get("level") or ""
    number = row.values.get("number") or ""
    if not said and not number and not row.values.get("issued_on"):
        plan.empty += int(row.ok)
        return
    level = None
    for key in ("level", "number", "issued_on"):
        if key in row.values and not row.values[key]:
            row.add_problem(key, _("A value is missing here."))
    if said:
        try:
            level = names.find(said, number=number)
        except ValueRefused as refusal:
            row.add_problem("level", refusal)
    if row.ok:
        try:
            check_days(row.values["issued_on"], row.values.get("expires_on"))
        except ValidationError as error:
            for key, messages in error.message_dict.items():
                row.add_problem(key, " ".join(messages))
    if row.ok and staff is not None and level is not None:
        plan.rows.append(CertificateRow(row, staff, level))


def _key(staff_id: int, level_id: int, number: str, issued_on: datetime.date) -> tuple[Any, ...]:
    return staff_id, level_id, number.upper(), issued_on


def _find_stored(plan: CertificatePlan) -> None:
    """Which certificates are filed already; marks rows that say the same twice. One query."""
    stored = {
        _key(one.staff_id, one.level_id, one.number, one.issued_on): one
        for one in StaffCertificate.objects.filter(
            staff__in={one.staff.pk for one in plan.rows},
            state__in=(CertificateState.SUBMITTED, CertificateState.VERIFIED),
        )
    }
    seen: dict[tuple[Any, ...], Row] = {}
    for one in plan.rows:
        values = one.values
        key = _key(one.staff.pk, one.level.pk, values["number"], values["issued_on"])
        if key in seen:
            one.row.add_problem(
                "number",
                _("Row %(row)s has the same certificate already.") % {"row": seen[key].number},
            )
        seen.setdefault(key, one.row)
        one.stored = stored.get(key)


def _add_scans(plan: CertificatePlan, archive: ScanArchive, names: LevelNames) -> None:
    by_key = {one.row.number: one for one in plan.rows}

    def target(one: CertificateRow) -> ScanTarget:
        level = one.level
        return ScanTarget(
            one.row.number,
            one.staff.staff_number,
            one.values["number"],
            lambda name: names.named_in(name, level),
        )

    matched: MatchedScans = match_scans(archive.scans, [target(one) for one in plan.rows])
    plan.unused = matched.unused
    for key, scan in matched.by_key.items():
        try:
            by_key[key].scan = archive.read(scan)
        except ValidationError as error:
            plan.unused.append((scan.name, " ".join(error.messages)))


def _compare(plan: CertificatePlan) -> None:
    for one in plan.rows:
        if not one.row.ok:
            continue
        plan.scans_used += int(one.scan is not None and _wants_scan(one))
        if one.stored is None:
            plan.log.new(one.row.number, one.subject)
            continue
        fields = _differences(one)
        if not fields:
            plan.log.unchanged()
        elif one.stored.state == CertificateState.VERIFIED and one.values.get("expires_on") != (
            one.stored.expires_on
        ):
            one.row.add_problem(
                "expires_on",
                _(
                    "The certificate is verified with another last day (%(day)s). File a renewal, "
                    "or have it revoked first."
                )
                % {"day": _said(one.stored.expires_on)},
            )
        else:
            plan.changed[one.row.number] = fields
            plan.log.changed(one.row.number, one.subject, fields)


def _differences(one: CertificateRow) -> list[FieldChange]:
    """What the file adds to a certificate filed before. A column that the file lacks says nothing;
    a verified one only gets the scan that it lacks."""
    stored = one.stored
    assert stored is not None
    fields: list[FieldChange] = []
    present = {found.column.key for found in one.row.columns}
    if "expires_on" in present and one.values["expires_on"] != stored.expires_on:
        fields.append(
            _change("expires_on", _said(stored.expires_on), _said(one.values["expires_on"]))
        )
    waits = stored.state == CertificateState.SUBMITTED
    issuer = one.values.get("issuer")
    if waits and issuer and issuer != stored.issuer:
        fields.append(_change("issuer", stored.issuer, issuer))
    if one.scan is not None and _wants_scan(one):
        fields.append({"label": _("Scan or photo"), "old": "", "new": one.scan.name})
    return fields


def _wants_scan(one: CertificateRow) -> bool:
    """A scan is added, never replaced: what somebody has verified stays what they saw."""
    return one.stored is None or (
        one.stored.evidence_id is None and one.stored.state == CertificateState.SUBMITTED
    )


def _change(key: str, old: str, new: str) -> FieldChange:
    return {"label": str(CERTIFICATES.by_key[key].label), "old": old, "new": new}


def _said(day: datetime.date | None) -> str:
    return day.isoformat() if day else _("No end")
