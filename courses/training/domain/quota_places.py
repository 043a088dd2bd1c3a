"""Who shares seats out, and which session and unit a row of a file means."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from courses.institutions.models import Department, Institution
from courses.training.enums import FIXED, SessionState
from courses.training.models import TrainingSession
from media.spreadsheets.normalising import matching_text
from media.spreadsheets.rows import Row


@dataclass(frozen=True)
class Place:
    """Who shares out: a province (two digits) among institutions, an institution among its
    departments."""

    province: str = ""
    institution: Institution | None = None

    def sessions(self) -> list[TrainingSession]:
        """Those whose seats can still be shared out."""
        rows = TrainingSession.objects.exclude(state__in=FIXED).select_related("programme")
        if self.institution is None:
            rows = rows.filter(institution=None, province=self.province)
        else:
            rows = rows.reaching(self.institution).exclude(
                institution=None, state=SessionState.DRAFT
            )
        return list(rows.order_by("starts_on", "code", "pk"))

    def units(self) -> list[Institution] | list[Department]:
        if self.institution is None:
            places = Institution.objects.filter(province=self.province)
            return list(places.order_by("name", "code"))
        return list(Department.objects.filter(institution=self.institution).order_by("name"))


class Sessions:
    """By code; where several have one, by programme too."""

    def __init__(self, sessions: Sequence[TrainingSession]) -> None:
        self._sessions = sessions

    def of(self, row: Row) -> TrainingSession | None:
        written = row.values.get("session")
        if not written:
            return None
        wanted = matching_text(written)
        found = [one for one in self._sessions if matching_text(one.code) == wanted]
        programme = matching_text(row.values.get("programme") or "")
        if len(found) > 1 and programme:
            found = [one for one in found if matching_text(one.programme.name) == programme]
        if not found:
            row.add_problem(
                "session",
                _("There is no session %(code)s whose seats could be shared out here.")
                % {"code": written},
            )
        elif len(found) > 1:
            row.add_problem(
                "session",
                _("Several sessions have the code %(code)s. Write the programme beside it.")
                % {"code": written},
            )
        return found[0] if len(found) == 1 else None


class Units:
    """Institutions by code, else by name; departments by name."""

    def __init__(self, place: Place) -> None:
        units = place.units()
        self._by_name = {matching_text(one.name): one for one in units}
        self._by_code = {one.code: one for one in units if isinstance(one, Institution)}

    def of(self, row: Row) -> Any:
        code, name = row.values.get("code") or "", row.values.get("unit") or ""
        if code and self._by_code:
            if code not in self._by_code:
                row.add_problem(
                    "code", _("There is no institution with the code %(code)s.") % {"code": code}
                )
            return self._by_code.get(code)
        found = self._by_name.get(matching_text(name)) if name else None
        if found is None:
            row.add_problem(
                "unit",
                _("“%(name)s” is not known here.") % {"name": name}
                if name
                else _("A value is missing here."),
            )
        return found
