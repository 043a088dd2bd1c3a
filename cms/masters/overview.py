"""Masters with their editions and adopters, for lists. Query counts don't grow with the rows."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Q
from wagtail.models import Page

from cms.content.models import HomePage
from cms.content.models.adoptable import adoptable_models
from cms.masters.domain.editions import has_news
from cms.masters.models import Adoption, EditionPage, MasterEdition
from courses.institutions.models import Institution


@dataclass
class MasterRow:
    """A master as its province sees it."""

    page: Page
    editions: list[MasterEdition] = field(default_factory=list)
    adopted: int = 0
    schools: int = 0
    # An edition of now would differ from the newest, or there is none yet.
    has_news: bool = False

    @property
    def newest(self) -> MasterEdition | None:
        return self.editions[0] if self.editions else None


@dataclass
class AvailableRow:
    """A master as a school sees it: its newest edition and what the school has of it."""

    newest: MasterEdition
    adoption: Adoption | None
    is_syllabus: bool
    pages: int = 0
    fixed: int = 0
    # Pages whose text isn't that of the newest edition's page.
    behind: int = 0

    @property
    def is_older(self) -> bool:
        """The copy has taken over nothing of the newest edition yet."""
        return self.adoption is not None and self.adoption.edition.number < self.newest.number


@dataclass
class SchoolRow:
    institution: Institution
    adoption: Adoption | None
    # Editions behind the newest.
    behind: int = 0


def master_rows(home: HomePage) -> list[MasterRow]:
    """The province's syllabuses and textbooks, published or not."""
    names = [model._meta.model_name for model in adoptable_models()]
    pages = home.get_children().filter(content_type__model__in=names).order_by("path")
    rows = {page.pk: MasterRow(page) for page in pages.select_related("content_type")}
    for edition in MasterEdition.objects.filter(master__in=rows).order_by("-number"):
        rows[edition.master_id].editions.append(edition)
    adopted = Counter(Adoption.objects.filter(master__in=rows).values_list("master_id", flat=True))
    schools = Institution.objects.filter(province=home.province).count()
    newest = {row.page.pk: row.newest for row in rows.values() if row.newest is not None}
    news = has_news([row.page for row in rows.values()], newest)
    for row in rows.values():
        row.adopted, row.schools = adopted[row.page.pk], schools
        row.has_news = row.page.pk in news
    return list(rows.values())


def school_rows(master: Page, province: str, *, newest: MasterEdition | None) -> list[SchoolRow]:
    """Every school of the province with what it has of the master; adopters first."""
    adoptions = {
        adoption.institution_id: adoption
        for adoption in Adoption.objects.filter(master=master).select_related("edition", "copy")
    }
    schools = Institution.objects.filter(province=province).order_by("name", "code")
    rows = [SchoolRow(school, adoptions.get(school.pk)) for school in schools]
    for row in rows:
        if row.adoption is not None and newest is not None:
            row.behind = newest.number - row.adoption.edition.number
    return sorted(rows, key=lambda row: row.adoption is None)


def available_rows(province: str, institution: Institution) -> list[AvailableRow]:
    """The newest edition of each published master of the province, beside the school's copy."""
    newest: dict[int, MasterEdition] = {}
    editions = MasterEdition.objects.filter(province=province).select_related("master")
    for edition in editions.order_by("number"):
        newest[edition.master_id] = edition
    adoptions = {
        adoption.master_id: adoption
        for adoption in Adoption.objects.filter(institution=institution).select_related(
            "edition", "copy"
        )
    }
    entries: dict[int, list[EditionPage]] = {}
    found = EditionPage.objects.filter(edition__in=newest.values()).defer("content")
    for entry in found.order_by("position"):
        entries.setdefault(entry.edition_id, []).append(entry)
    taken = _taken(list(adoptions.values()))
    rows = []
    for master, edition in newest.items():
        adoption = adoptions.get(master)
        if adoption is None and not edition.master.live:
            continue
        pages = entries[edition.pk]
        row = AvailableRow(
            edition,
            adoption,
            is_syllabus=pages[0].kind == "syllabuspage",
            pages=len(pages),
            fixed=sum(page.is_fixed for page in pages),
        )
        if adoption is not None:
            have = taken.get(adoption.copy.path, set())
            row.behind = sum(page.revision_id not in have for page in pages)
        rows.append(row)
    return sorted(rows, key=lambda row: (row.newest.title, row.newest.pk))


def _taken(adoptions: Sequence[Adoption]) -> dict[str, set[int]]:
    """Which revisions of the master the pages of each copy last took over, by the copy's path."""
    if not adoptions:
        return {}
    below = Q()
    for adoption in adoptions:
        below |= Q(path__startswith=adoption.copy.path)
    length = len(adoptions[0].copy.path)
    found: dict[str, set[int]] = {}
    rows = Page.objects.filter(below, latest_revision__isnull=False)
    for path, taken in rows.values_list("path", "latest_revision__content__master_revision_id"):
        if taken:
            found.setdefault(path[:length], set()).add(int(taken))
    return found
