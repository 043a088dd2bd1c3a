"""What happens to a certificate: submitted, verified or returned, revoked."""

import datetime
import logging
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.institutions.models import StaffMember
from courses.qualifications.domain.certificate_rules import verifiers_of
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
    renews: StaffCertificate | None = None,
    by: Any,
) -> StaffCertificate:
    """File a certificate for verification. A renewal is a new row; the old one stays.

    `expires_on` is the last day of validity. The number is kept as written, blanks around it apart.
    Without `renews` the one that it follows is the person's last verified one of the same level.
    Filing the same certificate a second time is refused, also by a second click on the button.
    """
    check_days(issued_on, expires_on)
    # Not a constraint: an older database may hold doubles that nobody kept out.
    StaffMember.objects.select_for_update(no_key=True).get(pk=staff.pk)
    number = number.strip()
    if filed_already(staff, level=level, number=number, issued_on=issued_on) is not None:
        raise CertificateRefused(
            {"number": _("This certificate with this number and date of issue is filed already.")}
        )
    if renews is not None and not _may_renew(renews, staff, level):
        raise CertificateRefused(
            _("Only a verified certificate of the same person and credential can be renewed.")
        )
    stored = None
    if evidence is not None:
        stored = store_private(
            evidence.content, name=evidence.name, by=by, content_type=evidence.content_type
        )
    return StaffCertificate.objects.create(
        staff=staff,
        institution_id=staff.institution_id,
        level=level,
        number=number,
        issuer=issuer.strip(),
        issued_on=issued_on,
        expires_on=expires_on,
        evidence=stored,
        renews=renews or last_of_level(staff, level=level, before=issued_on),
        submitted_by=by,
    )


def check_days(issued_on: datetime.date, expires_on: datetime.date | None) -> None:
    """Raises CertificateRefused for an end before the issue, and an issue in the future."""
    if expires_on is not None and expires_on < issued_on:
        raise CertificateRefused(
            {"expires_on": _("The certificate can't expire before it was issued.")}
        )
    if issued_on > timezone.localdate():
        raise CertificateRefused({"issued_on": _("The date of issue lies in the future.")})


def filed_already(
    staff: StaffMember, *, level: CredentialLevel, number: str, issued_on: datetime.date
) -> StaffCertificate | None:
    """The same certificate of the person, waiting or verified."""
    return StaffCertificate.objects.filter(
        staff=staff,
        level=level,
        number=number,
        issued_on=issued_on,
        state__in=(CertificateState.SUBMITTED, CertificateState.VERIFIED),
    ).first()


def last_of_level(
    staff: StaffMember, *, level: CredentialLevel, before: datetime.date
) -> StaffCertificate | None:
    """The person's verified certificate of the level that was issued last before the day."""
    earlier = StaffCertificate.objects.verified().filter(
        staff=staff, level=level, issued_on__lt=before
    )
    return earlier.order_by("-issued_on", "-pk").first()


def verify_certificate(
    certificate: StaffCertificate, *, by: Any, note: str = ""
) -> StaffCertificate:
    """The office has seen the evidence. Neither the holder nor whoever submitted it can do this.

    Where the rule of the institution asks for two verifiers the first one only leaves a mark
    (`first_checked_by`); the certificate counts when another person has verified it too.
    """
    with transaction.atomic():
        locked = _locked(certificate, from_state=CertificateState.SUBMITTED)
        if by.pk in (locked.submitted_by_id, locked.staff.user_id):
            raise CertificateRefused(
                _(
                    "Somebody else has to verify it: you submitted this certificate or it is your "
                    "own."
                )
            )
        if verifiers_of(locked.institution, on=timezone.localdate()) > 1:
            if locked.first_checked_by_id is None:
                return _check_once(locked, by=by, note=note)
            if locked.first_checked_by_id == by.pk:
                raise CertificateRefused(
                    _("You have verified it already; a second person has to do so too.")
                )
        return _write(locked, CertificateState.VERIFIED, by=by, note=note)


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
) -> StaffCertificate:
    return _write(_locked(certificate, from_state=from_state), state, by=by, note=note)


def _locked(certificate: StaffCertificate, *, from_state: CertificateState) -> StaffCertificate:
    """Two people deciding at once: the row is locked, the second finds it decided."""
    locked: StaffCertificate = (
        StaffCertificate.objects.select_for_update(of=("self",))
        .select_related("staff", "institution")
        .get(pk=certificate.pk)
    )
    if locked.state != from_state:
        raise CertificateRefused(
            _("The certificate is %(state)s by now; nothing was changed."),
            params={"state": locked.get_state_display()},
        )
    return locked


def _check_once(locked: StaffCertificate, *, by: Any, note: str) -> StaffCertificate:
    locked.first_checked_by, locked.first_checked_at = by, timezone.now()
    locked.decision_note = note.strip()[:300]
    locked.save(update_fields=["first_checked_by", "first_checked_at", "decision_note"])
    audit_log.info("certificate checked once user=%s certificate=%s", by.pk, locked.pk)
    return locked


def _write(
    locked: StaffCertificate, state: CertificateState, *, by: Any, note: str
) -> StaffCertificate:
    locked.state = state
    locked.decided_by = by
    locked.decided_at = timezone.now()
    locked.decision_note = note.strip()[:300]
    locked.save(update_fields=["state", "decided_by", "decided_at", "decision_note"])
    audit_log.info("certificate %s user=%s certificate=%s", state.value, by.pk, locked.pk)
    return locked


def _may_renew(renews: StaffCertificate, staff: StaffMember, level: CredentialLevel) -> bool:
    return (
        renews.staff_id == staff.pk
        and renews.level.credential_type_id == level.credential_type_id
        and renews.state == CertificateState.VERIFIED
    )
