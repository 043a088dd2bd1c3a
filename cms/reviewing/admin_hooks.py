"""The editor's menu speaks of the review as our own pages do.

Wagtail names its workflow and task there, and offers to resume or to restart a returned page: for
a reader of levels both are the same, because all of them read it again.
"""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.action_menu import (
    ActionMenuItem,
    CancelWorkflowMenuItem,
    RestartWorkflowMenuItem,
    SubmitForModerationMenuItem,
)
from wagtail.models import WorkflowState


class SendItem(SubmitForModerationMenuItem):
    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        return {**context, "label": _("Save and send for review")}


class TakeBackItem(CancelWorkflowMenuItem):
    label = _("Take back to change it")

    def is_shown(self, context: Any) -> bool:
        """Nobody takes back what was returned already."""
        if not super().is_shown(context):
            return False
        state = context["page"].current_workflow_state
        return bool(state.status == WorkflowState.STATUS_IN_PROGRESS)


@hooks.register("construct_page_action_menu")
def speak_of_reviews(menu_items: list[ActionMenuItem], request: HttpRequest, context: Any) -> None:
    kept = [item for item in menu_items if type(item) is not RestartWorkflowMenuItem]
    ours = [_ours(item) for item in kept]
    # Wagtail has asked its own items already whether they are shown.
    menu_items[:] = [one for one in ours if type(one) is not TakeBackItem or one.is_shown(context)]


def _ours(item: ActionMenuItem) -> ActionMenuItem:
    replaced = {SubmitForModerationMenuItem: SendItem, CancelWorkflowMenuItem: TakeBackItem}
    ours = replaced.get(type(item))
    return ours(order=item.order) if ours is not None else item
