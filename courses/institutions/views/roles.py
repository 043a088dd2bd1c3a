"""People with roles in the institution."""

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from courses.institutions.access import allow, institution_of
from courses.institutions.domain.roles import RoleRefused, grant_role, withdraw_role
from courses.institutions.enums import RoleKind
from courses.institutions.forms import GrantRoleForm
from courses.institutions.models import Role
from courses.institutions.views.lists import page_of, sort_of

ORDERS = {
    "kind": ("kind", "user__username"),
    "name": ("user__name", "user__username"),
    "new": ("-created_at", "pk"),
}


@allow(RoleKind.INSTITUTION_ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def role_list(request: HttpRequest) -> HttpResponse:
    """Who has which role; POST gives a role. Students are listed only when asked for."""
    institution = institution_of(request, RoleKind.INSTITUTION_ADMINISTRATOR)
    form = GrantRoleForm(request.POST or None, institution=institution)
    if form.is_bound and form.is_valid():
        person = form.cleaned_data["username"]
        try:
            role = grant_role(
                person,
                kind=form.cleaned_data["kind"],
                institution=institution,
                department=form.cleaned_data["department"],
                by=request.user,
            )
        except RoleRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            done = {"person": person, "role": role.get_kind_display()}
            messages.success(request, _("%(person)s now has the role %(role)s.") % done)
            return redirect("institutions:roles")
    roles = Role.objects.visible_to(request.user).filter(institution=institution)
    kind = request.GET.get("kind", "")
    q = request.GET.get("q", "").strip()[:50]
    roles = roles.filter(kind=kind) if kind in RoleKind else roles.exclude(kind=RoleKind.STUDENT)
    if q:
        roles = roles.filter(Q(user__name__contains=q) | Q(user__username__istartswith=q))
    sort = sort_of(request, ORDERS)
    roles = roles.select_related("user", "department").order_by(*ORDERS[sort])
    return render(
        request,
        "courses/institutions/roles.html",
        {
            "form": form,
            "page": page_of(request, roles),
            "kinds": RoleKind.choices_in_institution(),
            "kind": kind,
            "q": q,
            "sort": sort,
        },
        status=400 if form.is_bound else 200,
    )


@allow(RoleKind.INSTITUTION_ADMINISTRATOR)
@require_POST
def role_withdraw(request: HttpRequest) -> HttpResponse:
    """Take away the role named by `role` in the form."""
    institution = institution_of(request, RoleKind.INSTITUTION_ADMINISTRATOR)
    wanted = request.POST.get("role", "")
    if not wanted.isascii() or not wanted.isdecimal() or len(wanted) > 18:
        raise Http404
    role = get_object_or_404(
        Role.objects.filter(institution=institution).select_related("user", "institution"),
        pk=int(wanted),
    )
    person, kind = role.user, role.get_kind_display()
    try:
        withdraw_role(role, by=request.user)
    except RoleRefused as refusal:
        messages.error(request, str(refusal))
    else:
        done = {"person": person, "role": kind}
        messages.success(request, _("%(person)s no longer has the role %(role)s.") % done)
    return redirect("institutions:roles")
