"""教学大纲, with the fields of domain practice: names, hours by kind, objectives, units, assessment, textbooks."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page

from courses.curriculum.enums import ObjectiveKind
from courses.curriculum.models import Course

PROSE = ["bold", "italic", "ul", "ol", "link"]


class SyllabusPage(Page):
    """What authors write; a release of it into an outline is what is taught."""

    course = models.ForeignKey(
        Course, on_delete=models.PROTECT, related_name="+", verbose_name=_("course")
    )
    majors = models.CharField(_("majors"), max_length=200, blank=True)
    prerequisites = models.CharField(_("prerequisites"), max_length=200, blank=True)
    description = RichTextField(_("course description"), blank=True, features=PROSE)
    assessment = RichTextField(_("assessment"), blank=True, features=PROSE)
    textbooks = RichTextField(_("textbooks and references"), blank=True, features=PROSE)

    template = "cms/content/syllabus_page.html"
    parent_page_types: ClassVar = ["cms.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar = [
        *Page.content_panels,
        MultiFieldPanel(
            [FieldPanel("course"), FieldPanel("majors"), FieldPanel("prerequisites")],
            heading=_("Course"),
        ),
        FieldPanel("description"),
        InlinePanel("objectives", heading=_("Objectives"), label=_("objective")),
        InlinePanel("units", heading=_("Units and hours"), label=_("unit")),
        FieldPanel("assessment"),
        FieldPanel("textbooks"),
    ]

    class Meta:
        verbose_name = _("syllabus")


class SyllabusObjective(Orderable):
    page = ParentalKey(SyllabusPage, on_delete=models.CASCADE, related_name="objectives")
    kind = models.CharField(_("kind"), max_length=10, choices=ObjectiveKind)
    text = models.TextField(_("objective"))

    panels: ClassVar = [FieldPanel("kind"), FieldPanel("text")]


class SyllabusUnit(Orderable):
    page = ParentalKey(SyllabusPage, on_delete=models.CASCADE, related_name="units")
    title = models.CharField(_("unit"), max_length=200)
    content = models.TextField(_("content"), blank=True)
    theory_hours = models.PositiveSmallIntegerField(_("theory hours"), default=0)
    practice_hours = models.PositiveSmallIntegerField(_("practice hours"), default=0)
    online_hours = models.PositiveSmallIntegerField(_("online hours"), default=0)

    panels: ClassVar = [
        FieldPanel("title"),
        FieldPanel("content"),
        FieldRowPanel(
            [FieldPanel("theory_hours"), FieldPanel("practice_hours"), FieldPanel("online_hours")]
        ),
    ]
