"""The command line."""

import re

import pytest

from courses.training.planner.__main__ import main


def test_the_command_plans_a_made_up_province_and_sums_up(capsys):
    arguments = ["--institutions", "2", "--staff", "20", "--sessions", "6", "--steps", "1"]
    assert main(arguments) == 0
    last = capsys.readouterr().out.splitlines()[-1]
    assert re.fullmatch(
        r"placed=\d+/20 unplaceable=\d+ most_placed=\d+ cost=\d+ bound=\d+ gap=\d+\.\d\d% "
        r"first_complete=\S+s wall=\S+s cpu=\S+s memory=\d+MB",
        last,
    )


def test_the_command_refuses_nonsense(capsys):
    with pytest.raises(SystemExit):
        main(["--tightness", "0"])
    assert "should be more than 0" in capsys.readouterr().err
