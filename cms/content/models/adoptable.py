"""What a page of a provincial master and a school's copy of it have in common."""

from typing import Any, ClassVar

from django.apps import apps
from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.locks import BaseLock
from wagtail.models import Page, PageViewRestriction

from cms.content.models.adoptable_form import AdoptableForm
from cms.content.models.permissions import PublicPagePermissions
from cms.content.models.writing import ContentPage


class AdoptablePage(ContentPage):
    """A page that a province may write once and many schools take over (cms.masters does it).

    `is_fixed` on a master page: schools may not change their copy of it.
    """

    is_fixed = models.BooleanField(
        gettext_lazy("fixed for schools"),
        default=False,
        db_default=False,
        help_text=gettext_lazy("Schools that adopt this page can't change it."),
    )
    master = models.ForeignKey(
        "wagtailcore.Page",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=gettext_lazy("master page"),
    )
    # The revision of the master page that this copy last took over: the base of a merge.
    master_revision_id = models.PositiveBigIntegerField(null=True, blank=True, editable=False)

    # A copy that somebody makes of a copy is the school's own page.
    exclude_fields_in_copy: ClassVar = ["is_fixed", "master", "master_revision_id"]
    base_form_class = AdoptableForm

    class Meta:
        abstract = True

    def get_view_restrictions(self) -> QuerySet[PageViewRestriction]:
        """None: nobody can set one (`PublicPagePermissions`), `audience` says who reads. Wagtail
        would ask for them twice whenever a lesson is opened."""
        return PageViewRestriction.objects.none()

    @property
    def is_copy(self) -> bool:
        """Taken over from a province's master, whether that master still stands or not."""
        return self.master_revision_id is not None

    @property
    def is_held(self) -> bool:
        """A copy whose text is the province's: nobody at the school changes it."""
        return self.is_fixed and self.is_copy

    def with_content_json(self, content: dict[str, Any]) -> Any:
        """Whether a copy is fixed belongs to the page, not to a revision: going back to an older
        text doesn't open the page, nor does it make the school's own page a copy again."""
        page = super().with_content_json(content)
        if self.is_copy:
            page.is_fixed = self.is_fixed
        elif page.is_copy:
            page.master, page.master_revision_id, page.is_fixed = None, None, False
        return page

    def get_lock(self) -> BaseLock | None:
        return MasterLock(self) if self.is_held else super().get_lock()

    def permissions_for_user(self, user: Any) -> "AdoptablePagePermissions":
        return AdoptablePagePermissions(user, self)


class MasterLock(BaseLock):
    """For everybody: a new edition of the master is the only way in."""

    def for_user(self, user: Any) -> bool:
        return True

    def get_message(self, user: Any) -> str:
        return _(
            "This page is fixed by the province: schools read it as it stands, and it changes "
            "when your school takes over a new edition. You can add pages of your own beside it."
        )

    def get_locked_by(self, user: Any) -> str:
        return _("Fixed by the province")

    def get_description(self, user: Any) -> str:
        return _("Only a new edition of the provincial master changes this page.")


class AdoptablePagePermissions(PublicPagePermissions):
    """A page that the province fixed can't be published, unpublished, deleted or moved by hand, nor
    can a page with such pages below it be deleted."""

    def can_publish(self) -> bool:
        return not self.page.is_held and super().can_publish()

    def can_unpublish(self) -> bool:
        return not self.page.is_held and super().can_unpublish()

    def can_submit_for_moderation(self) -> bool:
        return not self.page.is_held and super().can_submit_for_moderation()

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        if self.page.is_held or holds_fixed_pages(self.page):
            return False
        return super().can_delete(ignore_bulk)


def holds_fixed_pages(page: Page) -> bool:
    """Whether a page that a province fixed lies below `page` (specific). It can only lie below a
    copy of a master's page, so lists of a school's own pages ask nothing."""
    if page.numchild == 0 or getattr(page, "master_revision_id", None) is None:
        return False
    return any(
        model.objects.descendant_of(page)
        .filter(is_fixed=True, master_revision_id__isnull=False)
        .exists()
        for model in adoptable_models()
    )


def held_pages_below(parent: Page) -> set[int]:
    """Which children of `parent` (specific) a province fixed. Their order among each other is a
    matter of the master that `parent` is a copy of; elsewhere nobody's but the school's."""
    if getattr(parent, "master_revision_id", None) is None:
        return set()
    return {
        pk
        for model in adoptable_models()
        for pk in model.objects.child_of(parent)
        .filter(is_fixed=True, master_revision_id__isnull=False)
        .values_list("pk", flat=True)
    }


def adoptable_models() -> list[type[AdoptablePage]]:
    """The page types that a province writes and schools take over."""
    return [model for model in apps.get_models() if issubclass(model, AdoptablePage)]
