"""Which levels count as 中级以上 here, and who says so."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from courses.institutions.access import allow, institution_of
from courses.institutions.enums import RoleKind
from courses.institutions.scopes import scope_of
from courses.qualifications.domain.recognition import Readings, recognition_on, record_reading
from courses.qualifications.enums import CredentialScheme
from courses.qualifications.forms import ReadingForm
from courses.qualifications.models import CredentialLevel, LevelRecognition
from courses.qualifications.views.refusals import say
from courses.qualifications.views.staff import OFFICE, READERS


@allow(*READERS, RoleKind.INSTRUCTOR)
@require_GET
def reading_list(request: HttpRequest) -> HttpResponse:
    """Every level with the reading that holds today in the person's institution."""
    institution = institution_of(request, *READERS, RoleKind.INSTRUCTOR)
    readings = Readings.reaching([institution])
    today = timezone.localdate()
    query = request.GET.get("q", "").strip()[:50]
    levels = CredentialLevel.objects.select_related("credential_type").order_by(
        "credential_type__pk", "-position"
    )
    if query:
        levels = levels.filter(name__icontains=query)
    schemes = list(CredentialScheme.values)
    rows = [
        (level, readings.answer(level.pk, institution=institution, on=today))
        for level in sorted(levels, key=lambda each: schemes.index(each.credential_type.scheme))
    ]
    return render(
        request,
        "courses/qualifications/readings.html",
        {"rows": rows, "query": query, "is_office": scope_of(request.user).has(*OFFICE)},
    )


@allow(*OFFICE)
@require_http_methods(["GET", "POST"])
def reading_record(request: HttpRequest, type_code: str, level_code: str) -> HttpResponse:
    """The office records how the institution reads a level, from a date on."""
    institution = institution_of(request, *OFFICE)
    level = get_object_or_404(
        CredentialLevel.objects.select_related("credential_type"),
        credential_type__code=type_code,
        code=level_code,
    )
    form = ReadingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            record_reading(level, institution=institution, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            say(form, error)
        else:
            messages.success(
                request, _("Recorded. Audits and assignments follow it from that date.")
            )
            return redirect("qualifications:readings")
    return render(
        request,
        "courses/qualifications/reading_record.html",
        {
            "form": form,
            "level": level,
            "answer": recognition_on(level, institution=institution, on=timezone.localdate()),
            "own": LevelRecognition.objects.filter(level=level, institution=institution).order_by(
                "-valid_from"
            ),
        },
        status=422 if form.errors else 200,
    )
