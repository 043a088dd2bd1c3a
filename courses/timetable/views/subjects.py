"""Whose timetable is shown: instructors, classes, rooms, students, departments."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from courses.institutions.models import AdministrativeClass, Department, StaffMember, Student
from courses.institutions.scopes import scope_of
from courses.teaching.models import TeachingClass, Term
from courses.timetable.enums import VersionState
from courses.timetable.models import Meeting, Room, Slot, TimetableVersion
from courses.timetable.models.querysets import MeetingQuerySet, SlotQuerySet
from courses.timetable.views.terms import READERS_OF_ALL, WRITERS


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
        Kind("department", _("Department"), Department, "", "name"),
        # Students are reached from their lists: a choice of twelve thousand helps nobody.
        Kind("student", _("Student"), Student, "", "student_number", listed=False),
    )
}


def kind_asked(request: HttpRequest) -> Kind:
    return KINDS.get(request.GET.get("kind", ""), KINDS["instructor"])


def subjects_of(request: HttpRequest, kind: Kind) -> Any:
    """The rows of the kind that the person may look at."""
    rows = kind.model.objects.visible_to(request.user)
    if not sees_each(request, kind):
        # Of another department a coordinator would see the classes they share, as if it were all.
        own = [role.department_id for role in scope_of(request.user).roles if role.department_id]
        rows = rows.filter(pk__in=own)
    return rows


def sees_each(request: HttpRequest, kind: Kind) -> bool:
    """Whether each of the kind is theirs to look at."""
    return kind.name != "department" or scope_of(request.user).has(*READERS_OF_ALL)


def choices(request: HttpRequest, kind: Kind, term: Term) -> list[tuple[str, str]]:
    """Addresses and names of a kind, those that have to do with the term."""
    if not kind.listed:
        return []
    rows = subjects_of(request, kind).filter(institution=term.institution_id)
    if kind.name == "teaching-class":
        rows = rows.filter(term=term)
    elif kind.name == "class":
        # Joined and made distinct, the same rows take fifteen times as long on SQLite.
        taught = TeachingClass.objects.filter(term=term).values("administrative_classes")
        rows = rows.filter(pk__in=taught)
    named: Any = rows.order_by(kind.order).values_list("public_id", kind.order)
    return [(str(public_id), name) for public_id, name in named]


def rows_of(
    request: HttpRequest, term: Term, kind: Kind, subject: Any, version: TimetableVersion | None
) -> tuple[MeetingQuerySet, SlotQuerySet]:
    """Meetings and weekly times of a subject that the person may see; the weekly times are those
    of the version, or the published ones."""
    meetings = Meeting.objects.visible_to(request.user)
    slots = Slot.objects.visible_to(request.user)
    slots = slots.filter(version=version) if version else slots.published(term)
    if kind.name == "student":
        return meetings.of_student(subject), slots.of_student(subject)
    if kind.name == "department":
        return meetings.of_department(subject), slots.of_department(subject)
    return meetings.filter(**{kind.lookup: subject}), slots.filter(**{kind.lookup: subject})


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


def is_draft(version: TimetableVersion | None) -> bool:
    return version is not None and version.state == VersionState.DRAFT
