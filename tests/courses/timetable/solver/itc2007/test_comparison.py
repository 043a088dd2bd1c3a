"""The table of a benchmark run."""

from courses.timetable.solver.itc2007.best_known import best_known
from courses.timetable.solver.itc2007.comparison import Run, format_runs


def run(instance, cost, best_known, seed=1):
    return Run(instance, seed, cost, best_known, 0.5, 10.0, 19.0)


def test_best_known_costs_of_all_instances_are_there():
    costs = best_known().costs
    assert list(costs) == [f"comp{number:02}" for number in range(1, 22)]
    assert sum(costs.values()) - costs["comp15"] == 1254


def test_each_run_has_a_line():
    table = format_runs([run("comp02", 30, 24)])
    assert "| comp02 | 1 | 30 | 24 | 25 % | 0.5 | 10 | 19 |" in table


def test_sums_count_each_instance_with_the_mean_of_its_seeds():
    table = format_runs([run("comp02", 30, 24), run("comp02", 32, 24, seed=2), run("comp01", 5, 5)])
    assert "Sum of costs 36.0, of the best known 29: 1.241 ×, over 2 instances." in table
    assert "Median gap 15 %." in table


def test_a_cost_above_a_best_known_of_nothing_has_no_gap_in_per_cent():
    table = format_runs([run("comp11", 2, 0), run("comp01", 5, 5)])
    assert "| comp11 | 1 | 2 | 0 | – |" in table
    assert "Sum of costs 7.0, of the best known 5: 1.400 ×" in table


def test_a_run_that_found_nothing_is_counted():
    table = format_runs([Run("comp05", 1, None, 284, None, 10.0, 0.0)])
    assert "| comp05 | 1 | – | 284 | – | – | 10 | 0 |" in table
    assert "Runs that found nothing feasible: 1." in table
