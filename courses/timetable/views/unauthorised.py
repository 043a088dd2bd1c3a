"""Published meetings that nobody who stands there may teach."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from courses.institutions.access import allow
from courses.institutions.scopes import scope_of
from courses.timetable.domain.unauthorised import gaps_of
from courses.timetable.forms import TermChoice
from courses.timetable.models import Meeting
from courses.timetable.views.terms import READERS, WRITERS, place_asked


@allow(*READERS)
@require_safe
def unauthorised(request: HttpRequest) -> HttpResponse:
    """By class and person, with the week from which on, the reason and the ways out."""
    place = place_asked(request, *READERS)
    term = place.term
    gaps = gaps_of(Meeting.objects.visible_to(request.user).filter(term=term)) if term else []
    return render(
        request,
        "courses/timetable/unauthorised.html",
        {
            "term": term,
            "terms": TermChoice(institution=place.institution, term=term) if term else None,
            "gaps": gaps,
            "blocked": sum(len(gap.dates) for gap in gaps if gap.blocks),
            "is_office": scope_of(request.user).has(*WRITERS),
        },
    )
