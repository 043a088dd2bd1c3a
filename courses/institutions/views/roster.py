"""Uploading a roster."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from courses.institutions.access import allow, institution_of
from courses.institutions.domain.roster_schema import ROSTER
from courses.institutions.domain.roster_terms import RosterTerms
from courses.institutions.forms import RosterUploadForm
from courses.institutions.jobs import ROSTER_ROLES, RosterImporter
from media.imports.domain import upload
from media.imports.models import ImportRun
from media.spreadsheets.errors import SpreadsheetRefused
from media.spreadsheets.writing import SheetColumn, SheetToWrite, write_workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SPARE_ROWS = 2_000


@allow(*ROSTER_ROLES)
@require_http_methods(["GET", "POST"])
def roster_upload(request: HttpRequest) -> HttpResponse:
    """Choose a file; what was understood of it is shown before anything changes."""
    institution = institution_of(request, *ROSTER_ROLES)
    form = RosterUploadForm(
        request.POST or None,
        request.FILES or None,
        initial={"study_years": RosterTerms.usual(institution).study_years},
    )
    if form.is_bound and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            run = upload(
                RosterImporter.kind,
                content=file,
                filename=file.name,
                context={"institution": institution.pk, **form.terms().as_context()},
                by=request.user,
            )
        except SpreadsheetRefused as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("imports:detail", public_id=run.public_id)
    recent = ImportRun.objects.visible_to(request.user).filter(kind=RosterImporter.kind)
    return render(
        request,
        "courses/institutions/roster.html",
        {
            "form": form,
            "institution": institution,
            "columns": ROSTER.columns,
            "recent": recent.select_related("source").defer("preview", "receipt")[:5],
        },
        status=form.status if form.is_bound else 200,
    )


@allow(*ROSTER_ROLES)
@require_GET
def roster_template(request: HttpRequest) -> HttpResponse:
    """An empty roster with the columns that the import knows."""
    columns = [
        SheetColumn(
            str(column.label),
            choices=("男", "女") if column.key == "sex" else (),
            width=24 if column.key in {"department", "major"} else 14,
        )
        for column in ROSTER.columns
    ]
    sheet = SheetToWrite(_("Roster"), columns, [], spare_rows=_SPARE_ROWS)
    response = HttpResponse(write_workbook([sheet]), content_type=XLSX)
    response.headers["Content-Disposition"] = 'attachment; filename="roster.xlsx"'
    return response
