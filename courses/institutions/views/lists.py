"""What all lists of people share: who may see them, filters, sorting, pages."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

from courses.institutions.enums import INSTITUTION_WIDE, RoleKind
from courses.institutions.forms import PeopleFilter
from courses.institutions.models import Department
from courses.institutions.scopes import scope_of

#: Who may look through students and classes.
LIST_ROLES = (
    RoleKind.TEACHING_OFFICE,
    RoleKind.INSTITUTION_ADMINISTRATOR,
    RoleKind.DEPARTMENT_COORDINATOR,
    RoleKind.COUNSELLOR,
    RoleKind.AUDITOR,
)
PAGE_SIZE = 50


def people_filter(request: HttpRequest, years: QuerySet[Any]) -> PeopleFilter:
    """The filter form of the address. `years`: a queryset of rows with an entry year."""
    found = years.order_by("-entry_year").values_list("entry_year", flat=True).distinct()
    return PeopleFilter(request.GET, departments=departments_of(request.user), years=list(found))


def departments_of(user: Any) -> QuerySet[Department]:
    """The departments whose people this person may see."""
    departments: QuerySet[Department] = Department.objects.visible_to(user).order_by("name")
    scope = scope_of(user)
    if not scope.has(*INSTITUTION_WIDE):
        departments = departments.filter(pk__in=[role.department_id for role in scope.roles])
    return departments


def page_of(request: HttpRequest, rows: QuerySet[Any]) -> Page[Any]:
    """The page that the address names; the nearest one when it names none that exists."""
    return Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))


def sort_of(request: HttpRequest, orders: Mapping[str, Sequence[str]]) -> str:
    """The wanted order if it is one of `orders`, else the first of them."""
    wanted = request.GET.get("sort", "")
    return wanted if wanted in orders else next(iter(orders))


def today_stamp(today: datetime.date) -> str:
    """For the name of an exported file."""
    return today.strftime("%Y%m%d")
