"""imsmanifest.xml: the organisation of a cartridge and its resources.

IMS Common Cartridge 1.1, 1.2 and 1.3 (1EdTech); namespaces differ by version and are ignored, as
are metadata of LOM.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from cms.importing.errors import PageImportRefused
from cms.importing.package import Package, inside

MANIFEST = "imsmanifest.xml"
VERSIONS = ("1.1.0", "1.2.0", "1.3.0")
_DEEPEST = 30


@dataclass(slots=True)
class Item:
    """A place in the organisation: a folder of items, or a resource."""

    title: str
    resource: str = ""
    items: list[Item] = field(default_factory=list)

    def leaves(self) -> list[Item]:
        """The resources in it, in order; itself when it is one."""
        found = [self] if self.resource else []
        return found + [leaf for item in self.items for leaf in item.leaves()]


@dataclass(slots=True)
class Resource:
    """`href` is the part that opens, `file` the part that holds the data (XML of quizzes)."""

    identifier: str
    type: str
    href: str
    file: str

    @property
    def is_assessment(self) -> bool:
        return self.type.startswith("imsqti")

    @property
    def is_link(self) -> bool:
        return self.type.startswith("imswl")

    @property
    def is_topic(self) -> bool:
        return self.type.startswith("imsdt")

    @property
    def is_content(self) -> bool:
        return self.type in ("webcontent", "associatedcontent") or (
            self.type.startswith("associatedcontent/")
        )


@dataclass(slots=True)
class Manifest:
    title: str
    version: str
    items: list[Item]
    resources: dict[str, Resource]


def read_manifest(package: Package) -> Manifest:
    """Raises PageImportRefused without a manifest, for another version, and for a resource that
    lies outside of the package."""
    if MANIFEST not in package:
        raise PageImportRefused(_("This is no Common Cartridge: it has no imsmanifest.xml."))
    root = package.xml(MANIFEST)
    if _local(root) != "manifest":
        raise PageImportRefused(_("This is no Common Cartridge: it has no imsmanifest.xml."))
    version = _text(root.find("{*}metadata/{*}schemaversion"))
    schema = _text(root.find("{*}metadata/{*}schema"))
    if version not in VERSIONS:
        raise PageImportRefused(
            _("This is “%(schema)s %(version)s”. Common Cartridge 1.1, 1.2 and 1.3 can be read.")
            % {"schema": schema[:60], "version": version[:20]}
        )
    resources = {
        resource.identifier: resource
        for node in root.iterfind("{*}resources/{*}resource")
        if (resource := _resource(node))
    }
    title = next((_text(node) for node in root.iterfind(".//{*}title/{*}string")), "")
    items = [_item(node, 0) for node in root.iterfind("{*}organizations/{*}organization/{*}item")]
    # The standard wants one root item without a title around everything.
    while len(items) == 1 and not items[0].resource and items[0].items:
        title = title or items[0].title
        items = items[0].items
    return Manifest(title[:255], version, items, resources)


def _item(node: Any, depth: int) -> Item:
    if depth > _DEEPEST:
        raise PageImportRefused(_("The cartridge is nested too deeply."))
    return Item(
        title=_text(node.find("{*}title")) or _("Untitled"),
        resource=node.get("identifierref") or "",
        items=[_item(child, depth + 1) for child in node.iterfind("{*}item")],
    )


def _resource(node: Any) -> Resource:
    files = [_path(child.get("href")) for child in node.iterfind("{*}file")]
    href = _path(node.get("href")) if node.get("href") else ""
    kind = node.get("type") or ""
    return Resource(
        identifier=node.get("identifier") or "",
        type=kind,
        href=href or (files[0] if files else ""),
        file=files[0] if files else href,
    )


def _path(address: str | None) -> str:
    name = inside("", address or "")
    if name is None:
        raise PageImportRefused(
            _("“%(name)s” lies outside of the package. It was not opened.")
            % {"name": (address or "")[:100]}
        )
    return name


def _local(node: Any) -> str:
    return str(node.tag).rpartition("}")[2]


def _text(node: Any) -> str:
    return " ".join((node.text or "").split()) if node is not None else ""
