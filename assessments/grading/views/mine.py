"""A student's own grades."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from assessments.grading.domain.listing import published_grades
from assessments.grading.domain.showing import amendment_steps, shown_grade
from courses.institutions.access import allow
from courses.institutions.enums import RoleKind


@allow(RoleKind.STUDENT)
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """Locked grades only; what was amended is marked (教育部令第41号, art. 13 and 18)."""
    rows = []
    for entry in published_grades(request.user):
        scores = sorted(entry.scores.all(), key=lambda score: score.component.position)
        grade = shown_grade(
            entry,
            {score.component.code: score.score for score in scores},
            [score.component for score in scores],
        )
        changes = [(amendment, amendment_steps(amendment)) for amendment in entry.amendments.all()]
        rows.append((entry, grade, changes))
    return render(request, "assessments/grading/mine.html", {"rows": rows})
