"""The pictures of a document that leaves the house, each once."""

import base64
import io
from dataclasses import dataclass, field
from typing import Any

from PIL import Image, ImageOps

from media.library.models import LibraryImage

# Large enough for A4 at 150 dpi; what a camera took isn't needed in a book.
LARGEST = (1240, 1600)


@dataclass
class Picture:
    """A file inside the package: `name` such as "images/12.jpg"."""

    name: str
    content_type: str
    content: bytes
    width: int
    height: int

    def data_uri(self) -> str:
        return f"data:{self.content_type};base64,{base64.b64encode(self.content).decode()}"


@dataclass
class Pictures:
    """Collects the pictures of one document in the order in which they are met."""

    found: dict[int, Picture] = field(default_factory=dict)
    # Images whose file is gone: they are named in the document, and the caller may say so.
    lost: list[str] = field(default_factory=list)

    def add(self, image: LibraryImage | None) -> Picture | None:
        """The picture for the document; None, and its title kept in `lost`, without its file."""
        if image is None:
            return None
        if image.pk not in self.found:
            picture = self._read(image)
            if picture is None:
                self.lost.append(image.title)
                return None
            self.found[image.pk] = picture
        return self.found[image.pk]

    def _read(self, image: Any) -> Picture | None:
        """Drawn anew, without what a camera wrote into the file (place, device, owner)."""
        try:
            with image.file.open("rb") as stored, Image.open(stored) as opened:
                drawn = ImageOps.exif_transpose(opened)
                kind = "JPEG" if opened.format == "JPEG" else "PNG"
                drawn = drawn.convert("RGB" if kind == "JPEG" else "RGBA")
        except OSError:
            return None
        drawn.thumbnail(LARGEST)
        content = io.BytesIO()
        drawn.save(content, kind)
        suffix = "jpg" if kind == "JPEG" else "png"
        name = f"images/{image.pk}.{suffix}"
        return Picture(name, f"image/{kind.lower()}", content.getvalue(), *drawn.size)

    def __iter__(self) -> Any:
        return iter(self.found.values())
