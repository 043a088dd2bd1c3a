"""Long work and importers of this slice: score import."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assessments.grading.domain.score_import import apply_table, preview_table, read_scores
from assessments.grading.models import GradeSheet
from assessments.grading.rules import may_record
from media.imports.errors import ImportRefused
from media.imports.previews import ImportPreview, Receipt
from media.imports.registry import register_importer
from media.jobs.progress import Progress
from media.spreadsheets.table import Table


class ScoreImporter:
    """A filled-in grade sheet; context: {"sheet": id}."""

    kind = "scores"
    title = _("Scores of a class")

    def allowed(self, user: Any, context: dict[str, Any]) -> bool:
        sheet = (
            GradeSheet.objects.visible_to(user)
            .select_related("teaching_class")
            .filter(pk=context["sheet"])
            .first()
        )
        return sheet is not None and may_record(user, sheet.teaching_class)

    def read(self, content: bytes, *, filename: str, context: dict[str, Any]) -> Table:
        return read_scores(_sheet(context), content=content, filename=filename)

    def preview(
        self, table: Table, *, context: dict[str, Any], progress: Progress
    ) -> ImportPreview:
        return preview_table(_sheet(context), table, progress=progress)

    def apply(
        self,
        table: Table,
        *,
        context: dict[str, Any],
        options: dict[str, bool],
        progress: Progress,
        by: Any,
    ) -> Receipt:
        return apply_table(_sheet(context), table, by=by, progress=progress)

    def start_url(self, context: dict[str, Any]) -> str:
        return reverse("grading:upload", args=[_sheet(context).teaching_class.public_id])

    def next_step(self, context: dict[str, Any]) -> tuple[Any, str]:
        teaching_class = _sheet(context).teaching_class
        return _("Back to the sheet"), reverse("grading:sheet", args=[teaching_class.public_id])


def _sheet(context: dict[str, Any]) -> GradeSheet:
    sheet = (
        GradeSheet.objects.select_related("scheme", "teaching_class__course")
        .filter(pk=context["sheet"])
        .first()
    )
    if sheet is None:
        raise ImportRefused(_("The sheet is not there any more."))
    return sheet


register_importer(ScoreImporter())
