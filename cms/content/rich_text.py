"""What may stand in rich text, whoever sends it: the editor, an import, a copy."""

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import nh3
from django.core.exceptions import ValidationError
from django.db import models
from wagtail.blocks import StreamValue, StructValue, URLBlock
from wagtail.blocks.list_block import ListValue
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.rich_text import RichText

from cms.content.addresses import check_address

TAGS = {"p", "br", "hr", "b", "strong", "i", "em", "ul", "ol", "li", "a", "sup", "sub", "h2", "h3"}
ATTRIBUTES = {"*": {"data-block-key"}, "a": {"href", "linktype", "id"}}
SCHEMES = {"http", "https", "mailto", "tel"}
# Of these not even the words stay.
DROPPED = {"script", "style", "iframe", "object", "embed", "template", "noscript", "svg", "math"}


def sanitise(html: str) -> str:
    """The HTML with nothing left but plain text marks and links; clean HTML comes back as it is."""
    return nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        clean_content_tags=DROPPED,
        url_schemes=SCHEMES,
        link_rel=None,
    )


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.addresses += [value or "" for name, value in attrs if name == "href"]


def links_of(html: str) -> list[str]:
    """Addresses that links of the HTML name; links to pages and documents of ours name none."""
    reader = _Links()
    reader.feed(html)
    return reader.addresses


def check_links(html: str) -> None:
    """Raise ValidationError for the first link that leads where links may not lead."""
    for address in links_of(html):
        check_address(address, direct=True)


def clean_page(page: Page) -> None:
    """Sanitise every rich text of the page in place and check every address in it.

    Raises ValidationError with one message per field, which names the address.
    """
    errors: dict[str, ValidationError] = {}
    for field in page._meta.get_fields():
        name: str = getattr(field, "attname", "")
        try:
            if isinstance(field, RichTextField) and getattr(page, name):
                # Links are looked at first: sanitising would drop a javascript: without a word.
                check_links(getattr(page, name))
                setattr(page, name, sanitise(getattr(page, name)))
            elif isinstance(field, models.URLField) and getattr(page, name):
                check_address(getattr(page, name))
            elif isinstance(field, StreamField):
                _clean_value(getattr(page, name))
        except ValidationError as error:
            errors[name] = error
    if errors:
        raise ValidationError(errors)


def _clean_value(value: Any) -> None:
    for rich, address in _parts(value):
        if address:
            check_address(address)
        elif rich is not None:
            check_links(rich.source)
            rich.source = sanitise(rich.source)


def _parts(value: Any) -> Iterator[tuple[RichText | None, str]]:
    """The rich texts and addresses inside a value of a StreamField, however deep."""
    if isinstance(value, RichText):
        yield value, ""
    elif isinstance(value, StreamValue):
        for child in value:
            yield from _parts(child.value)
    elif isinstance(value, ListValue):
        for item in value:
            yield from _parts(item)
    elif isinstance(value, StructValue):
        for name, item in value.items():
            if isinstance(value.block.child_blocks[name], URLBlock):
                yield None, item or ""
            else:
                yield from _parts(item)
