"""Revoking a certificate: the only change that an issued one allows."""

import logging
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.certificates.domain.errors import RevocationRefused
from assessments.certificates.enums import CertificateState
from assessments.certificates.models import Certificate

audit_log = logging.getLogger("qihang.audit")

LONGEST_REASON = 300


@transaction.atomic
def revoke(certificate: Certificate, *, reason: str, by: Any) -> Certificate:
    """From now on verification says revoked. Final; but the holder can be issued a new one.

    Raises RevocationRefused without a reason, with one of more than 300 characters, or when the
    certificate is revoked already.
    """
    reason = reason.strip()
    if not reason:
        raise RevocationRefused(_("Say why the certificate is revoked."))
    if len(reason) > LONGEST_REASON:
        raise RevocationRefused(_("The reason is too long: at most 300 characters."))
    locked = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if locked.state == CertificateState.REVOKED:
        raise RevocationRefused(_("This certificate is revoked already."))
    locked.state = CertificateState.REVOKED
    locked.revoked_at = timezone.now()
    locked.revoked_by = by
    locked.revocation_reason = reason
    locked.save(update_fields=["state", "revoked_at", "revoked_by", "revocation_reason"])
    audit_log.info("certificate %s revoked by user %s", locked.public_id, by.pk if by else None)
    return locked
