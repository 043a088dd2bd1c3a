"""How an act is declined."""


class TrainingRefused(Exception):
    """Nothing was changed. The text is for the person who tried; `field`: the argument at fault."""

    def __init__(self, text: str, *, field: str | None = None) -> None:
        super().__init__(text)
        self.field = field
