"""A course as a Common Cartridge 1.3 (1EdTech): lessons as web content, in the order of units."""

import io
import zipfile
from typing import Any

from django.utils.translation import gettext as _
from lxml import etree

from cms.content.models import LessonPage, SyllabusPage
from cms.content.structure import outline_of_syllabus
from cms.exporting.domain.particulars import syllabus_particulars
from cms.exporting.domain.pictures import Pictures
from cms.exporting.domain.printing import Element, element, print_body, print_rich_text

CP = "http://www.imsglobal.org/xsd/imsccv1p3/imscp_v1p1"
LOM = "http://ltsc.ieee.org/xsd/imsccv1p3/LOM/manifest"
NO_TIME = (1980, 1, 1, 0, 0, 0)


def course_cartridge(syllabus: SyllabusPage) -> bytes:
    """Units with their published lessons as students read them; the teacher's part stays here."""
    pictures = Pictures()
    documents: list[tuple[str, str, bytes]] = []
    units: list[tuple[str, list[tuple[str, str]]]] = []
    lessons = LessonPage.objects.child_of(syllabus).live().order_by("path")
    for outline in outline_of_syllabus(syllabus, lessons):
        title = outline.unit.title if outline.unit else _("More lessons")
        items = []
        for lesson in outline.lessons:
            name = f"lessons/{lesson.pk}.html"
            documents.append((f"lesson-{lesson.pk}", name, _page(lesson, pictures)))
            items.append((lesson.title, f"lesson-{lesson.pk}"))
        units.append((title, items))
    documents.insert(0, ("syllabus", "syllabus.html", _syllabus(syllabus)))
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w", zipfile.ZIP_DEFLATED) as package:

        def write(name: str, content: bytes) -> None:
            package.writestr(zipfile.ZipInfo(name, NO_TIME), content, zipfile.ZIP_DEFLATED)

        write("imsmanifest.xml", _manifest(syllabus, units, documents, pictures))
        for _identifier, name, content in documents:
            write(name, content)
        for picture in pictures:
            write(picture.name, picture.content)
    return stored.getvalue()


def _document(title: str, body: list[Element]) -> bytes:
    root = element("html", lang="zh-CN")
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "meta", charset="utf-8")
    head.append(element("title", title))
    inside = etree.SubElement(root, "body")
    inside.append(element("h1", title))
    inside.extend(body)
    return bytes(etree.tostring(root, encoding="UTF-8", method="html", doctype="<!DOCTYPE html>"))


def _page(lesson: LessonPage, pictures: Pictures) -> bytes:
    body = []
    before = print_rich_text(lesson.preparation)
    if before:
        body += [element("h2", _("Before class")), *before]
    body += print_body(lesson.body, pictures=pictures)
    homework = print_rich_text(lesson.homework)
    if homework:
        body += [element("h2", _("Homework")), *homework]
    for one in body:
        for image in one.iter("img"):
            # Lessons lie in a folder beside the pictures.
            image.set("src", f"../{image.get('src')}")
    return _document(lesson.title, body)


def _syllabus(page: SyllabusPage) -> bytes:
    facts = syllabus_particulars(page)
    body = [element("p", line) for line in facts["description"]]
    for group in facts["objectives"]:
        body.append(element("h2", group["kind"]))
        body.extend(element("p", item) for item in group["items"])
    return _document(page.title, body)


def _manifest(
    syllabus: SyllabusPage,
    units: list[tuple[str, list[tuple[str, str]]]],
    documents: list[tuple[str, str, bytes]],
    pictures: Pictures,
) -> bytes:
    root = etree.Element(
        f"{{{CP}}}manifest",
        {"identifier": f"qihang-{syllabus.translation_key}"},
        nsmap={None: CP, "lomimscc": LOM},
    )
    _metadata(root, syllabus)
    organizations = _add(root, "organizations")
    organization = _add(
        organizations, "organization", identifier="course", structure="rooted-hierarchy"
    )
    top = _add(organization, "item", identifier="root")
    _item(top, "item-syllabus", syllabus.title, "syllabus")
    for number, (title, lessons) in enumerate(units, start=1):
        unit = _item(top, f"unit-{number}", title)
        for name, reference in lessons:
            _item(unit, f"item-{reference}", name, reference)
    resources = _add(root, "resources")
    files = [(identifier, name) for identifier, name, _content in documents]
    files += [(f"picture-{n}", picture.name) for n, picture in enumerate(pictures, start=1)]
    for identifier, name in files:
        resource = _add(resources, "resource", identifier=identifier, type="webcontent", href=name)
        _add(resource, "file", href=name)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def _add(parent: Any, tag: str, **attributes: str) -> Any:
    return etree.SubElement(parent, f"{{{CP}}}{tag}", attributes)


def _item(parent: Any, identifier: str, title: str, reference: str = "") -> Any:
    attributes = {"identifierref": reference} if reference else {}
    made = _add(parent, "item", identifier=identifier, **attributes)
    _add(made, "title").text = title
    return made


def _metadata(root: Any, syllabus: SyllabusPage) -> None:
    facts = _add(root, "metadata")
    _add(facts, "schema").text = "IMS Common Cartridge"
    _add(facts, "schemaversion").text = "1.3.0"
    lom = etree.SubElement(facts, f"{{{LOM}}}lom")
    general = etree.SubElement(lom, f"{{{LOM}}}general")
    title = etree.SubElement(general, f"{{{LOM}}}title")
    etree.SubElement(title, f"{{{LOM}}}string", language="zh-CN").text = syllabus.title
