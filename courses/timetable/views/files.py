"""Weekly times of a version from and to files, and rooms from them."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from courses.institutions.access import allow
from courses.teaching.models import Term
from courses.timetable.domain.refusal import TimetableRefused
from courses.timetable.domain.room_schema import ROOMS
from courses.timetable.domain.slot_export import itc2019_of, slot_list
from courses.timetable.domain.slot_schema import SLOTS
from courses.timetable.importers import IMPORT_ROLES, RoomImporter, SlotImporter
from courses.timetable.views.building import version_or_404
from courses.timetable.views.file_answers import XLSX, file_answer
from courses.timetable.views.paper import zf_answer
from courses.timetable.views.terms import WRITERS, required_term, signed_in
from media.imports.domain import upload
from media.imports.forms import SpreadsheetUploadForm
from media.spreadsheets.errors import SpreadsheetRefused
from media.spreadsheets.schema import Schema

DOWNLOADERS = WRITERS


@allow(*IMPORT_ROLES)
@require_http_methods(["GET", "POST"])
def slot_import(request: HttpRequest) -> HttpResponse:
    """Choose a file with weekly times; what was understood is shown before anything changes."""
    return import_page(request, SlotImporter.kind, SLOTS, "courses/timetable/slot_import.html")


@allow(*IMPORT_ROLES)
@require_http_methods(["GET", "POST"])
def room_import(request: HttpRequest) -> HttpResponse:
    """Choose a file with rooms; the times at which one can't be used are those of a term."""
    return import_page(request, RoomImporter.kind, ROOMS, "courses/timetable/room_import.html")


def import_page(request: HttpRequest, kind: str, schema: Schema, template: str) -> HttpResponse:
    """Choose a file for a term, and what its columns mean; the worker reads it."""
    term = required_term(request, *IMPORT_ROLES)
    form = SpreadsheetUploadForm(request.POST or None, request.FILES or None)
    if form.is_bound and form.is_valid():
        started = start_import(request, form, kind, term, source=None)
        if started is not None:
            return started
    context = {"term": term, "form": form, "columns": schema.columns}
    return render(request, template, context, status=form.status if form.is_bound else 200)


def start_import(
    request: HttpRequest, form: Any, kind: str, term: Term, *, source: str | None
) -> HttpResponse | None:
    """Hand the file to the worker; None when it is refused, then the form says why."""
    file = form.cleaned_data["file"]
    try:
        run = upload(
            kind,
            content=file,
            filename=file.name,
            context={
                "institution": term.institution_id,
                "term": term.pk,
                "source": (source or file.name)[:100],
            },
            by=signed_in(request),
        )
    except SpreadsheetRefused as refusal:
        form.add_error("file", str(refusal))
        return None
    return redirect("imports:detail", public_id=run.public_id)


@allow(*DOWNLOADERS)
@require_safe
def version_slots(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The weekly times as a list that the import takes back."""
    version = version_or_404(request, public_id, *DOWNLOADERS)
    name = f"{version.term.code}-v{version.number}.xlsx"
    return file_answer(slot_list(version), name, XLSX)


@allow(*DOWNLOADERS)
@require_safe
def version_zf(request: HttpRequest, public_id: uuid.UUID, layout: str, form: str) -> HttpResponse:
    """The weekly times as 正方 writes them, a `list` or `cells`; the import takes both back."""
    version = version_or_404(request, public_id, *DOWNLOADERS)
    return zf_answer(version.slots.all(), f"{version.term.code}-v{version.number}", layout, form)


@allow(*DOWNLOADERS)
@require_safe
def version_itc2019(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The version in the format of the competition."""
    version = version_or_404(request, public_id, *DOWNLOADERS)
    try:
        content = itc2019_of(version)
    except TimetableRefused as refusal:
        context = {"version": version, "sentence": str(refusal)}
        return render(request, "courses/timetable/file_refused.html", context, status=422)
    name = f"{version.term.code}-v{version.number}.xml"
    return file_answer(content, name, "application/xml")
