"""Settling a statement: from then on it stands."""

import datetime
import logging
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.fees.domain.drafts import Draft, draft_statement
from courses.fees.models import FeeLine, FeeStatement
from courses.institutions.models import Institution, StaffMember

audit_log = logging.getLogger("qihang.audit")


class FeesRefused(Exception):
    """It can't be settled; the text is for the person who tried."""


@transaction.atomic
def settle_statement(
    staff: StaffMember,
    *,
    starts_on: datetime.date,
    ends_on: datetime.date,
    shown: str,
    by: Any,
) -> FeeStatement:
    """Fix what the draft says, with a number. `shown` is the fingerprint of the draft that the
    person saw: when something changed since, nothing is settled.

    Raises FeesRefused.
    """
    if ends_on > timezone.localdate():
        raise FeesRefused(_("The period isn't over yet. Choose a last day up to today."))
    if by is not None and staff.user_id == by.pk:
        raise FeesRefused(_("Nobody settles their own fees. Ask a colleague of the office."))
    # One at a time in an institution: no number twice, no meeting twice.
    Institution.objects.select_for_update(no_key=True).get(pk=staff.institution_id)
    draft = draft_statement(staff, starts_on=starts_on, ends_on=ends_on)
    if not draft.lines:
        raise FeesRefused(_("There is nothing to settle in this period."))
    if draft.fingerprint != shown:
        raise FeesRefused(
            _(
                "Something changed since this page was opened. Look at the lines again and settle "
                "then."
            )
        )
    statement = _write(staff, draft, starts_on=starts_on, ends_on=ends_on, by=by)
    audit_log.info(
        "fees settled user=%s staff=%s statement=%s",
        getattr(by, "pk", None),
        staff.pk,
        statement.pk,
    )
    return statement


def _write(
    staff: StaffMember,
    draft: Draft,
    *,
    starts_on: datetime.date,
    ends_on: datetime.date,
    by: Any,
) -> FeeStatement:
    now = timezone.now()
    year = timezone.localdate(now).year
    of_year = FeeStatement.objects.filter(institution=staff.institution_id, year=year)
    last = of_year.aggregate(last=Max("number"))["last"] or 0
    statement = FeeStatement.objects.create(
        institution_id=staff.institution_id,
        staff=staff,
        year=year,
        number=last + 1,
        starts_on=starts_on,
        ends_on=ends_on,
        hours=draft.hours,
        exact=draft.exact,
        total=draft.total,
        round_to=draft.round_to,
        settled_by=by,
        settled_at=now,
        open_hours=[one.as_json() for one in draft.open],
    )
    FeeLine.objects.bulk_create(
        FeeLine(
            statement=statement,
            staff=staff,
            meeting=line.meeting,
            is_correction=line.is_correction,
            date=line.meeting.date,
            first_period=line.meeting.first_period,
            periods=line.meeting.periods,
            class_code=line.meeting.teaching_class.code,
            course_name=line.meeting.teaching_class.course.name,
            title=line.rate.title,
            hours=line.hours,
            rate=line.rate.amount,
            amount=line.amount,
            citation=line.rate.citation,
        )
        for line in draft.lines
    )
    return statement
