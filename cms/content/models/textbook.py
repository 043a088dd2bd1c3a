"""教材: textbook, chapter, section."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from stdnum import isbn
from stdnum.exceptions import ValidationError as BadNumber
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from cms.content.blocks import body_blocks
from cms.content.fields import BodyField
from cms.content.models.adoptable import AdoptablePage
from cms.content.models.audience import WithAudience
from courses.curriculum.enums import TextbookKind

PROSE = ["bold", "italic", "ul", "ol", "link"]


def check_isbn(value: str) -> None:
    """Raise ValidationError unless the check digit of a 10 or 13 digit ISBN is right."""
    try:
        isbn.validate(value)
    except BadNumber as error:
        raise ValidationError(_("“%(isbn)s” is no ISBN.") % {"isbn": value}) from error


class TextbookPage(WithAudience, AdoptablePage):
    """A book with its edition; chapters lie below, sections below them."""

    subtitle = models.CharField(_("subtitle"), max_length=200, blank=True)
    kind = models.CharField(
        _("kind of textbook"),
        max_length=12,
        choices=TextbookKind,
        default=TextbookKind.SCHOOL,
    )
    edition = models.CharField(_("edition"), max_length=60)
    isbn = models.CharField(_("ISBN"), max_length=20, blank=True, validators=[check_isbn])
    authors = models.CharField(_("authors"), max_length=300)
    publisher = models.CharField(_("publisher"), max_length=120, blank=True)
    published_on = models.DateField(_("published on"), null=True, blank=True)
    cover = models.ForeignKey(
        "media.LibraryImage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("cover"),
    )
    licence = models.CharField(_("licence"), max_length=100, blank=True)
    summary = RichTextField(_("summary"), blank=True, features=PROSE)

    template = "cms/content/textbook_page.html"
    parent_page_types: ClassVar = ["cms.HomePage"]
    subpage_types: ClassVar = ["cms.ChapterPage"]
    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("subtitle"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("kind"), FieldPanel("edition")]),
                FieldPanel("authors"),
                FieldRowPanel([FieldPanel("publisher"), FieldPanel("published_on")]),
                FieldRowPanel([FieldPanel("isbn"), FieldPanel("licence")]),
                FieldPanel("cover"),
            ],
            heading=_("The book"),
        ),
        FieldPanel("audience"),
        FieldPanel("summary"),
        FieldPanel("is_fixed"),
    ]

    class Meta:
        verbose_name = _("textbook")


class ChapterPage(AdoptablePage):
    """Readers of a chapter and its sections are those of the book."""

    introduction = RichTextField(_("introduction"), blank=True, features=PROSE)

    template = "cms/content/chapter_page.html"
    parent_page_types: ClassVar = ["cms.TextbookPage"]
    subpage_types: ClassVar = ["cms.SectionPage"]
    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("introduction"),
        FieldPanel("is_fixed"),
    ]
    promote_panels: ClassVar = [FieldPanel("slug")]

    class Meta:
        verbose_name = _("chapter")


class SectionPage(AdoptablePage):
    body = BodyField(body_blocks, verbose_name=_("text"), blank=True)

    template = "cms/content/section_page.html"
    parent_page_types: ClassVar = ["cms.ChapterPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("body"),
        FieldPanel("is_fixed"),
    ]
    promote_panels: ClassVar = [FieldPanel("slug")]

    class Meta:
        verbose_name = _("section of a textbook")
