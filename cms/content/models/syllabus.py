"""教学大纲 as universities write it: hours by kind, objectives, units, assessment, textbooks."""

import uuid
from typing import Any, ClassVar

from django.db import models
from django.forms import HiddenInput
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page

from cms.content.models.adoptable import AdoptablePage
from cms.content.models.contribution_formset import ContributionsPanel
from cms.content.models.syllabus_form import SyllabusForm
from cms.content.models.unit_formset import UnitsPanel
from courses.curriculum.enums import CourseNature, ObjectiveKind
from courses.curriculum.models import Course

PROSE = ["bold", "italic", "ul", "ol", "link"]


class SyllabusPage(AdoptablePage):
    """What authors write; a release of it into an outline is what is taught.

    A school's syllabus has a `course`, whose code, hours and credits are those of the teaching
    plan. A province's master has none and says itself what it recommends; its hours are the sum
    of its units.
    """

    course = models.ForeignKey(
        Course,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("course"),
    )
    name_en = models.CharField(
        _("English name"), max_length=200, blank=True, default="", db_default=""
    )
    recommended_nature = models.CharField(
        _("nature"),
        max_length=20,
        choices=CourseNature,
        default=CourseNature.GENERAL_REQUIRED,
        db_default=CourseNature.GENERAL_REQUIRED,
    )
    recommended_credits = models.DecimalField(
        _("credits"), max_digits=4, decimal_places=1, null=True, blank=True
    )
    majors = models.CharField(_("majors"), max_length=200, blank=True)
    prerequisites = models.CharField(_("prerequisites"), max_length=200, blank=True)
    description = RichTextField(_("course description"), blank=True, features=PROSE)
    assessment = RichTextField(_("assessment"), blank=True, features=PROSE)
    textbooks = RichTextField(_("textbooks and references"), blank=True, features=PROSE)

    template = "cms/content/syllabus_page.html"
    parent_page_types: ClassVar = ["cms.HomePage"]
    subpage_types: ClassVar = ["cms.LessonPage"]
    content_panels: ClassVar = [
        *Page.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("course"),
                FieldPanel("name_en"),
                FieldPanel("recommended_nature"),
                FieldPanel("recommended_credits"),
                FieldPanel("majors"),
                FieldPanel("prerequisites"),
            ],
            heading=_("Course"),
        ),
        FieldPanel("description"),
        InlinePanel("objectives", heading=_("Objectives"), label=_("objective")),
        UnitsPanel("units", heading=_("Units and hours"), label=_("unit")),
        ContributionsPanel(
            "contributions",
            heading=_("Objectives × units × assessment"),
            label=_("line of the map"),
        ),
        FieldPanel("assessment"),
        FieldPanel("textbooks"),
        FieldPanel("is_fixed"),
    ]
    base_form_class = SyllabusForm

    class Meta:
        verbose_name = _("syllabus")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from cms.content.contents import readable_outline

        objectives = list(self.objectives.all())
        units = list(self.units.all())
        by_kind = [
            (label, [objective for objective in objectives if objective.kind == kind])
            for kind, label in ObjectiveKind.choices
        ]
        return {
            **super().get_context(request, *args, **kwargs),
            "objectives_by_kind": [(label, found) for label, found in by_kind if found],
            "units": units,
            "contributions": self.map_lines(objectives, units),
            "lessons_by_unit": readable_outline(self, request.user),
            "totals": {
                "theory": sum(unit.theory_hours for unit in units),
                "practice": sum(unit.practice_hours for unit in units),
                "online": sum(unit.online_hours for unit in units),
                "total": sum(unit.hours for unit in units),
            },
        }

    def map_lines(
        self, objectives: list["SyllabusObjective"], units: list["SyllabusUnit"]
    ) -> list[tuple["SyllabusObjective", list[tuple["SyllabusUnit", str]]]]:
        """The map objective × unit × assessment by objective; lines whose objective or unit is gone
        are left out."""
        unit_of = {unit.key: unit for unit in units}
        lines: dict[Any, list[tuple[SyllabusUnit, str]]] = {}
        for line in self.contributions.all():
            if line.unit_key in unit_of:
                entry = (unit_of[line.unit_key], line.assessment)
                lines.setdefault(line.objective_key, []).append(entry)
        return [(one, lines[one.key]) for one in objectives if one.key in lines]


class SyllabusObjective(Orderable):
    page = ParentalKey(SyllabusPage, on_delete=models.CASCADE, related_name="objectives")
    # Stays the same through drafts, copies and releases; row numbers don't.
    # Never empty; nullable because rows of the first release get theirs a moment later.
    key = models.UUIDField(default=uuid.uuid4, null=True)
    kind = models.CharField(_("kind"), max_length=10, choices=ObjectiveKind)
    text = models.TextField(_("objective"))

    panels: ClassVar = [
        FieldPanel("key", widget=HiddenInput, heading=_("row key"), classname="w-hidden"),
        FieldPanel("kind"),
        FieldPanel("text"),
    ]


class SyllabusUnit(Orderable):
    page = ParentalKey(SyllabusPage, on_delete=models.CASCADE, related_name="units")
    # Stays the same through drafts, copies and releases; row numbers don't.
    # Never empty; nullable because rows of the first release get theirs a moment later.
    key = models.UUIDField(default=uuid.uuid4, null=True)
    is_fixed = models.BooleanField(
        _("fixed for schools"),
        default=False,
        db_default=False,
        help_text=_("Schools that adopt this syllabus can't change the unit."),
    )
    title = models.CharField(_("unit"), max_length=200)
    content = models.TextField(pgettext_lazy("of a unit", "content"), blank=True)
    theory_hours = models.PositiveSmallIntegerField(_("theory hours"), default=0)
    practice_hours = models.PositiveSmallIntegerField(_("practice hours"), default=0)
    online_hours = models.PositiveSmallIntegerField(_("online hours"), default=0)

    panels: ClassVar = [
        FieldPanel("key", widget=HiddenInput, heading=_("row key"), classname="w-hidden"),
        FieldPanel("is_fixed"),
        FieldPanel("title"),
        FieldPanel("content"),
        FieldRowPanel(
            [FieldPanel("theory_hours"), FieldPanel("practice_hours"), FieldPanel("online_hours")]
        ),
    ]

    @property
    def hours(self) -> int:
        return (self.theory_hours or 0) + (self.practice_hours or 0) + (self.online_hours or 0)


class SyllabusContribution(Orderable):
    """One line of the map objective × unit × assessment: what serves an objective and how it shows.

    `objective_key` and `unit_key` name rows of the same page; the editor offers only those.
    """

    page = ParentalKey(SyllabusPage, on_delete=models.CASCADE, related_name="contributions")
    objective_key = models.UUIDField(_("objective"))
    unit_key = models.UUIDField(_("unit"))
    assessment = models.CharField(_("shown by"), max_length=200)

    panels: ClassVar = [
        FieldPanel("objective_key"),
        FieldPanel("unit_key"),
        FieldPanel("assessment"),
    ]
