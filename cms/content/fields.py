"""The body of a page, whose blocks stay out of migrations."""

from typing import Any

from wagtail.fields import StreamField


class BodyField(StreamField):
    """A StreamField whose blocks are code, not schema: a new block needs no migration.

    `blocks` is a callable that gives the block definitions, so models don't import them early.
    """

    def __init__(self, blocks: Any = (), **kwargs: Any) -> None:
        super().__init__(blocks() if callable(blocks) else blocks, **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [], kwargs
