"""The body of a page as plain, well-formed XHTML: what all documents that leave the house are made
from. No scripts, no styles, no forms; headings, paragraphs, lists, tables, pictures."""

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.utils.translation import gettext as _
from lxml import etree, html
from wagtail.rich_text import expand_db_html

from cms.content.blocks.data import rows_of
from cms.exporting.domain.pictures import Pictures

Element = Any

# What rich text of ours may hold; anything else is unwrapped, its text kept.
KEPT = frozenset(
    {"p", "b", "strong", "i", "em", "ul", "ol", "li", "a", "br", "sub", "sup", "h2", "h3", "h4"}
    | {"blockquote", "hr"}
)
ADDRESSES = ("http://", "https://", "mailto:")


def element(tag: str, text: str = "", **attributes: str) -> Element:
    """An element with text; attributes by name, `class_` for class."""
    made = etree.Element(tag, {key.rstrip("_"): value for key, value in attributes.items()})
    made.text = _clean(text) or None
    return made


def _clean(text: str) -> str:
    """Without characters that XML can't hold."""
    return "".join(c for c in text if c in "\t\n\r" or (c >= " " and c not in "\ufffe\uffff"))


def print_rich_text(source: str) -> list[Element]:
    """Wagtail's stored rich text as block elements, with addresses made absolute."""
    if not source.strip():
        return []
    top = html.fragment_fromstring(_clean(expand_db_html(source)), create_parent="div")
    for node in list(top.iter()):
        if not isinstance(node.tag, str):
            node.drop_tree()
        elif node is not top and node.tag not in KEPT:
            node.drop_tag()
        elif node is not top:
            _keep_link(node)
    wrapped: list[Element] = []
    if top.text and top.text.strip():
        wrapped.append(element("p", top.text.strip()))
    for child in list(top):
        tail, child.tail = child.tail, None
        wrapped.append(child)
        if tail and tail.strip():
            wrapped.append(element("p", tail.strip()))
    return [child if child.tag in _BLOCKS else _paragraph(child) for child in wrapped]


_BLOCKS = frozenset({"p", "ul", "ol", "h2", "h3", "h4", "blockquote", "hr"})


def _paragraph(child: Element) -> Element:
    made = element("p")
    made.append(child)
    return made


def _keep_link(node: Element) -> None:
    address = node.get("href", "") if node.tag == "a" else ""
    node.attrib.clear()
    if address:
        address = urljoin(settings.BASE_URL, address)
        if address.startswith(ADDRESSES):
            node.set("href", address)
    if node.tag == "a" and not node.get("href"):
        node.drop_tag()


def print_body(body: Iterable[Any], *, pictures: Pictures) -> list[Element]:
    """The blocks of a body in order. A place for a quiz is left out: there is nothing to print."""
    printed: list[Element] = []
    for block in body:
        printer = PRINTERS.get(block.block_type)
        if printer is not None:
            printed.extend(printer(block.value, pictures))
    return printed


def print_table(rows: list[list[str]], *, caption: str = "", headings: bool = True) -> Element:
    """Rows with a head, and the first column as headings of rows."""
    table = element("table")
    if caption:
        table.append(element("caption", caption))
    head = etree.SubElement(table, "thead")
    line = etree.SubElement(head, "tr")
    for cell in rows[0]:
        line.append(element("th", cell, scope="col"))
    body = etree.SubElement(table, "tbody")
    for row in rows[1:]:
        line = etree.SubElement(body, "tr")
        for place, cell in enumerate(row):
            is_heading = headings and place == 0
            line.append(element("th", cell, scope="row") if is_heading else element("td", cell))
    return table


def _heading(value: Any, pictures: Pictures) -> list[Element]:
    return [element("h2" if value["level"] == "2" else "h3", value["text"])]


def _prose(value: Any, pictures: Pictures) -> list[Element]:
    return print_rich_text(value.source)


def _image(value: Any, pictures: Pictures) -> list[Element]:
    image = value["image"]
    picture = pictures.add(image)
    if image is None or picture is None:
        return [element("p", _("[Picture: %(title)s]") % {"title": image.title if image else ""})]
    figure = element("figure")
    figure.append(
        element(
            "img",
            src=picture.name,
            alt=image.default_alt_text,
            width=str(picture.width),
            height=str(picture.height),
        )
    )
    words = [value["caption"] or image.caption, image.source, image.licence]
    figure.append(element("figcaption", " · ".join(word for word in words if word)))
    return [figure]


def _recording(value: Any, pictures: Pictures) -> list[Element]:
    recording = value.get("video") or value.get("audio")
    if recording is None:
        return []
    minutes, seconds = divmod(round(recording.duration or 0), 60)
    text = _("Recording: %(title)s (%(minutes)d:%(seconds)02d), on the page of this lesson.") % {
        "title": recording.title,
        "minutes": minutes,
        "seconds": seconds,
    }
    return [element("p", text, class_="recording")]


def _document(value: Any, pictures: Pictures) -> list[Element]:
    document = value["document"]
    if document is None:
        return []
    text = _("Attached on the page: %(title)s") % {"title": document.title}
    return [element("p", f"{text} {value['note']}".strip())]


def _quotation(value: Any, pictures: Pictures) -> list[Element]:
    quote = element("blockquote")
    quote.extend(print_rich_text(value["text"].source))
    quote.append(element("p", f"—— {value['source']}"))
    return [quote]


def _table(value: Any, pictures: Pictures) -> list[Element]:
    rows = rows_of(value["rows"])
    headings = bool(value["row_headings"])
    return [print_table(rows, caption=value["caption"], headings=headings)] if rows else []


def _chart(value: Any, pictures: Pictures) -> list[Element]:
    """On paper a chart is its table."""
    rows = rows_of(value["rows"])
    unit = f"（{value['unit']}）" if value["unit"] else ""
    source = _("Source: %(source)s") % {"source": value["source"]}
    caption = f"{value['title']}{unit}"
    return [print_table(rows, caption=caption), element("p", source)] if rows else []


def _aside(title: str, inside: Iterable[Element]) -> list[Element]:
    aside = element("section", class_="aside")
    aside.append(element("p", title, class_="aside-title"))
    aside.extend(inside)
    return [aside]


def _callout(value: Any, pictures: Pictures) -> list[Element]:
    kind = value.block.child_blocks["kind"].field.choices
    label = str(dict(kind).get(value["kind"], ""))
    title = f"{label}：{value['title']}" if value["title"] else label
    return _aside(title, print_rich_text(value["text"].source))


def _activity(value: Any, pictures: Pictures) -> list[Element]:
    title = _("Activity (%(minutes)d minutes): %(title)s") % {
        "minutes": value["minutes"] or 0,
        "title": value["title"],
    }
    inside = print_rich_text(value["text"].source)
    if value["materials"]:
        inside.append(element("p", _("Materials: %(text)s") % {"text": value["materials"]}))
    return _aside(title, inside)


def _case(value: Any, pictures: Pictures) -> list[Element]:
    inside = print_rich_text(value["text"].source)
    questions = element("ol")
    questions.extend(element("li", question) for question in value["questions"])
    if len(questions):
        inside.append(questions)
    if value["source"]:
        inside.append(element("p", _("Source: %(source)s") % {"source": value["source"]}))
    return _aside(_("Case: %(title)s") % {"title": value["title"]}, inside)


def _reflection(value: Any, pictures: Pictures) -> list[Element]:
    inside = [element("p", value["question"])]
    if value["hint"]:
        inside.append(element("p", value["hint"]))
    return _aside(_("Think about it"), inside)


def _policy(value: Any, pictures: Pictures) -> list[Element]:
    day = value["issued_on"].isoformat() if value["issued_on"] else ""
    words = [value["issuer"], f"《{value['document']}》", value["number"], day, value["clause"]]
    quote = element("blockquote")
    quote.extend(print_rich_text(value["text"].source))
    quote.append(element("p", "—— " + " ".join(word for word in words if word)))
    return [quote]


def _timeline(value: Any, pictures: Pictures) -> list[Element]:
    steps = element("ul")
    for step in value["steps"]:
        item = element("li", f"{step['when']}：{step['what']}")
        item.extend(print_rich_text(step["text"].source))
        steps.append(item)
    return _aside(value["title"], [steps])


PRINTERS: dict[str, Callable[[Any, Pictures], list[Element]]] = {
    "heading": _heading,
    "prose": _prose,
    "image": _image,
    "video": _recording,
    "audio": _recording,
    "document": _document,
    "quotation": _quotation,
    "table": _table,
    "callout": _callout,
    "activity": _activity,
    "case": _case,
    "reflection": _reflection,
    "policy": _policy,
    "chart": _chart,
    "timeline": _timeline,
}
