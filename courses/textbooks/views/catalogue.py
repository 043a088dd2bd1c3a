"""Books that may be chosen, with the approved lists they stand on."""

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.institutions.access import allow
from courses.institutions.enums import RoleKind
from courses.institutions.models import Institution
from courses.institutions.scopes import scope_of
from courses.textbooks.domain import add_textbook, approve_textbook
from courses.textbooks.forms import ApprovalForm, TextbookForm
from courses.textbooks.models import Textbook, TextbookApproval
from courses.textbooks.views.roles import KEEPERS, LIST_READERS

PAGE_SIZE = 50


@allow(*LIST_READERS)
@require_safe
def books(request: HttpRequest) -> HttpResponse:
    """?q= title, author or ISBN."""
    query = request.GET.get("q", "").strip()[:100]
    found = Textbook.objects.visible_to(request.user)
    if query:
        found = found.filter(
            Q(title__icontains=query)
            | Q(authors__icontains=query)
            | Q(isbn__startswith=query.replace("-", ""))
        )
    standing = TextbookApproval.objects.visible_to(request.user).order_by("valid_from", "pk")
    rows = found.prefetch_related(Prefetch("approvals", standing, to_attr="lists"))
    return render(
        request,
        "courses/textbooks/books.html",
        {
            "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
            "query": query,
            "may_keep": scope_of(request.user).has(*KEEPERS),
        },
    )


def _place_of(request: HttpRequest) -> tuple[Institution | None, str]:
    """Where the person keeps lists: their institution, or as province officer the province."""
    for role in scope_of(request.user).roles:
        if role.kind in KEEPERS:
            return role.institution, role.province
    raise AssertionError("`allow` lets only keepers in")


@allow(*KEEPERS)
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    form = TextbookForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        institution, province = _place_of(request)
        try:
            book = add_textbook(
                institution, province=province, by=request.user, **form.cleaned_data
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(
                request, _("Added. If it is on an approved list, record the list now.")
            )
            return redirect("textbooks:approve", public_id=book.public_id)
    status = 422 if form.errors else 200
    return render(request, "courses/textbooks/add.html", {"form": form}, status=status)


@allow(*KEEPERS)
@require_http_methods(["GET", "POST"])
def approve(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Record that a book stands on an approved list, with the document that says so."""
    book = get_object_or_404(Textbook.objects.visible_to(request.user), public_id=public_id)
    form = ApprovalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        institution, province = _place_of(request)
        try:
            approve_textbook(
                book,
                institution=institution,
                province=province,
                by=request.user,
                **form.cleaned_data,
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Recorded."))
            return redirect("textbooks:books")
    context = {
        "form": form,
        "book": book,
        "province": scope_of(request.user).has(RoleKind.PROVINCE_OFFICER),
    }
    status = 422 if form.errors else 200
    return render(request, "courses/textbooks/approve.html", context, status=status)
