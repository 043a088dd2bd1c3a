"""How a request, an answer or an act is declined."""


class ChangeRefused(Exception):
    """Nothing was changed. `sentences` are for the person who asked."""

    def __init__(self, *sentences: str) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences
