"""Wagtail admin views, narrowed to the person's institution."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from wagtail.admin.modal_workflow import render_modal_workflow
from wagtail.admin.views.account import AccountView, BaseSettingsPanel, ThemeSettingsPanel
from wagtail.permissions import page_permission_policy
from wagtail.users.models import UserProfile
from wagtailmedia.views.chooser import get_media_json

from cms.publishing.admin_chooser import PageBrowser, PageSearch
from media.library.permissions import choosable_media

BROWSE = PageBrowser.as_view()
SEARCH = PageSearch.as_view()


def sign_in(request: HttpRequest) -> HttpResponse:
    """One door for all: Wagtail's own sign-in knows no second factor."""
    target = request.GET.get("next", "")
    query = f"?{urlencode({'next': target})}" if target else ""
    return redirect(reverse("account_login") + query)


def closed(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """Sorting has a screen of ours (admin_order); reports count all institutions' pages;
    workflows and Wagtail's passwords aren't in use."""
    raise Http404


def no_tags(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """Completing a tag would tell what other institutions have tagged."""
    return JsonResponse([], safe=False)


def choose_page(request: HttpRequest, parent_page_id: int | None = None) -> HttpResponse:
    """The page chooser inside what the person may explore."""
    root = page_permission_policy.explorable_root_instance(request.user)
    if root is None:
        raise Http404
    own = page_permission_policy.explorable_instances(request.user)
    if parent_page_id is not None and not own.filter(pk=parent_page_id).exists():
        raise Http404
    return BROWSE(request, parent_page_id=parent_page_id or root.pk)


def search_pages(request: HttpRequest) -> HttpResponse:
    """Among the pages that the person may see in the explorer (`admin_hooks.own_pages`)."""
    return SEARCH(request)


def choose_recording(request: HttpRequest, media_id: int) -> HttpResponse:
    """A recording for a page: wagtailmedia 0.19 hands out those only that one may change."""
    chosen = get_object_or_404(choosable_media(request.user), pk=media_id)
    answer = {"step": "media_chosen", "result": get_media_json(chosen)}
    return render_modal_workflow(request, None, None, None, json_data=answer)


class AppearanceView(AccountView):
    """Only light or dark: name, language and password are kept by the portal."""

    def get_panels(self) -> list[BaseSettingsPanel]:
        profile = UserProfile.get_for_user(self.request.user)
        return [ThemeSettingsPanel(self.request, self.request.user, profile)]
