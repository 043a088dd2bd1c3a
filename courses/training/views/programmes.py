"""The catalogue of programmes."""

import uuid

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.institutions.access import allow
from courses.institutions.scopes import scope_of
from courses.training.domain import TrainingRefused, save_programme
from courses.training.forms.programmes import ProgrammeForm
from courses.training.models import TrainingProgramme
from courses.training.rules import runs
from courses.training.views.people import OWNERS, READERS, owner_of


@allow(*READERS)
@require_safe
def programme_list(request: HttpRequest) -> HttpResponse:
    rows = (
        TrainingProgramme.objects.visible_to(request.user)
        .select_related("institution", "prerequisite")
        .annotate(held=Count("sessions"))
        .order_by("is_retired", "kind", "code", "pk")
    )
    return render(
        request,
        "courses/training/programmes.html",
        {
            "rows": [(one, runs(request.user, one)) for one in rows],
            "may_add": scope_of(request.user).has(*OWNERS),
        },
    )


@allow(*OWNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def programme_add(request: HttpRequest) -> HttpResponse:
    institution, province = owner_of(request)
    return _form(request, TrainingProgramme(institution=institution, province=province))


@allow(*OWNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def programme_edit(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    programme = get_object_or_404(
        TrainingProgramme.objects.visible_to(request.user).select_related("prerequisite"),
        public_id=public_id,
    )
    if not runs(request.user, programme):
        raise Http404
    return _form(request, programme)


def _form(request: HttpRequest, programme: TrainingProgramme) -> HttpResponse:
    others = TrainingProgramme.objects.visible_to(request.user).exclude(pk=programme.pk)
    initial = {
        name: getattr(programme, name)
        for name in ("code", "name", "kind", "hours", "staff_kinds", "is_retired")
    }
    if programme.prerequisite:
        initial["prerequisite"] = programme.prerequisite.public_id
    form = ProgrammeForm(request.POST or None, programmes=others, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            save_programme(
                programme,
                institution=programme.institution,
                province=programme.province,
                by=request.user,
                **form.cleaned_data,
            )
        except TrainingRefused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("training:programmes")
    return render(
        request,
        "courses/training/programme_form.html",
        {"form": form, "programme": programme if programme.pk else None},
        status=422 if form.errors else 200,
    )
