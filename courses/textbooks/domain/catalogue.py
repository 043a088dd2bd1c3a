"""Books that may be chosen, and the approved lists they stand on."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from stdnum import isbn as isbn_number
from stdnum.exceptions import ValidationError as BadNumber

from courses.institutions.models import Institution
from courses.textbooks.models import Textbook, TextbookApproval


def thirteen_digits(text: str) -> str:
    """An ISBN of 10 or 13 digits, however written, as 13 digits; "" stays "".

    Raises ValidationError where the check digit is wrong.
    """
    if not text.strip():
        return ""
    try:
        return str(isbn_number.to_isbn13(isbn_number.validate(text))).replace("-", "")
    except BadNumber as error:
        raise ValidationError(_("“%(isbn)s” is no ISBN.") % {"isbn": text}) from error


def add_textbook(
    institution: Institution | None,
    *,
    title: str,
    edition: str,
    authors: str,
    publisher: str = "",
    isbn: str = "",
    kind: str,
    province: str = "",
    by: Any,
) -> Textbook:
    """A book that courses of the institution may use; without one, all schools of the province.

    Raises ValidationError by field; the same edition a second time is refused.
    """
    book = Textbook(
        institution=institution,
        province=province,
        title=title.strip(),
        edition=edition.strip(),
        authors=authors.strip(),
        publisher=publisher.strip(),
        isbn=_isbn_of(isbn),
        kind=kind,
        created_by=by,
    )
    book.full_clean(exclude=["institution", "created_by"], validate_constraints=False)
    try:
        with transaction.atomic():
            book.save()
    except IntegrityError as error:
        raise ValidationError({"edition": _("This edition is on the list already.")}) from error
    return book


def _isbn_of(text: str) -> str:
    try:
        return thirteen_digits(text)
    except ValidationError as error:
        raise ValidationError({"isbn": error.messages}) from error


def approve_textbook(
    book: Textbook,
    *,
    institution: Institution | None,
    province: str = "",
    authority: str,
    citation: str,
    valid_from: datetime.date,
    by: Any,
) -> TextbookApproval:
    """Put the book on an approved list of base textbooks, from that date on, by that document.

    Whoever may do it is asked by the view. Raises ValidationError where it stands there already.
    """
    with transaction.atomic():
        Textbook.objects.select_for_update().get(pk=book.pk)
        standing = TextbookApproval.objects.filter(
            textbook=book, institution=institution, province=province, valid_to=None
        )
        if standing.exists():
            raise ValidationError(_("The book is on this list already."))
        return TextbookApproval.objects.create(
            textbook=book,
            institution=institution,
            province=province,
            authority=authority,
            citation=citation,
            valid_from=valid_from,
            recorded_by=by,
        )


def end_approval(approval: TextbookApproval, *, on: datetime.date, by: Any) -> None:
    """From that date on the list no longer has the book. Terms that began before keep it.

    Raises ValidationError for a date before it began.
    """
    with transaction.atomic():
        locked = TextbookApproval.objects.select_for_update().get(pk=approval.pk)
        if on <= locked.valid_from:
            raise ValidationError(_("The approval began on %(day)s.") % {"day": locked.valid_from})
        locked.valid_to = on
        locked.save(update_fields=["valid_to"])
