"""Importers and long work of this slice: certificates of staff, and reminders of their end."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from courses.institutions.enums import RoleKind
from courses.institutions.models import Institution
from courses.institutions.scopes import scope_of
from courses.qualifications.domain import certificate_import
from courses.qualifications.domain.certificate_columns import read_certificates
from courses.qualifications.domain.expiry import send_expiry_reminders
from media.imports.previews import ImportPreview, Receipt
from media.imports.registry import register_importer
from media.jobs.daily import daily_work
from media.jobs.progress import Progress
from media.jobs.registry import job_kind
from media.library.domain import remove_private
from media.library.models import PrivateFile
from media.spreadsheets.table import Table

REMINDERS = "qualifications.reminders"
IMPORT_ROLES = (RoleKind.TEACHING_OFFICE, RoleKind.INSTITUTION_ADMINISTRATOR)


class CertificateImporter:
    """Context: `institution` (id) and `scans` (id of the private file with the zip, or None)."""

    kind = "staff_certificates"
    title = _("Certificates of staff")

    def allowed(self, user: Any, context: dict[str, Any]) -> bool:
        return any(
            role.kind in IMPORT_ROLES and role.institution_id == context["institution"]
            for role in scope_of(user).roles
        )

    def read(self, content: bytes, *, filename: str, context: dict[str, Any]) -> Table:
        return read_certificates(content, filename=filename)

    def preview(
        self, table: Table, *, context: dict[str, Any], progress: Progress
    ) -> ImportPreview:
        return certificate_import.preview_certificates(
            _institution(context), table, scans=_scans(context), progress=progress
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
        receipt = certificate_import.apply_certificates(
            _institution(context), table, scans=_scans(context), by=by, progress=progress
        )
        # What belongs to a certificate is kept with it; scans of others are nobody's business.
        if context.get("scans") is not None:
            remove_private(PrivateFile.objects.get(pk=context["scans"]))
        return receipt

    def start_url(self, context: dict[str, Any]) -> str:
        return reverse("qualifications:import")

    def next_step(self, context: dict[str, Any]) -> tuple[Any, str]:
        return _("Verify the certificates"), reverse("qualifications:inbox")


def _institution(context: dict[str, Any]) -> Institution:
    return Institution.objects.get(pk=context["institution"])


def _scans(context: dict[str, Any]) -> bytes | None:
    if context.get("scans") is None:
        return None
    with PrivateFile.objects.get(pk=context["scans"]).file.open("rb") as file:
        return bytes(file.read())


register_importer(CertificateImporter())


@job_kind(REMINDERS)
def remind(params: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """{} → {"told": how many steps of the ladder}"""
    return {"told": send_expiry_reminders()}


daily_work(REMINDERS, title=_("Reminders of certificates that end"))
