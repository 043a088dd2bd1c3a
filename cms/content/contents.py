"""What pages list: the parts of a home, filtered cases and policies, news, a handbook's parts.

Each answers in a fixed number of queries, whatever the number of pages.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Paginator
from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from pypinyin import lazy_pinyin
from wagtail.models import Page

from cms.content.models import (
    CasePage,
    EntrepreneurshipIndexPage,
    GlossaryPage,
    GlossaryTerm,
    HandbookPage,
    HomePage,
    IncubationBasePage,
    NewsIndexPage,
    NewsPage,
    PolicyPage,
    ProjectPage,
    ReadingListPage,
    SyllabusPage,
    TextbookPage,
    TrainingEventPage,
)
from cms.content.readers import readable_pages
from cms.content.structure import (
    WORK_PATH,
    UnitOutline,
    lessons_of,
    neighbours,
    outline_of_syllabus,
)
from courses.institutions.enums import RoleKind
from courses.institutions.scopes import scope_of

# Those for whom the screens are that bring in and write pages.
WRITE = frozenset(
    {
        RoleKind.TEACHING_OFFICE,
        RoleKind.INSTITUTION_ADMINISTRATOR,
        RoleKind.DEPARTMENT_COORDINATOR,
        RoleKind.INSTRUCTOR,
    }
)
SHOWN_OF_EACH = 6
A_PAGE = 20
MAX_REGIONS = 60


def home_contents(home: HomePage, user: Any) -> dict[str, Any]:
    """The published parts of a home that the person may read. Seven queries at most beside those
    for the person's roles."""
    syllabuses = SyllabusPage.objects.live().child_of(home).select_related("course")
    textbooks = TextbookPage.objects.live().child_of(home).select_related("cover")
    contents: dict[str, Any] = {
        "syllabuses": syllabuses.order_by("title"),
        "textbooks": readable_pages(user, textbooks).order_by("title"),
        "entrepreneurship": EntrepreneurshipIndexPage.objects.live().child_of(home).first(),
        "news_index": NewsIndexPage.objects.live().child_of(home).first(),
        "handbooks": [],
        "reference": [],
        "may_begin": may_begin(home, user),
    }
    kept = Page.objects.live().child_of(home).type(HandbookPage, GlossaryPage, ReadingListPage)
    for page in kept.select_related("content_type").order_by("path"):
        is_handbook = page.cached_content_type.model == "handbookpage"
        contents["handbooks" if is_handbook else "reference"].append(page)
    if contents["news_index"]:
        news = NewsPage.objects.live().child_of(contents["news_index"]).defer("body")
        contents["news"] = news.order_by("-dated", "-pk")[:SHOWN_OF_EACH]
    return contents


def may_begin(home: HomePage, user: Any) -> bool:
    """Whether the person may bring in or write what the home lacks. Nothing is asked about a person
    who isn't signed in."""
    if home.institution_id is None or not getattr(user, "is_authenticated", False):
        return False
    roles = scope_of(user).roles
    return any(role.institution_id == home.institution_id and role.kind in WRITE for role in roles)


def readable_outline(syllabus: SyllabusPage, user: Any) -> list[UnitOutline]:
    """The lessons that the person may read, by unit in the order of the syllabus; units without
    one are left out."""
    outline = outline_of_syllabus(syllabus, readable_pages(user, lessons_of(syllabus)))
    return [unit for unit in outline if unit.lessons]


class PolicyState(models.TextChoices):
    COMING = "coming", _("not yet in force")
    IN_FORCE = "in_force", _("in force")
    ENDED = "ended", _("no longer in force")


def state_of_policy(policy: PolicyPage, *, on: datetime.date) -> PolicyState:
    """On its last day a policy is still in force."""
    if on < policy.valid_from:
        return PolicyState.COMING
    if policy.valid_until is not None and on > policy.valid_until:
        return PolicyState.ENDED
    return PolicyState.IN_FORCE


@dataclass(frozen=True)
class Kind:
    """A type of page below the entrepreneurship page; `order` sorts its list."""

    code: str
    label: Any
    model: type[Page]
    order: str
    has_region: bool = False


KINDS = (
    Kind("case", _("Cases"), CasePage, "-first_published_at", has_region=True),
    Kind("policy", _("Policies"), PolicyPage, "-valid_from", has_region=True),
    Kind("project", _("Student projects"), ProjectPage, "-first_published_at"),
    Kind("event", _("Training and competitions"), TrainingEventPage, "-starts_at"),
    Kind("base", _("Incubation bases"), IncubationBasePage, "title"),
)


@dataclass
class Listed:
    kind: Kind
    pages: list[Any]
    total: int


def entrepreneurship(
    index: Page, *, kind: str, region: str, number: str, on: datetime.date
) -> dict[str, Any]:
    """The pages below the index: some of each kind, or one kind page by page.

    Unknown kinds and regions give nothing, an unknown page number the nearest page.
    """
    kinds = [k for k in KINDS if not kind or k.code == kind]
    if region:
        kinds = [k for k in kinds if k.has_region]
    listed, page_obj = [], None
    for one in kinds:
        pages: QuerySet[Any] = one.model.objects.child_of(index).live().defer("body")
        if region:
            pages = pages.filter(region=region)
        paginator = Paginator(pages.order_by(one.order, "pk"), A_PAGE if kind else SHOWN_OF_EACH)
        shown = paginator.get_page(number if kind else 1)
        page_obj = shown if kind else None
        if paginator.count:
            listed.append(Listed(one, with_state(shown, on), paginator.count))
    return {
        "listed": listed,
        "kinds": KINDS,
        "kind": kind,
        "region": region,
        "regions": _regions(index),
        "page_obj": page_obj,
    }


def with_state(pages: Iterable[Any], on: datetime.date) -> list[Any]:
    """The pages; policies among them with their `state` on that day."""
    found = list(pages)
    for page in found:
        if isinstance(page, PolicyPage):
            page.state = state_of_policy(page, on=on)
    return found


def _regions(index: Page) -> list[str]:
    cases = CasePage.objects.child_of(index).live().exclude(region="").order_by()
    policies = PolicyPage.objects.child_of(index).live().exclude(region="").order_by()
    found = cases.values_list("region").union(policies.values_list("region"))
    return sorted((region for (region,) in found[:MAX_REGIONS]), key=sounds)


def news(index: Page, *, number: str, on: datetime.date) -> Any:
    """A page of news and policies, the newest first; `object_list` holds them with `day`."""
    dated = NewsPage.objects.child_of(index).live().order_by().values_list("pk", "dated")
    policies = PolicyPage.objects.child_of(index).live().order_by()
    rows = dated.union(policies.values_list("pk", "valid_from")).order_by("-dated", "-pk")
    shown = Paginator(rows, A_PAGE).get_page(number)
    days = dict(shown.object_list)
    found: dict[int, Any] = {
        **NewsPage.objects.defer("body").in_bulk(days),
        **PolicyPage.objects.defer("body").in_bulk(days),
    }
    for pk, page in found.items():
        page.day = days[pk]
    shown.object_list = with_state((found[pk] for pk in days), on)
    return shown


@dataclass
class Part:
    """A page of a handbook and what lies below it."""

    page: Page
    parts: list["Part"] = field(default_factory=list)


def handbook(page: Page) -> dict[str, Any]:
    """The whole handbook that the page is part of: `whole`, its parts, and what comes before and
    after the page. One query. Parts below an unpublished page are left out."""
    path = page.path[:WORK_PATH]
    pages = Page.objects.filter(path__startswith=path).live().order_by("path")
    by_path: dict[str, Part] = {}
    reading: list[Page] = []
    for found in pages:
        part = Part(found)
        above = by_path.get(found.path[: -Page.steplen])
        if found.path != path and above is None:
            continue
        by_path[found.path] = part
        reading.append(found)
        if above is not None:
            above.parts.append(part)
    before, after = neighbours(reading, page)
    here = by_path.get(page.path)
    return {
        "whole": by_path.get(path),
        "parts": here.parts if here else [],
        "before": before,
        "after": after,
    }


def sounds(text: str) -> list[str]:
    """Sorts Chinese as a dictionary does, by Pinyin, among Latin letters."""
    return [syllable.casefold() for syllable in lazy_pinyin(text)]


def glossary_by_letter(terms: Iterable[GlossaryTerm]) -> list[tuple[str, list[GlossaryTerm]]]:
    """The terms in order of Pinyin under their first letter; what begins with no letter is under
    "#", at the end."""
    letters: dict[str, list[GlossaryTerm]] = {}
    for term in sorted(terms, key=lambda term: (sounds(term.term), term.term)):
        first = (sounds(term.term) or ["#"])[0][:1].upper()
        letters.setdefault(first if "A" <= first <= "Z" else "#", []).append(term)
    return sorted(letters.items(), key=lambda entry: (entry[0] == "#", entry[0]))
