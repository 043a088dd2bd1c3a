"""What neighbours were hit by: reportlab CVE-2023-33733, CVE-2019-19450, CVE-2020-28463,
xhtml2pdf CVE-2024-25885. No process, no socket, no file, and an end in time."""

import base64
import contextlib
import time
from dataclasses import replace

import pytest

from media.pdf import PdfError, RenderFailed, render, render_html, rendering
from media.pdf.limits import MAX_SPAN, widest_span

PWNED = "touch pwned"
CODE = (
    "[[[getattr(pow,Word('__globals__'))['os'].system('" + PWNED + "') for Word in [orgTypeFun("
    "'Word',(str,),{'mutated':1,'startswith':lambda self,x:False,'__eq__':lambda self,x:"
    "self.mutate() and self.mutated<0 and str(self)==x,'mutate':lambda self:{setattr(self,"
    "'mutated',self.mutated-1)},'__hash__':lambda self:hash(str(self))})]] for orgTypeFun in "
    "[type(type(1))] for none in [[].append(1)]]] and 'red'"
)
SVG = """<!DOCTYPE svg [<!ENTITY file SYSTEM "file:///etc/passwd">]>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9"
height="9"><text>&file;</text><image xlink:href="{href}" width="9" height="9"/></svg>"""


def svg_uri(href):
    return "data:image/svg+xml;base64," + base64.b64encode(SVG.format(href=href).encode()).decode()


PAYLOADS = {
    "code in a colour": f'<font color="{CODE}">x</font>',
    "code in a style": f'<p style="color: {CODE}">x</p>',
    "code in a para": f'<para color="{CODE}"><a backColor="{CODE}">x</a></para>',
    "code in a unichar": "<unichar code=\"__import__('os').system('touch pwned')\"/>",
    "remote picture": '<img src="http://169.254.169.254/latest/meta-data/">',
    "remote picture without a scheme": '<img src="//127.0.0.1:8000/x.png">',
    "local picture": '<img src="file:///etc/passwd">',
    "local picture by path": '<img src="/etc/passwd">',
    "local picture by climbing": '<img src="../../../../../../etc/passwd">',
    "odd scheme": '<img src="ftp://127.0.0.1/x.png">',
    "remote stylesheet": '<link rel="stylesheet" href="http://127.0.0.1/x.css">',
    "imported stylesheet": "<style>@import url(file:///etc/passwd);</style>",
    "remote font": "<style>@font-face {font-family: a; src: url(http://127.0.0.1/a.ttf)}</style>",
    "local font": "<style>@font-face {font-family: a; src: url(/etc/passwd)}</style>",
    "remote background": '<p style="background-image: url(http://127.0.0.1/a.png)">x</p>',
    "page background": "<style>@page {background-image: url(file:///etc/passwd)}</style>x",
    "list picture": '<ul style="list-style-image: url(http://127.0.0.1/a.png)"><li>x</li></ul>',
    "inserted document": '<pdf:insertpdf src="file:///etc/passwd"></pdf:insertpdf>',
    "embedded object": '<object data="file:///etc/passwd"></object><iframe src="/etc/passwd">',
    "svg that loads": f'<img src="{svg_uri("http://127.0.0.1/a.png")}">',
    "svg that reads": f'<img src="{svg_uri("file:///etc/passwd")}">',
    "script": "<script>alert(1)</script>x",
}


def outside_files(opened):
    return [path for path in opened if path.startswith("/etc") or "pwned" in path]


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS.keys())
def test_text_of_users_is_printed_as_it_was_typed(payload, no_way_out, text_of):
    pdf = render("pdf_samples/letter.html", {"title": payload, "name": payload, "bio": payload})
    assert text_of(pdf).count("".join(payload.split())) == 3
    assert outside_files(no_way_out) == []


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS.keys())
def test_markup_reaches_no_process_no_socket_and_no_file(
    payload, no_way_out, text_of, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    try:
        text = text_of(render_html(f"<html><body>{payload}</body></html>"))
    except PdfError:
        text = ""
    assert "root:" not in text
    assert outside_files(no_way_out) == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "source",
    ["http://127.0.0.1/a.png", "file:///etc/passwd", "/etc/passwd", "no-such.png", "data:,x"],
)
def test_picture_that_is_not_a_data_uri_is_an_error(source):
    with pytest.raises(RenderFailed):
        render_html(f'<img src="{source}">')


@pytest.mark.parametrize(
    "value",
    [
        "rgb(" + "0" * 50_000,
        "rgb(" + "0," * 50_000 + ")",
        "rgb(" + " " * 50_000,
        "#" + "0" * 50_000,
        "(" * 50_000,
        "url(" * 50_000,
        "calc(" * 50_000,
        "&quot;\\" * 50_000,
    ],
    ids=["digits", "commas", "spaces", "hash", "parentheses", "url", "calc", "quotes"],
)
@pytest.mark.parametrize("markup", ['<p style="color: {}">x</p>', '<font color="{}">x</font>'])
def test_costly_colour_ends_in_time(markup, value):
    started = time.monotonic()
    with contextlib.suppress(PdfError):
        render_html(markup.format(value))
    assert time.monotonic() - started < 5


def test_document_slower_than_its_limit_is_given_up(monkeypatch):
    monkeypatch.setattr(rendering, "POLICY", replace(rendering.POLICY, max_render_seconds=0.2))
    started = time.monotonic()
    with pytest.raises(RenderFailed, match=r"too large|过大"):
        render_html("<p>字字字</p>" * 20_000)
    assert time.monotonic() - started < 10


def test_document_of_many_megabytes_is_refused():
    with pytest.raises(RenderFailed):
        render_html("<p>" + "x" * 11 * 1024 * 1024)


@pytest.mark.parametrize("span", ["99999999", " 99999999 ", "&#57;9999999", "9" * 5000])
def test_table_with_millions_of_columns_is_refused(span):
    with pytest.raises(RenderFailed):
        render_html(f'<table><tr><td title="<" colspan="{span}">x</td></tr></table>')


def test_span_in_the_text_of_a_user_counts_for_nothing(text_of):
    typed = '<td colspan="99999999">'
    pdf = render("pdf_samples/letter.html", {"title": "a", "name": typed, "bio": "b"})
    assert typed.replace(" ", "") in text_of(pdf)


def test_widest_span_is_read_from_rows_and_columns():
    assert widest_span('<td colspan=3>a</td><TD ROWSPAN="12">b</td>') == 12
    assert widest_span("<p>no table</p>") == 1
    assert MAX_SPAN > 12
