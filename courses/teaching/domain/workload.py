"""How much everybody teaches in a term, against how much they are to teach."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from courses.institutions.enums import StaffKind
from courses.institutions.models import StaffMember
from courses.teaching.models import MOST_TARGET, WHOLE, TargetLoad, TeachingAssignment, Term

audit_log = logging.getLogger("qihang.audit")

# Managers and outside experts are asked by name, not proposed.
TEACHERS = frozenset({StaffKind.FULL_TIME_TEACHER, StaffKind.PART_TIME_TEACHER})


@dataclass(frozen=True)
class Workload:
    """`percent` of one class each, over all classes; `target` is percent of a full load."""

    staff: StaffMember
    percent: int
    target: int

    @property
    def classes(self) -> float:
        return self.percent / WHOLE


def loads_of(term: Term) -> dict[int, int]:
    """Percent of one class that everybody (pk) teaches, summed over all classes. One query."""
    rows = TeachingAssignment.objects.filter(teaching_class__term=term, valid_to=None)
    return dict(rows.order_by().values_list("staff_id").annotate(Sum("share")))


def targets_of(term: Term) -> dict[int, int]:
    """The target loads that were set, by person (pk). One query."""
    return dict(TargetLoad.objects.filter(term=term).values_list("staff_id", "share"))


def relative_load(percent: int, target: int) -> Fraction:
    """The load in full loads that are equally hard to bear."""
    return Fraction(percent, target)


def workloads(term: Term) -> list[Workload]:
    """Of all teachers, by staff number. Three queries."""
    loads, targets = loads_of(term), targets_of(term)
    teachers = StaffMember.objects.filter(
        institution_id=term.institution_id, periods__kind__in=TEACHERS
    ).distinct()
    return [
        Workload(staff, loads.get(staff.pk, 0), targets.get(staff.pk, WHOLE))
        for staff in teachers.order_by("staff_number")
    ]


@transaction.atomic
def set_target_loads(term: Term, targets: Mapping[StaffMember, int], *, by: Any) -> int:
    """Set what these people are to teach, in percent of a full load; returns how many differ from
    before. Raises ValidationError in words, changing nothing."""
    for staff, share in targets.items():
        if staff.institution_id != term.institution_id:
            raise ValidationError(_("The person is of another institution."))
        if not 0 <= share <= MOST_TARGET:
            raise ValidationError(
                _("The target load of %(name)s lies between 0 %% and %(most)d %%."),
                params={"name": staff.name, "most": MOST_TARGET},
            )
    before = targets_of(term)
    changed = {
        staff: share for staff, share in targets.items() if share != before.get(staff.pk, WHOLE)
    }
    TargetLoad.objects.bulk_create(
        [
            TargetLoad(institution_id=term.institution_id, term=term, staff=staff, share=share)
            for staff, share in changed.items()
        ],
        update_conflicts=True,
        unique_fields=["term", "staff"],
        update_fields=["share"],
    )
    audit_log.info(
        "target loads set user=%s term=%s shares=%s",
        getattr(by, "pk", None),
        term.pk,
        sorted((staff.pk, share) for staff, share in changed.items()),
    )
    return len(changed)
