"""The tree of pages: the site, an institution's home, its syllabuses."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.coreutils import find_available_slug
from wagtail.models import Collection, Locale, Page, Revision, Site

from cms.content.approvals import approve_as_loaded
from cms.content.models import HomePage, SyllabusObjective, SyllabusPage, SyllabusUnit
from cms.content.signals import home_page_created
from courses.curriculum.models import Course
from courses.institutions.models import Institution

# What Wagtail's first migration leaves: a welcome page, and two groups that may edit everything.
WELCOME_SLUG = "home"
WELCOME_GROUPS = ("Editors", "Moderators")


class PageRefused(Exception):
    """The page can't be made; the message says why, in the person's language."""


def ensure_site_root() -> Page:
    """The root of all pages, with the locale, the site and the root collection that pages need.

    Safe to call again, and after a flush of the database. Homes of institutions are children of the
    root, so an institution's pages are served at /<slug>/….
    """
    with transaction.atomic():
        Locale.objects.get_or_create(language_code="zh-hans")
        root = Page.get_first_root_node()
        if root is None:
            root = Page.add_root(instance=Page(title="Root", slug="root"))
        if Collection.get_first_root_node() is None:
            Collection.add_root(name="Root")
        address = urlsplit(settings.BASE_URL)
        port = address.port or (443 if address.scheme == "https" else 80)
        Site.objects.update_or_create(
            is_default_site=True,
            defaults={
                "hostname": address.hostname,
                "port": port,
                "root_page": root,
                "site_name": settings.WAGTAIL_SITE_NAME,
            },
        )
        for welcome in root.get_children().filter(slug=WELCOME_SLUG, numchild=0):
            if welcome.specific_class is Page:
                welcome.delete()
        Group.objects.filter(name__in=WELCOME_GROUPS, user=None).delete()
    return root


def create_home_page(institution: Institution, *, by: Any = None) -> HomePage:
    """The institution's home page, published; the one it already has when there is one."""
    existing = home_page_of(institution)
    if existing is not None:
        return existing
    with transaction.atomic():
        root = ensure_site_root()
        # Two people who get their first role at once must not make two homes.
        Institution.objects.select_for_update(no_key=True).get(pk=institution.pk)
        existing = home_page_of(institution)
        if existing is not None:
            return existing
        root.refresh_from_db()
        page = HomePage(
            title=institution.name,
            slug=_free_slug(institution),
            institution=institution,
            owner=by,
        )
        root.add_child(instance=page)
        _publish(page.save_revision(user=by), by=by)
        page.refresh_from_db()
    home_page_created.send(sender=HomePage, page=page)
    return page


def home_page_of(institution: Institution) -> HomePage | None:
    """The institution's home page, if it has one yet."""
    return HomePage.objects.filter(institution=institution).first()


def _free_slug(institution: Institution) -> str:
    """The five digits by which universities are known (10459 is Zhengzhou University); the whole
    identifier where two share them."""
    short = institution.code[-5:]
    taken = Page.objects.filter(depth=2, slug=short).exists()
    return institution.code if taken else short


def create_syllabus_page(
    home: HomePage,
    *,
    course: Course,
    title: str = "",
    objectives: Sequence[tuple[str, str]] = (),
    units: Sequence[tuple[str, str, int, int, int]] = (),
    majors: str = "",
    prerequisites: str = "",
    description: str = "",
    assessment: str = "",
    textbooks: str = "",
    slug: str = "",
    publish: bool = True,
    by: Any = None,
) -> SyllabusPage:
    """A syllabus below `home`, with its first revision published unless `publish` is false.

    `objectives` are (ObjectiveKind, text); `units` are (title, content, theory, practice, online
    hours); description, assessment and textbooks are HTML of Wagtail's rich text. The title is the
    course's name unless given, the slug its code. Raises PageRefused for a course of another
    institution.
    """
    if course.institution_id != home.institution_id:
        raise PageRefused(_("The course belongs to another institution."))
    page = SyllabusPage(
        title=title or course.name,
        slug=find_available_slug(home, slug or slugify(course.code) or "syllabus"),
        course=course,
        majors=majors,
        prerequisites=prerequisites,
        description=description,
        assessment=assessment,
        textbooks=textbooks,
        owner=by,
        live=False,
    )
    page.objectives = [
        SyllabusObjective(sort_order=n, kind=kind, text=text)
        for n, (kind, text) in enumerate(objectives)
    ]
    page.units = [
        SyllabusUnit(
            sort_order=n,
            title=name,
            content=content,
            theory_hours=theory,
            practice_hours=practice,
            online_hours=online,
        )
        for n, (name, content, theory, practice, online) in enumerate(units)
    ]
    with transaction.atomic():
        home.refresh_from_db()
        home.add_child(instance=page)
        revision = page.save_revision(user=by)
        if publish:
            _publish(revision, by=by)
            page.refresh_from_db()
    return page


def add_page(parent: Page, page: Page, *, publish: bool = True, by: Any = None) -> Page:
    """Put a new `page` (its StreamFields and child rows already set) below `parent` with its first
    revision. The slug is made from the title where it has none; a taken one gets a number.

    Whether these types go together is declared on the page types: PageRefused where they don't.
    """
    if not type(page).can_create_at(parent):
        raise PageRefused(_("Such a page can't stand there."))
    wanted = page.slug or slugify(page.title, allow_unicode=True) or page._meta.model_name
    page.slug = find_available_slug(parent, wanted[:200])
    page.live = False
    page.owner = by
    with transaction.atomic():
        parent.refresh_from_db()
        parent.add_child(instance=page)
        revision = page.save_revision(user=by)
        if publish:
            _publish(revision, by=by)
            page.refresh_from_db()
    return page


def _publish(revision: Revision, *, by: Any) -> None:
    """What is published here was never on a screen: screens give publish=False and send the page
    through its review (cms.reviewing)."""
    approve_as_loaded(revision, reason="published as it was loaded", by=by)
    PublishPageRevisionAction(revision, user=by).execute(skip_permission_checks=True)
