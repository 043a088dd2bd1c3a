"""System checks: say before the first PDF what is missing and what to do about it."""

from typing import Any

from django.core.checks import CheckMessage, Error, register

from media.pdf.fonts import font_directory, required_files


def check_pdf_fonts(**_kwargs: Any) -> list[CheckMessage]:
    missing = [str(path) for path in required_files() if not path.is_file()]
    if not missing:
        return []
    return [
        Error(
            f"PDF fonts are missing: {', '.join(missing)}.",
            hint=(
                "Run “make setup”, which installs Noto Sans SC with npm, or set "
                f"QIHANG_PDF_FONT_DIR (now {font_directory()})."
            ),
            id="media.pdf.E001",
        )
    ]


def register_checks() -> None:
    """Register them; call it from an AppConfig's `ready`."""
    register(check_pdf_fonts, "media")
