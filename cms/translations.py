"""Which texts a slice shows, and where its catalogue is. Used by `update_messages` and by the test
that no text is left without Chinese."""

import io
from dataclasses import dataclass
from pathlib import Path

from babel.messages.extract import extract_python
from django.conf import settings
from django.utils.translation.template import templatize

KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
APPS = ("media", "courses", "assessments", "cms")


@dataclass(frozen=True)
class Message:
    msgid: str | tuple[str, ...]
    context: str | None
    locations: tuple[tuple[str, int], ...]


def slices() -> list[str]:
    """All slices, such as "courses/timetable"."""
    root = Path(settings.BASE_DIR)
    return sorted(
        f"{app}/{folder.name}"
        for app in APPS
        for folder in (root / app).iterdir()
        if (folder / "__init__.py").exists()
        and folder.name not in {"migrations", "management", "settings"}
    )


def catalogue_path(name: str) -> Path:
    return Path(settings.BASE_DIR) / name / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"


def messages_of(name: str) -> list[Message]:
    """The texts of a slice: its Python files, and templates under <app>/templates/<app>/<slice>/.

    Templates that belong to no slice (base, errors, forms, account) belong to cms/portal.
    """
    root = Path(settings.BASE_DIR)
    app, slice_name = name.split("/")
    files = [p for p in (root / name).rglob("*.py") if "migrations" not in p.parts]
    files += (root / app / "templates" / app / slice_name).rglob("*.html")
    if name == "cms/portal":
        shell = root / "cms" / "templates"
        files += [p for p in shell.rglob("*.html") if p.relative_to(shell).parts[0] != "cms"]
        files += (root / "cms" / "settings").glob("*.py")
    found: dict[tuple[str | tuple[str, ...], str | None], list[tuple[str, int]]] = {}
    for path in sorted(files):
        for line, function, text in _extracted(path):
            context, msgid = _parts(function, text)
            if msgid:
                found.setdefault((msgid, context), []).append((str(path.relative_to(root)), line))
    return [Message(msgid, context, tuple(where)) for (msgid, context), where in found.items()]


def _extracted(path: Path) -> list[tuple[int, str, object]]:
    source = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        source = templatize(source, origin=str(path))
    found = extract_python(io.BytesIO(source.encode()), list(KEYWORDS), [], {"encoding": "utf-8"})
    return [(line, function, text) for line, function, text, _comments in found]


def _parts(function: str, text: object) -> tuple[str | None, str | tuple[str, ...] | None]:
    if isinstance(text, str):
        return None, text
    assert isinstance(text, tuple)
    if function.startswith("pgettext"):
        return text[0], text[1]
    if function.startswith("ngettext"):
        return None, (text[0], text[1])
    if function.startswith("npgettext"):
        return text[0], (text[1], text[2])
    return None, text[0]
