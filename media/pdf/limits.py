"""What a document may ask of the machine."""

from html.parser import HTMLParser

from xhtml2pdf.config.resources import ResourceAccessPolicy

# No socket, no file at all: pictures come as data URIs. The renderer checks its clock between
# elements; the limits on size, depth and pixels keep each single step short.
POLICY = ResourceAccessPolicy.server(None, allow_remote=False, max_render_seconds=60)

# A4 landscape has no room for more, and the renderer makes a cell for each of them.
MAX_SPAN = 200


class _SpanReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.widest = 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in {"colspan", "rowspan"} and value and value.strip().isdecimal():
                # Python itself refuses to read an integer of more than 4,300 digits.
                digits = value.strip()[:10]
                self.widest = max(self.widest, int(digits))


def widest_span(html: str) -> int:
    """The largest colspan or rowspan of the document, 1 without any."""
    if "span" not in html.lower():
        return 1
    reader = _SpanReader()
    reader.feed(html)
    reader.close()
    return reader.widest
