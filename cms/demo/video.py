"""The demonstration's own video, of the project's own making: 生涯人物访谈的五个步骤, 70 seconds.

It is kept as a file, because drawing and encoding it takes six seconds of work and it has 200 KB;
`python -m cms.demo.video_drawing` makes it anew from the words in `video_words`.
"""

from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.files.base import ContentFile
from wagtail.models import Collection

from cms.demo.video_words import CAPTION, LICENCE, SOURCE, TITLE, webvtt
from courses.institutions.models import Institution
from media.library.domain import set_captions, store_media
from media.library.models import LibraryMedia

FOLDER = Path(__file__).parent / "recordings"
VIDEO = FOLDER / "interview.webm"
POSTER = FOLDER / "interview.png"


def create_demo_video(institution: Institution | None, by: Any) -> LibraryMedia:
    """The video with poster and Chinese captions, among the institution's files (its home page must
    exist); without an institution among those that all share."""
    with VIDEO.open("rb") as file:
        media = store_media(
            File(file, name=VIDEO.name),
            title=TITLE,
            caption=CAPTION,
            source=SOURCE,
            licence=LICENCE,
            collection=_collection_of(institution),
            by=by,
        )
    media.thumbnail.save(POSTER.name, ContentFile(POSTER.read_bytes()))
    set_captions(media, language="zh", webvtt=webvtt())
    return media


def _collection_of(institution: Institution | None) -> Collection:
    root = Collection.get_first_root_node()
    if institution is None:
        return root
    return root.get_children().get(name__startswith=f"{institution.code} ")
