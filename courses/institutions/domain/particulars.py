"""A person's name and department: changing them from a day on, and what they were on a day."""

import datetime
import logging
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.institutions.domain.staff import StaffRefused
from courses.institutions.models import Department, FormerParticulars, StaffMember
from courses.institutions.scopes import ScopedQuerySet
from media.spreadsheets.normalising import normalise_text

logger = logging.getLogger("qihang.audit")


@transaction.atomic
def change_particulars(
    staff: StaffMember,
    *,
    name: str,
    department: Department | None,
    valid_from: datetime.date,
    by: Any,
) -> None:
    """From that day on the person is called so and belongs there; it isn't in the future, for
    lists, roles and limits of departments go by what the person has now. What was before is kept.

    Raises StaffRefused.
    """
    name = normalise_text(name)
    if not name:
        raise StaffRefused(_("A name is needed."), field="name")
    if department is not None and department.institution_id != staff.institution_id:
        raise StaffRefused(_("The department belongs to another institution."), field="department")
    if valid_from > timezone.localdate():
        raise StaffRefused(_("Choose today or an earlier day."), field="valid_from")
    # Two who change the person at once wait for each other.
    now = StaffMember.objects.select_for_update(no_key=True).get(pk=staff.pk)
    if (now.name, now.department_id) == (name, department.pk if department else None):
        raise StaffRefused(_("That is what is on record."), field="name")
    last = now.former_particulars.last()
    if last is not None and valid_from < last.valid_to:
        raise StaffRefused(
            _("What is on record holds since %(day)s; choose that day or a later one.")
            % {"day": last.valid_to},
            field="valid_from",
        )
    FormerParticulars.objects.create(
        staff=now,
        institution_id=now.institution_id,
        name=now.name,
        department_id=now.department_id,
        valid_to=valid_from,
        recorded_by=by,
    )
    staff.name, staff.department = name, department
    staff.save(update_fields=["name", "department"])
    # Logs hold no names.
    logger.info("name or department of staff %s changed by user %s", staff.pk, by.pk)


def ever_in(people: ScopedQuerySet, department: Department) -> ScopedQuerySet:
    """Those who belong to the department or once did: `recall` tells who did on which day."""
    before = FormerParticulars.objects.filter(department=department)
    return people.filter(Q(department=department) | Q(pk__in=before.values("staff")))


def recall(
    people: Iterable[StaffMember],
    *,
    on: datetime.date,
    known_at: datetime.datetime | None = None,
) -> None:
    """Give these objects the name and department of that day; they are not to be saved.

    `known_at`: as the records stood at that moment. One query, none for a day on which whatever
    was recorded until now has ended.
    """
    if known_at is None and on >= timezone.localdate():
        return
    members: dict[int, list[StaffMember]] = {}
    for member in people:
        members.setdefault(member.pk, []).append(member)
    rows = FormerParticulars.objects.filter(staff__in=members).select_related("department")
    before: dict[int, list[FormerParticulars]] = {}
    for row in rows.order_by("pk"):
        before.setdefault(row.staff_id, []).append(row)
    for pk, former in before.items():
        if row := _holding(former, on, known_at):
            for member in members[pk]:
                member.name, member.department = row.name, row.department


def _holding(
    former: list[FormerParticulars], on: datetime.date, known_at: datetime.datetime | None
) -> FormerParticulars | None:
    """The row that tells what held, None if the present does. `former`: as they were recorded."""
    known = [row for row in former if known_at is None or row.recorded_at <= known_at]
    since = former[len(known) :]
    ended = [row for row in known if row.valid_to > on]
    # Else what held then was the present of that moment: the first later change has replaced it.
    return min(ended, key=lambda row: row.valid_to) if ended else next(iter(since), None)
