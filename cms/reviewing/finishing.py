"""What Wagtail does when the last level has passed a revision (WAGTAIL_FINISH_WORKFLOW_ACTION).

Wagtail imports this while its own models load, so nothing of ours is imported at the top.
"""

from typing import Any

from django.core.exceptions import PermissionDenied


def publish_approved(workflow_state: Any, user: Any = None) -> None:
    """Record the approval of exactly the revision that was read, and publish it.

    Raises PermissionDenied unless every level has passed or skipped that revision, the last one
    passed it, and nobody who passed it had written it.
    """
    from wagtail.actions.publish_page_revision import PublishPageRevisionAction

    from cms.content.approvals import record_approval
    from cms.reviewing.history import last_word_of_others, steps_of

    revision = workflow_state.current_task_state.revision
    steps = steps_of(workflow_state, revision=revision)
    if not last_word_of_others(steps):
        raise PermissionDenied("The revision has not been passed by other people.")
    record_approval(revision, steps=[step.as_record() for step in steps], by=user)
    PublishPageRevisionAction(revision, user=user).execute(skip_permission_checks=True)
