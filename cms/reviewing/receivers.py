"""What follows from news of Wagtail and of other slices."""

from typing import Any

from django.db.models.signals import post_migrate
from django.dispatch import receiver
from wagtail.models import Page, PageSubscription, TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected

from cms.content.models import HomePage
from cms.content.signals import home_page_created
from cms.reviewing.domain.notices import announce, tell_author
from cms.reviewing.domain.workflows import ensure_workflow, ensure_workflows
from cms.reviewing.models import ReviewStep
from courses.institutions.models import Role
from courses.institutions.signals import role_withdrawn


@receiver(home_page_created, dispatch_uid="reviewing_home_page_created")
def open_reviews(sender: Any, page: HomePage, **kwargs: Any) -> None:
    """Whatever is written below a home is reviewed."""
    ensure_workflow(page)


@receiver(post_migrate, dispatch_uid="reviewing_post_migrate")
def open_reviews_of_older_homes(sender: Any, **kwargs: Any) -> None:
    """An installation that is older than reviews gets them with the migration."""
    if sender.label == "cms":
        ensure_workflows()


@receiver(task_submitted, sender=ReviewStep, dispatch_uid="reviewing_task_submitted")
def tell_readers(sender: Any, instance: ReviewStep, **kwargs: Any) -> None:
    if instance.status == TaskState.STATUS_IN_PROGRESS:
        announce(instance)


@receiver(workflow_approved, dispatch_uid="reviewing_workflow_approved")
@receiver(workflow_rejected, dispatch_uid="reviewing_workflow_rejected")
def tell_the_author(sender: Any, instance: WorkflowState, **kwargs: Any) -> None:
    step = instance.current_task_state.specific if instance.current_task_state else None
    if isinstance(step, ReviewStep):
        tell_author(step)


@receiver(role_withdrawn, dispatch_uid="reviewing_role_withdrawn")
def end_subscriptions(sender: Any, role: Role, **kwargs: Any) -> None:
    """Wagtail mails comments to everybody who once subscribed to a page, role or not."""
    if role.institution_id is None:
        return
    for home in HomePage.objects.filter(institution=role.institution_id):
        pages = Page.objects.descendant_of(home, inclusive=True)
        PageSubscription.objects.filter(user=role.user_id, page__in=pages).delete()
