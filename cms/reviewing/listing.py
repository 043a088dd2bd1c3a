"""What waits for a person, and where the pages of a person stand; each in a fixed number of
queries."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils import timezone
from wagtail.models import Page, WorkflowState

from cms.content.models import Approval
from cms.reviewing.models import ReviewStep
from cms.reviewing.models.step import ReviewStepQuerySet
from courses.institutions.asked_together import AskedTogether


def inbox_of(user: Any) -> QuerySet[ReviewStep]:
    """What waits for exactly this person, what is due first on top."""
    steps: ReviewStepQuerySet = ReviewStep.objects.to_decide_by(user).with_names()
    return steps.order_by("due_on", "started_at")


def own_waiting(user: Any) -> QuerySet[ReviewStep]:
    """At the person's levels, but written by them: for others to read."""
    steps: ReviewStepQuerySet = ReviewStep.objects.waiting().at_levels_of(user)
    return steps.filter(writers=user.pk).with_names().order_by("due_on")


@dataclass(frozen=True)
class WaitingCount:
    waiting: int
    overdue: int


def waiting_asked(together: AskedTogether, user: Any) -> Callable[[], WaitingCount]:
    """For home pages, as a question among others."""
    today = timezone.localdate()
    due = together.rows(ReviewStep.objects.to_decide_by(user).values_list("due_on", flat=True))
    return lambda: WaitingCount(len(due()), sum(date < today for date in due()))


@dataclass(frozen=True)
class OwnPage:
    """A page that the person owns or sent: a draft, in review, returned, or published."""

    page: Page
    state: str
    step: ReviewStep | None

    @property
    def may_be_sent(self) -> bool:
        return self.state in ("draft", "returned")


def own_pages(user: Any) -> QuerySet[Page]:
    """Pages that the person owns, last edited or sent, newest first."""
    sent = WorkflowState.objects.filter(requested_by=user).values("object_id")
    numbers = [int(one) for one in sent.values_list("object_id", flat=True).distinct()]
    mine = Page.objects.filter(owner=user) | Page.objects.filter(latest_revision__user=user)
    mine = mine | Page.objects.filter(pk__in=numbers)
    found: QuerySet[Page] = mine.filter(depth__gt=2).distinct()
    return found.order_by("-latest_revision_created_at", "-pk").annotate(
        approved=Subquery(
            Approval.objects.filter(revision_id=OuterRef("latest_revision_id")).values("kind")[:1]
        )
    )


def states_of(pages: list[Any]) -> list[OwnPage]:
    """Where each page stands; `pages` come from `own_pages`. One query."""
    numbers = [str(page.pk) for page in pages]
    steps: dict[int, ReviewStep] = {}
    found = ReviewStep.objects.filter(
        workflow_state__object_id__in=numbers, workflow_state__current_task_state=F("pk")
    ).with_names()
    for step in found.order_by("pk"):
        steps[int(step.workflow_state.object_id)] = step
    return [OwnPage(page, _state(page, steps.get(page.pk)), steps.get(page.pk)) for page in pages]


def _state(page: Any, step: ReviewStep | None) -> str:
    if step is not None:
        review = step.workflow_state.status
        if review == WorkflowState.STATUS_IN_PROGRESS:
            return "reviewing"
        if review == WorkflowState.STATUS_NEEDS_CHANGES:
            return "returned"
    if page.approved:
        return "approved"
    return "draft"
