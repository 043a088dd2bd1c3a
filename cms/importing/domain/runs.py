"""The way of a file: upload → preview → confirm → drafts."""

import logging
from typing import Any, BinaryIO, cast

from django.core.exceptions import PermissionDenied
from django.core.files.base import File
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.importing.domain.files import keep_upload, store_files
from cms.importing.domain.pages import collection_of, create_pages
from cms.importing.domain.places import PAGE_TYPES_BELOW, Place, may_import
from cms.importing.enums import PageImportState, UploadKind
from cms.importing.errors import PageImportRefused
from cms.importing.models import PageImport
from cms.importing.parsed import ParsedPage
from cms.importing.sources import files_of, kind_of, read_pages, thumbnails
from media.jobs.domain import start_job
from media.jobs.errors import JobRefused
from media.jobs.progress import Progress

logger = logging.getLogger("qihang.audit")

READ_JOB = "page_imports.read"
MAKE_JOB = "page_imports.make"


def start_import(file: File, *, name: str, place: Place, by: Any) -> PageImport:
    """Keep the file and start reading it. Raises PageImportRefused for a file of another kind,
    PermissionDenied where the person may not write."""
    if not may_import(by, place.institution):
        raise PermissionDenied
    kind = kind_of(cast(BinaryIO, file.file), name)
    file.seek(0)
    with transaction.atomic():
        run = PageImport.objects.create(
            institution=place.institution,
            parent=place.parent,
            course=place.course,
            kind=kind,
            source=keep_upload(file, name=name, by=by),
            uploaded_by=by,
        )
        _start(run, READ_JOB, by=by)
    return run


def prepare(run_id: int, *, progress: Progress) -> None:
    """The work of reading: stores what was understood, or why the file is refused."""
    run = PageImport.objects.select_related("source", "parent").get(pk=run_id)
    if run.state == PageImportState.DONE:
        return
    state, refusal, parsed = PageImportState.READY, "", {}
    progress(5, _("Reading the file"))
    try:
        with run.source.file.open("rb") as file:
            pages, kept = read_pages(
                file,
                kind=run.kind,
                name=run.source.original_name,
                page_type=page_type_of(run),
                report=progress,
            )
            progress(92, _("Looking at the images"))
            file.seek(0)
            small = {}
            if any(entry.kind == "image" for p in pages for b in p.walk() for entry in b.files):
                files = files_of(file, kind=run.kind, name=run.source.original_name)
                small = thumbnails([page for page in pages if not page.errors], files)
        parsed = {
            "pages": [page.to_json() for page in pages],
            "kept": kept,
            "thumbnails": small,
        }
    except PageImportRefused as error:
        state, refusal = PageImportState.REFUSED, str(error)
    PageImport.objects.filter(pk=run_id).exclude(state=PageImportState.DONE).update(
        state=state, refusal=refusal, parsed=parsed
    )


def confirm(run: PageImport, *, by: Any) -> None:
    """Start making the drafts; nothing happens for a file that is done or being worked on.

    Raises PageImportRefused when the preview has errors or the place is gone.
    """
    if not may_import(by, run.institution):
        raise PermissionDenied
    with transaction.atomic():
        run = PageImport.objects.select_for_update().get(pk=run.pk)
        if run.state == PageImportState.DONE or run.is_busy:
            return
        if run.state != PageImportState.READY or errors_of(run):
            raise PageImportRefused(_("Correct the file and upload it again."))
        _start(run, MAKE_JOB, by=by)


def carry_out(run_id: int, *, by: Any, progress: Progress) -> dict[str, Any]:
    """The work of making: files into the library and drafts, all or none. A second call returns
    the first receipt. Raises JobRefused."""
    run = PageImport.objects.select_related("source", "institution", "parent", "course").get(
        pk=run_id
    )
    if not may_import(by, run.institution):
        raise PermissionDenied
    written: list[Any] = []
    try:
        with run.source.file.open("rb") as file, transaction.atomic():
            locked = PageImport.objects.select_for_update().get(pk=run_id)
            if locked.state == PageImportState.DONE:
                return dict(locked.receipt)
            locked.receipt = _make(run, file, by=by, progress=progress, written=written)
            locked.state, locked.refusal = PageImportState.DONE, ""
            locked.done_at = timezone.now()
            locked.save(update_fields=["receipt", "state", "refusal", "done_at"])
    except BaseException as error:
        # Rows are rolled back by the database, their files by nobody else.
        for stored in written:
            stored.storage.delete(stored.name)
        if isinstance(error, PageImportRefused):
            PageImport.objects.filter(pk=run_id).update(refusal=str(error))
            raise JobRefused(str(error)) from error
        raise
    logger.info("page import %s made by user %s", run.public_id, by.pk)
    return dict(locked.receipt)


def _make(
    run: PageImport, file: Any, *, by: Any, progress: Progress, written: list[Any]
) -> dict[str, Any]:
    if run.parent is None:
        raise PageImportRefused(_("The place for these pages was deleted meanwhile."))
    pages = [ParsedPage.from_json(stored) for stored in run.parsed["pages"]]
    stored: dict[str, int] = {}
    if any(entry.kind != "video" for p in pages for below in p.walk() for entry in below.files):
        progress(5, _("Keeping the files"))
        stored = store_files(
            pages,
            files_of(file, kind=run.kind, name=run.source.original_name),
            collection=collection_of(run.institution),
            source=_("from “%(file)s”") % {"file": run.source.original_name},
            by=by,
            written=written,
        )
    progress(60, _("Making the drafts"))
    made = create_pages(run.parent, pages, by=by, files=stored, course=run.course)
    return {
        "pages": [{"id": page.pk, "title": page.title} for page in made],
        "count": sum(1 for page in pages for _below in page.walk()),
        "files": len(stored),
    }


def page_type_of(run: PageImport) -> str:
    """What a file becomes in the place that was chosen for it."""
    if run.course is not None:
        return "syllabus"
    if run.parent is None:
        raise PageImportRefused(_("The place for these pages was deleted meanwhile."))
    return PAGE_TYPES_BELOW.get(run.parent.specific_class, "")


def errors_of(run: PageImport) -> int:
    """How many errors of the preview keep the pages from being made."""
    return sum(len(ParsedPage.from_json(page).errors) for page in run.parsed.get("pages", []))


def _start(run: PageImport, kind: str, *, by: Any) -> None:
    run.job = start_job(
        kind,
        title=f"{UploadKind(run.kind).label} · {run.source.original_name}",
        params={"run": run.pk, "by": by.pk},
        by=by,
        next_url=reverse("content_imports:detail", args=[run.public_id]),
    )
    run.save(update_fields=["job"])
