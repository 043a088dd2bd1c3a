"""News, handbook, glossary, reading list. All of it is public."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page

from cms.content.models.entrepreneurship import PROSE, ArticlePage
from cms.content.models.textbook import check_isbn
from cms.content.models.writing import ContentPage


class PublicPage(ContentPage):
    """A public page that is written and published like any other."""

    introduction = RichTextField(_("introduction"), blank=True, features=PROSE)

    class Meta:
        abstract = True


class NewsIndexPage(PublicPage):
    template = "cms/content/news_index_page.html"
    parent_page_types: ClassVar = ["cms.HomePage"]
    subpage_types: ClassVar = ["cms.NewsPage", "cms.PolicyPage"]
    max_count_per_parent = 1
    content_panels: ClassVar = [*Page.content_panels, FieldPanel("introduction")]

    class Meta:
        verbose_name = _("news and policies")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from cms.content.contents import news

        shown = news(self, number=request.GET.get("page", "1"), on=timezone.localdate())
        return {**super().get_context(request, *args, **kwargs), "page_obj": shown}


class NewsPage(ArticlePage):
    dated = models.DateField(_("date"), default=timezone.localdate)

    template = "cms/content/news_page.html"
    parent_page_types: ClassVar = ["cms.NewsIndexPage"]
    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("dated"),
        FieldPanel("summary"),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("news")


class HandbookPage(ArticlePage):
    """The employment handbook that every graduate gets; its parts lie below it."""

    template = "cms/content/handbook_page.html"
    parent_page_types: ClassVar = ["cms.HomePage", "cms.HandbookPage"]
    subpage_types: ClassVar = ["cms.HandbookPage"]
    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("handbook")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from cms.content.contents import handbook

        return {**super().get_context(request, *args, **kwargs), **handbook(self)}


class GlossaryPage(PublicPage):
    template = "cms/content/glossary_page.html"
    parent_page_types: ClassVar = ["cms.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("introduction"),
        InlinePanel("terms", heading=_("Entries"), label=_("glossary term")),
    ]

    class Meta:
        verbose_name = _("glossary")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from cms.content.contents import glossary_by_letter

        letters = glossary_by_letter(self.terms.all())
        return {**super().get_context(request, *args, **kwargs), "letters": letters}


class GlossaryTerm(Orderable):
    page = ParentalKey(GlossaryPage, on_delete=models.CASCADE, related_name="terms")
    term = models.CharField(_("glossary term"), max_length=80)
    english = models.CharField(_("in English"), max_length=120, blank=True)
    meaning = models.TextField(_("meaning"), max_length=1000)

    panels: ClassVar = [FieldPanel("term"), FieldPanel("english"), FieldPanel("meaning")]


class ReadingListPage(PublicPage):
    template = "cms/content/reading_list_page.html"
    parent_page_types: ClassVar = ["cms.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("introduction"),
        InlinePanel("items", heading=_("Books and articles"), label=_("entry")),
    ]

    class Meta:
        verbose_name = _("reading list")


class ReadingListItem(Orderable):
    page = ParentalKey(ReadingListPage, on_delete=models.CASCADE, related_name="items")
    title = models.CharField(_("title"), max_length=200)
    authors = models.CharField(_("authors"), max_length=200, blank=True)
    publisher = models.CharField(_("publisher"), max_length=120, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    isbn = models.CharField(_("ISBN"), max_length=20, blank=True, validators=[check_isbn])
    note = models.TextField(_("why read it"), max_length=500, blank=True)

    panels: ClassVar = [
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("authors"), FieldPanel("publisher"), FieldPanel("year")]),
        FieldPanel("isbn"),
        FieldPanel("note"),
    ]
