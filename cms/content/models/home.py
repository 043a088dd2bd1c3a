"""An institution's part of the site, or a province's."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from cms.content.models.permissions import HomePermissions
from cms.content.models.writing import ContentPage
from courses.institutions.models import Institution


class HomePage(ContentPage):
    """The home of one institution, or of a province that writes masters for its schools."""

    institution = models.OneToOneField(
        Institution,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("institution"),
    )
    # Two digits (GB/T 2260) where this is a province's home; empty for an institution's.
    province = models.CharField(
        _("province code"), max_length=2, blank=True, editable=False, default="", db_default=""
    )
    introduction = RichTextField(
        _("introduction"), blank=True, features=["bold", "italic", "link", "ul", "ol"]
    )

    template = "cms/content/home_page.html"
    parent_page_types: ClassVar = ["wagtailcore.Page"]
    subpage_types: ClassVar = [
        "cms.SyllabusPage",
        "cms.TextbookPage",
        "cms.EntrepreneurshipIndexPage",
        "cms.NewsIndexPage",
        "cms.HandbookPage",
        "cms.GlossaryPage",
        "cms.ReadingListPage",
    ]
    # Syllabuses, books and indexes side by side: what was written last is looked for first.
    admin_default_ordering = Page.admin_default_ordering
    # Made when an institution's first author appears, never by hand: the slug is its identifier.
    is_creatable = False
    content_panels: ClassVar = [FieldPanel("title"), FieldPanel("introduction")]
    promote_panels: ClassVar = [FieldPanel("search_description")]

    class Meta:
        verbose_name = _("institution home")
        constraints = (
            models.CheckConstraint(
                condition=Q(institution__isnull=False, province="")
                | (Q(institution__isnull=True) & ~Q(province="")),
                name="home_of_one_place",
            ),
            models.UniqueConstraint(
                fields=["province"], condition=~Q(province=""), name="home_of_province_once"
            ),
        )

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        # Imported here: what a home lists is declared as its children.
        from cms.content.contents import home_contents

        return {
            **super().get_context(request, *args, **kwargs),
            **home_contents(self, request.user),
        }

    def permissions_for_user(self, user: Any) -> HomePermissions:
        return HomePermissions(user, self)
