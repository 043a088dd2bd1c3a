"""Several questions in one statement.

A home page of many cards asks one small question for each. Every statement has its price whatever
it asks (the way to the server and back, and the work around it), so cards note their questions
here, and the first that needs its answer has all of them asked: one SELECT whose columns are the
answers, each a JSON array of rows or a number (`docs/decisions/0032-homes-ask-together.md`).
"""

import json
from collections.abc import Callable, Iterable
from decimal import Decimal
from itertools import chain
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connections, models

from courses.institutions.prepared_query import Question, question_of

Answer = TypeVar("Answer")
Row = TypeVar("Row")

# SQLite's functions take 127 arguments; a line of the timetable with its names has more columns.
COLUMNS_AT_ONCE = 100


class Asked(Generic[Answer]):
    """A question that was noted; calling it gives the answer."""

    def __init__(self, ask: Callable[[], None]) -> None:
        self._ask = ask
        self._answer: list[Answer] = []

    def __call__(self) -> Answer:
        if not self._answer:
            self._ask()
        return self._answer[0]

    def is_answered(self, answer: Answer) -> None:
        self._answer = [answer]


class AskedTogether:
    """`rows` and `count` note a question; the first answer that is needed asks all noted so far in
    one statement.

    The rows are what the QuerySet would give, models with what `select_related` loads; prefetches
    and binary columns are not for here.
    """

    def __init__(self, using: str = "default") -> None:
        self._using = using
        self._rows: list[tuple[Asked[Any], Question[Any]]] = []
        self._counts: list[tuple[Asked[int], models.QuerySet[Any]]] = []

    def rows(self, question: models.QuerySet[Any, Row] | Question[Row]) -> Asked[list[Row]]:
        """The rows of a QuerySet, or of a prepared query with its values (`prepared.asking(…)`)."""
        noted: Asked[list[Row]] = Asked(self._ask)
        asked = question if isinstance(question, Question) else question_of(question)
        self._rows.append((noted, asked))
        return noted

    def count(self, queryset: models.QuerySet[Any]) -> Asked[int]:
        """How many rows a QuerySet has."""
        noted: Asked[int] = Asked(self._ask)
        self._counts.append((noted, queryset.order_by().values("pk")))
        return noted

    def _ask(self) -> None:
        connection = connections[self._using]
        parts: list[str] = []
        params: list[Any] = []
        readers: list[Callable[[Any], None]] = []
        rows, self._rows = self._rows, []
        counts, self._counts = self._counts, []
        for noted, question in rows:
            try:
                sql, given = question.compiler.as_sql(with_col_aliases=True)
            except EmptyResultSet:
                noted.is_answered([])
                continue
            parts.append(_as_json(connection.vendor, question, sql))
            params.extend(given)
            readers.append(_reader(connection.vendor, noted, question))
        for counted, queryset in counts:
            try:
                sql, given = queryset.query.get_compiler(using=self._using).as_sql()
            except EmptyResultSet:
                counted.is_answered(0)
                continue
            parts.append(f"(SELECT COUNT(*) FROM ({sql}) asked)")  # noqa: S608 — Django's SQL
            params.extend(given)
            readers.append(counted.is_answered)
        if not parts:
            return
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {', '.join(parts)}", params)
            answers = cursor.fetchone()
        for read, answer in zip(readers, answers, strict=True):
            read(answer)


def _aliases(question: Question[Any]) -> list[str]:
    return [alias for _expression, _sql, alias in question.compiler.select]


def _as_json(vendor: str, question: Question[Any], sql: str) -> str:
    """The rows in their order: a list of lists, on PostgreSQL of objects by column."""
    if vendor == "postgresql":
        return f"(SELECT json_agg(asked)::text FROM ({sql}) asked)"  # noqa: S608 — Django's SQL
    names = [f'"{alias}"' for alias in _aliases(question)]
    groups = [
        f"json_array({', '.join(names[start : start + COLUMNS_AT_ONCE])})"
        for start in range(0, len(names), COLUMNS_AT_ONCE)
    ]
    row = f"json_array({', '.join(groups)})"
    return f"(SELECT json_group_array({row}) FROM ({sql}) asked)"  # noqa: S608 — Django's SQL


def _reader(
    vendor: str, noted: Asked[list[Row]], question: Question[Row]
) -> Callable[[str | None], None]:
    def read(answer: str | None) -> None:
        if vendor == "postgresql":
            found = json.loads(answer or "[]", parse_float=Decimal)
            tables: Iterable[list[Any]] = _as_the_driver_says(question, found)
        else:
            # As stored, and so as the driver gives it: Django's converters do the rest.
            tables = [list(chain.from_iterable(row)) for row in json.loads(answer or "[]")]
        noted.is_answered(question.read(tables))

    return read


def _as_the_driver_says(
    question: Question[Any], found: list[dict[str, Any]]
) -> Iterable[list[Any]]:
    """JSON has no dates, keys and JSON of its own kind: what PostgreSQL's driver would give."""
    columns = [
        (alias, _restorer(expression.output_field))
        for expression, _sql, alias in question.compiler.select
    ]
    for row in found:
        yield [None if row[alias] is None else restore(row[alias]) for alias, restore in columns]


def _restorer(field: Any) -> Callable[[Any], Any]:
    if isinstance(field, models.JSONField):
        return json.dumps
    if isinstance(field, models.FloatField):
        return float
    restore: Callable[[Any], Any] = field.to_python
    return restore
