"""Questions whose SQL is put together once.

Django takes three quarters of the time of a small query to turn it into SQL, anew each time (a line
of a timetable with its names: 5.1 ms of CPU, of which the database driver has 0.8). The pages that
everybody opens all day ask the same few questions, so theirs are kept as SQL; what differs from one
asking to the next are values (`docs/decisions/0011-prepared-queries.md`).
"""

import copy
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import Any, Generic, NamedTuple, TypeVar

from django.db import connections, models
from django.db.models.expressions import Expression

Row = TypeVar("Row")


class _Place(NamedTuple):
    """Where a value belongs among the parameters of the SQL."""

    name: str
    field: models.Field


class Parameter(Expression):
    """Stands in a condition for a value that is given when the question is asked; never None, for
    `= NULL` is never true."""

    allowed_default = True

    def __init__(self, name: str, field: models.Field | None = None) -> None:
        """`field` says what kind of value comes; without one an integer, such as a key."""
        super().__init__(output_field=field or models.BigIntegerField())
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        return "%s", [_Place(self.name, self.output_field)]


def a_date(name: str) -> Parameter:
    return Parameter(name, models.DateField())


def a_moment(name: str) -> Parameter:
    return Parameter(name, models.DateTimeField())


def a_key(name: str) -> Parameter:
    """A UUID."""
    return Parameter(name, models.UUIDField())


def a_text(name: str) -> Parameter:
    return Parameter(name, models.TextField())


class _Kept(NamedTuple):
    queryset: models.QuerySet
    compiler: Any
    sql: str
    params: tuple[Any, ...]


class _KeptQuery:
    """The query of a QuerySet that is being asked: its own, but for the compiler."""

    def __init__(self, query: Any, compiler: Any) -> None:
        self._query = query
        self._compiler = compiler

    def get_compiler(self, *args: Any, **options: Any) -> Any:
        return self._compiler

    def __getattr__(self, name: str) -> Any:
        return getattr(self._query, name)


class Question(Generic[Row]):
    """A question with all its values: a QuerySet and what puts it into SQL."""

    def __init__(self, queryset: "models.QuerySet[Any, Row]", compiler: Any) -> None:
        if queryset._prefetch_related_lookups:  # type: ignore[attr-defined]  # not in the stubs
            raise ValueError("A prepared query can't prefetch.")
        self.queryset = queryset
        self.compiler = compiler

    def rows(self) -> list[Row]:
        """One query."""
        queryset: Any = self.queryset
        asking: Any = object.__new__(type(queryset))
        asking.__dict__.update(queryset.__dict__)
        asking._query = _KeptQuery(queryset.query, self.compiler)
        rows: Any = queryset._iterable_class(asking)
        return list(rows)

    def read(self, table: Iterable[Sequence[Any]]) -> list[Row]:
        """Of rows as the driver gives them, which came by another way; the compiler has made its
        SQL. No query."""
        self.compiler.execute_sql = lambda *args, **options: [table]
        return self.rows()


def question_of(queryset: "models.QuerySet[Any, Row]") -> Question[Row]:
    """A QuerySet, not asked yet, as a question."""
    return Question(queryset, queryset.query.get_compiler(using=queryset.db))


class PreparedQuery(Generic[Row]):
    """`PreparedQuery(lambda: Note.objects.filter(author=Parameter("user")))`, asked with
    `.all(user=7)`.

    Everything but values must be fixed: no list whose length varies, no None, nothing that depends
    on the time zone or language of the moment, no prefetch. The rows are what the QuerySet would
    give: models with what `select_related` loads, tuples of `values_list`, dictionaries of
    `values`. A slice's limits are part of it.
    """

    def __init__(self, build: Callable[[], "models.QuerySet[Any, Row]"]) -> None:
        self._build = build

    @cached_property
    def _kept(self) -> _Kept:
        queryset = self._build()
        compiler = question_of(queryset).compiler
        # With names for the columns the SQL can also be a part of another (`asked_together`).
        sql, params = compiler.as_sql(with_col_aliases=True)
        return _Kept(queryset, compiler, sql, tuple(params))

    def asking(self, **values: Any) -> Question[Row]:
        """The question with its values, not asked yet. `values` by the names of the parameters; a
        missing or wrong name is a ValueError."""
        queryset, kept_compiler, sql, params = self._kept
        if values.keys() != {one.name for one in params if isinstance(one, _Place)}:
            raise ValueError(f"Given {sorted(values)} for {sql}")
        if None in values.values():
            raise ValueError(f"None is no value: {sorted(values)}")
        # The kept one is shared by threads, each with a connection of its own.
        compiler = copy.copy(kept_compiler)
        connection = compiler.connection = connections[queryset.db]
        given = tuple(
            one.field.get_db_prep_value(values[one.name], connection)
            if isinstance(one, _Place)
            else one
            for one in params
        )
        compiler.as_sql = lambda *args, **options: (sql, given)
        return Question(queryset, compiler)

    def all(self, **values: Any) -> list[Row]:
        """One query."""
        return self.asking(**values).rows()

    def first(self, **values: Any) -> Row | None:
        """The first row, None without one. The QuerySet says itself in which order, and should be
        cut to one."""
        return next(iter(self.all(**values)), None)
