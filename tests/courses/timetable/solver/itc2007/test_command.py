"""The command line, as a person or a script runs it."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from courses.timetable.solver.itc2007.__main__ import main
from courses.timetable.solver.itc2007.benchmark import main as run_folder
from courses.timetable.solver.itc2007.checker import check
from courses.timetable.solver.itc2007.reader import parse_instance, read_solution

from .instances import TOY

# No plan costs nothing, so the search goes on until it is told to stop.
CROWDED = TOY.replace("Barn 50", "Barn 41")


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "toy.ctt").write_text(TOY, encoding="utf-8")
    (tmp_path / "crowded.ctt").write_text(CROWDED, encoding="utf-8")
    return tmp_path


def command(folder, *arguments):
    return subprocess.Popen(
        [sys.executable, "-m", "courses.timetable.solver.itc2007", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # A group of its own: a key pressed in a terminal is heard by the workers too.
        start_new_session=True,
        # The solution goes to the working directory; the project is found from there too.
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(Path.cwd())},
    )


def test_the_last_line_is_the_checkers_and_the_file_is_the_plan(folder):
    run = command(folder, "toy.ctt", "--seconds", "20", "--workers", "1", "--output", "toy.txt")
    output, errors = run.communicate(timeout=400)
    assert (run.returncode, errors) == (0, "")
    assert output.splitlines()[-1] == (
        "hard=0 cost=0 room_capacity=0 min_days=0 compactness=0 stability=0"
    )
    assert "cost=" in output.splitlines()[0]
    assert check(parse_instance(TOY), read_solution(folder / "toy.txt")).cost == 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_search_with_the_best_plan_written(folder, number):
    run = command(folder, "crowded.ctt", "--seconds", "100", "--workers", "1")
    assert "cost=" in run.stdout.readline()
    os.killpg(run.pid, number)
    output, errors = run.communicate(timeout=60)
    assert (run.returncode, errors) == (0, "")
    assert output.splitlines()[-1] == str(
        check(parse_instance(CROWDED), read_solution(folder / "crowded.sol"))
    )
    assert output.splitlines()[-1].startswith("hard=0 ")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (TOY[:200], "broken.ctt: line"),
        # Three courses of one curriculum in a week of two periods.
        (
            "Name: N\nCourses: 3\nRooms: 3\nDays: 1\nPeriods_per_day: 2\nCurricula: 1\n"
            "Constraints: 0\nCOURSES:\nA a 1 1 1\nB b 1 1 1\nC c 1 1 1\nROOMS:\nR 1\nS 1\nT 1\n"
            "CURRICULA:\nQ 3 A B C\nUNAVAILABILITY_CONSTRAINTS:\nEND.\n",
            "No plan without clashes was found in",
        ),
        # A course that is never available.
        (
            "Name: N\nCourses: 1\nRooms: 1\nDays: 1\nPeriods_per_day: 1\nCurricula: 0\n"
            "Constraints: 1\nCOURSES:\nA a 1 1 1\nROOMS:\nR 1\nCURRICULA:\n"
            "UNAVAILABILITY_CONSTRAINTS:\nA 0 0\nEND.\n",
            "There is no plan: the lectures of A and others have too few periods",
        ),
    ],
)
def test_what_cannot_be_solved_is_said_and_writes_nothing(
    folder, text, sentence, monkeypatch, capsys
):
    monkeypatch.chdir(folder)
    (folder / "broken.ctt").write_text(text, encoding="utf-8")
    assert main(["broken.ctt", "--iterations", "1000", "--workers", "1"]) == 1
    errors = capsys.readouterr().err
    assert errors.startswith(sentence)
    assert len(errors.splitlines()) == 1
    assert not (folder / "broken.sol").exists()


def test_a_missing_file_is_said(folder, monkeypatch, capsys):
    monkeypatch.chdir(folder)
    assert main(["nowhere.ctt"]) == 1
    assert capsys.readouterr().err == "nowhere.ctt can't be read: No such file or directory.\n"


def test_a_missing_directory_is_said_before_the_search(folder, monkeypatch, capsys):
    monkeypatch.chdir(folder)
    assert main(["toy.ctt", "--output", "away/toy.sol"]) == 1
    assert capsys.readouterr().err == "away is not a directory.\n"


@pytest.mark.parametrize(
    "option", [["--seconds", "0"], ["--seconds", "nan"], ["--seed", "-1"], ["--workers", "0"]]
)
def test_a_number_out_of_range_is_refused(option, capsys):
    with pytest.raises(SystemExit, match="2"):
        main(["toy.ctt", *option])
    assert option[0] in capsys.readouterr().err


def test_a_folder_is_run_into_a_table(folder, capsys):
    out = folder / "out"
    assert run_folder([str(folder), "--seconds", "1", "--workers", "1", "--output", str(out)]) == 0
    table = (out / "table.md").read_text(encoding="utf-8")
    assert "| toy | 1 | 0 | – | – |" in table
    assert (out / "crowded-1.sol").exists()
    assert table in capsys.readouterr().out


def test_a_folder_without_instances_is_said(tmp_path, capsys):
    assert run_folder([str(tmp_path)]) == 1
    assert capsys.readouterr().err == f"There is no .ctt file in {tmp_path}.\n"
