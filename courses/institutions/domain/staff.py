"""Members of staff: entering them, what they are employed as and from when, and their accounts."""

import datetime
import logging
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.translation import gettext as _

from courses.institutions.domain.roles import people_to_name
from courses.institutions.enums import StaffKind
from courses.institutions.models import Department, Institution, StaffMember, StaffPeriod, Student
from media.spreadsheets.normalising import normalise_text

logger = logging.getLogger("qihang.audit")


class StaffRefused(Exception):
    """It can't be done; the text is for the person who tried. `field`: the argument at fault."""

    def __init__(self, text: str, *, field: str | None = None) -> None:
        super().__init__(text)
        self.field = field


@transaction.atomic
def enter_staff(
    institution: Institution,
    *,
    staff_number: str,
    name: str,
    department: Department | None,
    kind: str,
    school_level: bool,
    valid_from: datetime.date,
    username: str = "",
    by: Any,
) -> StaffMember:
    """A new person, employed as `kind` from that day on, and linked to the account if one is named.

    Raises StaffRefused.
    """
    staff_number, name = normalise_text(staff_number), normalise_text(name)
    if not staff_number:
        raise StaffRefused(_("A staff number is needed."), field="staff_number")
    if not name:
        raise StaffRefused(_("A name is needed."), field="name")
    if department is not None and department.institution_id != institution.pk:
        raise StaffRefused(_("The department belongs to another institution."), field="department")
    staff, is_new = StaffMember.objects.get_or_create(
        institution=institution,
        staff_number=staff_number,
        defaults={"name": name, "department": department},
    )
    if not is_new:
        taken = {"number": staff_number, "name": staff.name}
        raise StaffRefused(
            _("The staff number %(number)s already belongs to %(name)s.") % taken,
            field="staff_number",
        )
    _employ(staff, kind=kind, school_level=school_level, valid_from=valid_from, by=by)
    if username:
        link_account(staff, username=username, by=by)
    logger.info("staff %s entered at %s by %s", staff.pk, institution.code, by.pk)
    return staff


@transaction.atomic
def change_employment(
    staff: StaffMember, *, kind: str, school_level: bool, valid_from: datetime.date, by: Any
) -> StaffPeriod:
    """From that day on the person is employed like this, and no longer as before; who has left
    is employed again. On the very day on which the present employment starts, it is corrected.

    Raises StaffRefused.
    """
    current = _open_periods(staff)
    if any((each.kind, each.school_level) == (kind, school_level) for each in current):
        raise StaffRefused(_("The person is already employed like this."), field="kind")
    if len(current) == 1 and current[0].valid_from == valid_from:
        return _record(current[0], kind=kind, school_level=school_level, by=by)
    for period in current:
        if valid_from <= period.valid_from:
            raise StaffRefused(
                _("The present employment starts on %(day)s; choose a later day.")
                % {"day": period.valid_from},
                field="valid_from",
            )
    for period in current:
        _record(period, valid_to=valid_from, by=by)
    last = staff.periods.exclude(valid_to=None).order_by("-valid_to").first()
    if last is not None and last.valid_to > valid_from:
        raise StaffRefused(
            _("An earlier employment still holds until %(day)s; choose that day or a later one.")
            % {"day": last.valid_to},
            field="valid_from",
        )
    return _employ(staff, kind=kind, school_level=school_level, valid_from=valid_from, by=by)


@transaction.atomic
def end_employment(staff: StaffMember, *, valid_to: datetime.date, by: Any) -> None:
    """`valid_to` is the first day on which the person is no longer employed.

    Raises StaffRefused.
    """
    current = _open_periods(staff)
    if not current:
        raise StaffRefused(_("There is no employment that could be ended."))
    for period in current:
        if valid_to <= period.valid_from:
            raise StaffRefused(
                _("The present employment starts on %(day)s; it can't end before.")
                % {"day": period.valid_from},
                field="valid_to",
            )
        _record(period, valid_to=valid_to, by=by)


@transaction.atomic
def link_account(person: StaffMember | Student, *, username: str, by: Any) -> None:
    """Whoever signs in with this name is the person; an empty name takes the link away. Gives no
    role. An account that only another institution knows is answered like one that isn't there.

    Raises StaffRefused.
    """
    username = username.strip()
    if username == (person.user.username if person.user else ""):
        return
    account = None
    if username:
        account = people_to_name(person.institution).filter(username=username).first()
        if account is None or _is_from_elsewhere(account, person.institution):
            text = _("There is no such account in this institution.")
            raise StaffRefused(text, field="username")
        # The lock makes two who link one account at once wait for each other.
        accounts = get_user_model()._default_manager
        account = accounts.select_for_update().get(pk=account.pk)
        holder = _holder(account)
        if holder is not None:
            raise StaffRefused(
                _("The account %(username)s already belongs to %(name)s.")
                % {"username": username, "name": holder.name},
                field="username",
            )
    before = person.user_id
    person.user = account
    person.save(update_fields=["user"])
    logger.info(
        "account of %s %s changed from user %s to %s by %s",
        person._meta.model_name,
        person.pk,
        before or "-",
        account.pk if account else "-",
        by.pk,
    )


def _is_from_elsewhere(account: Any, institution: Institution) -> bool:
    holder = _holder(account)
    return holder is not None and holder.institution_id != institution.pk


def _holder(account: Any) -> StaffMember | Student | None:
    """The person, of whatever institution, who signs in with the account."""
    return (
        StaffMember.objects.filter(user=account).first()
        or Student.objects.filter(user=account).first()
    )


def _open_periods(staff: StaffMember) -> list[StaffPeriod]:
    """Usually one; somebody who is both manager and teacher has two. Locks the person's row, so
    that two changes at once don't leave two open periods."""
    StaffMember.objects.select_for_update(no_key=True).get(pk=staff.pk)
    return list(staff.periods.filter(valid_to=None).order_by("valid_from", "pk"))


def _employ(
    staff: StaffMember, *, kind: str, school_level: bool, valid_from: datetime.date, by: Any
) -> StaffPeriod:
    if kind not in StaffKind:
        raise StaffRefused(_("There is no such kind of employment."), field="kind")
    period = StaffPeriod(
        staff=staff, institution_id=staff.institution_id, valid_from=valid_from, valid_to=None
    )
    return _record(period, kind=kind, school_level=school_level, by=by)


def _record(period: StaffPeriod, *, by: Any, **values: Any) -> StaffPeriod:
    for name, value in values.items():
        setattr(period, name, value)
    setattr(period, "_history_user", by)  # noqa: B010 — the model doesn't declare it
    period.save()
    return period
