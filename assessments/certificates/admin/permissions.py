"""Who may see and change templates in /admin: the offices of their institution, nobody else."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from wagtail.permission_policies.base import BasePermissionPolicy

from courses.institutions.enums import RoleKind
from courses.institutions.scopes import scope_of

OFFICES = (RoleKind.TEACHING_OFFICE, RoleKind.INSTITUTION_ADMINISTRATOR)
# Nobody deletes: certificates were printed with it. What is no longer wanted is taken out of use.
ACTIONS = frozenset({"add", "change", "view"})


class OfficePolicy(BasePermissionPolicy):
    """By role, as everywhere else of ours, instead of Django's permissions."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action in ACTIONS and (user.is_superuser or scope_of(user).has(*OFFICES))

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        return self.user_has_any_permission_for_instance(user, [action], instance)

    def user_has_any_permission_for_instance(
        self, user: Any, actions: Iterable[str], instance: Any
    ) -> bool:
        if not self.user_has_any_permission(user, actions):
            return False
        return self.instances_of(user).filter(pk=instance.pk).exists()

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> Any:
        if not self.user_has_any_permission(user, actions):
            return self.model._default_manager.none()
        return self.instances_of(user)

    def users_with_any_permission(self, actions: Iterable[str]) -> Any:
        return get_user_model().objects.filter(qihang_roles__kind__in=OFFICES).distinct()

    def instances_of(self, user: Any) -> Any:
        """Those of the institutions where the person is the office."""
        return self.model._default_manager.visible_to(user, acting_as=OFFICES)
