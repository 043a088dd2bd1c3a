"""What happens to a certificate: submitted, verified or returned, revoked."""

import datetime
import logging
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.institutions.models import StaffMember
from courses.qualifications.domain.evidence import Evidence
from courses.qualifications.domain.numbers import NumberAdvice, number_advice
from courses.qualifications.enums import CertificateState
from courses.qualifications.models import CredentialLevel, StaffCertificate
from media.library.domain import store_private

audit_log = logging.getLogger("qihang.audit")

__all__ = [
    "CertificateRefused",
    "NumberAdvice",
    "number_advice",
    "return_certificate",
    "revoke_certificate",
    "submit_certificate",
    "verify_certificate",
]


class CertificateRefused(ValidationError):
    """The step isn't possible; the sentence says why."""


@transaction.atomic
def submit_certificate(
    staff: StaffMember,
    *,
    level: CredentialLevel,
    number: str,
    issued_on: datetime.date,
    expires_on: datetime.date | None = None,
    issuer: str = "",
    evidence: Evidence | None = None,
    by: Any,
) -> StaffCertificate:
    """File a certificate for verification. A renewal is a new row; the old one stays.

    `expires_on` is the last day of validity. The number is kept as written, blanks around it apart.
    """
    if expires_on is not None and expires_on < issued_on:
        raise CertificateRefused(
            {"expires_on": _("The certificate can't expire before it was issued.")}
        )
    if issued_on > timezone.localdate():
        raise CertificateRefused({"issued_on": _("The date of issue lies in the future.")})
    stored = None
    if evidence is not None:
        stored = store_private(
            evidence.content, name=evidence.name, by=by, content_type=evidence.content_type
        )
    return StaffCertificate.objects.create(
        staff=staff,
        institution_id=staff.institution_id,
        level=level,
        number=number.strip(),
        issuer=issuer.strip(),
        issued_on=issued_on,
        expires_on=expires_on,
        evidence=stored,
        submitted_by=by,
    )


def verify_certificate(
    certificate: StaffCertificate, *, by: Any, note: str = ""
) -> StaffCertificate:
    """The office has seen the evidence. Neither the holder nor whoever submitted it can do this."""
    return _decide(
        certificate,
        CertificateState.VERIFIED,
        by=by,
        note=note,
        from_state=CertificateState.SUBMITTED,
        second_person=True,
    )


def return_certificate(certificate: StaffCertificate, *, note: str, by: Any) -> StaffCertificate:
    """Send a submitted certificate back with a note that says what is missing."""
    if not note.strip():
        raise CertificateRefused(
            {"note": _("Say what is missing, so that the holder can correct it.")}
        )
    return _decide(
        certificate,
        CertificateState.RETURNED,
        by=by,
        note=note,
        from_state=CertificateState.SUBMITTED,
    )


def revoke_certificate(certificate: StaffCertificate, *, reason: str, by: Any) -> StaffCertificate:
    """A verified certificate proves to be void; it no longer counts on any date."""
    if not reason.strip():
        raise CertificateRefused({"reason": _("Say why the certificate is revoked.")})
    return _decide(
        certificate,
        CertificateState.REVOKED,
        by=by,
        note=reason,
        from_state=CertificateState.VERIFIED,
    )


@transaction.atomic
def _decide(
    certificate: StaffCertificate,
    state: CertificateState,
    *,
    by: Any,
    note: str,
    from_state: CertificateState,
    second_person: bool = False,
) -> StaffCertificate:
    """Two people deciding at once: the row is locked, the second finds it decided."""
    locked = (
        StaffCertificate.objects.select_for_update(of=("self",))
        .select_related("staff")
        .get(pk=certificate.pk)
    )
    if locked.state != from_state:
        raise CertificateRefused(
            _("The certificate is %(state)s by now; nothing was changed."),
            params={"state": locked.get_state_display()},
        )
    if second_person and by.pk in (locked.submitted_by_id, locked.staff.user_id):
        raise CertificateRefused(
            _("Somebody else has to verify it: you submitted this certificate or it is your own.")
        )
    locked.state = state
    locked.decided_by = by
    locked.decided_at = timezone.now()
    locked.decision_note = note.strip()[:300]
    locked.save(update_fields=["state", "decided_by", "decided_at", "decision_note"])
    audit_log.info("certificate %s user=%s certificate=%s", state.value, by.pk, locked.pk)
    return locked
