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

from media.library.permissions import choosable_media


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
    # wagtailmedia 0.19 shows the usage of any recording.
    "wagtailmedia:edit": choosable_media,
    "wagtailmedia:delete": choosable_media,
    "wagtailmedia:media_usage": choosable_media,
}


# Pages and files of bulk actions, by the model in the address: Wagtail names those that one may not
# change on the page that asks for confirmation, and takes "all" pages from the whole tree.
BULK_ACTION = "wagtail_bulk_action"
BULK: dict[str, Callable[[Any], Any]] = {
    "page": _pages,
    "libraryimage": _images,
    "librarydocument": _documents,
}


def refuse_foreign_choice(request: HttpRequest, numbers: Iterable[Any]) -> None:
    """404 when a chooser is asked for something that the person may not choose.

    `numbers`: what the address names; those in its query are looked at too.
    """
    match = request.resolver_match
    if match is None:
        return
    if match.view_name == BULK_ACTION:
        permitted = BULK.get(match.kwargs["model_name"])
        wanted = _named_for_bulk_action(request, match.kwargs["model_name"])
    else:
        permitted = CHOICES.get(match.view_name)
        wanted = {str(number) for number in (*numbers, *request.GET.getlist("id"))}
    if permitted is None:
        return
    found = permitted(request.user).filter(pk__in=[n for n in wanted if n.isdecimal()])
    if found.count() != len(wanted):
        raise Http404


def _named_for_bulk_action(request: HttpRequest, model_name: str) -> set[str]:
    """The numbers named; for all pages of a listing that of their parent, without which 404."""
    wanted = set(request.GET.getlist("id"))
    if "all" not in wanted:
        return wanted
    wanted -= {"all"}
    # All images and documents of a listing are only those that one may change.
    return wanted | ({request.GET.get("childOf", "")} if model_name == "page" else set())
