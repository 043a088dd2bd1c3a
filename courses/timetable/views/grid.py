"""The timetable: one's own, or that of an instructor, class, room, department or student, as a
grid of the week, a month, or a list by day."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from courses.institutions.access import allow
from courses.institutions.enums import RoleKind
from courses.institutions.scopes import scope_of
from courses.teaching.models import Term
from courses.timetable.domain.feed_sharing import MODELS, SHARERS
from courses.timetable.domain.months import month_asked, read_month
from courses.timetable.domain.reading import TimetablePage, read_timetable, week_asked
from courses.timetable.domain.unauthorised import gaps_of
from courses.timetable.models import Meeting, Slot, TimetableVersion
from courses.timetable.models.querysets import MeetingQuerySet
from courses.timetable.queries import Person, person_of, term_on
from courses.timetable.views.subjects import (
    KINDS,
    Kind,
    choices,
    draft_asked,
    found_or_404,
    is_draft,
    kind_asked,
    rows_of,
    sees_each,
    subjects_of,
)
from courses.timetable.views.terms import OWNERS, READERS, WRITERS, place_asked, signed_in

WEEK, MONTH, AGENDA = "week", "month", "agenda"


@allow(*OWNERS, *READERS)
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The person's own timetable; whoever has none looks at the institution's."""
    person = person_of(signed_in(request))
    if person.institution_id is None and scope_of(request.user).has(*READERS):
        return redirect("timetable:board")
    view = view_asked(request)
    context: dict[str, Any] = {
        "view": view,
        "kept": _kept(request),
        "shows_classes": person.staff is not None,
        "may_wish": scope_of(request.user).has(RoleKind.INSTRUCTOR),
    }
    if view == WEEK:
        context["page"] = own_page(request, person)
    elif term := own_term(person):
        context["page"] = _month(
            request, term, person.meetings(), with_classes=person.staff is not None
        )
    context["unpublished"] = _is_unpublished(context.get("page"))
    return render(request, "courses/timetable/mine.html", context)


def own_page(request: HttpRequest, person: Person) -> TimetablePage | None:
    """The person's timetable in the week that is asked for; None without a term."""
    term = own_term(person)
    if term is None:
        return None
    today = timezone.localdate()
    return read_timetable(
        term,
        week=week_asked(term, request.GET.get("week", ""), today=today),
        meetings=person.meetings(),
        slots=person.slots(term),
        with_classes=person.staff is not None,
        today=today,
    )


@allow(*READERS)
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """Anybody's timetable: `?kind=room&of=<id>&week=3`; `&view=month&month=2026-09`, or `agenda`;
    `&version=<id>` shows a draft, which has weekly times and no dates."""
    place = place_asked(request, *READERS)
    kind = kind_asked(request)
    context: dict[str, Any] = {
        "kinds": KINDS.values(),
        "kind": kind,
        "term": place.term,
        "kept": _kept(request),
        "feed_kinds": MODELS if scope_of(request.user).has(*SHARERS) else (),
        "prints_all": sees_each(request, kind),
        "may_write": scope_of(request.user).has(*WRITERS),
    }
    context["choices"] = choices(request, kind, place.term) if place.term else []
    if place.term and not request.GET.get("of"):
        # On the way in; whoever has chosen a timetable has read it, and waits for that one only.
        context["gaps"] = gaps_of(Meeting.objects.visible_to(request.user).filter(term=place.term))
    if place.term and request.GET.get("of"):
        subject = found_or_404(subjects_of(request, kind), request.GET["of"])
        version = draft_asked(request, place.term)
        view = WEEK if version else view_asked(request)
        if view == WEEK:
            page: Any = page_of(request, place.term, kind, subject, version)
        else:
            meetings, _slots = rows_of(request, place.term, kind, subject, None)
            page = _month(request, place.term, meetings, with_classes=True)
        context |= {
            "subject": subject,
            "of": str(subject.public_id),
            "version": version,
            "view": view,
            "page": page,
            "unpublished": version is None and _is_unpublished(page),
            "shows_classes": True,
            "editable": is_draft(version),
            "shows_limits": True,
        }
    return render(request, "courses/timetable/board.html", context)


def page_of(
    request: HttpRequest, term: Term, kind: Kind, subject: Any, version: TimetableVersion | None
) -> TimetablePage:
    """The timetable of a subject that the person may see, in the week that is asked for."""
    today = timezone.localdate()
    meetings, slots = rows_of(request, term, kind, subject, version)
    week = None if version else week_asked(term, request.GET.get("week", ""), today=today)
    return read_timetable(
        term, week=week, meetings=meetings, slots=slots, with_classes=True, today=today
    )


def _month(
    request: HttpRequest, term: Term, meetings: MeetingQuerySet, *, with_classes: bool
) -> Any:
    today = timezone.localdate()
    month = month_asked(term, request.GET.get("month", ""), today=today)
    return read_month(term, month, meetings=meetings, with_classes=with_classes, today=today)


def own_term(person: Person) -> Term | None:
    if person.institution_id is None:
        return None
    return term_on(person.institution_id, timezone.localdate())


def view_asked(request: HttpRequest) -> str:
    asked = request.GET.get("view", "")
    return asked if asked in (MONTH, AGENDA) else WEEK


def _kept(request: HttpRequest) -> list[tuple[str, str]]:
    """What the choice of a week or month carries along."""
    return [
        (name, str(value)) for name, value in request.GET.items() if name not in ("week", "month")
    ]


def _is_unpublished(page: Any) -> bool:
    """Nothing is there to see because nobody has published it; asked only where nothing is."""
    return page is not None and page.is_empty and not Slot.objects.published(page.term).exists()
