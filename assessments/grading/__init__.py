"""Scales, schemes, grade sheets, amendments."""
