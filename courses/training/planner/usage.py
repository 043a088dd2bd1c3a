"""How much of everything limited a set of patterns uses."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from courses.training.planner.compiling import Compiled

Ints = NDArray[np.int64]


@dataclass
class Usage:
    sent: Ints  # [I, S]
    away: Ints  # [D + 1, T]
    spent: Ints  # [I, Y]

    @classmethod
    def of(cls, compiled: Compiled, person: NDArray[np.int32], session: NDArray[np.int32]) -> Usage:
        """Of people and sessions side by side; who stays at home isn't in it."""
        institutions, sessions = compiled.most.shape
        at_home = compiled.institution[person]
        sent = np.bincount(
            at_home.astype(np.int64) * sessions + session, minlength=institutions * sessions
        ).reshape(institutions, sessions)
        department = compiled.department[person]
        rows = len(compiled.away) + 1
        by_department = np.bincount(
            np.where(department < 0, rows - 1, department).astype(np.int64) * sessions + session,
            minlength=rows * sessions,
        ).reshape(rows, sessions)
        spent = np.bincount(
            at_home.astype(np.int64) * sessions + session,
            weights=compiled.money[person, session],
            minlength=institutions * sessions,
        ).reshape(institutions, sessions)
        return cls(
            sent,
            (by_department @ compiled.days.T.astype(np.int64)),
            spent.astype(np.int64) @ compiled.years.T.astype(np.int64),
        )

    def granted(self, compiled: Compiled) -> Ints:
        """[Y]"""
        return np.asarray((self.seats * compiled.grant) @ compiled.years.T.astype(np.int64))

    @property
    def seats(self) -> Ints:
        return np.asarray(self.sent.sum(0))
