"""Where compiled code is kept."""

import pytest

from courses.timetable.solver.annealing import compiling


@pytest.fixture
def read_only(monkeypatch, tmp_path):
    """An installation whose own directory takes nothing: a file stands in the way."""
    (tmp_path / "source.py").write_text("one", encoding="utf-8")
    (tmp_path / "__pycache__").write_text("", encoding="utf-8")
    monkeypatch.setattr(compiling, "HERE", tmp_path)
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    return tmp_path


def test_compiled_code_is_kept_in_the_home_of_a_user_who_cannot_write_the_installation(
    read_only, monkeypatch, tmp_path_factory
):
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    assert compiling.cache_directory().parent == home / ".cache" / "qihang"


def test_without_any_place_nothing_is_kept(read_only, monkeypatch):
    monkeypatch.setenv("HOME", str(read_only / "source.py"))
    assert compiling.cache_directory() is None


def test_a_changed_source_gets_a_directory_of_its_own(monkeypatch, tmp_path):
    source = tmp_path / "source.py"
    monkeypatch.setattr(compiling, "HERE", tmp_path)
    source.write_text("one", encoding="utf-8")
    before = compiling.cache_directory()
    source.write_text("two", encoding="utf-8")
    assert compiling.cache_directory() != before
