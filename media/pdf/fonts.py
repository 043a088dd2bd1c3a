"""The fonts of every PDF: read once per process, then shared by all threads.

A family list in CSS picks, for each character, the first family that has it. Noto Sans SC has
all of GB2312, of GBK's Han and of the 通用规范汉字表; names such as 𠮷 lie outside it, and a
document that contains one makes the process read the rare-character fonts of the machine.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from reportlab.lib.fonts import addMapping
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont
from xhtml2pdf.default import DEFAULT_FONT

from media.pdf.errors import FontsMissing
from media.pdf.text_layer import correct_text_layer

REGULAR_FILE = Path("400Regular/NotoSansSC_400Regular.ttf")
BOLD_FILE = Path("700Bold/NotoSansSC_700Bold.ttf")

# Debian's fonts-hanazono: A has the basic plane and Extension A, B has Extensions B to F.
HANAZONO_FILES = (
    "/usr/share/fonts/truetype/hanazono/HanaMinA.ttf",
    "/usr/share/fonts/truetype/hanazono/HanaMinB.ttf",
)


@dataclass(frozen=True)
class Family:
    """A name for CSS and the code points that its regular and its bold can both draw."""

    name: str
    coverage: frozenset[int]


_lock = threading.Lock()
_families: dict[tuple[Path, Path], Family] = {}


def font_directory() -> Path:
    """Where Noto Sans SC lies, in folders as npm's @expo-google-fonts/noto-sans-sc has them."""
    configured = getattr(settings, "QIHANG_PDF_FONT_DIR", None)
    if configured:
        return Path(configured)
    return Path(settings.BASE_DIR) / "node_modules" / "@expo-google-fonts" / "noto-sans-sc"


def required_files() -> tuple[Path, Path]:
    """Regular and bold, without which no document can be made."""
    directory = font_directory()
    return directory / REGULAR_FILE, directory / BOLD_FILE


def rare_files() -> list[Path]:
    """TrueType files for characters outside Noto Sans SC, of those the ones that exist."""
    configured: Sequence[str | Path] = getattr(settings, "QIHANG_PDF_RARE_FONTS", HANAZONO_FILES)
    return [path for path in map(Path, configured) if path.is_file()]


def families_for(text: str) -> tuple[list[Family], str]:
    """The families to draw `text` with, in order, and the characters none of them has.

    Raises FontsMissing when Noto Sans SC is absent or unreadable. The first call of a process
    takes about 0.1 s, the first one with a rare character 0.2 s more; later ones only look.
    """
    families = [_family(*required_files())]
    missing = {character for character in text if not character.isspace()}
    missing = _without(missing, families[0])
    for path in rare_files() if missing else []:
        family = _family(path, path)
        remaining = _without(missing, family)
        if remaining != missing:
            families.append(family)
        missing = remaining
    return families, "".join(sorted(missing))


def _without(characters: set[str], family: Family) -> set[str]:
    return {character for character in characters if ord(character) not in family.coverage}


def _family(regular: Path, bold: Path) -> Family:
    key = (regular, bold)
    with _lock:
        if key not in _families:
            try:
                _families[key] = _register(f"qihang-{len(_families)}", regular, bold)
            except (OSError, TTFError) as error:
                raise FontsMissing(
                    _("The PDF font %(file)s is missing or damaged. Run “make setup”.")
                    % {"file": regular}
                ) from error
        return _families[key]


def _register(name: str, regular: Path, bold: Path) -> Family:
    correct_text_layer()
    fonts = [TTFont(name, str(regular))]
    if bold != regular:
        fonts.append(TTFont(f"{name}-bold", str(bold)))
    for font in fonts:
        pdfmetrics.registerFont(font)
    for italic in (0, 1):
        addMapping(name, 0, italic, name)
        addMapping(name, 1, italic, fonts[-1].fontName)
    DEFAULT_FONT[name] = name
    coverage = frozenset.intersection(*(frozenset(font.face.charToGlyph) for font in fonts))
    return Family(name, coverage)
