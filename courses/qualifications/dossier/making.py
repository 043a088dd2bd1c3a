"""Asking for a dossier, and making it in the background."""

import datetime
import logging
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from courses.institutions.models import StaffMember
from courses.qualifications.dossier.documents import (
    document_number,
    dossier_zip,
    evidence_of,
    heading,
)
from courses.qualifications.dossier.registry import sections_of
from courses.qualifications.models import Dossier
from media.jobs.domain import start_job
from media.jobs.enums import FINISHED
from media.jobs.errors import JobRefused
from media.jobs.models import Job
from media.jobs.progress import Progress
from media.jobs.registry import job_kind
from media.library.domain import store_private
from media.pdf import PdfError

audit_log = logging.getLogger("qihang.audit")
DOSSIER = "qualifications.dossier"


@transaction.atomic
def ask_for_dossier(
    staff: StaffMember, *, starts_on: datetime.date, ends_on: datetime.date, by: Any
) -> Job:
    """Record that it is made, and start. Asked again while it is being made, it is the same one.

    `by` is the person or the office; the caller has checked it. Raises ValueError for a period
    that ends before it begins.
    """
    if ends_on < starts_on:
        raise ValueError("the period ends before it begins")
    # Two clicks at once wait for each other here.
    StaffMember.objects.select_for_update(no_key=True).get(pk=staff.pk)
    running = Job.objects.filter(kind=DOSSIER, created_by=by).exclude(state__in=FINISHED)
    wanted = {
        "staff": staff.pk,
        "starts_on": starts_on.isoformat(),
        "ends_on": ends_on.isoformat(),
    }
    for job in running:
        if {name: job.params.get(name) for name in wanted} == wanted:
            return job
    dossier = Dossier.objects.create(
        staff=staff,
        institution_id=staff.institution_id,
        starts_on=starts_on,
        ends_on=ends_on,
        made_by=by,
    )
    audit_log.info("dossier asked for user=%s staff=%s dossier=%s", by.pk, staff.pk, dossier.pk)
    return start_job(
        DOSSIER,
        title=heading(staff, starts_on, ends_on),
        params={**wanted, "dossier": dossier.pk},
        by=by,
        next_url=reverse("qualifications:dossier", args=[staff.public_id]),
    )


@job_kind(DOSSIER)
def _make(params: dict[str, Any], progress: Progress) -> dict[str, Any]:
    rows = Dossier.objects.select_related("staff__department", "institution", "made_by")
    dossier = rows.get(pk=params["dossier"])
    # A worker that died after its commit must not make a second file.
    if dossier.file_id is not None:
        return {"dossier": dossier.pk}
    progress(5, _("Gathering the lines"))
    sections = sections_of(dossier.staff, start=dossier.starts_on, end=dossier.ends_on)

    def report(percent: int) -> None:
        progress(10 + percent * 85 // 100, _("Writing the files"))

    try:
        content = dossier_zip(dossier, sections, report=report)
    except PdfError as error:
        raise JobRefused(str(error).splitlines()[0]) from error
    except FileNotFoundError as error:
        raise JobRefused(
            _("An evidence file is missing on the server. Please tell the administrator.")
        ) from error
    for stored in evidence_of(sections):
        audit_log.info(
            "evidence put into dossier user=%s staff=%s file=%s dossier=%s",
            dossier.made_by_id,
            dossier.staff_id,
            stored.pk,
            dossier.pk,
        )
    with transaction.atomic():
        name = f"{document_number(dossier)}.zip"
        stored = store_private(content, name=name, by=dossier.made_by)
        dossier.file = stored
        dossier.lines = sum(len(section.lines) for section in sections)
        dossier.save(update_fields=["file", "lines"])
    audit_log.info(
        "dossier made user=%s staff=%s dossier=%s lines=%s",
        dossier.made_by_id,
        dossier.staff_id,
        dossier.pk,
        dossier.lines,
    )
    return {"dossier": dossier.pk}
