"""The shipped catalogue of credentials and readings, loaded into the database."""

import datetime
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from django.db import models, transaction

from courses.qualifications.domain.certificate_rules import load_certificate_rules
from courses.qualifications.models import (
    CredentialLevel,
    CredentialType,
    LevelRecognition,
    TeachingRule,
)

FOLDER = Path(__file__).resolve().parent.parent / "catalogue"


@dataclass
class LoadedCatalogue:
    """How many rows were new or differed; all 0 when the catalogue was loaded before."""

    types: int = 0
    levels: int = 0
    recognitions: int = 0
    rules: int = 0


@transaction.atomic
def load_catalogue(folder: Path = FOLDER) -> LoadedCatalogue:
    """Bring the database to what the YAML files say. Rows that they don't mention stay as they are.

    Institutions' own readings are other rows and are never touched.
    """
    loaded = LoadedCatalogue()
    for path in sorted(folder.glob("credentials*.yaml")):
        for entry in _read(path)["types"]:
            _load_type(entry, loaded)
    for path in sorted(folder.glob("recognitions*.yaml")):
        for entry in _read(path)["readings"]:
            _load_reading(entry, loaded)
    for path in sorted(folder.glob("teaching_rules*.yaml")):
        for entry in _read(path)["rules"]:
            key = {
                name: entry.pop(name) for name in ("code", "province", "staff_kind", "valid_from")
            }
            loaded.rules += _put(TeachingRule, key | {"institution": None}, entry)[1]
    load_certificate_rules(folder)
    return loaded


def _load_type(entry: dict[str, Any], loaded: LoadedCatalogue) -> None:
    levels = entry.pop("levels")
    credential_type, changed = _put(CredentialType, {"code": entry.pop("code")}, entry)
    loaded.types += changed
    for position, level in enumerate(levels, start=1):
        key = {"credential_type": credential_type, "code": str(level.pop("code"))}
        loaded.levels += _put(CredentialLevel, key, level | {"position": position})[1]


def _load_reading(entry: dict[str, Any], loaded: LoadedCatalogue) -> None:
    """One reading names many levels as `type/level`, since one sentence decides them all."""
    place = {
        "province": entry.pop("province", ""),
        "institution": None,
        "staff_kind": entry.pop("staff_kind", ""),
        "valid_from": entry.pop("valid_from"),
    }
    for name in entry.pop("levels"):
        type_code, level_code = name.split("/")
        level = CredentialLevel.objects.get(credential_type__code=type_code, code=level_code)
        loaded.recognitions += _put(LevelRecognition, place | {"level": level}, entry)[1]


def _put(model: type[models.Model], key: dict[str, Any], values: dict[str, Any]) -> tuple[Any, int]:
    """The row with that key and these values, and 1 if it had to be written."""
    row = model._default_manager.filter(
        **{
            f"{name}__isnull" if value is None else name: True if value is None else value
            for name, value in key.items()
        }
    ).first()
    if row is None:
        return model._default_manager.create(**key, **values), 1
    differing = [name for name, value in values.items() if getattr(row, name) != value]
    for name in differing:
        setattr(row, name, values[name])
    if differing:
        row.save(update_fields=differing)
    return row, int(bool(differing))


def _read(path: Path) -> Any:
    """YAML with dates as dates; the safe loader builds nothing else."""
    parsed = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert isinstance(parsed, dict)
    for entry in parsed.get("readings", []) + parsed.get("rules", []):
        assert isinstance(entry["valid_from"], datetime.date), f"{path.name}: valid_from"
    return parsed
