"""Which credentials there are."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from courses.institutions.access import allow, institution_of
from courses.institutions.enums import RoleKind
from courses.qualifications.domain.recognition import Readings, RecognitionAnswer
from courses.qualifications.enums import CredentialScheme
from courses.qualifications.models import CredentialLevel, CredentialType
from courses.qualifications.views.staff import READERS
from media.spreadsheets.normalising import matching_text


@dataclass(frozen=True)
class CatalogueEntry:
    """A credential with its levels, from low to high, as they are read here today."""

    kind: CredentialType
    levels: list[tuple[CredentialLevel, RecognitionAnswer]]

    def is_called(self, words: str) -> bool:
        names = [self.kind.name, *self.kind.aliases, *self.kind.issuing_bodies]
        for level, _answer in self.levels:
            names += [level.name, *level.aliases]
        return any(words in matching_text(name) for name in names)


@allow(*READERS, RoleKind.INSTRUCTOR)
@require_GET
def catalogue(request: HttpRequest) -> HttpResponse:
    """Types by scheme, with who issues them, numbers, validity and renewal. Three queries."""
    institution = institution_of(request, *READERS, RoleKind.INSTRUCTOR)
    query = request.GET.get("q", "").strip()[:50]
    readings = Readings.reaching([institution])
    today = timezone.localdate()
    entries = [
        CatalogueEntry(
            kind,
            [
                (level, readings.answer(level.pk, institution=institution, on=today))
                for level in kind.levels.all()
            ],
        )
        for kind in CredentialType.objects.prefetch_related("levels").order_by("pk")
    ]
    found = [one for one in entries if one.is_called(matching_text(query))]
    by_scheme = [
        (scheme, [one for one in found if one.kind.scheme == scheme]) for scheme in CredentialScheme
    ]
    return render(
        request,
        "courses/qualifications/catalogue.html",
        {
            "query": query,
            "count": len(found),
            "schemes": [(scheme, entries) for scheme, entries in by_scheme if entries],
        },
    )
