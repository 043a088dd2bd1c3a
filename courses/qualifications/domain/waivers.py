"""Leave to teach without the credential."""

import datetime
import logging
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from courses.institutions.models import Institution, StaffMember
from courses.qualifications.models import QualificationWaiver

audit_log = logging.getLogger("qihang.audit")


def waived_on(institution: Institution, *, on: datetime.date) -> set[int]:
    """Ids of the staff with a waiver that holds on the date; one query."""
    rows = QualificationWaiver.objects.valid_on(on).filter(institution=institution)
    return set(rows.values_list("staff", flat=True))


def grant_waiver(
    staff: StaffMember,
    *,
    reason: str,
    valid_from: datetime.date,
    valid_to: datetime.date,
    by: Any,
) -> QualificationWaiver:
    """Record a waiver over [valid_from, valid_to); nobody grants one to themselves."""
    if valid_to <= valid_from:
        raise ValidationError(
            {"valid_to": _("The waiver must end after it begins.")},
        )
    if not reason.strip():
        raise ValidationError(
            {"reason": _("Say why the person may teach without the certificate.")}
        )
    if by is not None and staff.user_id == by.pk:
        raise ValidationError(_("You can't grant a waiver to yourself."))
    waiver = QualificationWaiver.objects.create(
        staff=staff,
        institution_id=staff.institution_id,
        reason=reason.strip(),
        approved_by=by,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    audit_log.info(
        "waiver granted user=%s staff=%s waiver=%s", getattr(by, "pk", None), staff.pk, waiver.pk
    )
    return waiver
