"""Files that come with pages, put into the library of the institution."""

import hashlib
import io
from collections.abc import Iterable
from pathlib import PurePath
from typing import Any

from django.core.files.base import ContentFile, File
from django.core.files.images import ImageFile
from django.utils.translation import gettext as _
from wagtail.models import Collection

from cms.importing.errors import PageImportRefused
from cms.importing.images import ending_of
from cms.importing.parsed import ParsedFile, ParsedPage
from cms.importing.sources import Files
from media.library.documents import check_document
from media.library.errors import MediaRefused
from media.library.models import LibraryDocument, LibraryImage, PrivateFile


def keep_upload(file: File, *, name: str, by: Any) -> PrivateFile:
    """Keep a large upload outside the web root without reading it into memory at once."""
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    stored = PrivateFile(
        original_name=name[-255:],
        content_type="application/octet-stream",
        size=file.size,
        sha256=digest.hexdigest(),
        uploaded_by=by,
    )
    stored.file.save(name, file, save=False)
    stored.save()
    return stored


def store_files(
    pages: Iterable[ParsedPage],
    files: Files,
    *,
    collection: Collection,
    source: str,
    by: Any,
    written: list[Any],
) -> dict[str, int]:
    """Row numbers by name. A picture that the collection already has is not stored again. What is
    written is noted in `written`, so that the caller can remove it when all of it fails."""
    stored: dict[str, int] = {}
    for page in pages:
        for entry in (entry for below in page.walk() for entry in below.files):
            if entry.name in stored or entry.kind not in ("image", "document"):
                continue
            content = files(entry.name)
            keep = _image if entry.kind == "image" else _document
            stored[entry.name] = keep(
                entry, content, collection=collection, source=source, by=by, written=written
            )
    return stored


def _image(
    entry: ParsedFile,
    content: bytes,
    *,
    collection: Collection,
    source: str,
    by: Any,
    written: list[Any],
) -> int:
    digest = hashlib.sha1(content, usedforsecurity=False).hexdigest()
    known = LibraryImage.objects.filter(collection=collection, file_hash=digest).first()
    if known is not None:
        return int(known.pk)
    ending = ending_of(content)
    if not ending:
        raise PageImportRefused(
            _("The image “%(name)s” could not be brought in.") % {"name": entry.name}
        )
    name = f"{PurePath(entry.name).stem[:60]}.{ending}"
    image = LibraryImage(
        title=(entry.alt or entry.caption or PurePath(entry.name).stem)[:255],
        file=ImageFile(io.BytesIO(content), name=name),
        file_size=len(content),
        file_hash=digest,
        collection=collection,
        alt_text=entry.alt[:255],
        caption=entry.caption[:255],
        source=source[:255],
        licence=_("to be confirmed"),
        uploaded_by_user=by,
    )
    image.save()
    written.append(image.file)
    return int(image.pk)


def _document(
    entry: ParsedFile,
    content: bytes,
    *,
    collection: Collection,
    source: str,
    by: Any,
    written: list[Any],
) -> int:
    try:
        check_document(io.BytesIO(content), name=entry.name)
    except MediaRefused as error:
        raise PageImportRefused(
            _("“%(name)s”: %(problem)s") % {"name": entry.name, "problem": str(error)}
        ) from error
    name = PurePath(entry.name).name[-100:]
    document = LibraryDocument(
        title=(entry.caption or name)[:255],
        file=ContentFile(content, name=name),
        file_size=len(content),
        collection=collection,
        caption=entry.caption[:255],
        source=source[:255],
        licence=_("to be confirmed"),
        uploaded_by_user=by,
    )
    document.save()
    written.append(document.file)
    return int(document.pk)
