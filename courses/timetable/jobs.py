"""Long work of this slice: building and publishing a timetable."""

import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from cms.users.models import User
from courses.institutions.enums import RoleKind
from courses.teaching.models import Term
from courses.timetable.domain.building import build_timetable
from courses.timetable.domain.paper import sheets_pdf, sheets_workbook, term_sheets
from courses.timetable.domain.publication import publish
from courses.timetable.domain.refusal import TimetableRefused
from courses.timetable.models import Slot, TimetableVersion
from media.jobs.domain import start_job
from media.jobs.errors import JobRefused
from media.jobs.models import Job
from media.jobs.progress import Progress
from media.jobs.registry import job_kind
from media.library.domain import store_private
from media.pdf.errors import PdfError

BUILD, PUBLISH = "timetable.build", "timetable.publish"
PAPER = "timetable.paper"
PRINTERS = (
    RoleKind.TEACHING_OFFICE,
    RoleKind.INSTITUTION_ADMINISTRATOR,
    RoleKind.DEPARTMENT_COORDINATOR,
    RoleKind.AUDITOR,
)


def start_building(
    term: Term,
    *,
    seconds: int,
    seed: int,
    keep_free: list[tuple[int, str]],
    around: TimetableVersion | None = None,
    title: str,
    next_url: str,
    by: User,
) -> Job:
    """Queue the search for a timetable; the result is a draft."""
    params = {
        "term": term.pk,
        "seconds": seconds,
        "seed": seed,
        "keep_free": [[weekday, str(part)] for weekday, part in keep_free],
        "around": around.pk if around else None,
        "by": by.pk,
    }
    return start_job(BUILD, title=title, params=params, by=by, next_url=next_url)


def start_publishing(
    version: TimetableVersion,
    *,
    valid_from: datetime.date | None = None,
    title: str,
    next_url: str,
    by: User,
) -> Job:
    """Queue the publication of a version; without a date it is valid from tomorrow."""
    params = {
        "version": version.pk,
        "valid_from": valid_from.isoformat() if valid_from else None,
        "by": by.pk,
    }
    return start_job(PUBLISH, title=title, params=params, by=by, next_url=next_url)


def start_printing(term: Term, *, kind: str, form: str, title: str, by: User) -> Job:
    """Queue a document with a page for each subject of a kind; `form` is pdf or xlsx."""
    params = {"term": term.pk, "kind": kind, "form": form, "by": by.pk}
    with transaction.atomic():
        job = start_job(PAPER, title=title, params=params, by=by)
        job.next_url = reverse("timetable:printed", kwargs={"public_id": job.public_id})
        job.save(update_fields=["next_url"])
    return job


@job_kind(PAPER)
def _print(params: dict[str, Any], progress: Progress) -> dict[str, Any]:
    term = Term.objects.select_related("institution").get(pk=params["term"])
    by = User.objects.get(pk=params["by"])
    progress(5, _("Reading the timetable"))
    slots = Slot.objects.visible_to(by, acting_as=PRINTERS).published(term)
    sheets = term_sheets(term, slots, kind=params["kind"])
    if not sheets:
        raise JobRefused(_("No timetable of this term is published yet."))

    def report(percent: int) -> None:
        progress(20 + percent * 75 // 100, _("Laying out the pages"))

    try:
        if params["form"] == "pdf":
            content = sheets_pdf(sheets, report=report)
        else:
            content = sheets_workbook(sheets)
    except PdfError as error:
        raise JobRefused(str(error).splitlines()[0]) from error
    name = f"{term.code}-{params['kind']}.{params['form']}"
    return {"file": store_private(content, name=name, by=by).pk, "pages": len(sheets)}


@job_kind(BUILD)
def _build(params: dict[str, Any], progress: Progress) -> dict[str, Any]:
    term = Term.objects.select_related("institution").get(pk=params["term"])
    # A worker that died after its commit must not leave a second draft when the job runs again.
    version = TimetableVersion.objects.filter(term=term, solver_report__job=progress.job_id).first()
    if version is None or not progress.job_id:
        try:
            version = build_timetable(
                term,
                seconds=params["seconds"],
                seed=params["seed"],
                keep_free=[(weekday, part) for weekday, part in params["keep_free"]],
                around=_version(params.get("around")),
                progress=progress,
                is_stop_asked=progress.is_stop_asked,
                job=progress.job_id,
                by=User.objects.filter(pk=params["by"]).first(),
            )
        except TimetableRefused as refusal:
            raise JobRefused(str(refusal)) from refusal
    return {
        "version": str(version.public_id),
        "placed": version.solver_report["placed"],
        "unplaced": len(version.solver_report["unplaced"]),
    }


def _version(pk: int | None) -> TimetableVersion | None:
    return None if pk is None else TimetableVersion.objects.filter(pk=pk).first()


@job_kind(PUBLISH)
def _publish(params: dict[str, Any], progress: Progress) -> dict[str, Any]:
    version = TimetableVersion.objects.filter(pk=params["version"]).first()
    if version is None:
        return {}
    # Work that was queued before dates were asked for has none.
    asked = params.get("valid_from")
    try:
        publication = publish(
            version,
            valid_from=datetime.date.fromisoformat(asked) if asked else None,
            progress=progress,
            by=User.objects.filter(pk=params["by"]).first(),
        )
    except TimetableRefused as refusal:
        raise JobRefused(str(refusal)) from refusal
    return {
        "version": str(version.public_id),
        "publication": publication.number,
        "changed": publication.meetings_changed,
        "added": publication.meetings_added,
        "removed": publication.meetings_removed,
    }
