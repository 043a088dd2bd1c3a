"""What a page of a provincial master and a school's copy of it have in common."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class AdoptablePage(Page):
    """A page that a province may write once and many schools take over (cms.masters does it).

    `is_fixed` on a master page: schools may not change their copy of it.
    """

    is_fixed = models.BooleanField(
        _("fixed for schools"),
        default=False,
        help_text=_("Schools that adopt this page can't change it."),
    )
    master = models.ForeignKey(
        "wagtailcore.Page",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("master page"),
    )
    # The revision of the master page that this copy last took over: the base of a merge.
    master_revision_id = models.PositiveBigIntegerField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True
