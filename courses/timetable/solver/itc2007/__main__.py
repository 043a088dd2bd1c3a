"""``python -m courses.timetable.solver.itc2007 FILE.ctt --seconds 300 --seed 1 --workers 2``"""

from __future__ import annotations

import argparse
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Self

from courses.timetable.solver.annealing.search import Improvement
from courses.timetable.solver.annealing.workers import WorkerDied
from courses.timetable.solver.itc2007.reader import BadFile, read_instance
from courses.timetable.solver.itc2007.solving import NothingFound, WrongPlan, solve_to_file

FAILED = 1


def main(arguments: list[str] | None = None) -> int:
    given = _parser().parse_args(arguments)
    output: Path = given.output or Path(given.file.with_suffix(".sol").name)
    if not output.parent.is_dir():
        return _fail(f"{output.parent} is not a directory.")
    try:
        instance = read_instance(given.file)
    except BadFile as error:
        return _fail(f"{given.file}: {error}")
    except OSError as error:
        return _fail(f"{given.file} can't be read: {error.strerror}.")

    try:
        with _StopOnSignal() as stop:
            solved = solve_to_file(
                instance,
                output,
                seed=given.seed,
                workers=given.workers,
                seconds=None if given.iterations else given.seconds,
                moves=given.iterations,
                improved=_tell,
                stopped=lambda: stop.asked,
            )
    except (NothingFound, WrongPlan) as error:
        return _fail(str(error))
    except WorkerDied as error:
        return _fail(f"The search broke off: {error}.")
    except OSError as error:
        return _fail(f"{output} can't be written: {error.strerror}.")
    outcome = solved.outcome
    _say(
        f"{'stopped' if outcome.stopped else 'done'} seconds={outcome.seconds:.1f} "
        f"cpu={outcome.cpu_seconds:.1f} first={outcome.first_seconds or 0:.1f} "
        f"moves={outcome.moves}"
    )
    _say(str(solved.score))
    return 0


class _StopOnSignal:
    """The first SIGINT or SIGTERM asks for the end; the best so far is still written."""

    def __enter__(self) -> Self:
        self.asked = False
        self._before = {
            number: signal.signal(number, self._ask) for number in (signal.SIGINT, signal.SIGTERM)
        }
        return self

    def __exit__(self, *error: object) -> None:
        for number, action in self._before.items():
            signal.signal(number, action)

    def _ask(self, number: int, frame: FrameType | None) -> None:
        self.asked = True


def _tell(improvement: Improvement) -> None:
    _say(f"{improvement.seconds:8.1f}s cost={improvement.cost}")


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _fail(sentence: str) -> int:
    sys.stderr.write(sentence + "\n")
    return FAILED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m courses.timetable.solver.itc2007",
        description="Solve an instance of ITC-2007 track 3 (formulation UD2).",
    )
    parser.add_argument("file", type=Path, help="the instance, a .ctt file")
    parser.add_argument("--seconds", type=_positive_seconds, default=300.0, help="wall time")
    parser.add_argument(
        "--iterations",
        type=_positive,
        help="moves of each worker, instead of seconds: the result can be repeated",
    )
    parser.add_argument("--seed", type=_seed, default=1)
    parser.add_argument("--workers", type=_positive, default=2, help="processes")
    parser.add_argument("--output", type=Path, help="where to write; FILE.sol here if not given")
    return parser


def _positive(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError("should be 1 or more")
    return value


def _seed(text: str) -> int:
    value = int(text)
    if value < 0:
        raise argparse.ArgumentTypeError("should not be negative")
    return value


def _positive_seconds(text: str) -> float:
    value = float(text)
    if not 0 < value < float("inf"):
        raise argparse.ArgumentTypeError("should be more than 0")
    return value


if __name__ == "__main__":
    sys.exit(main())
