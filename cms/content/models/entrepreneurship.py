"""创业教育: cases, policies, projects, training events, incubation bases. All of it is public."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from cms.content.blocks import body_blocks
from cms.content.fields import BodyField
from cms.content.models.writing import ContentPage

PROSE = ["bold", "italic", "ul", "ol", "link"]


class ArticlePage(ContentPage):
    """A public page with a summary and a body."""

    summary = models.TextField(_("summary"), max_length=300, blank=True)
    body = BodyField(body_blocks, verbose_name=_("text"), blank=True)

    subpage_types: ClassVar[list[str]] = []

    class Meta:
        abstract = True


class EntrepreneurshipIndexPage(ContentPage):
    introduction = RichTextField(_("introduction"), blank=True, features=PROSE)

    template = "cms/content/entrepreneurship_index_page.html"
    parent_page_types: ClassVar = ["cms.HomePage"]
    subpage_types: ClassVar = [
        "cms.CasePage",
        "cms.PolicyPage",
        "cms.ProjectPage",
        "cms.TrainingEventPage",
        "cms.IncubationBasePage",
    ]
    max_count_per_parent = 1
    content_panels: ClassVar = [*Page.content_panels, FieldPanel("introduction")]

    class Meta:
        verbose_name = _("entrepreneurship")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from cms.content.contents import entrepreneurship

        found = entrepreneurship(
            self,
            kind=request.GET.get("kind", ""),
            region=request.GET.get("region", ""),
            number=request.GET.get("page", "1"),
            on=timezone.localdate(),
        )
        return {**super().get_context(request, *args, **kwargs), **found}


class CasePage(ArticlePage):
    """The story of a start-up, for discussion."""

    industry = models.CharField(_("industry"), max_length=80)
    founded_year = models.PositiveSmallIntegerField(_("founded in"), null=True, blank=True)
    region = models.CharField(_("region"), max_length=80, blank=True)
    source = models.CharField(_("source"), max_length=200)

    template = "cms/content/case_page.html"
    parent_page_types: ClassVar = ["cms.EntrepreneurshipIndexPage"]
    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldRowPanel([FieldPanel("industry"), FieldPanel("founded_year"), FieldPanel("region")]),
        FieldPanel("body"),
        FieldPanel("source"),
    ]

    class Meta:
        verbose_name = _("entrepreneurship case")


class PolicyPage(ArticlePage):
    """A policy with where it holds and from when to when; `valid_until` is its last day."""

    issuer = models.CharField(_("issuing body"), max_length=120)
    number = models.CharField(_("document number"), max_length=80, blank=True)
    region = models.CharField(_("region"), max_length=80)
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    # Not `url`: that is where Wagtail's page says its own address.
    original_url = models.URLField(_("address"), blank=True)

    template = "cms/content/policy_page.html"
    parent_page_types: ClassVar = ["cms.EntrepreneurshipIndexPage", "cms.NewsIndexPage"]
    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldRowPanel([FieldPanel("issuer"), FieldPanel("number")]),
        FieldRowPanel([FieldPanel("region"), FieldPanel("valid_from"), FieldPanel("valid_until")]),
        FieldPanel("original_url"),
        FieldPanel("body"),
    ]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from cms.content.contents import state_of_policy

        state = state_of_policy(self, on=timezone.localdate())
        return {**super().get_context(request, *args, **kwargs), "state": state}

    class Meta:
        verbose_name = _("policy")
        constraints = (
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="policy_ends_after_it_begins",
            ),
        )

    def clean(self) -> None:
        super().clean()
        if self.valid_from and self.valid_until and self.valid_until < self.valid_from:
            raise ValidationError({"valid_until": _("The policy would end before it begins.")})


class ProjectPage(ArticlePage):
    """A student project; people are named by role, not by number."""

    team = models.CharField(_("team"), max_length=200)
    stage = models.CharField(
        _("stage"),
        max_length=12,
        choices=[
            ("idea", _("idea")),
            ("prototype", _("prototype")),
            ("founded", _("company founded")),
            ("growing", _("growing")),
            ("ended", _("ended")),
        ],
        default="idea",
    )
    started_on = models.DateField(_("started on"), null=True, blank=True)
    awards = models.CharField(_("awards"), max_length=300, blank=True)

    template = "cms/content/project_page.html"
    parent_page_types: ClassVar = ["cms.EntrepreneurshipIndexPage"]
    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldRowPanel([FieldPanel("team"), FieldPanel("stage"), FieldPanel("started_on")]),
        FieldPanel("awards"),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("entrepreneurship project")


class TrainingEventPage(ArticlePage):
    """A training or competition that students may join."""

    organiser = models.CharField(_("organiser"), max_length=120)
    place = models.CharField(_("place"), max_length=120)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    seats = models.PositiveSmallIntegerField(_("places for participants"), null=True, blank=True)

    template = "cms/content/training_event_page.html"
    parent_page_types: ClassVar = ["cms.EntrepreneurshipIndexPage"]
    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at"), FieldPanel("seats")]),
        FieldRowPanel([FieldPanel("organiser"), FieldPanel("place")]),
        FieldPanel("body"),
    ]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        is_over = self.ends_at is not None and self.ends_at < timezone.now()
        return {**super().get_context(request, *args, **kwargs), "is_over": is_over}

    class Meta:
        verbose_name = _("training event")
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="event_ends_after_it_begins"
            ),
        )

    def clean(self) -> None:
        super().clean()
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": _("The event would end before it begins.")})


class IncubationBasePage(ArticlePage):
    """孵化基地."""

    level = models.CharField(
        _("level of the base"),
        max_length=12,
        choices=[
            ("national", _("national")),
            ("provincial", _("provincial")),
            ("city", _("of a city")),
            ("school", _("of the school")),
        ],
        default="school",
    )
    address = models.CharField(_("place"), max_length=200)
    area = models.PositiveIntegerField(_("area in m²"), null=True, blank=True)
    places = models.PositiveSmallIntegerField(_("places for teams"), null=True, blank=True)

    template = "cms/content/incubation_base_page.html"
    parent_page_types: ClassVar = ["cms.EntrepreneurshipIndexPage"]
    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldRowPanel([FieldPanel("level"), FieldPanel("area"), FieldPanel("places")]),
        FieldPanel("address"),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("incubation base")
