"""Grading schemes of the institution."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from assessments.grading.domain.errors import GradingRefused
from assessments.grading.domain.schemes import create_scheme
from assessments.grading.forms.schemes import SchemeForm
from assessments.grading.models import GradingScheme
from assessments.grading.scales.rounding import plain_number
from assessments.grading.views.finding import LOCKING
from courses.institutions.access import allow, institution_of
from courses.institutions.enums import RoleKind
from courses.institutions.scopes import scope_of

PER_PAGE = 50
SORTS = {"name": "name", "-valid_from": "-valid_from", "valid_from": "valid_from"}


@allow(*LOCKING, RoleKind.AUDITOR)
@require_GET
def schemes(request: HttpRequest) -> HttpResponse:
    """Which rules of grading hold from when, and by which document."""
    text = request.GET.get("text", "").strip()
    sort = request.GET.get("sort", "")
    found = GradingScheme.objects.visible_to(request.user).prefetch_related("components")
    if text:
        found = found.filter(Q(name__icontains=text) | Q(citation__icontains=text))
    page = Paginator(found.order_by(SORTS.get(sort, "-valid_from"), "pk"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "page": page,
        "rows": [(scheme, plain_number(scheme.pass_mark)) for scheme in page],
        "text": text,
        "sort": sort,
        "can_add": scope_of(request.user).has(*LOCKING),
    }
    return render(request, "assessments/grading/schemes.html", context)


@allow(*LOCKING)
@require_http_methods(["GET", "POST"])
def scheme_new(request: HttpRequest) -> HttpResponse:
    form = SchemeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            create_scheme(institution_of(request, *LOCKING), **form.scheme(), by=request.user)
        except GradingRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The scheme is added."))
            return redirect("grading:schemes")
    status = 400 if form.errors else 200
    return render(request, "assessments/grading/scheme_new.html", {"form": form}, status=status)
