"""The home page answers the first question of each role."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cms.portal.homes import HOMES
from courses.institutions.enums import RoleKind
from courses.institutions.scopes import scope_of


@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The home of the person's first role, or of the role named by ?as=."""
    scope = scope_of(request.user)
    kinds = [kind for kind in HOMES if kind in scope.kinds]
    if not kinds:
        return render(request, "cms/portal/home/nobody.html")
    wanted = request.GET.get("as", "")
    chosen = wanted if wanted in kinds else kinds[0]
    context = HOMES[chosen](request.user, scope)
    context["homes"] = [
        (kind, RoleKind(kind).label, kind == chosen) for kind in kinds if len(kinds) > 1
    ]
    return render(request, f"cms/portal/home/{chosen}.html", context)


@login_required
@require_safe
def more(request: HttpRequest) -> HttpResponse:
    """All places of the menu, for a phone."""
    return render(request, "cms/portal/more.html")
