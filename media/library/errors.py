"""Why a file is not taken."""

from django.core.exceptions import ValidationError


class MediaRefused(ValidationError):
    """Nothing was stored; `str(error)` is the sentence for the person. A form shows it beside the
    field, as any ValidationError."""

    def __init__(self, message: object) -> None:
        super().__init__(message)  # type: ignore[arg-type]  # lazy translations are messages too
        self.sentence = message

    def __str__(self) -> str:
        return str(self.sentence)
