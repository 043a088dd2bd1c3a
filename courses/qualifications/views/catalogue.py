"""Which credentials there are."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from courses.institutions.access import allow, place_of
from courses.institutions.enums import RoleKind
from courses.qualifications.domain.called import is_called, names_of_level, names_of_type
from courses.qualifications.domain.recognition import Readings, RecognitionAnswer, as_institution
from courses.qualifications.enums import CredentialScheme, Recognition
from courses.qualifications.forms import CatalogueFilter
from courses.qualifications.models import CredentialLevel, CredentialType
from courses.qualifications.views.staff import READERS


@dataclass(frozen=True)
class CatalogueEntry:
    """A credential with its levels, from low to high, as they are read here today."""

    kind: CredentialType
    # With the kinds of staff for which a level is read apart.
    levels: list[tuple[CredentialLevel, RecognitionAnswer, list[Any]]]

    @property
    def counting(self) -> int:
        """Levels that count as 中级以上 for all kinds of staff."""
        return sum(answer.recognition == Recognition.COUNTS for _level, answer, _ in self.levels)

    def fits(self, *, q: str, scheme: str) -> bool:
        if scheme and self.kind.scheme != scheme:
            return False
        names = [*names_of_type(self.kind), *self.kind.issuing_bodies]
        for level, _answer, _apart in self.levels:
            names += names_of_level(level)
        return is_called(q, names)


@allow(*READERS, RoleKind.INSTRUCTOR, RoleKind.PROVINCE_OFFICER)
@require_GET
def catalogue(request: HttpRequest) -> HttpResponse:
    """Types by scheme, with who issues them, numbers, validity and renewal. Three queries."""
    place = place_of(request, *READERS, RoleKind.INSTRUCTOR, RoleKind.PROVINCE_OFFICER)
    institution = as_institution(place)
    form = CatalogueFilter(request.GET)
    readings = Readings.reaching([place])
    today = timezone.localdate()
    entries = [
        CatalogueEntry(
            kind,
            [
                (
                    level,
                    readings.answer(level.pk, institution=institution, on=today),
                    readings.kinds_read_apart(level.pk, institution=institution, on=today),
                )
                for level in kind.levels.all()
            ],
        )
        for kind in CredentialType.objects.prefetch_related("levels").order_by("pk")
    ]
    found = [one for one in entries if one.fits(**form.chosen)]
    by_scheme = [
        (scheme, [one for one in found if one.kind.scheme == scheme]) for scheme in CredentialScheme
    ]
    return render(
        request,
        "courses/qualifications/catalogue.html",
        {
            "form": form,
            "is_filtered": any(form.chosen.values()),
            "opens": form.opens(len(found)),
            "count": len(found),
            "schemes": [(scheme, entries) for scheme, entries in by_scheme if entries],
        },
    )
