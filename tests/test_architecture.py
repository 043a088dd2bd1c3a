"""What import-linter can't see: string foreign keys, file sizes, names, uploads."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

APPS = ("media", "courses", "assessments", "cms")
ORDER = {
    "media": ["library", "pdf", "spreadsheets", "watching", "jobs", "imports"],
    "courses": [
        "institutions",
        "curriculum",
        "qualifications",
        "teaching",
        "textbooks",
        "timetable",
        "changes",
        "delivery",
        "fees",
        "training",
    ],
    "assessments": [
        "grading",
        "questions",
        "careers",
        "certificates",
        "compliance",
        "reference_data",
    ],
    "cms": [
        "users",
        "content",
        "publishing",
        "reviewing",
        "masters",
        "importing",
        "reading",
        "exporting",
        "portal",
        "search",
    ],
}
FORBIDDEN_NAMES = (
    "utils",
    "common",
    "helpers",
    "helper",
    "manager",
    "managers",
    "handler",
    "handlers",
    "misc",
)


def rank(module: str) -> tuple[int, int]:
    """Where a module stands: app first, then slice; a foreign key may only point left or stay."""
    app, *rest = module.split(".")
    slice_name = rest[0] if rest else ""
    known = ORDER[app]
    return APPS.index(app), known.index(slice_name) if slice_name in known else 0


def our_relations() -> list[tuple[str, str, str]]:
    ours = {"users", *APPS}
    found = []
    for config in apps.get_app_configs():
        if config.label not in ours:
            continue
        for model in config.get_models():
            if hasattr(model, "instance_type"):
                # History of a model: made by django-simple-history in the app's own module.
                continue
            for field in model._meta.get_fields():
                target = getattr(field, "related_model", None)
                if not getattr(field, "concrete", False) or target is None or target == "self":
                    continue
                if target._meta.app_label in ours - {"users"}:
                    name = f"{model.__module__}.{model.__name__}.{field.name}"
                    found.append((name, model.__module__, target.__module__))
    return found


@pytest.mark.parametrize(("name", "source", "target"), our_relations())
def test_foreign_key_points_the_way_imports_go(name: str, source: str, target: str) -> None:
    if target.split(".")[0] not in APPS or source.startswith("cms.users"):
        return
    assert rank(target) <= rank(source), f"{name} points at {target}"


def python_files() -> list[Path]:
    root = Path(settings.BASE_DIR)
    return [
        path
        for app in APPS
        for path in (root / app).rglob("*.py")
        if "migrations" not in path.parts and "node_modules" not in path.parts
    ]


@pytest.mark.parametrize(
    "path", python_files(), ids=lambda p: str(p.relative_to(settings.BASE_DIR))
)
def test_file_is_one_concept(path: Path) -> None:
    """Under ~250 lines; nothing over 400 without being split."""
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400
    assert path.stem not in FORBIDDEN_NAMES


def test_every_slice_of_the_design_has_a_folder() -> None:
    root = Path(settings.BASE_DIR)
    missing = [
        f"{app}/{name}"
        for app, names in ORDER.items()
        for name in names
        if not (root / app / name / "__init__.py").exists()
    ]
    assert missing == []


def test_import_linter_has_no_ignores() -> None:
    text = (Path(settings.BASE_DIR) / "pyproject.toml").read_text(encoding="utf-8")
    assert "ignore_imports" not in text


def test_no_file_names_a_package_registry() -> None:
    root = Path(settings.BASE_DIR)
    files = [
        *root.glob("requirements/*"),
        root / "package-lock.json",
        root / ".npmrc",
        root / "Makefile",
    ]
    assert not [
        f.name for f in files if "index-url" in f.read_text() and "--no-emit" not in f.read_text()
    ]
    assert '"resolved"' not in (root / "package-lock.json").read_text()


def test_nobody_keeps_people_institutions_and_terms_from_being_referred_to() -> None:
    """Held with their key, whoever writes a row that names one waits for whoever holds it; two who
    each hold what the other names wait for ever."""
    held = re.compile(r"\b(Institution|StaffMember|Term)\.objects\.select_for_update\(")
    wrong = [
        f"{path.relative_to(settings.BASE_DIR)}: {line.strip()}"
        for app in APPS
        for path in (settings.BASE_DIR / app).rglob("*.py")
        for line in path.read_text().splitlines()
        if held.search(line) and "no_key=True" not in line
    ]
    assert wrong == []
