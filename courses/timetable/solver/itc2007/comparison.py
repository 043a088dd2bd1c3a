"""The table of a benchmark run: costs beside the best known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import mean, median


@dataclass(frozen=True)
class Run:
    """``cost`` is None where nothing without clashes was found; ``best_known`` where none is."""

    instance: str
    seed: int
    cost: int | None
    best_known: int | None
    first_seconds: float | None
    seconds: float
    cpu_seconds: float


def format_runs(runs: Sequence[Run]) -> str:
    """Markdown: a line for each run, and what they come to."""
    lines = [
        "| instance | seed | cost | best known | gap | feasible after, s | seconds | CPU, s |",
        "|---|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for run in runs:
        lines.append(
            f"| {run.instance} | {run.seed} | {_text(run.cost)} | {_text(run.best_known)} "
            f"| {_percent(_gap(run.cost, run.best_known))} | {_decimal(run.first_seconds)} "
            f"| {run.seconds:.0f} | {run.cpu_seconds:.0f} |"
        )
    return "\n".join([*lines, "", *_summary(runs)]) + "\n"


def _summary(runs: Sequence[Run]) -> list[str]:
    """Each instance counts with the mean of its seeds."""
    costs = defaultdict(list)
    known = {}
    for run in runs:
        if run.cost is not None and run.best_known is not None:
            costs[run.instance].append(run.cost)
            known[run.instance] = run.best_known
    lines = []
    least = sum(known.values())
    if least:
        means = {instance: mean(found) for instance, found in costs.items()}
        total = sum(means.values())
        # An instance that can be had for nothing has no gap to speak of unless it costs something.
        gaps = [_gap(means[instance], known[instance]) for instance in means]
        counted = [gap for gap in gaps if gap is not None]
        lines += [
            f"- Sum of costs {total:.1f}, of the best known {least}: {total / least:.3f} ×, "
            f"over {len(means)} instances.",
            f"- Median gap {_percent(median(counted))}.",
        ]
    firsts = [run.first_seconds for run in runs if run.first_seconds is not None]
    if firsts:
        lines.append(f"- Feasible after {max(firsts):.1f} s at the latest.")
    failed = sum(run.cost is None for run in runs)
    if failed:
        lines.append(f"- Runs that found nothing feasible: {failed}.")
    lines.append(
        f"- {sum(run.cpu_seconds for run in runs):.0f} CPU seconds "
        f"in {sum(run.seconds for run in runs):.0f} seconds."
    )
    return lines


def _gap(cost: float | None, least: int | None) -> float | None:
    """None where it can't be told: nothing to compare, or any cost at all above 0."""
    if cost is None or least is None:
        return None
    if least == 0:
        return 0.0 if cost == 0 else None
    return cost / least - 1


def _text(value: int | None) -> str:
    return "–" if value is None else str(value)


def _decimal(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}"


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{value:.0%}".replace("%", " %")
