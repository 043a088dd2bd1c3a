"""What the renderer complains of; it counts only part of it itself."""

import logging
import threading


class Findings(logging.Handler):
    """Collects what the renderer logs in this thread at WARNING and above."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []
        self._thread = threading.get_ident()
        self._logger = logging.getLogger("xhtml2pdf")

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread == self._thread:
            self.lines.append(record.getMessage())

    def __enter__(self) -> list[str]:
        self._logger.addHandler(self)
        return self.lines

    def __exit__(self, *_exception: object) -> None:
        self._logger.removeHandler(self)
