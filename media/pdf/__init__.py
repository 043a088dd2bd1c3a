"""PDF documents from Django templates.

    from media.pdf import qr_data_uri, render
    pdf = render("assessments/certificates/certificates.html", {...}, made_at=issued_at)

`render(template_name, context)` and `render_html(html)` return the bytes or raise a `PdfError`
whose message can be shown to the person who asked. Text of users belongs between tags, where
autoescape makes it harmless; never into an attribute, a style or a <style> element, and never
through `|safe`.

How to write a template:

* Extend `media/pdf/document.html` (or `document_landscape.html`): title, 编号, thin-ruled tables
  (`<table class="ruled" repeat="1">` repeats its first row on every page), particulars
  (`<table class="particulars">`), signature lines and page x of y are there. Numbers go into
  `<td class="figure">`, short words into `<td class="centre">`.
* Close what HTML doesn't know, as in `<pdf:nextpage></pdf:nextpage>`: left open, each one
  swallows the rest of the document.
* Leave `font-family` alone: the list the renderer sets is what draws 𠮷.
* CSS the renderer can't use is an error, not ignored: no flex, no border-collapse, no !important.
* Ideographic spaces collapse like any space; align with table cells or `text-indent`.
* Characters no font has (☑, emoji) are an error; □ ■ √ × are fine everywhere.

How to write a fast one: many pages in ONE document, never a document each. 200 certificates of
five paragraphs and a QR code take 0.65 s (and their QR codes 0.6 s when new), three times what
reportlab needs for the same marks alone. What costs:

* table cells: about 0.5 ms each, drawn by hand a tenth of that. Lay out pages with paragraphs,
  don't nest tables, and start a new <table> every few hundred rows: 250 rows of 7 cells take
  1 s, 1,000 rows in one table 5.5 s;
* `<pdf:pagecount>` lays everything out twice (× 1.7): override the block `footer` where each
  page stands alone;
* rendering itself: one document at a time in a process, so a long batch belongs into a task.
  A document that takes more than 60 s is given up.
"""

from media.pdf.checks import register_checks
from media.pdf.errors import FontsMissing, MissingGlyphs, PdfError, RenderFailed
from media.pdf.qr import qr_data_uri
from media.pdf.rendering import render, render_html

__all__ = [
    "FontsMissing",
    "MissingGlyphs",
    "PdfError",
    "RenderFailed",
    "qr_data_uri",
    "register_checks",
    "render",
    "render_html",
]
