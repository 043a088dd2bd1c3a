"""People offered by the filters of page lists."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail.admin.views.pages.listing import PageFilterSet
from wagtail.models import PageLogEntry
from wagtail.permissions import page_permission_policy

from cms.users.models import User


def owners(request: HttpRequest) -> QuerySet[User]:
    """Owners of pages that the person may explore."""
    own = page_permission_policy.explorable_instances(request.user)
    return User.objects.filter(pk__in=own.order_by().values("owner_id"))


def authors(request: HttpRequest) -> QuerySet[User]:
    """People who edited pages that the person may explore."""
    own = page_permission_policy.explorable_instances(request.user)
    entries = PageLogEntry.objects.filter(
        action="wagtail.edit", page_id__in=own.order_by().values("pk")
    )
    return User.objects.filter(pk__in=entries.order_by().values("user_id"))


def narrow_people_filters() -> None:
    """Wagtail's own offer everybody who ever owned or edited a page, of whatever institution
    (7.4: `PageFilterSet`); every page list shares these two filters."""
    filters: dict[str, Any] = PageFilterSet.base_filters
    filters["owner"].queryset = owners
    filters["edited_by"].queryset = authors
