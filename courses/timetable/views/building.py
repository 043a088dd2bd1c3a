"""Building a timetable, looking at what came out, publishing it."""

import datetime
import uuid

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from courses.institutions.access import allow, institution_of
from courses.institutions.scopes import scope_of
from courses.teaching.models import TeachingClass, Term
from courses.timetable.domain.calendar import calendar_warnings
from courses.timetable.domain.contradicted import on_days_without_classes
from courses.timetable.domain.refusal import TimetableRefused
from courses.timetable.domain.scheduling_rules import usual_keep_free
from courses.timetable.domain.scores import Score, line_of, scores_of
from courses.timetable.domain.unassigned import unassigned_times
from courses.timetable.domain.unauthorised import gaps_of_version
from courses.timetable.domain.version_changes import changes_of
from courses.timetable.domain.version_problem import problem_of
from courses.timetable.enums import VersionState
from courses.timetable.forms import BuildForm, PublishForm, SolveRestForm, TermChoice
from courses.timetable.jobs import start_building, start_publishing
from courses.timetable.models import BellSchedule, CalendarDay, Meeting, Room, TimetableVersion
from courses.timetable.views.terms import READERS, WRITERS, place_asked, required_term, signed_in


@allow(*READERS)
@require_safe
def build(request: HttpRequest) -> HttpResponse:
    """What is ready for the term, the start of a search, and the versions it gave."""
    place = place_asked(request, *READERS)
    if place.term is None:
        context = {"term": None, "may_write": scope_of(request.user).has(*WRITERS)}
        return render(request, "courses/timetable/build.html", context)
    return _page(request, place.term, BuildForm(initial={"keep_free": _last_keep_free(place.term)}))


@allow(*WRITERS)
@require_POST
def build_start(request: HttpRequest) -> HttpResponse:
    """Hand the search to the worker."""
    term = required_term(request, *WRITERS)
    form = BuildForm(request.POST)
    if not form.is_valid():
        return _page(request, term, form, status=422)
    job = start_building(
        term,
        seconds=form.cleaned_data["seconds"],
        seed=form.cleaned_data["seed"],
        keep_free=form.keep_free_pairs(),
        title=_("Timetable of %(term)s") % {"term": term.code},
        next_url=f"{reverse('timetable:build')}?term={term.public_id}#versions",
        by=signed_in(request),
    )
    return redirect("jobs:detail", public_id=job.public_id)


@allow(*READERS)
@require_safe
def version(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """One version: what has a place, what hasn't and why, what is owed."""
    found = version_or_404(request, public_id, *READERS)
    scores = _scores(found)
    context = {
        "version": found,
        "report": found.solver_report,
        "scores": scores,
        "curve": line_of(found.solver_report),
        "points": sum(score.points for score in scores),
        **found.slots.aggregate(slots=Count("pk"), locked=Count("pk", filter=Q(locked=True))),
        "solve_rest": SolveRestForm(),
        "publications": list(found.publications.select_related("published_by")[:20]),
        "states": VersionState,
        "may_write": scope_of(request.user).has(*WRITERS),
    }
    return render(request, "courses/timetable/version.html", context)


@allow(*READERS)
@require_safe
def changes(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """What publishing the version from a date on would change, and for whom."""
    found = version_or_404(request, public_id, *READERS)
    form = PublishForm(request.GET if "valid_from" in request.GET else None, term=found.term)
    asked = form.cleaned_data["valid_from"] if form.is_bound and form.is_valid() else None
    return _changes(request, found, form, valid_from=asked)


@allow(*WRITERS)
@require_POST
def publish_version(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Hand the publication to the worker."""
    found = version_or_404(request, public_id, *WRITERS)
    form = PublishForm(request.POST, term=found.term)
    if not form.is_valid():
        return _changes(request, found, form, status=422)
    job = start_publishing(
        found,
        valid_from=form.cleaned_data["valid_from"],
        title=_("Publish the timetable of %(term)s") % {"term": found.term.code},
        next_url=reverse("timetable:version", kwargs={"public_id": found.public_id}),
        by=signed_in(request),
    )
    return redirect("jobs:detail", public_id=job.public_id)


def _scores(version: TimetableVersion) -> list[Score]:
    """None where there are no bells any more, or nothing placed."""
    try:
        problem = problem_of(version)
    except TimetableRefused:
        return []
    return scores_of(problem) if problem.placements else []


def _changes(
    request: HttpRequest,
    version: TimetableVersion,
    form: PublishForm,
    *,
    valid_from: datetime.date | None = None,
    status: int = 200,
) -> HttpResponse:
    try:
        found, refusal = changes_of(version, valid_from=valid_from), ""
        gaps = gaps_of_version(version)
    except TimetableRefused as error:
        found, refusal, gaps = None, str(error), []
    if found and not form.is_bound:
        form.initial["valid_from"] = found.valid_from.isoformat()
    context = {
        "version": version,
        "changes": found,
        "gaps": gaps,
        "unassigned": unassigned_times(version),
        "refusal": refusal,
        "form": form,
        "states": VersionState,
        "may_write": scope_of(request.user).has(*WRITERS),
    }
    return render(request, "courses/timetable/changes.html", context, status=status)


def _page(request: HttpRequest, term: Term, form: BuildForm, *, status: int = 200) -> HttpResponse:
    versions = TimetableVersion.objects.visible_to(request.user).filter(term=term)
    days = list(CalendarDay.objects.filter(term=term))
    contradicted = on_days_without_classes(
        term, days, meetings=Meeting.objects.visible_to(request.user)
    )
    context = {
        "term": term,
        "terms": TermChoice(institution=term.institution, term=term),
        "form": form,
        "contradicted": sum(len(day.meetings) for day in contradicted),
        "readiness": _readiness(term),
        "warnings": calendar_warnings(term, days),
        "versions": list(versions.order_by("-number")[:20]),
        "may_write": scope_of(request.user).has(*WRITERS),
    }
    return render(request, "courses/timetable/build.html", context, status=status)


def version_or_404(request: HttpRequest, public_id: uuid.UUID, *kinds: str) -> TimetableVersion:
    """The version that an address names, of the person's institution."""
    rows = TimetableVersion.objects.visible_to(request.user).select_related("term", "made_by")
    institution = institution_of(request, *kinds)
    found: TimetableVersion = get_object_or_404(rows, public_id=public_id, institution=institution)
    return found


def _readiness(term: Term) -> dict[str, int]:
    """Counts that tell whether a search makes sense."""
    classes = TeachingClass.objects.filter(term=term).aggregate(
        classes=Count("pk", distinct=True),
        with_instructor=Count(
            "pk", distinct=True, filter=Q(assignments__valid_to=None, assignments__isnull=False)
        ),
    )
    return {
        "classes": classes["classes"],
        "without_instructor": classes["classes"] - classes["with_instructor"],
        "rooms": Room.objects.filter(institution=term.institution_id).count(),
        "bells": BellSchedule.objects.filter(institution=term.institution_id).count(),
    }


def _last_keep_free(term: Term) -> list[str]:
    """What the last search kept free; for the first one what the rule says, open to change."""
    last = TimetableVersion.objects.filter(term=term).order_by("-number").first()
    kept = usual_keep_free(term) if last is None else last.solver_report.get("keep_free", [])
    return [f"{day}-{part}" for day, part in kept]
