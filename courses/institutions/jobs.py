"""Importers of this slice: the roster."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from courses.institutions.domain import roster
from courses.institutions.domain.roster_terms import RosterTerms
from courses.institutions.enums import RoleKind
from courses.institutions.models import Institution
from courses.institutions.scopes import scope_of
from media.imports.previews import ImportPreview, Receipt
from media.imports.registry import register_importer
from media.jobs.progress import Progress
from media.spreadsheets.table import Table

ROSTER_ROLES = (RoleKind.TEACHING_OFFICE, RoleKind.INSTITUTION_ADMINISTRATOR)


class RosterImporter:
    """Context: `institution` (id) and the terms, see RosterTerms.as_context."""

    kind = "roster"
    title = _("Student roster")

    def allowed(self, user: Any, context: dict[str, Any]) -> bool:
        return any(
            role.kind in ROSTER_ROLES and role.institution_id == context["institution"]
            for role in scope_of(user).roles
        )

    def read(self, content: bytes, *, filename: str, context: dict[str, Any]) -> Table:
        return roster.read_roster(content, filename=filename)

    def preview(
        self, table: Table, *, context: dict[str, Any], progress: Progress
    ) -> ImportPreview:
        return roster.preview_roster(
            _institution(context),
            table,
            terms=RosterTerms.from_context(context),
            progress=progress,
        )

    def apply(
        self,
        table: Table,
        *,
        context: dict[str, Any],
        options: dict[str, bool],
        progress: Progress,
        by: Any,
    ) -> Receipt:
        return roster.apply_roster(
            _institution(context),
            table,
            create_units=options.get(roster.CREATE_UNITS, False),
            terms=RosterTerms.from_context(context),
            by=by,
            progress=progress,
        )

    def start_url(self, context: dict[str, Any]) -> str:
        return reverse("institutions:roster")

    def next_step(self, context: dict[str, Any]) -> tuple[Any, str]:
        return _("See the students"), reverse("institutions:students")


def _institution(context: dict[str, Any]) -> Institution:
    return Institution.objects.get(pk=context["institution"])


register_importer(RosterImporter())
