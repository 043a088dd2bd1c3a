"""Whose words a revision holds, and where those people belong."""

import json
from collections.abc import Iterator
from typing import Any

from django.db.models import Max
from wagtail.models import Page, Revision

from cms.content.models import Approval
from courses.institutions.models import Role, StaffMember

# What Wagtail keeps in a revision besides what somebody wrote. A reviewer's comment saved in the
# editor makes a revision that differs in these only, and doesn't make an author of the reviewer.
BOOKKEEPING = frozenset(
    {
        "wagtail_admin_comments",
        "draft_title",
        "expired",
        "first_published_at",
        "has_unpublished_changes",
        "last_published_at",
        "latest_revision",
        "latest_revision_created_at",
        "live",
        "live_revision",
        "locked",
        "locked_at",
        "locked_by",
        "numchild",
        "owner",
        "path",
        "url_path",
        "depth",
    }
)


def writers_of(revision: Revision) -> set[int]:
    """User numbers of everybody who wrote since the page was last approved, up to `revision`, and
    of the owner of a page that never was. Reads the contents of those revisions."""
    page_id = int(revision.object_id)
    approved = Approval.objects.filter(page_id=page_id, revision_id__lt=revision.pk)
    last = approved.aggregate(last=Max("revision_id"))["last"]
    history = Revision.objects.filter(
        base_content_type=revision.base_content_type_id,
        object_id=revision.object_id,
        pk__lte=revision.pk,
        pk__gte=last or 0,
    ).order_by("pk")
    writers: set[int | None] = set()
    before = None
    for one in history.iterator():
        words = _words(one)
        if one.pk != last and words != before:
            writers.add(one.user_id)
        before = words
    if last is None:
        writers.add(Page.objects.values_list("owner_id", flat=True).get(pk=page_id))
    return {pk for pk in writers if pk is not None}


def _words(revision: Revision) -> str:
    kept = dict(_written(revision.content))
    return json.dumps(kept, sort_keys=True, default=str)


def _written(content: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    return ((name, value) for name, value in content.items() if name not in BOOKKEEPING)


def department_of(user: Any, institution_id: int) -> int | None:
    """The department that the person writes for: that of a role of theirs, else their employment's.
    None when neither says."""
    named = Role.objects.filter(
        user=user, institution=institution_id, department__isnull=False
    ).values_list("department_id", flat=True)
    department = named.order_by("pk").first()
    if department is None:
        staff = StaffMember.objects.filter(user=user, institution=institution_id).first()
        department = staff.department_id if staff else None
    return department
