"""What a chooser of Wagtail's admin may hand out.

Wagtail 7.4 lists only permitted images and documents in its choosers, but hands out the details of
any image, document or page whose number is asked for.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.http import Http404, HttpRequest
from wagtail.documents.permissions import permission_policy as document_policy
from wagtail.images.permissions import permission_policy as image_policy
from wagtail.permissions import page_permission_policy


def _images(user: Any) -> Any:
    return image_policy.instances_user_has_permission_for(user, "choose")


def _documents(user: Any) -> Any:
    return document_policy.instances_user_has_permission_for(user, "choose")


def _pages(user: Any) -> Any:
    return page_permission_policy.explorable_instances(user)


CHOICES: dict[str, Callable[[Any], Any]] = {
    "wagtailimages_chooser:chosen": _images,
    "wagtailimages_chooser:chosen_multiple": _images,
    "wagtailimages_chooser:select_format": _images,
    "wagtaildocs_chooser:chosen": _documents,
    "wagtaildocs_chooser:chosen_multiple": _documents,
    "wagtailadmin_choose_page_chosen_multiple": _pages,
}


def refuse_foreign_choice(request: HttpRequest, numbers: Iterable[Any]) -> None:
    """404 when a chooser is asked for something that the person may not choose.

    `numbers`: what the address names; those in its query are looked at too.
    """
    match = request.resolver_match
    permitted = CHOICES.get(match.view_name) if match else None
    if permitted is None:
        return
    wanted = {str(number) for number in (*numbers, *request.GET.getlist("id"))}
    found = permitted(request.user).filter(pk__in=[n for n in wanted if n.isdecimal()])
    if found.count() != len(wanted):
        raise Http404
