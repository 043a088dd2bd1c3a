"""The timetable as a grid: one's own, or that of an instructor, class, room or student."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from courses.institutions.access import allow
from courses.institutions.models import AdministrativeClass, StaffMember, Student
from courses.institutions.scopes import scope_of
from courses.teaching.models import TeachingClass, Term
from courses.timetable.domain.feed_sharing import MODELS, SHARERS
from courses.timetable.domain.reading import TimetablePage, read_timetable, week_asked
from courses.timetable.enums import VersionState
from courses.timetable.models import Meeting, Room, Slot, TimetableVersion
from courses.timetable.queries import Person, person_of, term_on
from courses.timetable.views.terms import OWNERS, READERS, WRITERS, place_asked, signed_in


@dataclass(frozen=True)
class Kind:
    """What a board can show. `lookup` leads from a meeting or a slot to it."""

    name: str
    label: str | Promise
    model: Any
    lookup: str
    order: str
    listed: bool = True


KINDS = {
    kind.name: kind
    for kind in (
        Kind("instructor", _("Instructor"), StaffMember, "instructor", "name"),
        Kind(
            "class",
            _("Administrative class"),
            AdministrativeClass,
            "teaching_class__administrative_classes",
            "name",
        ),
        Kind("teaching-class", _("Teaching class"), TeachingClass, "teaching_class", "code"),
        Kind("room", _("Room"), Room, "room", "name"),
        # Students are reached from their lists: a choice of twelve thousand helps nobody.
        Kind("student", _("Student"), Student, "", "student_number", listed=False),
    )
}


@allow(*OWNERS, *READERS)
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The person's own timetable; whoever has none looks at the institution's."""
    person = person_of(signed_in(request))
    if person.institution_id is None and scope_of(request.user).has(*READERS):
        return redirect("timetable:board")
    context = {
        "page": own_page(request, person),
        "kept": _kept(request),
        "shows_classes": person.staff is not None,
    }
    return render(request, "courses/timetable/mine.html", context)


def own_page(request: HttpRequest, person: Person) -> TimetablePage | None:
    """The person's timetable in the week that is asked for; None without a term."""
    today = timezone.localdate()
    if person.institution_id is None:
        return None
    term = term_on(person.institution_id, today)
    if term is None:
        return None
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
    """Anybody's timetable: `?kind=room&of=<id>&week=3`; `&version=<id>` shows a draft."""
    place = place_asked(request, *READERS)
    kind = KINDS.get(request.GET.get("kind", ""), KINDS["instructor"])
    context: dict[str, Any] = {
        "kinds": KINDS.values(),
        "kind": kind,
        "term": place.term,
        "kept": _kept(request),
        "feed_kinds": MODELS if scope_of(request.user).has(*SHARERS) else (),
    }
    context["choices"] = _choices(request, kind, place.term) if place.term else []
    if place.term and request.GET.get("of"):
        subject = found_or_404(kind.model.objects.visible_to(request.user), request.GET["of"])
        version = draft_asked(request, place.term)
        context |= {
            "subject": subject,
            "of": str(subject.public_id),
            "version": version,
            "page": page_of(request, place.term, kind, subject, version),
            "shows_classes": True,
            "editable": version is not None and version.state == VersionState.DRAFT,
        }
    return render(request, "courses/timetable/board.html", context)


def _kept(request: HttpRequest) -> list[tuple[str, str]]:
    """What the choice of a week carries along."""
    return [(name, str(value)) for name, value in request.GET.items() if name != "week"]


def page_of(
    request: HttpRequest, term: Term, kind: Kind, subject: Any, version: TimetableVersion | None
) -> TimetablePage:
    """The timetable of a subject that the person may see, in the week that is asked for."""
    today = timezone.localdate()
    meetings = Meeting.objects.visible_to(request.user)
    slots = Slot.objects.visible_to(request.user)
    slots = slots.filter(version=version) if version else slots.published(term)
    if kind.name == "student":
        meetings, slots = meetings.of_student(subject), slots.of_student(subject)
    else:
        meetings = meetings.filter(**{kind.lookup: subject})
        slots = slots.filter(**{kind.lookup: subject})
    week = None if version else week_asked(term, request.GET.get("week", ""), today=today)
    return read_timetable(
        term, week=week, meetings=meetings, slots=slots, with_classes=True, today=today
    )


def _choices(request: HttpRequest, kind: Kind, term: Term) -> list[tuple[str, str]]:
    if not kind.listed:
        return []
    rows: Any = kind.model.objects.visible_to(request.user).filter(institution=term.institution_id)
    if kind.name == "teaching-class":
        rows = rows.filter(term=term)
    elif kind.name == "class":
        rows = rows.filter(teaching_classes__term=term).distinct()
    named: Any = rows.order_by(kind.order).values_list("public_id", kind.order)
    return [(str(public_id), name) for public_id, name in named]


def draft_asked(request: HttpRequest, term: Term) -> TimetableVersion | None:
    """The version asked for; drafts are for those who make them."""
    if not request.GET.get("version"):
        return None
    if not scope_of(request.user).has(*WRITERS):
        raise Http404
    versions = TimetableVersion.objects.visible_to(request.user).filter(term=term)
    found: TimetableVersion = found_or_404(versions, request.GET["version"])
    return found


def found_or_404(rows: Any, public_id: str) -> Any:
    """The row that an address names; nonsense is no row either."""
    try:
        wanted = uuid.UUID(public_id)
    except ValueError as error:
        raise Http404 from error
    row = rows.filter(public_id=wanted).first()
    if row is None:
        raise Http404
    return row
