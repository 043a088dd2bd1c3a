"""The way of a file: upload → preview → apply → receipt."""

import logging
from typing import Any, BinaryIO

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from media.imports.enums import ImportState
from media.imports.errors import ImportRefused
from media.imports.models import ImportRun
from media.imports.registry import Importer, importer_of
from media.jobs.domain import start_job
from media.jobs.errors import JobRefused
from media.jobs.progress import Progress
from media.library.domain import store_private
from media.spreadsheets.errors import SpreadsheetRefused
from media.spreadsheets.limits import DEFAULT, read_bounded

logger = logging.getLogger("qihang.audit")

PREVIEW_JOB = "imports.preview"
APPLY_JOB = "imports.apply"


def upload(
    kind: str, *, content: BinaryIO | bytes, filename: str, context: dict[str, Any], by: Any
) -> ImportRun:
    """Keep the file and start reading it; the page to go to is `imports:detail`.

    Raises SpreadsheetRefused for a file that is empty or too large (read no further than the
    limit), PermissionDenied when the importer doesn't let this person import there.
    """
    importer = importer_of(kind)
    _check_allowed(importer, by, context)
    kept = read_bounded(content, DEFAULT)
    with transaction.atomic():
        run = ImportRun.objects.create(
            kind=kind,
            context=context,
            source=store_private(kept, name=filename, by=by),
            uploaded_by=by,
        )
        _start(run, PREVIEW_JOB, by=by)
    return run


def check_again(run: ImportRun, *, by: Any) -> None:
    """Read the file once more: what is stored, or the units, may have changed since."""
    _check_allowed(importer_of(run.kind), by, run.context)
    with transaction.atomic():
        run = _locked(run)
        if run.state == ImportState.APPLIED or _is_busy(run):
            return
        _start(run, PREVIEW_JOB, by=by)


def apply_import(run: ImportRun, *, options: dict[str, bool], by: Any) -> None:
    """Start applying the file. Does nothing for a file that is applied or being worked on.

    Raises ImportRefused when the preview has bad rows, or a required option isn't ticked.
    """
    _check_allowed(importer_of(run.kind), by, run.context)
    with transaction.atomic():
        run = _locked(run)
        if run.state == ImportState.APPLIED or _is_busy(run):
            return
        _check_ready(run, options)
        _start(run, APPLY_JOB, options=options, by=by)


def prepare_preview(run_id: int, *, progress: Progress) -> None:
    """The work of the preview job: stores what was understood, or why the file is refused."""
    run = ImportRun.objects.select_related("source", "uploaded_by").get(pk=run_id)
    if run.state == ImportState.APPLIED:
        return
    importer = importer_of(run.kind)
    _check_allowed(importer, run.uploaded_by, run.context)
    preview: Any = {}
    state, refusal = ImportState.READY, ""
    try:
        progress(5, _("Reading the file"))
        table = importer.read(_content(run), filename=run.source.original_name, context=run.context)
        progress(40, _("Comparing with what is stored"))
        preview = importer.preview(table, context=run.context, progress=progress)
    except (SpreadsheetRefused, ImportRefused) as error:
        state, refusal = ImportState.REFUSED, str(error)
    # An applied run keeps its preview as it was: somebody else may have applied it meanwhile.
    ImportRun.objects.filter(pk=run_id).exclude(state=ImportState.APPLIED).update(
        state=state, refusal=refusal, preview=preview
    )


def carry_out(
    run_id: int, *, options: dict[str, bool], by: Any, progress: Progress
) -> dict[str, Any]:
    """The work of the apply job; returns the receipt. A second call returns the first receipt.

    Raises JobRefused when the file no longer fits what is stored; then the run has a new preview.
    """
    run = ImportRun.objects.select_related("source").get(pk=run_id)
    if run.state == ImportState.APPLIED:
        return dict(run.receipt)
    importer = importer_of(run.kind)
    _check_allowed(importer, by, run.context)
    try:
        progress(2, _("Reading the file"))
        # Read before the transaction, which on SQLite keeps everybody else from writing.
        table = importer.read(_content(run), filename=run.source.original_name, context=run.context)
        with transaction.atomic():
            run = ImportRun.objects.select_for_update().get(pk=run_id)
            if run.state == ImportState.APPLIED:
                return dict(run.receipt)
            receipt = importer.apply(
                table, context=run.context, options=options, progress=progress, by=by
            )
            run.state, run.receipt, run.refusal = ImportState.APPLIED, receipt, ""
            run.applied_at = timezone.now()
            run.save(update_fields=["state", "receipt", "refusal", "applied_at"])
    except (SpreadsheetRefused, ImportRefused) as error:
        prepare_preview(run_id, progress=progress)
        ImportRun.objects.filter(pk=run_id, state=ImportState.READY).update(refusal=str(error))
        raise JobRefused(str(error)) from error
    logger.info("import %s (%s) applied by user %s", run.public_id, run.kind, by.pk)
    return dict(receipt)


def can_apply(run: ImportRun) -> bool:
    """Whether the preview as it stands has no bad row."""
    return run.state == ImportState.READY and not run.preview.get("counts", {}).get("bad")


def _check_allowed(importer: Importer, user: Any, context: dict[str, Any]) -> None:
    if user is None or not user.is_active or not importer.allowed(user, context):
        raise PermissionDenied


def _check_ready(run: ImportRun, options: dict[str, bool]) -> None:
    if not can_apply(run):
        raise ImportRefused(_("The file has cells to correct. Correct them and upload it again."))
    for option in run.preview.get("options", []):
        if option["required"] and not options.get(option["name"]):
            raise ImportRefused(
                _("Tick “%(option)s”, or correct the names in the file and upload it again.")
                % {"option": option["label"]}
            )


def _locked(run: ImportRun) -> ImportRun:
    return ImportRun.objects.select_for_update().select_related(None).get(pk=run.pk)


def _is_busy(run: ImportRun) -> bool:
    return run.job is not None and not run.job.is_finished


def _start(run: ImportRun, kind: str, *, by: Any, **params: Any) -> None:
    run.job = start_job(
        kind,
        title=f"{importer_of(run.kind).title} · {run.source.original_name}",
        params={"run": run.pk, "by": by.pk, **params},
        by=by,
        next_url=reverse("imports:detail", args=[run.public_id]),
    )
    run.save(update_fields=["job"])


def _content(run: ImportRun) -> bytes:
    with run.source.file.open("rb") as file:
        return bytes(file.read())
