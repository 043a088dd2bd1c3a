"""For templates of pages."""

from typing import Any

from django import template

register = template.Library()


@register.filter
def has_block(body: Any, block_type: str) -> bool:
    """Whether a block of this type stands in the body; not inside other blocks."""
    return any(block.block_type == block_type for block in body or ())
