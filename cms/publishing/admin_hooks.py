"""Menus, buttons and narrowed lists of Wagtail's admin."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from cms.content.models import SyllabusPage
from cms.publishing.admin_chooser import ready_to_list
from courses.institutions.enums import RoleKind
from courses.institutions.scopes import scope_of

RELEASERS = (RoleKind.TEACHING_OFFICE, RoleKind.INSTITUTION_ADMINISTRATOR)
# Reports count other institutions' pages; help leads to addresses outside the university.
HIDDEN_PLACES = frozenset({"reports", "help", "settings"})


@hooks.register("construct_main_menu")
def hide_places(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    if not request.user.is_superuser:
        menu_items[:] = [item for item in menu_items if item.name not in HIDDEN_PLACES]


@hooks.register("register_admin_menu_item")
def outlines_place() -> MenuItem:
    return MenuItem(
        _("Outlines"), reverse("publishing:list"), name="outlines", icon_name="list-ol", order=150
    )


@hooks.register("register_admin_menu_item")
def portal_place() -> MenuItem:
    return MenuItem(
        _("Back to Qihang"), reverse("portal:home"), name="portal", icon_name="home", order=10
    )


@hooks.register("register_page_header_buttons")
def release_button(
    page: Page, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """In the header menu of a syllabus, for those who may release it."""
    # A province's master has no course: schools adopt it and release their copies.
    if not isinstance(page, SyllabusPage) or page.course_id is None:
        return
    if page.live and scope_of(user).has(*RELEASERS):
        yield Button(
            _("Release as outline"),
            reverse("publishing:release", args=[page.pk]),
            icon_name="check",
            priority=15,
        )


@hooks.register("construct_page_chooser_queryset")
def own_pages(pages: QuerySet[Page], request: HttpRequest) -> Any:
    """Links lead to pages that the person may see in the explorer."""
    own = page_permission_policy.explorable_instances(request.user)
    return ready_to_list(pages.filter(pk__in=own.values_list("pk", flat=True)))


@hooks.register("insert_global_admin_css")
def site_colours() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("cms/admin.css"))
