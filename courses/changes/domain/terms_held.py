"""What is asked of a term before something changes in it stays true until it has."""

from collections.abc import Iterable

from courses.teaching.models import Term
from courses.timetable.domain.booking import one_at_a_time


def hold_terms(terms: Iterable[int], *, institutions: Iterable[int]) -> dict[int, Term]:
    """Until the transaction ends, nobody else changes these terms or their timetables: publishes,
    carries out changes, enters a day of the calendar, or says how many exam weeks follow. Called
    before anything is checked, for what was read earlier may not be true any more.

    Institutions first, then terms, each in order, as a publication does: two who hold one of two
    rows would wait for each other. The terms as they are now, with their institution.
    """
    for institution in sorted(set(institutions)):
        one_at_a_time(institution)
    rows = Term.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=set(terms))
    return {term.pk: term for term in rows.select_related("institution").order_by("pk")}
