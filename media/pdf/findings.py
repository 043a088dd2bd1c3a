"""What the renderer complains of. It counts only a part of it itself and logs the rest."""

import logging
import threading

_logger = logging.getLogger("xhtml2pdf")
_one_at_a_time = threading.Lock()


class Findings(logging.Handler):
    """Within the block, `lines` gathers the renderer's warnings whatever LOGGING says.

    They quote the document, so they go into the exception and not into the log. The renderer
    draws one document at a time in a process, so holding a lock here makes nobody wait longer.
    """

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())

    def __enter__(self) -> list[str]:
        _one_at_a_time.acquire()
        self._level, self._propagate = _logger.level, _logger.propagate
        _logger.setLevel(logging.WARNING)
        _logger.propagate = False
        _logger.addHandler(self)
        return self.lines

    def __exit__(self, *_exception: object) -> None:
        _logger.removeHandler(self)
        _logger.setLevel(self._level)
        _logger.propagate = self._propagate
        _one_at_a_time.release()
