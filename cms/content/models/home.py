"""An institution's part of the site."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from courses.institutions.models import Institution


class HomePage(Page):
    """The home of one institution; its syllabus pages lie below."""

    institution = models.OneToOneField(
        Institution, on_delete=models.PROTECT, related_name="+", verbose_name=_("institution")
    )
    introduction = RichTextField(
        _("introduction"), blank=True, features=["bold", "italic", "link", "ul", "ol"]
    )

    template = "cms/content/home_page.html"
    parent_page_types: ClassVar = ["wagtailcore.Page"]
    subpage_types: ClassVar = ["cms.SyllabusPage"]
    content_panels: ClassVar = [*Page.content_panels, FieldPanel("introduction")]

    class Meta:
        verbose_name = _("institution home")
