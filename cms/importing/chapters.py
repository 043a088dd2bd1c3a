"""One long text as a chapter with its sections."""

from cms.importing.parsed import ParsedPage


def as_chapter(page: ParsedPage) -> ParsedPage:
    """The text cut at its headings of the second level; each becomes a section of that title."""
    chapter = ParsedPage(type="chapter", title=page.title, findings=page.findings)
    section = ParsedPage(type="section", title=page.title)
    for block in page.body:
        if block["type"] == "heading" and block["value"]["level"] == "2":
            section = ParsedPage(type="section", title=block["value"]["text"])
            chapter.children.append(section)
            continue
        if not chapter.children:
            chapter.children.append(section)
        section.body.append(block)
    for child in chapter.children:
        used = {value for block in child.body for value in _values(block)}
        child.files = [entry for entry in page.files if f"file:{entry.name}" in used]
    return chapter


def _values(block: dict[str, object]) -> list[str]:
    value = block["value"]
    return [v for v in value.values() if isinstance(v, str)] if isinstance(value, dict) else []
