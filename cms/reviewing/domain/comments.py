"""Remarks at a place of the page. Wagtail's own comments, so that authors meet them in the editor
at the same field; those of outside experts, who have no account, stand beside them."""

import datetime
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Comment, Page, Revision

from cms.reviewing.domain.errors import ReviewRefused
from cms.reviewing.models import ExpertComment, ReviewStep
from cms.reviewing.parts import Part

LONGEST = 4000


@dataclass(frozen=True)
class Remark:
    """`role` is empty for people of the institution; `is_open` until somebody dealt with it."""

    path: str
    label: str
    text: str
    name: str
    at: datetime.datetime
    is_open: bool = True
    from_expert: bool = False


def comment_on(
    step: ReviewStep, *, parts: Sequence[Part], path: str, text: str, by: Any
) -> Comment:
    """A remark of a reviewer at one of the parts of the revision.

    Raises ReviewRefused for whoever doesn't decide this step, for a place that isn't in the
    revision and for an empty or endless text.
    """
    if not step.may_be_decided_by(by):
        raise ReviewRefused(_("Nobody decides on what they wrote, or without the role."))
    part = part_at(parts, path)
    with transaction.atomic():
        comment: Comment = Comment.objects.create(
            page_id=int(step.revision.object_id),
            user=by,
            text=checked(text),
            contentpath=part.comment_path,
            revision_created=step.revision,
        )
    return comment


def part_at(parts: Sequence[Part], path: str) -> Part:
    found = next((part for part in parts if part.path == path), None)
    if found is None:
        raise ReviewRefused(_("This place isn't in the page."))
    return found


def checked(text: str) -> str:
    text = text.strip()
    if not text:
        raise ReviewRefused(_("Write a comment first."))
    if len(text) > LONGEST:
        raise ReviewRefused(_("At most %(most)d characters.") % {"most": LONGEST})
    return text


def comments_on(
    page: Page, *, revision: Revision, parts: Sequence[Part]
) -> dict[str, list[Remark]]:
    """All remarks by the path of the part they stand at; under "" those whose place is gone. Two
    queries. Experts' remarks are those on this revision."""
    paths = {part.comment_path: part.path for part in parts} | {
        part.path: part.path for part in parts
    }
    found: dict[str, list[Remark]] = defaultdict(list)
    for comment in Comment.objects.filter(page=page).select_related("user").order_by("created_at"):
        found[paths.get(comment.contentpath, "")].append(
            Remark(
                path=comment.contentpath,
                label="",
                text=comment.text,
                name=comment.user.get_full_name(),
                at=comment.created_at,
                is_open=comment.resolved_at is None,
            )
        )
    experts = ExpertComment.objects.filter(invitation__page=page, invitation__revision=revision)
    for remark in experts.select_related("invitation"):
        found[paths.get(remark.path, "")].append(
            Remark(
                path=remark.path,
                label=remark.label,
                text=remark.text,
                name=remark.invitation.expert,
                at=remark.created_at,
                from_expert=True,
            )
        )
    return dict(found)
