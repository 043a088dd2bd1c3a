"""Importers of this slice: weekly times of a timetable, times taken by other courses, rooms, and
teaching classes with how they meet."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from courses.institutions.enums import RoleKind
from courses.institutions.scopes import scope_of
from courses.teaching.models import Term
from courses.timetable.domain import busy_import, class_import, room_import, slot_import
from media.imports.previews import ImportPreview, Receipt
from media.imports.registry import register_importer
from media.jobs.progress import Progress
from media.spreadsheets.table import Table

IMPORT_ROLES = (RoleKind.TEACHING_OFFICE, RoleKind.INSTITUTION_ADMINISTRATOR)


class _TermImporter:
    """Context: `institution` and `term` (ids), `source` (what the file is called). Each importer
    says how its file is read, previewed and applied for a term, and where it goes on."""

    start: str

    def allowed(self, user: Any, context: dict[str, Any]) -> bool:
        return any(
            role.kind in IMPORT_ROLES and role.institution_id == context["institution"]
            for role in scope_of(user).roles
        )

    def preview(
        self, table: Table, *, context: dict[str, Any], progress: Progress
    ) -> ImportPreview:
        return self._preview(_term(context), table, context["source"])

    def apply(
        self,
        table: Table,
        *,
        context: dict[str, Any],
        options: dict[str, bool],
        progress: Progress,
        by: Any,
    ) -> Receipt:
        return self._apply(_term(context), table, context["source"], by)

    def start_url(self, context: dict[str, Any]) -> str:
        return _at(self.start, context)

    def _preview(self, term: Term, table: Table, source: str) -> ImportPreview:
        raise NotImplementedError

    def _apply(self, term: Term, table: Table, source: str, by: Any) -> Receipt:
        raise NotImplementedError


class SlotImporter(_TermImporter):
    kind = "timetable_slots"
    title = _("Weekly times of a timetable")
    start = "timetable:slot_import"

    def read(self, content: bytes, *, filename: str, context: dict[str, Any]) -> Table:
        return slot_import.read_slot_file(content, filename=filename)

    def next_step(self, context: dict[str, Any]) -> tuple[Any, str]:
        return _("Look at the draft"), _at("timetable:build", context)

    def _preview(self, term: Term, table: Table, source: str) -> ImportPreview:
        return slot_import.preview_slots(term, table)

    def _apply(self, term: Term, table: Table, source: str, by: Any) -> Receipt:
        return slot_import.apply_slots(term, table, source=source, by=by)


class BusyTimeImporter(_TermImporter):
    kind = "busy_times"
    title = _("Times taken by other courses")
    start = "timetable:busy_times"

    def read(self, content: bytes, *, filename: str, context: dict[str, Any]) -> Table:
        return busy_import.read_busy_file(content, filename=filename)

    def next_step(self, context: dict[str, Any]) -> tuple[Any, str]:
        return _("See the times taken"), _at("timetable:busy_times", context)

    def _preview(self, term: Term, table: Table, source: str) -> ImportPreview:
        return busy_import.preview_busy_times(term, table, source=source)

    def _apply(self, term: Term, table: Table, source: str, by: Any) -> Receipt:
        return busy_import.apply_busy_times(term, table, source=source, by=by)


class RoomImporter(_TermImporter):
    kind = "rooms"
    title = _("Classrooms")
    start = "timetable:room_import"

    def read(self, content: bytes, *, filename: str, context: dict[str, Any]) -> Table:
        return room_import.read_room_file(content, filename=filename)

    def next_step(self, context: dict[str, Any]) -> tuple[Any, str]:
        return _("Classrooms"), reverse("timetable:rooms")

    def _preview(self, term: Term, table: Table, source: str) -> ImportPreview:
        return room_import.preview_rooms(term, table)

    def _apply(self, term: Term, table: Table, source: str, by: Any) -> Receipt:
        return room_import.apply_rooms(term, table, by=by)


class TeachingClassImporter(_TermImporter):
    kind = "teaching_classes"
    title = _("Teaching classes")
    start = "timetable:class_import"

    def read(self, content: bytes, *, filename: str, context: dict[str, Any]) -> Table:
        return class_import.read_class_file(content, filename=filename)

    def next_step(self, context: dict[str, Any]) -> tuple[Any, str]:
        return _("Teaching classes"), reverse("teaching:classes", args=[_term(context).public_id])

    def _preview(self, term: Term, table: Table, source: str) -> ImportPreview:
        return class_import.preview_classes(term, table)

    def _apply(self, term: Term, table: Table, source: str, by: Any) -> Receipt:
        return class_import.apply_classes(term, table, by=by)


def _term(context: dict[str, Any]) -> Term:
    return Term.objects.select_related("institution").get(
        pk=context["term"], institution=context["institution"]
    )


def _at(name: str, context: dict[str, Any]) -> str:
    return f"{reverse(name)}?term={_term(context).public_id}"


register_importer(SlotImporter())
register_importer(BusyTimeImporter())
register_importer(RoomImporter())
register_importer(TeachingClassImporter())
