"""Which levels count as 中级以上 here, and who says so."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from courses.institutions.access import allow, place_of
from courses.institutions.enums import RoleKind, StaffKind
from courses.institutions.models import Institution
from courses.institutions.scopes import scope_of
from courses.qualifications.domain.called import is_called, names_of_level, names_of_type
from courses.qualifications.domain.own_readings import (
    reading_otherwise,
    readings_of,
    record_reading,
)
from courses.qualifications.domain.recognition import Readings, RecognitionAnswer, as_institution
from courses.qualifications.enums import CredentialScheme
from courses.qualifications.forms import ReadingFilter, ReadingForm
from courses.qualifications.models import CredentialLevel
from courses.qualifications.views.refusals import say
from courses.qualifications.views.staff import OFFICE, READERS

KEEPERS = (*OFFICE, RoleKind.PROVINCE_OFFICER)
AUDIENCE = (*READERS, RoleKind.INSTRUCTOR, RoleKind.PROVINCE_OFFICER)


@dataclass(frozen=True)
class ReadLevel:
    """A level, whether it counts and is related today, and the kinds of staff for which it is read
    apart."""

    level: CredentialLevel
    answer: RecognitionAnswer
    related: RecognitionAnswer
    apart: list[tuple[StaffKind, RecognitionAnswer, RecognitionAnswer]]

    def fits(self, *, q: str, scheme: str, reading: str) -> bool:
        kind = self.level.credential_type
        answers = [self.answer, *(answer for _kind, answer, _related in self.apart)]
        return (
            scheme in ("", kind.scheme)
            and (not reading or any(one.recognition == reading for one in answers))
            and is_called(q, [*names_of_type(kind), *names_of_level(self.level)])
        )


@allow(*AUDIENCE)
@require_GET
def reading_list(request: HttpRequest) -> HttpResponse:
    """Every level with the reading that holds today in the person's institution, or in the
    institutions of the province that have none of their own."""
    place = place_of(request, *AUDIENCE)
    institution = as_institution(place)
    readings = Readings.reaching([place])
    today = timezone.localdate()
    form = ReadingFilter(request.GET)
    lines = [
        ReadLevel(
            level,
            readings.answer(level.pk, institution=institution, on=today),
            readings.related(level.pk, institution=institution, on=today),
            readings.kinds_read_apart(level.pk, institution=institution, on=today),
        )
        for level in CredentialLevel.objects.select_related("credential_type").order_by(
            "credential_type__pk", "-position"
        )
    ]
    found = [line for line in lines if line.fits(**form.chosen)]
    by_scheme = [
        (scheme, [line for line in found if line.level.credential_type.scheme == scheme])
        for scheme in CredentialScheme
    ]
    return render(
        request,
        "courses/qualifications/readings.html",
        {
            "form": form,
            "is_filtered": any(form.chosen.values()),
            "opens": form.opens(len(found)),
            "count": len(found),
            "schemes": [(scheme, lines) for scheme, lines in by_scheme if lines],
            "may_record": scope_of(request.user).has(*KEEPERS),
            "of_institution": isinstance(place, Institution),
        },
    )


@allow(*KEEPERS)
@require_http_methods(["GET", "POST"])
def reading_record(request: HttpRequest, type_code: str, level_code: str) -> HttpResponse:
    """The office, or the province for its institutions, records how a level is read, from a date
    on."""
    place = place_of(request, *KEEPERS)
    level = get_object_or_404(
        CredentialLevel.objects.select_related("credential_type"),
        credential_type__code=type_code,
        code=level_code,
    )
    form = ReadingForm(request.POST or None, initial={"staff_kind": request.GET.get("kind", "")})
    if request.method == "POST" and form.is_valid():
        try:
            record_reading(level, place=place, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            say(form, error)
        else:
            messages.success(
                request, _("Recorded. Audits and assignments follow it from that date.")
            )
            return redirect("qualifications:readings")
    readings = Readings.reaching([place])
    today, institution = timezone.localdate(), as_institution(place)
    of_institution = isinstance(place, Institution)
    others = Institution.objects.visible_to(request.user)
    return render(
        request,
        "courses/qualifications/reading_record.html",
        {
            "form": form,
            "level": level,
            "answer": readings.answer(level.pk, institution=institution, on=today),
            "related": readings.related(level.pk, institution=institution, on=today),
            "apart": readings.kinds_read_apart(level.pk, institution=institution, on=today),
            "own": readings_of(level, place),
            "of_institution": of_institution,
            "reading_otherwise": 0
            if of_institution
            else reading_otherwise(level, others, on=today),
        },
        status=422 if form.errors else 200,
    )
