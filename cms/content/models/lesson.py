"""教案: the lesson for whoever teaches it, and the same lesson for whoever learns."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    PageChooserPanel,
)
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page

from cms.content.blocks import body_blocks, plan_blocks
from cms.content.fields import BodyField
from cms.content.models.adoptable import AdoptablePage
from cms.content.models.audience import WithAudience
from cms.content.models.lesson_form import LessonForm, PlanMinutesPanel

PROSE = ["bold", "italic", "ul", "ol", "link"]


class LessonPage(WithAudience, AdoptablePage):
    """One lesson of a syllabus. `plan`, key points and notes are for those who teach; `body`,
    `preparation` and `homework` are what students read."""

    # Of a unit of the syllabus above (SyllabusUnit.key); empty until the author says which.
    unit_key = models.UUIDField(_("unit"), null=True, blank=True)
    hours = models.PositiveSmallIntegerField(
        _("hours"), default=2, help_text=_("Contact hours (学时) of this lesson.")
    )
    minutes_per_hour = models.PositiveSmallIntegerField(_("minutes of an hour"), default=45)
    objectives = RichTextField(_("objectives of the lesson"), blank=True, features=PROSE)
    key_points = RichTextField(_("key points"), blank=True, features=PROSE)
    difficulties = RichTextField(_("difficult points"), blank=True, features=PROSE)
    methods = models.CharField(_("methods"), max_length=200, blank=True)
    materials = models.CharField(_("materials"), max_length=300, blank=True)
    plan = BodyField(plan_blocks, verbose_name=_("steps with minutes"), blank=True)
    afterthought = RichTextField(_("afterthoughts of teaching"), blank=True, features=PROSE)
    preparation = RichTextField(_("before class"), blank=True, features=PROSE)
    preparation_minutes = models.PositiveSmallIntegerField(
        _("minutes of preparation"), null=True, blank=True
    )
    body = BodyField(body_blocks, verbose_name=_("what students read"), blank=True)
    homework = RichTextField(_("homework"), blank=True, features=PROSE)

    template = "cms/content/lesson_page.html"
    base_form_class = LessonForm
    parent_page_types: ClassVar = ["cms.SyllabusPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar = [
        *Page.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("unit_key"),
                FieldRowPanel([FieldPanel("hours"), FieldPanel("minutes_per_hour")]),
                FieldPanel("audience"),
            ],
            heading=_("Place in the course"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("objectives"),
                FieldPanel("key_points"),
                FieldPanel("difficulties"),
                FieldPanel("methods"),
                FieldPanel("materials"),
                FieldPanel("plan"),
                PlanMinutesPanel(),
                FieldPanel("afterthought"),
            ],
            heading=_("For whoever teaches"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("preparation"),
                FieldPanel("preparation_minutes"),
                InlinePanel("readings", heading=_("To read before class"), label=_("reading")),
                FieldPanel("body"),
                FieldPanel("homework"),
            ],
            heading=_("For students"),
        ),
        FieldPanel("is_fixed"),
    ]

    class Meta:
        verbose_name = _("lesson")

    @property
    def planned_minutes(self) -> int:
        """Minutes of the steps of the plan."""
        return sum(
            block.value["minutes"] or 0 for block in self.plan if block.block_type == "activity"
        )

    @property
    def minutes(self) -> int:
        """Minutes that the lesson has."""
        return (self.hours or 0) * (self.minutes_per_hour or 0)


class LessonReading(Orderable):
    """A section of a textbook, or another page, to read before class."""

    page = ParentalKey(LessonPage, on_delete=models.CASCADE, related_name="readings")
    reading = models.ForeignKey(
        "wagtailcore.Page", on_delete=models.CASCADE, related_name="+", verbose_name=_("page")
    )
    note = models.CharField(_("what to look for"), max_length=200, blank=True)

    panels: ClassVar = [
        PageChooserPanel("reading", ["cms.SectionPage", "cms.CasePage", "cms.PolicyPage"]),
        FieldPanel("note"),
    ]
