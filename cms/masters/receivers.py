"""What follows from news of other slices."""

from typing import Any

from django.dispatch import receiver

from cms.masters.groups import sync_officer
from courses.institutions.models import Role
from courses.institutions.signals import role_granted, role_withdrawn


@receiver(role_granted, dispatch_uid="masters_role_granted")
def let_in(sender: Any, role: Role, **kwargs: Any) -> None:
    """A province officer writes the province's masters."""
    sync_officer(role.user)


@receiver(role_withdrawn, dispatch_uid="masters_role_withdrawn")
def let_out(sender: Any, role: Role, **kwargs: Any) -> None:
    """Whoever no longer is one is out, whether the role is gone already or about to go."""
    sync_officer(role.user, without=role)
