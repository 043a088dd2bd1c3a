"""What a reader sends from a page: how far they came, a bookmark, notes, answers."""

import json
import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST

from cms.reading.domain.finding import ReadingPage, readable_page
from cms.reading.domain.own_words import (
    WordsRefused,
    add_note,
    change_note,
    delete_note,
    remove_bookmark,
    save_answer,
    set_bookmark,
)
from cms.reading.domain.own_words import may_share as may_share_answer
from cms.reading.domain.progress import record_progress
from cms.reading.forms import AnswerForm, NoteForm, PlaceForm, ProgressForm
from cms.reading.models import Note
from courses.institutions.access import allow
from courses.institutions.enums import RoleKind

READERS = tuple(RoleKind.values)


@allow(*READERS)
@require_POST
def progress(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """{"share": 0–100} from the script, answered with nothing; or the button 我读完了."""
    page = _page_or_404(request, key)
    is_script = request.content_type == "application/json"
    form = ProgressForm(_json(request) if is_script else request.POST)
    if not form.is_valid():
        raise BadRequest
    record_progress(request.user, page, share=form.cleaned_data["share"])
    return HttpResponse(status=204) if is_script else redirect(f"{page.url_path}#read")


def _json(request: HttpRequest) -> dict[str, Any]:
    try:
        sent = json.loads(request.body)
    except ValueError:
        raise BadRequest from None
    if not isinstance(sent, dict):
        raise BadRequest
    return sent


@allow(*READERS)
@require_POST
def bookmark(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Set at `block` (empty: the page), or taken away with `remove`."""
    page = _page_or_404(request, key)
    form = PlaceForm(request.POST)
    if not form.is_valid():
        raise BadRequest
    if request.POST.get("remove"):
        remove_bookmark(request.user, page)
        return redirect(page.url_path)
    set_bookmark(request.user, page, block_id=form.cleaned_data["block"])
    return redirect(_at(page, form.cleaned_data["block"]))


@allow(*READERS)
@require_POST
def note_add(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    page = _page_or_404(request, key)
    form = NoteForm(request.POST)
    if form.is_valid():
        try:
            add_note(
                request.user,
                page,
                text=form.cleaned_data["text"],
                block_id=form.cleaned_data["block"],
            )
        except WordsRefused as refused:
            form.add_error("text", str(refused))
        else:
            messages.success(request, _("Your note is kept. Only you see it."))
            return redirect(f"{page.url_path}#notes")
    return _form_page(request, form, page, pgettext("own words", "Note"))


@allow(*READERS)
@require_http_methods(["GET", "POST"])
def note_edit(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    note = _note_or_404(request, public_id)
    form = NoteForm(request.POST or None, initial={"text": note.text})
    if form.is_valid():
        try:
            change_note(note, text=form.cleaned_data["text"])
        except WordsRefused as refused:
            form.add_error("text", str(refused))
        else:
            messages.success(request, _("Your note is changed."))
            return redirect(_back(note))
    return _form_page(request, form, note.page, _("Change a note"), note=note)


@allow(*READERS)
@require_POST
def note_delete(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    note = _note_or_404(request, public_id)
    back = _back(note)
    delete_note(note)
    messages.success(request, _("Your note is deleted."))
    return redirect(back)


@allow(*READERS)
@require_POST
def answer(request: HttpRequest, key: uuid.UUID, block_id: uuid.UUID) -> HttpResponse:
    """The answer to a self-reflection of the page; an empty one is taken back."""
    page = _page_or_404(request, key)
    blocks = [one for one in getattr(page, "body", ()) if one.block_type == "reflection"]
    block = next((one for one in blocks if one.id == str(block_id)), None)
    if block is None:
        raise Http404
    form = AnswerForm(request.POST)
    if form.is_valid():
        sent = form.cleaned_data
        try:
            kept = save_answer(
                request.user, page, block=block, text=sent["text"], share=sent["share"]
            )
        except WordsRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _said(kept))
            return redirect(_at(page, block_id))
    if not may_share_answer(page, block):
        del form.fields["share"]
    return _form_page(request, form, page, block.value["question"])


def _said(kept: Any) -> str:
    if kept is None:
        return _("Your answer is taken back.")
    if kept.is_shared:
        return _("Your answer is kept and shared with your instructor.")
    return _("Your answer is kept. Only you see it.")


def _form_page(
    request: HttpRequest, form: Any, page: ReadingPage | None, heading: str, **more: Any
) -> HttpResponse:
    context = {"form": form, "page": page, "heading": heading, **more}
    return render(request, "cms/reading/words_form.html", context)


def _page_or_404(request: HttpRequest, key: uuid.UUID) -> ReadingPage:
    page = readable_page(key, request.user)
    if page is None:
        raise Http404
    return page


def _note_or_404(request: HttpRequest, public_id: uuid.UUID) -> Note:
    notes = Note.objects.visible_to(request.user).select_related("page")
    note: Note = get_object_or_404(notes, public_id=public_id)
    return note


def _back(note: Note) -> str:
    """Where the note stands; the list of all notes when its page is gone."""
    return f"{note.page.url_path}#notes" if note.page and note.page.live else "reading:notes"


def _at(page: ReadingPage, block_id: uuid.UUID | None) -> str:
    return f"{page.url_path}#b-{block_id}" if block_id else page.url_path
