"""Wagtail's explorer: the order of the pages below a page, by buttons.

Wagtail 7.4 sorts by dragging and asks for its permission to publish, which nobody has
(docs/decisions/0009): its address is closed, and its button leads here.
"""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin.views.pages.listing import ExplorableIndexView
from wagtail.admin.wagtail_hooks import PageListingSortMenuOrderButton
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from cms.publishing.ordering import OrderRefused, order_rows, place_page

BUTTONS = ("up", "down")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def order_pages(request: HttpRequest, page_id: int) -> HttpResponse:
    """Up, down, or to a place further away; the moved page keeps the focus."""
    parent = _parent(request, page_id)
    address = reverse("order_pages", args=[parent.pk])
    if request.method == "POST":
        moved, place = _wanted(request)
        try:
            page = place_page(parent, moved, place=place, by=request.user)
        except OrderRefused as refusal:
            messages.error(request, str(refusal))
            return redirect(address)
        messages.success(
            request,
            _("“%(title)s” stands at place %(place)d now.") % {"title": page.title, "place": place},
        )
        by = request.POST.get("by", "")
        if by in BUTTONS:
            return redirect(f"{address}?moved={moved}&by={by}")
        # A browser that is led to a place in the page gives the focus to no button.
        return redirect(f"{address}?moved={moved}#page-{moved}")
    rows = order_rows(parent)
    moved_row = next((r for r in rows if str(r.page.pk) == request.GET.get("moved")), None)
    return render(
        request,
        "cms/publishing/admin/order.html",
        {
            "parent": parent,
            "rows": rows,
            "moved": moved_row,
            "focus": _focus(moved_row, request.GET.get("by", "")),
            "has_held": any(row.is_held for row in rows),
            "header_title": _("Order of the pages in “%(title)s”") % {"title": parent.title},
            "breadcrumbs_items": [
                {"url": reverse("wagtailadmin_explore", args=[parent.pk]), "label": parent.title},
                {"url": "", "label": _("Adjust the order")},
            ],
        },
    )


def _parent(request: HttpRequest, page_id: int) -> Page:
    """404 for a page out of sight, 403 for whoever may not decide the order below it."""
    own = page_permission_policy.explorable_instances(request.user)
    page = own.filter(pk=page_id, depth__gt=1).first()
    if page is None:
        raise Http404
    specific: Page = page.specific
    if not specific.permissions_for_user(request.user).can_reorder_children():
        raise PermissionDenied
    return specific


def _wanted(request: HttpRequest) -> tuple[int, int]:
    """(page, place) of the form; zeros, which are neither, for what was never on the screen."""
    values = [request.POST.get(name, "") for name in ("page", "place")]
    page, place = (int(value) if value.isdecimal() else 0 for value in values)
    return page, place


def _focus(row: Any, by: str) -> str:
    """Which button of the moved row takes the focus: the one that was pressed, as long as it can
    be pressed again."""
    if row is None or by not in BUTTONS:
        return ""
    other = "down" if by == "up" else "up"
    return by if getattr(row, by) else other


def lead_sorting_here() -> None:
    """Wagtail's button for sorting leads to our screen, and its list offers no dragging."""
    button: Any = PageListingSortMenuOrderButton
    button.label = gettext_lazy("Adjust the order")
    button.is_shown = lambda self, user: (
        self.page.numchild > 1 and self.page.permissions_for_user(user).can_reorder_children()
    )
    button.url = cached_property(lambda self: reverse("order_pages", args=[self.page.pk]))
    button.url.__set_name__(button, "url")
    index: Any = ExplorableIndexView
    index.get_reorder_url = lambda self: None
