"""The cms app."""

from django.apps import AppConfig


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = "Site"

    def ready(self) -> None:
        from cms.content import media_readers  # noqa: F401 — registration
        from cms.content import receivers as content_receivers  # noqa: F401 — registration
        from cms.importing import jobs as importing_jobs  # noqa: F401 — registration
        from cms.masters import receivers as master_receivers  # noqa: F401 — registration
        from cms.publishing import receivers  # noqa: F401 — registration
        from cms.publishing.admin_filters import narrow_people_filters
        from cms.publishing.admin_labels import name_dialog_fields
        from cms.publishing.admin_nonce import give_choosers_a_nonce
        from cms.publishing.admin_order import lead_sorting_here
        from cms.reading import receivers as reading_receivers  # noqa: F401 — registration
        from cms.reviewing import jobs as review_jobs  # noqa: F401 — registration
        from cms.reviewing import receivers as review_receivers  # noqa: F401 — registration
        from cms.reviewing.mails import silence_wagtail
        from cms.search import receivers as search_receivers  # noqa: F401 — registration

        silence_wagtail()
        narrow_people_filters()
        give_choosers_a_nonce()
        name_dialog_fields()
        lead_sorting_here()
