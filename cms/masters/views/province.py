"""The province's masters, their editions, and the schools that took them over."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.models import Page

from cms.content.models import HomePage
from cms.masters.domain import (
    MasterRefused,
    create_province_home,
    province_home_of,
    release_edition,
)
from cms.masters.forms import ReleaseForm
from cms.masters.models.edition import provinces_of
from cms.masters.overview import MasterRow, master_rows, school_rows
from cms.masters.provinces import province_name
from courses.institutions.access import allow
from courses.institutions.enums import RoleKind as R


@allow(R.PROVINCE_OFFICER)
@require_safe
def editions(request: HttpRequest) -> HttpResponse:
    provinces = [
        (code, province_name(code), home, master_rows(home) if home else [])
        for code in sorted(provinces_of(request.user))
        for home in [province_home_of(code)]
    ]
    return render(request, "cms/masters/editions.html", {"provinces": provinces})


@allow(R.PROVINCE_OFFICER)
@require_POST
def open_home(request: HttpRequest) -> HttpResponse:
    """The place where the province writes; made once, from its first officer's screen."""
    for code in provinces_of(request.user):
        create_province_home(code, by=request.user)
    messages.success(request, _("You can write masters now: a syllabus or a textbook."))
    return redirect("masters:editions")


@allow(R.PROVINCE_OFFICER)
@require_http_methods(["GET", "HEAD", "POST"])
def master(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """One master: what each school has of it, and the release of the next edition.

    `key`: the page's translation key, the random id that Wagtail gives each page.
    """
    row = _row(request, key)
    form = ReleaseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            edition = release_edition(row.page, note=form.cleaned_data["note"], by=request.user)
        except MasterRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request,
                _("Edition %(number)d is released. Schools see what it changes for them.")
                % {"number": edition.number},
            )
            return redirect("masters:master", key=key)
    home: HomePage = row.page.get_parent().specific
    schools = school_rows(row.page, home.province, newest=row.newest)
    return render(
        request, "cms/masters/master.html", {"row": row, "form": form, "schools": schools}
    )


def _row(request: HttpRequest, key: uuid.UUID) -> MasterRow:
    """404 unless the page is a master of the officer's province."""
    homes = HomePage.objects.filter(province__in=provinces_of(request.user))
    page = get_object_or_404(Page, translation_key=key, depth=3)
    home = homes.ancestor_of(page).first()
    for row in master_rows(home) if home else []:
        if row.page.pk == page.pk:
            return row
    raise Http404
