"""What follows from news of other slices."""

from typing import Any

from django.dispatch import receiver

from cms.content.models import HomePage
from cms.content.signals import home_page_created
from cms.publishing.groups import ensure_groups, sync_groups, sync_institution
from courses.institutions.models import Role
from courses.institutions.signals import role_granted, role_withdrawn


@receiver(role_granted, dispatch_uid="publishing_role_granted")
def let_in(sender: Any, role: Role, **kwargs: Any) -> None:
    """Whoever may write pages is in a Wagtail group."""
    sync_groups(role.user)


@receiver(role_withdrawn, dispatch_uid="publishing_role_withdrawn")
def let_out(sender: Any, role: Role, **kwargs: Any) -> None:
    """Whoever no longer may is out, whether the role is gone already or about to go."""
    sync_groups(role.user, without=role)


@receiver(home_page_created, dispatch_uid="publishing_home_page_created")
def open_home_page(sender: Any, page: HomePage, **kwargs: Any) -> None:
    """People who already hold roles may write on a new home page; cms.masters looks after the
    homes of provinces."""
    if page.institution is None:
        return
    ensure_groups(page)
    sync_institution(page.institution)
