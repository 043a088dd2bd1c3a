"""Whose calendar a secret opens."""

import datetime
import hashlib
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from courses.institutions.enums import StudentStatus
from courses.institutions.models import StaffPeriod, StudentPeriod
from courses.institutions.prepared_query import PreparedQuery, a_date, a_text
from courses.timetable.models import FeedToken, SharedFeed

LEFT = (StudentStatus.WITHDRAWN, StudentStatus.GRADUATED)


class FeedRevoked(Exception):
    """The address was a feed's, until somebody revoked it."""


@dataclass(frozen=True)
class FeedSubject:
    """What a feed is of: keys of the rows (a person may be staff and student), and its title;
    a person's own feed has none."""

    title: str
    institution: int | None = None
    staff: int | None = None
    student: int | None = None
    administrative_class: int | None = None
    teaching_class: int | None = None
    room: int | None = None


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def subject_of(secret: str, *, today: datetime.date | None = None) -> FeedSubject | None:
    """None for an unknown secret, and for that of a person who is deactivated or has left.

    Raises FeedRevoked for the address of a class or room that was revoked.
    """
    digest = digest_of(secret)
    on = today or timezone.localdate()
    for row in _PERSONS.all(digest=digest, today=on):
        return _person(*row)
    for row in _SHARED.all(digest=digest):
        return _shared(*row)
    return None


def _person(
    staff: int | None,
    staff_institution: int | None,
    student: int | None,
    student_institution: int | None,
    staff_left: bool,
    student_left: bool,
) -> FeedSubject | None:
    present_staff = None if staff_left else staff
    present_student = None if student_left else student
    if (staff or student) and not (present_staff or present_student):
        return None
    return FeedSubject(
        title="",
        institution=staff_institution or student_institution,
        staff=present_staff,
        student=present_student,
    )


def _shared(revoked_at: Any, institution: int, *found: Any) -> FeedSubject:
    if revoked_at is not None:
        raise FeedRevoked
    group, group_name, teaching_class, code, course, room, room_name, campus = found
    title = group_name or (f"{course} {code}" if code else f"{campus} {room_name}")
    return FeedSubject(
        title=title,
        institution=institution,
        administrative_class=group,
        teaching_class=teaching_class,
        room=room,
    )


def _persons() -> Any:
    today = a_date("today")
    held = StaffPeriod.objects.filter(staff=OuterRef("user__qihang_staff"))
    in_office = held.filter(Q(valid_to=None) | Q(valid_to__gt=today))
    gone = StudentPeriod.objects.filter(
        Q(valid_to=None) | Q(valid_to__gt=today),
        student=OuterRef("user__qihang_student"),
        status__in=LEFT,
        valid_from__lte=today,
    )
    return (
        FeedToken.objects.filter(digest=a_text("digest"), user__is_active=True)
        .annotate(
            # Employment that was never entered is no departure.
            staff_left=Exists(held) & ~Exists(in_office),
            student_left=Exists(gone),
        )
        .values_list(
            "user__qihang_staff__pk",
            "user__qihang_staff__institution_id",
            "user__qihang_student__pk",
            "user__qihang_student__institution_id",
            "staff_left",
            "student_left",
        )
    )


def _shared_feeds() -> Any:
    return SharedFeed.objects.filter(digest=a_text("digest")).values_list(
        "revoked_at",
        "institution_id",
        "administrative_class_id",
        "administrative_class__name",
        "teaching_class_id",
        "teaching_class__code",
        "teaching_class__course__name",
        "room_id",
        "room__name",
        "room__campus__name",
    )


_PERSONS: PreparedQuery[Any] = PreparedQuery(_persons)
_SHARED: PreparedQuery[Any] = PreparedQuery(_shared_feeds)
