"""Search in the lists of Wagtail's admin: pages, images, documents and recordings by title.

The full-text index behind Wagtail's own takes Chinese without spaces for one word: 面试 would not
find 网上面试的准备. On SQLite it also works out the rank of each hit by searching again: 10 s
for 3,000 hits among 20,000 pages. Titles are short: here they are looked through. What readers
search is another (cms.search).
"""

from functools import reduce
from operator import or_
from typing import Any

from django.db.models import FloatField, Q, Value
from modelsearch.backends.database import SearchBackend as DatabaseBackend
from modelsearch.query import PlainText
from wagtail.models import Page


class WordsInTitles:
    """In place of the index, for what people type into a list: each word stands somewhere in the
    title (or another field of the list's search), in the order of the list."""

    query: Any
    queryset: Any

    def search(
        self, config: Any, start: Any, stop: Any, score_field: str | None = None, **options: Any
    ) -> Any:
        if not isinstance(self.query, PlainText):
            return super().search(config, start, stop, score_field=score_field, **options)  # type: ignore[misc]  # of the compiler that it is mixed into
        names = searched_columns(self.queryset.model)
        found = self.queryset
        for word in self.query.query_string.split():
            found = found.filter(reduce(or_, (Q(**{f"{name}__icontains": word}) for name in names)))
        if not found.ordered:
            found = found.order_by("-pk")
        if score_field is not None:
            found = found.annotate(**{score_field: Value(1.0, output_field=FloatField())})
        return found[start:stop]


def searched_columns(model: Any) -> list[str]:
    """Columns among the fields that the model completes; a page's title as drafted is one too."""
    columns = {field.name for field in model._meta.concrete_fields}
    named = {field.field_name for field in model.get_autocomplete_search_fields()}
    if issubclass(model, Page):
        named.add("draft_title")
    return sorted(named & columns)


def SearchBackend(params: dict[str, Any]) -> Any:
    """Under the name that Wagtail looks for in a backend's module: the one of the database, whose
    module can't be imported beside another database."""
    backend = DatabaseBackend(params)
    own = backend.autocomplete_query_compiler_class
    backend.autocomplete_query_compiler_class = type("Titles", (WordsInTitles, own), {})
    return backend
