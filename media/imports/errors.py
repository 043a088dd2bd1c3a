"""Why an import does not take place."""


class ImportRefused(Exception):
    """Nothing was changed; `str(error)` is the sentence for the person."""

    def __init__(self, message: object) -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        return str(self.message)
