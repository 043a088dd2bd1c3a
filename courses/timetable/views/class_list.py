"""A list of teaching classes from a file, and an empty one to fill in."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.institutions.access import allow
from courses.timetable.domain.class_schema import CLASSES
from courses.timetable.domain.class_template import class_template
from courses.timetable.importers import IMPORT_ROLES, TeachingClassImporter
from courses.timetable.views.file_answers import XLSX, file_answer
from courses.timetable.views.files import import_page
from courses.timetable.views.terms import required_term


@allow(*IMPORT_ROLES)
@require_http_methods(["GET", "POST"])
def class_import(request: HttpRequest) -> HttpResponse:
    """Choose a file with the teaching classes of a term; what was understood is shown first."""
    template = "courses/timetable/class_import.html"
    return import_page(request, TeachingClassImporter.kind, CLASSES, template)


@allow(*IMPORT_ROLES)
@require_safe
def class_import_template(request: HttpRequest) -> HttpResponse:
    """The columns that the import knows, with a row that shows how they are filled in."""
    term = required_term(request, *IMPORT_ROLES)
    name = _("Teaching classes")
    return file_answer(class_template(term), f"{name}-{term.code}.xlsx", XLSX)
