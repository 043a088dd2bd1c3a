"""Finding: the same entries in the same order, whatever the database."""

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page as PageOfHits
from django.core.paginator import Paginator
from django.db.models import F, FilteredRelation, Q, QuerySet, Value
from wagtail.models import Page

from cms.content.readers import readable_rows, reader_of
from cms.content.structure import HOME_PATH
from cms.search.domain.marking import Excerpt, Piece, excerpt, marked, pattern_of
from cms.search.domain.words import Question
from cms.search.enums import EntryKind
from cms.search.models import SearchEntry

HITS_A_PAGE = 20
_KIND_ORDER = {kind: number for number, kind in enumerate(EntryKind.values)}


@dataclass(frozen=True)
class Hit:
    """One line of the results. `above`: titles of the pages above it, from the home of the
    institution or province on; `second`: where the words are said in a recording."""

    kind: EntryKind
    title: list[Piece]
    excerpt: Excerpt
    address: str
    above: list[str]
    page_title: str
    second: float | None = None


@dataclass(frozen=True)
class Found:
    """Counts are of what the person may read, `by_kind` before the filter by kind."""

    question: Question
    by_kind: list[tuple[EntryKind, int]]
    total: int
    page: PageOfHits | None
    hits: list[Hit]


def find(user: Any, question: Question, *, kind: str = "", number: str | int = 1) -> Found:
    """What the person may read and has all the words, page by page: what lies below the person's
    own institution first, then its province (a school's copy before the master), then what has
    more of the words in its title, then what has them more often, then the order of the tree.

    An unknown kind is no filter, an unknown page number the nearest page. Five queries at most
    beside those of the person's roles and places, whatever is found; none for an empty question.
    """
    if question.is_empty:
        return Found(question, [], 0, None, [])
    homes = [] if getattr(user, "is_superuser", False) else reader_of(user).homes
    own = tuple(home.path for home in homes if home.own)
    near = tuple(home.path for home in homes)
    rows = list(matching(user, question))
    counts = Counter(kept for _number, kept, _path, _rank in rows)
    if kind in EntryKind.values:
        rows = [row for row in rows if row[1] == kind]
    rows.sort(
        key=lambda row: (
            not row[2].startswith(own),
            not row[2].startswith(near),
            -row[3],
            row[2],
            _KIND_ORDER[row[1]],
            row[0],
        )
    )
    page = Paginator([row[0] for row in rows], HITS_A_PAGE).get_page(number)
    by_kind = [(one, counts[one]) for one in EntryKind if counts[one]]
    return Found(question, by_kind, sum(counts.values()), page, _hits(list(page), question))


def matching(user: Any, question: Question) -> QuerySet[SearchEntry, Any]:
    """(number of the entry, kind, path of its page, rank) of each match, in no order."""
    entries = SearchEntry.objects.filter(readable_rows(user), page__live=True)
    rank: Any = Value(0)
    # Long words are the rarest: what begins with them has less left to look up.
    for number, word in enumerate(sorted(question.words, key=lambda word: (-len(word), word))):
        name = f"word_{number}"
        entries = entries.annotate(
            **{name: FilteredRelation("words", condition=Q(words__word=word))}
        ).filter(**{f"{name}__weight__gt": 0})
        rank = rank + F(f"{name}__weight")
    for character in question.characters:
        entries = entries.filter(Q(title__contains=character) | Q(text__text__contains=character))
    return entries.annotate(rank=rank).values_list("pk", "kind", "page__path", "rank")


def _hits(numbers: list[int], question: Question) -> list[Hit]:
    found = SearchEntry.objects.select_related("page", "text", "media").in_bulk(numbers)
    entries = [found[number] for number in numbers if number in found]
    above = _titles_above([entry.page.path for entry in entries])
    pattern = pattern_of(question)
    return [_hit(entry, pattern, above) for entry in entries]


def _titles_above(paths: list[str]) -> dict[str, str]:
    """Title of each page above one of `paths`. One query."""
    steps = {path[:end] for path in paths for end in range(HOME_PATH, len(path), Page.steplen)}
    return dict(Page.objects.filter(path__in=steps).values_list("path", "title"))


def _hit(entry: SearchEntry, pattern: Any, above: dict[str, str]) -> Hit:
    shown = excerpt(entry.text.text, pattern)
    place = _place(entry.text.places, shown.at)
    path = entry.page.path
    address, second = _address(entry, place)
    return Hit(
        kind=EntryKind(entry.kind),
        title=marked(entry.title, pattern),
        excerpt=shown,
        address=address,
        above=[
            above[path[:end]]
            for end in range(HOME_PATH, len(path), Page.steplen)
            if path[:end] in above
        ],
        page_title=entry.page.title,
        second=second,
    )


def _place(places: list[Any], at: int | None) -> Any:
    """The last place that begins at or before the hit; None where there is none."""
    if at is None:
        return None
    before = bisect_right([offset for offset, _place in places], at)
    return places[before - 1][1] if before else None


def _address(entry: SearchEntry, place: Any) -> tuple[str, float | None]:
    """The address of the page, at the place of the hit."""
    page = entry.page.get_url() or ""
    if entry.kind == EntryKind.RECORDING:
        assert entry.media is not None  # by constraint
        second = float(place) if place is not None else None
        query = f"?media={entry.media.public_id}" + (f"&t={second:g}" if second else "")
        return f"{page}{query}", second
    if entry.kind == EntryKind.PLAN:
        return f"{page}?view=plan", None
    return (f"{page}#{place}" if place else page), None
