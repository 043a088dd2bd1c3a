"""Formats of dates where Django's differ from what people here write."""
