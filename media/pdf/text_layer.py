"""Makes characters beyond the basic plane (𠮷) searchable and copyable in the PDF.

reportlab writes a code point of five digits where PDF (ISO 32000-1, 9.10.3) asks for UTF-16BE,
so that readers drop the character from the text although the page shows it.
"""

import re

from reportlab.pdfbase import ttfonts

_FIVE_OR_SIX_DIGITS = re.compile(r"> <([0-9A-F]{5,6})>")
_written_by_reportlab = ttfonts.makeToUnicodeCMap


def _to_unicode_map(font_name: str, subset: list[int]) -> str:
    return _FIVE_OR_SIX_DIGITS.sub(
        lambda match: f"> <{chr(int(match[1], 16)).encode('utf-16-be').hex().upper()}>",
        _written_by_reportlab(font_name, subset),
    )


def correct_text_layer() -> None:
    """Replace reportlab's function for this process."""
    ttfonts.makeToUnicodeCMap = _to_unicode_map
