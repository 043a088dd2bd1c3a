"""What can go wrong with a PDF. Each message is fit to be shown to the person who asked for it."""

from collections.abc import Iterable

from django.utils.translation import gettext as _


class PdfError(Exception):
    """No PDF was made. Nothing has been written anywhere."""


class MissingGlyphs(PdfError):
    """Characters that none of the installed fonts can draw; they would print as empty boxes.

    `characters` holds each of them once, in the order of their code points.
    """

    def __init__(self, characters: Iterable[str]) -> None:
        self.characters = "".join(sorted(set(characters)))
        listed = ", ".join(_named(character) for character in self.characters)
        super().__init__(
            _(
                "The PDF fonts on this server cannot draw: %(characters)s. Ask the administrator "
                "to install a font for rare characters."
            )
            % {"characters": listed}
        )


def _named(character: str) -> str:
    code_point = f"U+{ord(character):04X}"
    return f"{character} ({code_point})" if character.isprintable() else code_point


class FontsMissing(PdfError):
    """The font files every document needs are not installed."""


class RenderFailed(PdfError):
    """The document was refused, broken, too large or too slow.

    `findings` are the renderer's own lines (English, for the log); the message is for people.
    """

    def __init__(self, message: str, findings: Iterable[str] = ()) -> None:
        self.findings = tuple(findings)
        super().__init__(message)

    def __str__(self) -> str:
        return "\n".join([super().__str__(), *self.findings])
