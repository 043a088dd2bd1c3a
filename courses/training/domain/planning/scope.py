"""For whom and for when a plan is made."""

import datetime
import re
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from courses.institutions.models import Institution, StaffMember
from courses.training.domain.refusal import TrainingRefused
from courses.training.enums import TO_COME, ApprovalStep, ProgrammeKind, SessionState
from courses.training.models import TrainingSession

# What staff may owe; pre-service training is no part of anybody's rotation.
KINDS = (ProgrammeKind.ROTATION, ProgrammeKind.TOPICAL)


@dataclass(frozen=True)
class Cycle:
    """The calendar years for which is planned, both days included."""

    first_day: datetime.date
    last_day: datetime.date

    @property
    def said(self) -> str:
        """2026-2028, 2027."""
        first, last = self.first_day.year, self.last_day.year
        return f"{first}-{last}" if first != last else f"{first}"

    @classmethod
    def read(cls, text: str) -> "Cycle":
        """`2026-2028` or `2027`. Raises TrainingRefused."""
        match = re.fullmatch(r"(20\d\d)(?:[-–](20\d\d))?", text.strip())
        if match is None:
            raise TrainingRefused(_("Write the cycle as 2026-2028."), field="cycle")
        first, last = int(match[1]), int(match[2] or match[1])
        if not first <= last <= first + 9:
            raise TrainingRefused(
                _("A cycle has one to ten years, the first year first."), field="cycle"
            )
        return cls(datetime.date(first, 1, 1), datetime.date(last, 12, 31))


@dataclass(frozen=True)
class Scope:
    """A province (two digits) with all its institutions, or one institution."""

    province: str = ""
    institution: Institution | None = None

    @property
    def acting_for(self) -> ApprovalStep:
        """Whose word a nomination of the plan is."""
        return ApprovalStep.INSTITUTION if self.institution else ApprovalStep.PROVINCE

    def institutions(self) -> QuerySet[Institution]:
        if self.institution is not None:
            return Institution.objects.filter(pk=self.institution.pk)
        return Institution.objects.filter(province=self.province)

    def staff(self) -> QuerySet[StaffMember]:
        if self.institution is not None:
            return StaffMember.objects.filter(institution=self.institution)
        return StaffMember.objects.filter(institution__province=self.province)

    def sessions(self, cycle: Cycle, *, today: datetime.date) -> QuerySet[TrainingSession]:
        """Those that can still be planned: of the province, and for an institution that plans for
        itself its own as well, as long as they take its nominations."""
        rows = TrainingSession.objects.filter(
            programme__kind__in=KINDS, starts_on__gt=today, ends_on__lte=cycle.last_day
        )
        if self.institution is None:
            return rows.filter(institution=None, province=self.province, state__in=TO_COME)
        return rows.filter(
            Q(institution=self.institution)
            | Q(institution=None, province=self.institution.province),
            state=SessionState.OPEN,
            registration_closes_on__gte=today,
        )
