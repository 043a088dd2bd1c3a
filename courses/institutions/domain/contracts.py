"""Contracts of members of staff."""

import datetime
import logging
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from courses.institutions.domain.staff import StaffRefused
from courses.institutions.enums import StaffKind
from courses.institutions.models import Institution, StaffContract, StaffMember
from media.spreadsheets.normalising import normalise_text

logger = logging.getLogger("qihang.audit")


@transaction.atomic
def record_contract(
    staff: StaffMember,
    *,
    contract: StaffContract | None = None,
    kind: str,
    number: str,
    starts_on: datetime.date,
    ends_on: datetime.date | None,
    note: str = "",
    by: Any,
) -> StaffContract:
    """A new contract, or a correction of `contract`; what it said before is in its history.

    Raises StaffRefused.
    """
    number = normalise_text(number)
    if not number:
        raise StaffRefused(_("A contract number is needed."), field="number")
    if kind not in StaffKind:
        raise StaffRefused(_("There is no such kind of employment."), field="kind")
    if ends_on is not None and ends_on < starts_on:
        raise StaffRefused(_("The last day lies before the first."), field="ends_on")
    # Two who enter the same number at once wait for each other.
    Institution.objects.select_for_update(no_key=True).get(pk=staff.institution_id)
    taken = StaffContract.objects.filter(institution=staff.institution_id, number=number)
    other = taken.exclude(pk=contract.pk if contract else None).select_related("staff").first()
    if other is not None:
        raise StaffRefused(
            _("The contract %(number)s is already on record for %(name)s.")
            % {"number": number, "name": other.staff.name},
            field="number",
        )
    row = contract or StaffContract(staff=staff, institution_id=staff.institution_id)
    row.kind, row.number, row.note = kind, number, note.strip()
    row.starts_on, row.ends_on = starts_on, ends_on
    row._history_user = by  # type: ignore[attr-defined]  # read by django-simple-history
    row.save()
    logger.info("contract %s of staff %s recorded by user %s", row.pk, staff.pk, by.pk)
    return row
