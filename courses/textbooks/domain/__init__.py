"""Books, approved lists, adoptions."""

from courses.textbooks.domain.adoptions import (
    AdoptionRefused,
    decide_adoption,
    end_adoption,
    propose_textbook,
)
from courses.textbooks.domain.catalogue import add_textbook, approve_textbook, end_approval
from courses.textbooks.domain.usage import ClassUse, class_uses

__all__ = [
    "AdoptionRefused",
    "ClassUse",
    "add_textbook",
    "approve_textbook",
    "class_uses",
    "decide_adoption",
    "end_adoption",
    "end_approval",
    "propose_textbook",
]
