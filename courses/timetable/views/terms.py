"""Which institution and term a screen is about, and who may open it."""

import datetime
import uuid
from dataclasses import dataclass

from django.http import Http404, HttpRequest
from django.utils import timezone

from cms.users.models import User
from courses.institutions.access import institution_of
from courses.institutions.enums import RoleKind as R
from courses.institutions.models import Institution
from courses.teaching.models import Term
from courses.timetable.queries import term_on

WRITERS = (R.TEACHING_OFFICE, R.INSTITUTION_ADMINISTRATOR)
READERS_OF_ALL = (*WRITERS, R.AUDITOR)
READERS = (*READERS_OF_ALL, R.DEPARTMENT_COORDINATOR)
OWNERS = (R.INSTRUCTOR, R.STUDENT)


def signed_in(request: HttpRequest) -> User:
    """The person who asks; views behind `@allow` always have one."""
    user = request.user
    assert isinstance(user, User)
    return user


@dataclass(frozen=True)
class Place:
    institution: Institution
    term: Term | None


def place_asked(request: HttpRequest, *kinds: str, on: datetime.date | None = None) -> Place:
    """The person's institution, and the term of `?term=` or that of the day `on` (today where none
    is given); 404 for another institution's term. The term is None where the institution has none
    yet."""
    institution = institution_of(request, *kinds)
    asked = request.GET.get("term") or request.POST.get("term")
    if not asked:
        return Place(institution, term_on(institution.pk, on or timezone.localdate()))
    try:
        public_id = uuid.UUID(asked)
    except ValueError as error:
        raise Http404 from error
    term = Term.objects.filter(institution=institution, public_id=public_id).first()
    if term is None:
        raise Http404
    return Place(institution, term)


def required_term(request: HttpRequest, *kinds: str) -> Term:
    """As `place_asked`, 404 without a term."""
    term = place_asked(request, *kinds).term
    if term is None:
        raise Http404
    return term
