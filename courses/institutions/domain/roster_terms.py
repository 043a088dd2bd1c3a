"""What a roster doesn't say and the office does: how long the students study, and since when."""

import datetime
from dataclasses import dataclass
from typing import Any, Self

from courses.institutions.enums import InstitutionLevel
from courses.institutions.models import Institution

#: What the form starts with. 高等教育法 (2018) art. 17: 专科 two to three years, 本科 four to five.
USUAL_STUDY_YEARS = {InstitutionLevel.UNDERGRADUATE: 4, InstitutionLevel.VOCATIONAL: 3}


@dataclass(frozen=True, slots=True)
class RosterTerms:
    """`study_years` holds for rows without 学制. `enrolled_from`: the first day of students who
    are new here; None is the 1st of September of each one's entry year."""

    study_years: int
    enrolled_from: datetime.date | None = None

    @classmethod
    def usual(cls, institution: Institution) -> Self:
        """The terms that a form proposes for this institution."""
        return cls(USUAL_STUDY_YEARS[InstitutionLevel(institution.level)])

    def first_day(self, entry_year: int) -> datetime.date:
        return self.enrolled_from or datetime.date(entry_year, 9, 1)

    def as_context(self) -> dict[str, Any]:
        """As JSON, for the context of an import."""
        return {
            "study_years": self.study_years,
            "enrolled_from": self.enrolled_from and self.enrolled_from.isoformat(),
        }

    @classmethod
    def from_context(cls, context: dict[str, Any]) -> Self:
        day = context["enrolled_from"]
        return cls(context["study_years"], datetime.date.fromisoformat(day) if day else None)
