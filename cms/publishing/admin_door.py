"""What is particular to Wagtail's admin: who is turned away, and its own content policy."""

from collections.abc import Callable
from typing import Any

from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from cms.publishing import admin_nonce
from cms.publishing.admin_choices import refuse_foreign_choice
from cms.publishing.admin_refusals import refuse_deletion

# What the editor needs beyond the site's policy; why each is there: docs/decisions/0004.
ADMIN_POLICY = {
    # The preview of a page beside its editor.
    "frame-src": [SELF],
    # The rich text editor writes <style> elements as it runs. Attributes stay forbidden.
    "style-src-elem": [SELF, UNSAFE_INLINE],
    "style-src-attr": [NONE],
}


class WagtailAdminDoorMiddleware:
    """For addresses below /admin/ only.

    A signed-in person without access gets our 403: Wagtail would send them to the sign-in page,
    which sends signed-in people back, for ever.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.prefix = reverse("wagtailadmin_home")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(self.prefix):
            return self.get_response(request)
        user = request.user
        if user.is_authenticated and not user.has_perm("wagtailadmin.access_admin"):
            raise PermissionDenied
        admin_nonce.remember(request)
        try:
            response = self.get_response(request)
        finally:
            admin_nonce.forget()
        response._csp_update = ADMIN_POLICY  # type: ignore[attr-defined]  # read by django-csp
        return response

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> None:
        if request.path_info.startswith(self.prefix) and request.user.is_authenticated:
            refuse_foreign_choice(request, [*args, *kwargs.values()])

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not request.path_info.startswith(self.prefix):
            return None
        return refuse_deletion(request, exception)
