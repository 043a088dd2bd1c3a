"""Certificates of many people: a list, and scans as a zip, as files or as a folder."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_http_methods

from courses.institutions.access import allow, institution_of
from courses.qualifications.domain.certificate_columns import CERTIFICATES
from courses.qualifications.domain.scans import ARCHIVE_BYTES, LIMITS
from courses.qualifications.forms import CertificateImportForm
from courses.qualifications.jobs import IMPORT_ROLES, CertificateImporter
from courses.qualifications.views.register import XLSX
from media.imports.domain import upload
from media.imports.models import ImportRun
from media.imports.packing import PackedFiles, packed_files
from media.library.domain import store_private, store_private_stream
from media.spreadsheets.errors import SpreadsheetRefused
from media.spreadsheets.writing import SheetColumn, SheetToWrite, write_workbook

SPARE_ROWS = 500
SCAN_FIELDS = frozenset({"scan_files", "scan_folder"})


# Exempt only until the request is read: where the scans go has to be said before.
@csrf_exempt
@allow(*IMPORT_ROLES)
@require_http_methods(["GET", "POST"])
def certificate_import(request: HttpRequest) -> HttpResponse:
    """Choose the files; what was understood of them is shown before anything changes."""
    with packed_files(
        request, SCAN_FIELDS, most_files=LIMITS.entries, most_bytes=ARCHIVE_BYTES
    ) as packed:
        return _certificate_import(request, packed)


@csrf_protect
def _certificate_import(request: HttpRequest, packed: PackedFiles) -> HttpResponse:
    institution = institution_of(request, *IMPORT_ROLES)
    form = CertificateImportForm(request.POST or None, request.FILES or None, packed=packed)
    if form.is_bound and form.is_valid():
        try:
            run = _start(request, form, packed, institution.pk)
        except SpreadsheetRefused as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("imports:detail", public_id=run.public_id)
    recent = ImportRun.objects.visible_to(request.user).filter(kind=CertificateImporter.kind)
    return render(
        request,
        "courses/qualifications/import.html",
        {
            "form": form,
            "columns": CERTIFICATES.columns,
            "recent": recent.select_related("source").defer("preview", "receipt")[:5],
        },
        status=form.status if form.is_bound else 200,
    )


@transaction.atomic
def _start(
    request: HttpRequest, form: CertificateImportForm, packed: PackedFiles, institution: int
) -> ImportRun:
    """The archive is kept as it came; it is opened, with bounds, by the worker."""
    file, archive = form.cleaned_data["file"], form.cleaned_data["scans"]
    scans = None
    if archive is not None:
        content = archive.read(ARCHIVE_BYTES + 1)
        scans = store_private(
            content, name=archive.name, by=request.user, content_type="application/zip"
        ).pk
    elif packed.count:
        scans = store_private_stream(
            packed.archive(), name="scans.zip", by=request.user, content_type="application/zip"
        ).pk
    return upload(
        CertificateImporter.kind,
        content=file,
        filename=file.name,
        context={"institution": institution, "scans": scans},
        by=request.user,
    )


@allow(*IMPORT_ROLES)
@require_GET
def certificate_import_template(request: HttpRequest) -> HttpResponse:
    """An empty list with the columns that the import knows."""
    columns = [SheetColumn(str(column.label), width=20) for column in CERTIFICATES.columns]
    sheet = SheetToWrite(_("Certificates"), columns, [], spare_rows=SPARE_ROWS)
    response = HttpResponse(write_workbook([sheet]), content_type=XLSX)
    response.headers["Content-Disposition"] = 'attachment; filename="certificates.xlsx"'
    return response
