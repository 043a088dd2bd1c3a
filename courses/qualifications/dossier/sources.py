"""What this slice knows: certificates and waivers."""

import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from courses.institutions.models import StaffMember
from courses.qualifications.dossier.registry import DossierLine, dossier_source
from courses.qualifications.models import QualificationWaiver, StaffCertificate

ONE_DAY = datetime.timedelta(days=1)


@dossier_source("certificates", position=30)
class Certificates:
    """Verified ones that are valid on some day of the period."""

    title = gettext_lazy("Certificates and titles")

    def lines(
        self, staff: StaffMember, start: datetime.date, end: datetime.date
    ) -> list[DossierLine]:
        rows = StaffCertificate.objects.verified().filter(
            Q(expires_on=None) | Q(expires_on__gte=start), staff=staff, issued_on__lte=end
        )
        loaded = rows.select_related("level", "evidence", "decided_by")
        return [
            DossierLine(
                first=row.issued_on,
                last=row.expires_on,
                what=row.level.name,
                detail=_verified(row),
                record=row.number or _("without a number"),
                address=reverse("qualifications:certificate", args=[row.public_id]),
                evidence=row.evidence,
            )
            for row in loaded.order_by("issued_on", "pk")
        ]


@dossier_source("waivers", position=40)
class Waivers:
    """Those that hold on some day of the period."""

    title = gettext_lazy("Waivers of the certificate")

    def lines(
        self, staff: StaffMember, start: datetime.date, end: datetime.date
    ) -> list[DossierLine]:
        rows = QualificationWaiver.objects.filter(
            staff=staff, valid_from__lte=end, valid_to__gt=start
        ).select_related("approved_by")
        return [
            DossierLine(
                first=row.valid_from,
                last=row.valid_to - ONE_DAY,
                what=pgettext("dossier", "Leave to teach without the certificate"),
                detail=row.reason,
                record=_("approved by %(name)s on %(day)s")
                % {
                    "name": row.approved_by.get_full_name() if row.approved_by else "—",
                    "day": timezone.localdate(row.created_at).isoformat(),
                },
                address=reverse("qualifications:staff", args=[staff.public_id]),
            )
            for row in rows.order_by("valid_from", "pk")
        ]


def _verified(row: StaffCertificate) -> str:
    parts = [row.issuer] if row.issuer else []
    if row.decided_by is not None and row.decided_at is not None:
        parts.append(
            _("verified by %(name)s on %(day)s")
            % {
                "name": row.decided_by.get_full_name(),
                "day": timezone.localdate(row.decided_at).isoformat(),
            }
        )
    return "; ".join(parts)
