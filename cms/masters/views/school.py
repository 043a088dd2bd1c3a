"""A school looks at its province's masters, adopts them and takes over new editions."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.content.domain import create_home_page
from cms.masters.domain import (
    MasterRefused,
    adopt,
    differences,
    hours_of_edition,
    merge_edition,
)
from cms.masters.forms import AdoptForm, accepted_pages, preferences
from cms.masters.models import Adoption, MasterEdition
from cms.masters.overview import available_rows
from cms.masters.provinces import province_name
from cms.masters.showing import report_sentence, shown
from courses.curriculum.models import Course
from courses.institutions.access import allow, institution_of
from courses.institutions.enums import RoleKind as R
from courses.institutions.scopes import scope_of

MERGERS = (R.TEACHING_OFFICE, R.INSTITUTION_ADMINISTRATOR)
READERS = (*MERGERS, R.DEPARTMENT_COORDINATOR, R.SECTION_HEAD, R.INSTRUCTOR)


@allow(*READERS)
@require_safe
def available(request: HttpRequest) -> HttpResponse:
    institution = institution_of(request, *READERS)
    return render(
        request,
        "cms/masters/available.html",
        {
            "rows": available_rows(institution.province, institution),
            "province": province_name(institution.province),
            "may_adopt": scope_of(request.user).has(*MERGERS),
        },
    )


@allow(*READERS, R.PROVINCE_OFFICER)
@require_safe
def edition(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """What an edition holds: its pages, and which of them are fixed."""
    found = _edition(request, public_id)
    pages = list(found.pages.defer("content"))
    levels: dict[int, int] = {}
    for page in pages:
        levels[page.page_id] = levels.get(page.parent_id, -1) + 1
    return render(
        request,
        "cms/masters/edition.html",
        {
            "edition": found,
            "pages": [(page, levels[page.page_id]) for page in pages],
            "adopted": Adoption.objects.visible_to(request.user)
            .filter(master=found.master_id)
            .exists(),
            "may_adopt": scope_of(request.user).has(*MERGERS),
        },
    )


@allow(*MERGERS)
@require_http_methods(["GET", "HEAD", "POST"])
def adopt_edition(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Choose the course, see whether the hours add up, adopt."""
    found = _edition(request, public_id)
    institution = institution_of(request, *MERGERS)
    is_syllabus = found.pages.all()[0].kind == "syllabuspage"
    form = AdoptForm(
        request.POST or request.GET or None, institution=institution, is_syllabus=is_syllabus
    )
    course: Course | None = None
    ready = form.is_valid() if form.is_bound else not is_syllabus
    if ready and is_syllabus:
        course = form.cleaned_data["course"]
    if request.method == "POST" and (ready or not is_syllabus):
        try:
            adoption = adopt(
                found, home=create_home_page(institution), course=course, by=request.user
            )
        except MasterRefused as refusal:
            messages.error(request, str(refusal))
            return redirect("masters:available")
        messages.success(
            request,
            _("“%(title)s” is adopted. Add pages of your own, or change what isn't fixed.")
            % {"title": adoption.edition.title},
        )
        return redirect("masters:available")
    return render(
        request,
        "cms/masters/adopt.html",
        {
            "edition": found,
            "form": form,
            "is_syllabus": is_syllabus,
            "course": course,
            "lines": hours_of_edition(found, course) if course else [],
        },
    )


@allow(*READERS)
@require_safe
def difference(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Old master | new master | our text, page by page."""
    adoption = _adoption(request, public_id)
    found = differences(adoption)
    return render(
        request,
        "cms/masters/difference.html",
        {
            "adoption": adoption,
            "edition": found.edition,
            "pages": shown(found),
            "is_reordered": found.is_reordered,
            "is_newer": found.is_newer,
            "same": len(found.pages) - len(found.to_decide),
            "may_merge": scope_of(request.user).has(*MERGERS),
        },
    )


@allow(*MERGERS)
@require_POST
def merge(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Take over what was ticked of the edition that was shown."""
    adoption = _adoption(request, public_id)
    shown_edition = request.POST.get("edition", "")
    newest = MasterEdition.objects.filter(master=adoption.master_id).latest("number")
    if shown_edition != str(newest.public_id):
        messages.warning(
            request, _("A newer edition was released meanwhile. Look at its differences first.")
        )
        return redirect("masters:difference", public_id=public_id)
    accept = accepted_pages(request.POST)
    if not accept and "whole" not in request.POST:
        messages.warning(request, _("Nothing was chosen, so nothing was changed."))
        return redirect("masters:difference", public_id=public_id)
    try:
        report = merge_edition(
            adoption,
            newest,
            accept=accept,
            prefer_theirs=preferences(request.POST),
            by=request.user,
        )
    except MasterRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("masters:difference", public_id=public_id)
    messages.success(request, report_sentence(report, newest))
    # Drafts wait to be sent, where one's own pages are.
    return redirect("reviews:mine" if report.drafted else "masters:available")


def _edition(request: HttpRequest, public_id: uuid.UUID) -> MasterEdition:
    found: MasterEdition = get_object_or_404(
        MasterEdition.objects.visible_to(request.user).select_related("master", "released_by"),
        public_id=public_id,
    )
    return found


def _adoption(request: HttpRequest, public_id: uuid.UUID) -> Adoption:
    found: Adoption = get_object_or_404(
        Adoption.objects.visible_to(request.user).select_related("home", "edition", "copy"),
        public_id=public_id,
    )
    return found
