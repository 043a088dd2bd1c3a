"""A province's rotation training at three tightnesses, with money by year, and several seeds; no
database.

`python -m tests.bench.rotation` prints a table and writes var/bench-rotation.json; `--seeds 5`
takes half an hour. Each plan is made in a process of its own, so that memory is that of the run;
then its fullest session is cancelled and the plan mended.
"""

import argparse
import json
import subprocess
import sys
import time
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
TIGHTNESSES = (0.72, 0.88, 0.97)
VARIANTS = (
    *(("plain", tightness) for tightness in TIGHTNESSES),
    ("scarce", 0.88),
    ("above capacity", 1.1),
    ("by year", 0.88),
)
SECONDS = 60.0


@dataclass(frozen=True)
class Planned:
    """`first` is when 97 % were placed, `all_placed` when the last of those placed in the end was;
    both are seconds of the wall, as `seconds`. `moved` are bystanders of the cancellation."""

    variant: str
    tightness: float
    seed: int
    people: int
    placed: int
    most_placed: int
    unplaceable: int
    first: float | None
    all_placed: float | None
    gap: float
    seconds: float
    cpu_seconds: float
    megabytes: int
    cancelled: int
    replan_seconds: float
    replan_cpu_seconds: float
    moved: int
    covers_changed: int
    left: int


def measure(variant: str, tightness: float, seed: int, seconds: float) -> Planned:
    """One plan and one cancellation, in this process."""
    from courses.training.planner import Changes, check, plan, replan
    from courses.training.planner.rings import prepare
    from courses.training.planner.sample import sample_problem
    from courses.training.planner.sample_years import over_two_years

    prepare()
    problem = sample_problem(tightness=tightness, seed=seed, scarce=variant == "scarce")
    if variant == "by year":
        problem = over_two_years(problem)
    found = plan(problem, seconds=seconds, seed=seed)
    assert check(problem, found) == []
    people = len(problem.people)
    placed = people - len(found.unplaced)
    went = Counter(one.session for one in found.nominations)
    fullest = max(went, key=lambda name: went[name])
    began = time.monotonic()
    mended = replan(problem, found, Changes(cancelled=frozenset({fullest})))
    took = time.monotonic() - began
    return Planned(
        variant=variant,
        tightness=tightness,
        seed=seed,
        people=people,
        placed=placed,
        most_placed=found.most_placed,
        unplaceable=sum(1 for one in found.unplaced if one.alone),
        first=found.first_complete,
        all_placed=next((step.seconds for step in found.curve if step.placed >= placed), None),
        gap=round(100 * found.gap, 3),
        seconds=found.wall_seconds,
        cpu_seconds=found.cpu_seconds,
        megabytes=found.megabytes,
        cancelled=went[fullest],
        replan_seconds=round(took, 2),
        replan_cpu_seconds=mended.plan.cpu_seconds,
        moved=len(mended.bystanders),
        covers_changed=len(mended.covers_changed),
        left=len(mended.plan.unplaced),
    )


def table(rows: list[dict[str, Any]]) -> list[str]:
    return [
        "| province | seats used | seed | placed | placeable | 97 % after, s | all after, s "
        "| gap, % | ended after, s | CPU, s | MB | cancelled | mended in, s | CPU, s "
        "| others moved | covers changed | left |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
        *(
            f"| {row['variant']} | {row['tightness']:.0%} | {row['seed']} | {row['placed']:,} "
            f"| {row['most_placed']:,} | {_one(row['first'])} | {_one(row['all_placed'])} "
            f"| {row['gap']:.2f} | {row['seconds']:.1f} | {row['cpu_seconds']:.1f} "
            f"| {row['megabytes']} | {row['cancelled']} | {row['replan_seconds']:.1f} "
            f"| {row['replan_cpu_seconds']:.1f} | {row['moved']} | {row['covers_changed']} "
            f"| {row['left']} |"
            for row in rows
        ),
    ]


def _one(number: float | None) -> str:
    return "" if number is None else f"{number:.1f}"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.rotation")
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    parser.add_argument("--only", nargs=3, metavar=("VARIANT", "TIGHTNESS", "SEED"))
    given = parser.parse_args()
    if given.only:
        variant, tightness, seed = given.only
        row = measure(variant, float(tightness), int(seed), given.seconds)
        print(json.dumps(asdict(row)))  # noqa: T201 — read by the process that started this one
        return
    rows: list[dict[str, Any]] = []
    for seed in range(1, given.seeds + 1):
        for variant, tightness in VARIANTS:
            command = [sys.executable, "-m", "tests.bench.rotation", "--only", variant]
            command += [str(tightness), str(seed), "--seconds", str(given.seconds)]
            done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
            rows.append(json.loads(done.stdout.splitlines()[-1]))
            print(rows[-1], flush=True)  # noqa: T201 — a command line tool
    (ROOT / "var").mkdir(exist_ok=True)
    found = {"results": rows, "seconds": given.seconds}
    (ROOT / "var" / "bench-rotation.json").write_text(json.dumps(found, indent=1), encoding="utf-8")
    print("\n".join(table(rows)))  # noqa: T201


if __name__ == "__main__":
    main()
