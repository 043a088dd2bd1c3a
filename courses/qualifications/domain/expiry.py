"""Certificates that end soon: what holder and office see, and the mails, step by step."""

import datetime
import logging
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.users.models import User
from courses.institutions.asked_together import AskedTogether
from courses.institutions.enums import RoleKind
from courses.institutions.models import Institution, Role, StaffPeriod
from courses.qualifications.domain.certificate_rules import ladder_asked, ladder_of
from courses.qualifications.enums import CertificateState
from courses.qualifications.models import ExpiryReminder, StaffCertificate

audit_log = logging.getLogger("qihang.audit")


@dataclass(frozen=True)
class Expiring:
    """A certificate before its end. `step`: the rung of the ladder that is reached, in days."""

    certificate: StaffCertificate
    days_left: int
    step: int


def expiring(
    institution: Institution, *, on: datetime.date, ladder: Sequence[int] | None = None
) -> list[Expiring]:
    """Verified certificates on the ladder, the next to end first, of people employed on the day;
    without those after which a longer one of that level or a higher is verified. Two queries."""
    steps = ladder_of(institution, on=on) if ladder is None else ladder
    if not steps:
        return []
    last = on + datetime.timedelta(days=max(steps))
    employed = StaffPeriod.objects.filter(staff=OuterRef("staff")).valid_on(on)
    rows = (
        StaffCertificate.objects.verified()
        .filter(Exists(employed), institution=institution, expires_on__range=(on, last))
        .without_renewal()
        .select_related("staff__user", "level__credential_type", "institution")
        .order_by("expires_on", "pk")
    )
    return [
        Expiring(row, days, step)
        for row in rows
        if (step := step_reached(days := (row.expires_on - on).days, steps)) is not None
    ]


def step_reached(days_left: int, ladder: Sequence[int]) -> int | None:
    """The lowest rung that is reached; None before the first, and after the end."""
    return min((step for step in ladder if 0 <= days_left <= step), default=None)


def send_expiry_reminders(*, on: datetime.date | None = None) -> int:
    """Mail holders and teaching offices, each step of a certificate once; returns how many steps
    were told. Run it daily: a second run sends nothing, and after days of silence only the last
    step is sent. The office gets one mail for all certificates of the day.

    An institution that can't be served doesn't keep the others from it; what went wrong is raised
    at the end, as an ExceptionGroup.
    """
    on = on or timezone.localdate()
    told, failed = 0, []
    for institution in Institution.objects.order_by("pk"):
        try:
            told += _remind(institution, on=on)
        except Exception as error:
            error.add_note(f"institution {institution.pk}")
            failed.append(error)
    if failed:
        raise ExceptionGroup(f"reminders of {len(failed)} institutions; {told} were told", failed)
    return told


def _remind(institution: Institution, *, on: datetime.date) -> int:
    found = expiring(institution, on=on)
    sent = set(
        ExpiryReminder.objects.filter(
            certificate__in=[one.certificate for one in found]
        ).values_list("certificate", "days")
    )
    due = [one for one in found if (one.certificate.pk, one.step) not in sent]
    return _tell(institution, due) if due else 0


@transaction.atomic
def _tell(institution: Institution, due: list[Expiring]) -> int:
    """Two runs at once: the second waits, and finds the steps taken."""
    Institution.objects.select_for_update(no_key=True).get(pk=institution.pk)
    taken = set(
        ExpiryReminder.objects.filter(certificate__in=[one.certificate for one in due]).values_list(
            "certificate", "days"
        )
    )
    due = [one for one in due if (one.certificate.pk, one.step) not in taken]
    ExpiryReminder.objects.bulk_create(
        ExpiryReminder(certificate=one.certificate, days=one.step) for one in due
    )
    for one in due:
        if one.certificate.staff.user is not None:
            _mail(one.certificate.staff.user, [one], "qualifications:mine")
    if due:
        offices = Role.objects.filter(institution=institution, kind=RoleKind.TEACHING_OFFICE)
        for user in User.objects.filter(pk__in=offices.values("user")).order_by("pk"):
            _mail(user, due, "qualifications:certificates")
        audit_log.info("expiry reminders institution=%s steps=%d", institution.pk, len(due))
    return len(due)


def _mail(user: Any, due: list[Expiring], route: str) -> None:
    """After the commit; a mail server that is down never undoes a reminder, it is logged. The
    number of the certificate stays in the house."""
    if not user.email:
        return
    with translation.override(user.language):
        subject = ngettext(
            "%(count)d certificate ends soon", "%(count)d certificates end soon", len(due)
        ) % {"count": len(due)}
        lines = [
            _("%(name)s: %(level)s is valid until %(date)s, %(days)d days from now.")
            % {
                "name": one.certificate.staff.name,
                "level": one.certificate.level.name,
                "date": str(one.certificate.expires_on),
                "days": one.days_left,
            }
            for one in due
        ]
        closing = _(
            "Please hand in the renewal in time: from the day after, nobody may teach on it."
        )
        body = "\n".join([*lines, "", closing, settings.BASE_URL + reverse(route), ""])
    transaction.on_commit(lambda: send_mail(subject, body, None, [user.email]), robust=True)


def to_mind(staff: Any, *, on: datetime.date) -> list[StaffCertificate]:
    """Of the person's own: what ends soon, what has ended within a year without a renewal, and
    what was sent back and not filed anew. One query."""
    return to_mind_asked(AskedTogether(), staff, on=on)()


def to_mind_asked(
    together: AskedTogether, staff: Any, *, on: datetime.date
) -> Callable[[], list[StaffCertificate]]:
    """`to_mind`, as a question among others."""
    ladder = ladder_asked(together, staff.institution, on=on)
    rows = together.rows(
        StaffCertificate.objects.filter(staff=staff)
        .select_related("level__credential_type")
        .order_by("expires_on", "pk")
    )

    def to_mind() -> list[StaffCertificate]:
        by_type: dict[int, list[StaffCertificate]] = defaultdict(list)
        for row in rows():
            by_type[row.level.credential_type_id].append(row)
        first = on - datetime.timedelta(days=365)
        last = on + datetime.timedelta(days=max(ladder(), default=0))
        return [
            row
            for group in by_type.values()
            for row in group
            if (_is_ending(row, first, last) or row.state == CertificateState.RETURNED)
            and not _is_followed(row, group)
        ]

    return to_mind


def _is_ending(row: StaffCertificate, first: datetime.date, last: datetime.date) -> bool:
    verified = row.state == CertificateState.VERIFIED
    return verified and row.expires_on is not None and first <= row.expires_on <= last


def _is_followed(row: StaffCertificate, group: list[StaffCertificate]) -> bool:
    """Whether a certificate of the same credential came after it: for an ended one a longer one
    that is verified, for a returned one whatever was filed later."""
    if row.state == CertificateState.RETURNED:
        return any(other.created_at > row.created_at for other in group)
    end = row.expires_on or datetime.date.max
    return any(
        other.state == CertificateState.VERIFIED
        and (other.expires_on is None or other.expires_on > end)
        for other in group
    )
