"""The fonts of every PDF: registered once per process, then only read.

A family list in CSS picks, for each character, the first family that has it. Ours is
Noto Sans SC (all of GB2312, of GBK and of the 通用规范汉字表), then whatever rare-character
fonts the machine has, which serve names such as 𠮷.
"""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from reportlab.lib.fonts import addMapping
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont
from xhtml2pdf.default import DEFAULT_FONT

from media.pdf.errors import FontsMissing

REGULAR_FILE = Path("400Regular/NotoSansSC_400Regular.ttf")
BOLD_FILE = Path("700Bold/NotoSansSC_700Bold.ttf")

# Where Debian's fonts-hanazono puts them: A has the basic plane, B Extensions B and later.
RARE_FILES = (
    Path("/usr/share/fonts/truetype/fonts-hanazono/HanaMinA.ttf"),
    Path("/usr/share/fonts/truetype/fonts-hanazono/HanaMinB.ttf"),
)

SANS = "qihang-sans"


@dataclass(frozen=True)
class Fonts:
    """`families` in the order they are tried; `coverage` is every code point they can draw."""

    families: tuple[str, ...]
    coverage: frozenset[int]

    @property
    def css_family(self) -> str:
        return ", ".join(self.families)


_lock = threading.Lock()
_registered: Fonts | None = None


def font_directory() -> Path:
    configured = getattr(settings, "QIHANG_PDF_FONT_DIR", None)
    if configured:
        return Path(configured)
    return Path(settings.BASE_DIR) / "node_modules" / "@expo-google-fonts" / "noto-sans-sc"


def required_files() -> tuple[Path, Path]:
    """Regular and bold, without which no document can be made."""
    directory = font_directory()
    return directory / REGULAR_FILE, directory / BOLD_FILE


def rare_files() -> tuple[Path, ...]:
    """Fonts for characters outside Noto Sans SC, of those the ones this machine has."""
    configured = getattr(settings, "QIHANG_PDF_RARE_FONTS", RARE_FILES)
    return tuple(path for path in map(Path, configured) if path.is_file())


def registered_fonts() -> Fonts:
    """The fonts of this process; the first call reads the files (about 0.1 s), later ones nothing.

    Raises FontsMissing when the files of Noto Sans SC are absent or unreadable.
    """
    global _registered
    if _registered is None:
        with _lock:
            if _registered is None:
                _registered = _register()
    return _registered


def _register() -> Fonts:
    regular, bold = required_files()
    try:
        faces = [_register_family(SANS, regular, bold)]
        faces += [
            _register_family(f"qihang-rare-{number}", path, path)
            for number, path in enumerate(rare_files(), start=1)
        ]
    except (OSError, TTFError) as error:
        raise FontsMissing(
            _("The PDF fonts are not installed in %(directory)s. Run “make setup”.")
            % {"directory": font_directory()}
        ) from error
    # The names a stylesheet may use without thinking; base-14 fonts have no Chinese.
    for generic in ("sans-serif", "serif", "system-ui", "helvetica", "times", "courier"):
        DEFAULT_FONT[generic] = SANS
    return Fonts(
        families=tuple(name for name, _coverage in faces),
        coverage=frozenset().union(*(coverage for _name, coverage in faces)),
    )


def _register_family(name: str, regular: Path, bold: Path) -> tuple[str, frozenset[int]]:
    font = TTFont(name, str(regular))
    pdfmetrics.registerFont(font)
    bold_name = name
    if bold != regular:
        bold_name = f"{name}-bold"
        pdfmetrics.registerFont(TTFont(bold_name, str(bold)))
    for italic in (0, 1):
        addMapping(name, 0, italic, name)
        addMapping(name, 1, italic, bold_name)
    DEFAULT_FONT[name] = name
    return name, frozenset(font.face.charToGlyph)


def undrawable(text: str, coverage: frozenset[int]) -> Iterator[str]:
    """The characters of `text` that have a shape and no glyph, each once."""
    for character in set(text):
        if ord(character) not in coverage and not character.isspace():
            yield character
