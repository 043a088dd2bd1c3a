"""Wagtail's explorer and editor while a school's pages grow to 20,000.

`python -m tests.bench.explorer` measures on an SQLite of its own, or on DATABASE_URL, which must be
empty; `bench_explorer(results)` adds the lines to a table. The counts of SQL must not grow.
"""

import json
import logging
import os
import sys
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
SIZES = (500, 5_000, 20_000)
SECTIONS_A_CHAPTER = 25
CHAPTERS_A_BOOK = 40
WORDS = ("职业认知", "自我探索", "求职材料", "面试准备", "就业权益", "生涯决策", "创业基础")


def bench_explorer(results: Any) -> None:
    """At each size every screen that an author opens, against a bare signed-in view."""
    from django.test import override_settings

    from tests.bench.measuring import repeated
    from tests.bench.suite import _client

    school = School()
    client = _client("explorer-office")
    with override_settings(ROOT_URLCONF="tests.bench.bare"):
        floor = repeated(lambda: client.get("/bare/"), 50).cpu_seconds
    queries: dict[str, int] = {}
    for size in SIZES:
        school.grow_to(size)
        for name, call in screens(school, client):
            took = repeated(call, 7)
            if queries.setdefault(name, took.queries) < took.queries:
                raise RuntimeError(f"{name}: {took.queries} SQL at {size}, {queries[name]} before")
            results.add(
                f"explorer, {name}",
                size=size,
                took=took,
                floor=floor,
                floor_name="bare view, signed in",
            )


class School:
    """A home with a lesson and as many books as it takes; the pages are rows as they are made on
    screen: each with one revision, one entry in its history and one in the index of search."""

    def __init__(self) -> None:
        from cms.users.models import User
        from courses.institutions.domain.roles import grant_role
        from courses.institutions.enums import RoleKind
        from tests.factories.content import make_syllabus
        from tests.factories.institutions import InstitutionFactory
        from tests.factories.masters import make_lesson

        institution = InstitutionFactory(name="万页大学")
        self.user = User.objects.create(username="explorer-office", name="钱教务")
        grant_role(self.user, kind=RoleKind.TEACHING_OFFICE, institution=institution, by=None)
        self.syllabus = make_syllabus(institution, by=self.user)
        self.lesson = make_lesson(self.syllabus, title="认识自我")
        self.home = self.syllabus.get_parent()
        self.made = 0
        self.chapters: list[Any] = []

    def grow_to(self, size: int) -> None:
        """Sections until there are `size`; chapters and books come on top."""
        from django.db import connection

        from cms.content.domain import add_page
        from cms.content.models import ChapterPage, TextbookPage

        while self.made < size:
            chapter_number = self.made // SECTIONS_A_CHAPTER
            if chapter_number % CHAPTERS_A_BOOK == 0:
                title = f"教材{chapter_number // CHAPTERS_A_BOOK + 1}"
                self.book = add_page(
                    self.home,
                    TextbookPage(title=title, audience="course", edition="第1版", authors="编写组"),
                    by=self.user,
                )
            chapter = add_page(
                self.book,
                ChapterPage(title=f"第{chapter_number % CHAPTERS_A_BOOK + 1}章"),
                by=self.user,
            )
            self.chapters.append(chapter)
            _fill(chapter, self.made, self.user)
            self.made += SECTIONS_A_CHAPTER
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")

    @property
    def chapter(self) -> Any:
        return self.chapters[len(self.chapters) // 2]

    @property
    def section(self) -> Any:
        return _children(self.chapter.pk)[3]


def screens(school: School, client: Any) -> Iterator[tuple[str, Callable[[], Any]]]:
    from django.urls import reverse

    chapter, section, home = school.chapter.pk, school.section.pk, school.home.pk
    found = {
        "pages of the home": reverse("wagtailadmin_explore", args=[home]),
        "pages of a chapter": reverse("wagtailadmin_explore", args=[chapter]),
        "search below the home": reverse("wagtailadmin_explore", args=[home]) + "?q=面试准备",
        "search over all pages": reverse("wagtailadmin_pages:search") + "?q=面试准备",
        # Wagtail asks five times for each of the 20 pages that its menu shows at once.
        "menu of pages": f"/admin/api/main/pages/?child_of={chapter}&for_explorer=1",
        "editor of a lesson": reverse("wagtailadmin_pages:edit", args=[school.lesson.pk]),
        "editor of a section": reverse("wagtailadmin_pages:edit", args=[section]),
        "new section": reverse("wagtailadmin_pages:add", args=["cms", "sectionpage", chapter]),
        "page chooser": reverse("wagtailadmin_choose_page"),
        "page chooser, a chapter": reverse("wagtailadmin_choose_page_child", args=[chapter]),
        "page chooser, search": reverse("wagtailadmin_choose_page_search") + "?q=面试准备",
        "order of a chapter": reverse("order_pages", args=[chapter]),
    }
    for name, address in found.items():
        yield name, lambda address=address: _get(client, address)
    yield "one place down and up", lambda: _move(client, reverse("order_pages", args=[chapter]))


def _get(client: Any, address: str) -> None:
    answer = client.get(address, headers={"x-requested-with": "XMLHttpRequest"})
    assert answer.status_code == 200, (address, answer.status_code)


def _move(client: Any, address: str) -> None:
    """Two requests: the order is as before afterwards."""
    parent = int(address.split("/")[-3])
    page = _children(parent)[10].pk
    for place in (12, 11):
        answer = client.post(address, {"page": page, "place": place, "by": "down"})
        assert answer.status_code == 302, answer.status_code
    assert _children(parent)[10].pk == page


def _children(number: int) -> Any:
    """From the tree as it is stored: rows that were inserted don't tell their parent's object."""
    from wagtail.models import Page

    return Page.objects.child_of(Page.objects.get(pk=number)).order_by("path")


def _fill(chapter: Any, first: int, user: Any) -> None:
    """Published sections below a chapter as rows; Django inserts no models with parents in bulk."""
    from django.contrib.contenttypes.models import ContentType
    from django.db import connection
    from django.utils import timezone
    from wagtail.models import Locale, Page, PageLogEntry, Revision
    from wagtail.search.backends import get_search_backend

    from cms.content.models import ChapterPage, SectionPage

    now, locale = timezone.now(), Locale.get_default()
    kind = ContentType.objects.get_for_model(SectionPage)
    base = ContentType.objects.get_for_model(Page)
    names = [field.attname for field in Page._meta.concrete_fields if not field.primary_key]
    pages = [
        SectionPage(
            title=f"{WORDS[number % len(WORDS)]}之{number}",
            draft_title=f"{WORDS[number % len(WORDS)]}之{number}",
            slug=f"s{number}",
            path=Page._get_path(chapter.path, chapter.depth + 1, number - first + 1),
            depth=chapter.depth + 1,
            url_path=f"{chapter.url_path}s{number}/",
            locale=locale,
            content_type=kind,
            live=True,
            owner=user,
            first_published_at=now,
            last_published_at=now,
            latest_revision_created_at=now,
            translation_key=uuid.uuid4(),
            body=[{"type": "prose", "value": "<p>正文。</p>" * 40, "id": str(uuid.uuid4())}],
        )
        for number in range(first, first + SECTIONS_A_CHAPTER)
    ]
    parents = Page.objects.bulk_create(
        [Page(**{name: getattr(page, name) for name in names}) for page in pages]
    )
    body = SectionPage._meta.get_field("body")
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO cms_sectionpage (page_ptr_id, is_fixed, body) VALUES (%s, %s, %s)",
            [
                (parent.pk, False, body.get_db_prep_save(page.body, connection))
                for parent, page in zip(parents, pages, strict=True)
            ],
        )
    ChapterPage.objects.filter(pk=chapter.pk).update(numchild=SECTIONS_A_CHAPTER)
    rows = list(SectionPage.objects.child_of(ChapterPage.objects.get(pk=chapter.pk)))
    revisions = Revision.objects.bulk_create(
        Revision(
            content_type=kind,
            base_content_type=base,
            object_id=str(row.pk),
            created_at=now,
            user=user,
            object_str=row.title,
            content=row.serializable_data(),
        )
        for row in rows
    )
    for row, revision in zip(rows, revisions, strict=True):
        row.latest_revision = row.live_revision = revision
    Page.objects.bulk_update(rows, ["latest_revision", "live_revision"])
    PageLogEntry.objects.bulk_create(
        PageLogEntry(
            content_type=kind,
            page_id=row.pk,
            label=row.title,
            action="wagtail.edit",
            user=user,
            timestamp=now,
            uuid=uuid.uuid4(),
        )
        for row in rows
    )
    get_search_backend().add_bulk(SectionPage, rows)


def main() -> None:
    scratch = ROOT / "var" / "bench-explorer.sqlite3"
    if "DATABASE_URL" not in os.environ:
        scratch.parent.mkdir(exist_ok=True)
        for leftover in scratch.parent.glob("bench-explorer.sqlite3*"):
            leftover.unlink()
        os.environ["DATABASE_URL"] = f"sqlite:///{scratch}"
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    logging.disable(logging.WARNING)
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from tests.bench.measuring import Results

    results = Results()
    bench_explorer(results)
    (ROOT / "var" / "bench-explorer.json").write_text(
        json.dumps(results.as_json(), ensure_ascii=False, indent=1), encoding="utf-8"
    )


if __name__ == "__main__":
    main()
