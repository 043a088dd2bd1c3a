"""Certificates of many people from a spreadsheet, with a zip of their scans."""

import logging
from collections import defaultdict
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from courses.institutions.models import Institution
from courses.qualifications.domain.certificate_plan import make_plan
from courses.qualifications.domain.certificate_rows import CertificatePlan, CertificateRow
from courses.qualifications.enums import CertificateState
from courses.qualifications.models import StaffCertificate
from media.imports.bad_rows import refuse_bad_rows
from media.imports.previews import ImportPreview, Receipt
from media.jobs.progress import Progress
from media.library.domain import store_private
from media.spreadsheets.preview import build_preview
from media.spreadsheets.table import Table

audit_log = logging.getLogger("qihang.audit")

UNUSED_LISTED = 100


def preview_certificates(
    institution: Institution, table: Table, *, scans: bytes | None, progress: Progress
) -> ImportPreview:
    """What applying would do. Writes nothing; marks bad cells on the table. Raises ImportRefused
    for an archive that can't be used."""
    plan = make_plan(institution, table, scans, progress)
    return {
        **build_preview(table),
        "difference": plan.log.difference(),
        "options": [],
        "notes": _notes(plan),
        "marks": plan.marks,
    }


@transaction.atomic
def apply_certificates(
    institution: Institution, table: Table, *, scans: bytes | None, by: Any, progress: Progress
) -> Receipt:
    """File what is new; each waits for somebody else to verify it. The same file again changes
    nothing. Raises ImportRefused on a bad cell."""
    Institution.objects.select_for_update(no_key=True).get(pk=institution.pk)
    plan = make_plan(institution, table, scans, progress)
    refuse_bad_rows(table)
    progress(70, _("Filing the certificates"))
    new = [one for one in plan.rows if one.stored is None]
    earlier = _earlier(institution, new)
    for one in new:
        _file(one, earlier, by=by)
    for one in plan.rows:
        if one.stored is not None and one.row.number in plan.changed:
            _complete(one, by=by)
    audit_log.info(
        "certificates imported institution=%s user=%s new=%d changed=%d scans=%d",
        institution.pk, by.pk, len(new), len(plan.changed), plan.scans_used,
    )  # fmt: skip
    changed, more = plan.log.receipt_changes()
    return {
        "counts": [
            {"label": _("Certificates filed"), "count": len(new)},
            {"label": _("Certificates completed"), "count": len(plan.changed)},
            {"label": _("Certificates unchanged"), "count": plan.log.counts["unchanged"]},
            {"label": _("People without a certificate"), "count": plan.empty},
            {"label": _("Scans filed"), "count": plan.scans_used},
            {"label": _("Scans not used"), "count": len(plan.unused)},
        ],
        "created": [],
        "changed": changed,
        "changed_more": more,
        "notes": _notes(plan),
    }


def _earlier(
    institution: Institution, new: list[CertificateRow]
) -> dict[tuple[int, int], list[StaffCertificate]]:
    """Verified ones by person and level, the last issued first. One query."""
    found: dict[tuple[int, int], list[StaffCertificate]] = defaultdict(list)
    rows = StaffCertificate.objects.verified().filter(
        institution=institution, staff__in={one.staff.pk for one in new}
    )
    for row in rows.order_by("-issued_on", "-pk"):
        found[row.staff_id, row.level_id].append(row)
    return found


def _file(
    one: CertificateRow, earlier: dict[tuple[int, int], list[StaffCertificate]], *, by: Any
) -> None:
    values = one.values
    before = (
        row
        for row in earlier.get((one.staff.pk, one.level.pk), ())
        if row.issued_on < values["issued_on"]
    )
    StaffCertificate.objects.create(
        staff=one.staff,
        institution_id=one.staff.institution_id,
        level=one.level,
        number=values["number"],
        issuer=values.get("issuer") or "",
        issued_on=values["issued_on"],
        expires_on=values.get("expires_on"),
        evidence=_stored_scan(one, by),
        renews=next(before, None),
        submitted_by=by,
    )


def _complete(one: CertificateRow, *, by: Any) -> None:
    stored = StaffCertificate.objects.select_for_update().get(pk=one.stored and one.stored.pk)
    present = {found.column.key for found in one.row.columns}
    if stored.state == CertificateState.SUBMITTED:
        if "expires_on" in present:
            stored.expires_on = one.values["expires_on"]
        stored.issuer = one.values.get("issuer") or stored.issuer
        stored.evidence = stored.evidence or _stored_scan(one, by)
        # What the first of two verifiers saw has changed since.
        stored.first_checked_by = stored.first_checked_at = None
        stored.submitted_by = by
        stored.save()


def _stored_scan(one: CertificateRow, by: Any) -> Any:
    if one.scan is None:
        return None
    return store_private(
        one.scan.content, name=one.scan.name, by=by, content_type=one.scan.content_type
    )


def _notes(plan: CertificatePlan) -> list[str]:
    notes = []
    if plan.empty:
        notes.append(_("%(count)d people of the file hold no certificate.") % {"count": plan.empty})
    if plan.unused:
        notes.append(_("%(count)d scans are not used:") % {"count": len(plan.unused)})
        notes += [f"{name}: {reason}" for name, reason in plan.unused[:UNUSED_LISTED]]
    lacking = sum(1 for one in plan.rows if one.row.ok and one.stored is None and one.scan is None)
    if lacking:
        notes.append(
            _("%(count)d new certificates have no scan; the originals have to be seen.")
            % {"count": lacking}
        )
    return notes
