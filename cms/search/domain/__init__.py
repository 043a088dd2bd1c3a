"""Keeping and finding what published pages say."""

from cms.search.domain.finding import Found, Hit, find
from cms.search.domain.indexing import (
    drop_page,
    drop_words,
    index_pages,
    rebuild,
    renew_readers,
)
from cms.search.domain.words import Question, prepare, question_of

__all__ = [
    "Found",
    "Hit",
    "Question",
    "drop_page",
    "drop_words",
    "find",
    "index_pages",
    "prepare",
    "question_of",
    "rebuild",
    "renew_readers",
]
