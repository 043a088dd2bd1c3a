"""What a page's body is made of."""

from cms.content.blocks.body import body_blocks, plan_blocks

__all__ = ["body_blocks", "plan_blocks"]
