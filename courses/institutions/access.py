"""Who may open a view. Which rows they find there is `visible_to`."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from courses.institutions.models import Institution
from courses.institutions.scopes import act_as, scope_of

View = Callable[..., HttpResponseBase]


def allow(*kinds: str) -> Callable[[View], View]:
    """Only people who hold one of these roles; others get 403, the signed-out the sign-in page.
    In the view only these roles open rows, whatever else the person is elsewhere.

    The roles stay readable as `view.allowed_roles`: a test holds them against the table of routes.
    """

    def decorate(view: View) -> View:
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not scope_of(request.user).has(*kinds):
                raise PermissionDenied
            act_as(request.user, kinds)
            return view(request, *args, **kwargs)

        guarded.allowed_roles = frozenset(kinds)  # type: ignore[attr-defined]  # read by the route test
        return guarded

    return decorate


def place_of(request: HttpRequest, *kinds: str) -> Institution | str:
    """The institution in which the person acts with one of these roles, or the code of the
    province of its officer; 404 when there is none."""
    for role in scope_of(request.user).roles:
        if role.kind in kinds and (role.institution is not None or role.province):
            return role.institution or role.province
    raise Http404


def institution_of(request: HttpRequest, *kinds: str) -> Institution:
    """The institution in which the person acts with one of these roles; 404 when there is none."""
    for role in scope_of(request.user).roles:
        if role.kind in kinds and role.institution is not None:
            return role.institution
    raise Http404
