"""What all pages of ours have in common, whatever they are about."""

from typing import Any, ClassVar

from wagtail.admin.panels import FieldPanel, Panel
from wagtail.models import Page

from cms.content.models.permissions import PublicPagePermissions
from cms.content.rich_text import clean_page


class ContentPage(Page):
    """A page that people write: nothing in it runs, and its links lead to places that readers can
    reach. Saving a page cleans it, so that imports and copies are held to the same."""

    promote_panels: ClassVar[list[Panel]] = [
        FieldPanel("slug"),
        FieldPanel("search_description"),
    ]
    settings_panels: ClassVar[list[Panel]] = []
    # A list of groups would tell of other institutions.
    private_page_options: ClassVar[list[str]] = []
    # The explorer shows the pages below as readers find them, not by when somebody wrote last.
    admin_default_ordering = "ord"

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        clean_page(self)

    def permissions_for_user(self, user: Any) -> PublicPagePermissions:
        return PublicPagePermissions(user, self)
