"""Why nothing can be imported."""


class PageImportRefused(Exception):
    """The whole file, or the making of its pages, is refused; the message is for the person."""
