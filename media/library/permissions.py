"""Who may open a recording or a document.

Whoever may choose it in the admin, its uploader, and whom a registered reader lets: the slices
above know which pages show the file and who may read them.
"""

from collections.abc import Callable
from typing import Any

from django.core.cache import cache
from django.db.models import Q
from wagtail.documents.permissions import permission_policy as document_policy
from wagtailmedia.permissions import permission_policy as media_policy

from media.library.models import LibraryDocument, LibraryMedia

LibraryFile = LibraryMedia | LibraryDocument
Reader = Callable[[Any, LibraryFile], bool]

# A video is fetched in many parts: within this time a permission once found is not asked again.
REMEMBERED_SECONDS = 60

_readers: list[Reader] = []


def register_reader(reader: Reader) -> Reader:
    """From now on `reader(user, file)` is asked as well; True lets the person have the file.
    `user` may be anonymous, `file` is a LibraryMedia or a LibraryDocument."""
    if reader not in _readers:
        _readers.append(reader)
    return reader


def choosable_media(user: Any) -> Any:
    """Recordings that the person may put on a page: those of the collections that they may add to,
    as with images, and of no other institution. wagtailmedia has no permission for choosing."""
    found = LibraryMedia.objects.all()
    if not user.is_active:
        return found.none()
    if user.is_superuser:
        return found
    collections = media_policy.collections_user_has_any_permission_for(user, ["add", "change"])
    return found.filter(collection__in=collections)


def may_open(user: Any, file: LibraryFile) -> bool:
    """A yes is remembered for a minute; a no is asked anew each time."""
    key = f"library:{file._meta.model_name}:{file.pk}:{user.pk or 'anonymous'}"
    if cache.get(key):
        return True
    permitted = _may_open_now(user, file)
    if permitted:
        cache.set(key, True, REMEMBERED_SECONDS)
    return permitted


def _may_open_now(user: Any, file: LibraryFile) -> bool:
    if user.is_authenticated and user.is_active:
        if file.uploaded_by_user_id == user.pk:
            return True
        if isinstance(file, LibraryMedia):
            choosable = choosable_media(user)
        else:
            choosable = document_policy.instances_user_has_any_permission_for(
                user, ["choose", "change", "delete"]
            )
        if choosable.filter(Q(pk=file.pk)).exists():
            return True
    return any(reader(user, file) for reader in _readers)
