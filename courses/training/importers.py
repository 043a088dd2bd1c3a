"""Importer of this slice: quotas of sessions."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from courses.institutions.enums import RoleKind
from courses.institutions.models import Institution
from courses.institutions.scopes import scope_of
from courses.training.domain import quota_import
from courses.training.domain.quota_file import read_quota_file
from courses.training.domain.quota_places import Place
from courses.training.rules import OFFICES
from media.imports.previews import ImportPreview, Receipt
from media.imports.registry import register_importer
from media.jobs.progress import Progress
from media.spreadsheets.table import Table


class QuotaImporter:
    """Context: `province` (two digits, or ""), `institution` (id, or None)."""

    kind = "training_quotas"
    title = _("Seats of training sessions")

    def allowed(self, user: Any, context: dict[str, Any]) -> bool:
        for role in scope_of(user).roles:
            if context["institution"] is None:
                if role.kind == RoleKind.PROVINCE_OFFICER and role.province == context["province"]:
                    return True
            elif role.kind in OFFICES and role.institution_id == context["institution"]:
                return True
        return False

    def read(self, content: bytes, *, filename: str, context: dict[str, Any]) -> Table:
        return read_quota_file(content, filename=filename)

    def preview(
        self, table: Table, *, context: dict[str, Any], progress: Progress
    ) -> ImportPreview:
        return quota_import.preview_quotas(_place(context), table)

    def apply(
        self,
        table: Table,
        *,
        context: dict[str, Any],
        options: dict[str, bool],
        progress: Progress,
        by: Any,
    ) -> Receipt:
        return quota_import.apply_quotas(_place(context), table, options=options, by=by)

    def start_url(self, context: dict[str, Any]) -> str:
        return reverse("training:quota_files")

    def next_step(self, context: dict[str, Any]) -> tuple[Any, str]:
        return _("Training sessions"), reverse("training:sessions")


def _place(context: dict[str, Any]) -> Place:
    institution = context["institution"]
    return Place(
        province=context["province"],
        institution=Institution.objects.get(pk=institution) if institution else None,
    )


register_importer(QuotaImporter())
