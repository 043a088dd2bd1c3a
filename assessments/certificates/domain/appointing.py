"""Letters of appointment of counsellors (聘书)."""

import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.certificates.domain.codes import new_code
from assessments.certificates.domain.errors import CertificatesRefused
from assessments.certificates.domain.numbering import take_serials
from assessments.certificates.domain.printing import require_printable
from assessments.certificates.domain.templates import version_for
from assessments.certificates.enums import CertificateKind
from assessments.certificates.models import Certificate
from courses.institutions.models import StaffMember

LONGEST_POSITION = 100


@transaction.atomic
def issue_appointment(
    staff: StaffMember,
    *,
    position: str,
    begins_on: datetime.date,
    ends_on: datetime.date,
    issued_on: datetime.date,
    by: Any,
) -> Certificate:
    """The letter that appoints the person from the first to the last day, both included; after the
    last day verification says that it has expired.

    Raises CertificatesRefused: no position, days out of order, a name that can't be printed, or
    the same appointment issued already.
    """
    position = position.strip()
    if not position or len(position) > LONGEST_POSITION:
        raise CertificatesRefused(_("Say the position in at most 100 characters."))
    if ends_on < begins_on:
        raise CertificatesRefused(_("The appointment ends before it begins."))
    require_printable(staff.name, staff.staff_number, position, staff.institution.name)
    # Whoever appoints the same person at this moment waits here.
    StaffMember.objects.select_for_update(no_key=True).get(pk=staff.pk)
    same = Certificate.objects.standing().filter(
        kind=CertificateKind.APPOINTMENT, staff=staff, course_name=position, begins_on=begins_on
    )
    if standing := same.first():
        raise CertificatesRefused(
            _("This appointment was issued already: %(serial)s.") % {"serial": standing.serial}
        )
    institution = staff.institution
    (serial,) = take_serials(institution, year=issued_on.year, count=1)
    return Certificate.objects.create(
        institution=institution,
        kind=CertificateKind.APPOINTMENT,
        serial=serial,
        code=new_code(),
        staff=staff,
        holder_name=staff.name,
        holder_number=staff.staff_number,
        course_name=position,
        begins_on=begins_on,
        ends_on=ends_on,
        valid_until=ends_on,
        version=version_for(institution, kind=CertificateKind.APPOINTMENT, day=issued_on),
        issued_on=issued_on,
        issued_by=by,
    )
