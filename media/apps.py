"""The media app."""

from django.apps import AppConfig


class MediaConfig(AppConfig):
    name = "media"
    verbose_name = "Files"

    def ready(self) -> None:
        from media.imports import jobs as import_jobs  # noqa: F401 — registration
        from media.library.checks import register_checks as register_library_checks
        from media.pdf.checks import register_checks as register_pdf_checks

        register_library_checks()
        register_pdf_checks()
