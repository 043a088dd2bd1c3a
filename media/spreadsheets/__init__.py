"""Reading and writing spreadsheets for imports and exports. Plain Python: no models, no settings.

Read (xlsx, xls, ods, csv)::

    from media.spreadsheets.parsers import person_name, student_number, text
    from media.spreadsheets.preview import build_preview, render_text
    from media.spreadsheets.schema import Column, Schema
    from media.spreadsheets.table import mark_duplicates, read_table

    ROSTER = Schema(
        key="number",                      # a row without it is a bad row or a footer
        columns=(
            Column("number", _("Student number"), ("学号", "xh"), parse=student_number()),
            Column("name", _("Name"), ("姓名", "xm"), parse=person_name()),
            Column("email", _("E-mail"), ("邮箱",), required=False, parse=text(required=False)),
        ),
    )
    table = read_table(upload, filename=upload.name, schema=ROSTER)   # may raise SpreadsheetRefused
    mark_duplicates(table, "number")       # the later row gets a problem naming the earlier one
    for row in table.good_rows:            # row.number is the row number in the file
        row.values["number"]
    row.add_problem("department", _("No such department."))           # the domain's own findings
    preview = build_preview(table)         # preview.py: JSON-serialisable; render_text(preview)

``SpreadsheetRefused`` means the whole file is refused: show ``str(error)``. Everything else that is
wrong is a ``CellProblem`` on its row. A parser of your own is a function ``str -> value`` that
raises ``ValueRefused(message)``; the text it gets is normalised already (half-width, trimmed).
``Schema(repeated_blocks=True)`` reads sheets printed as two or three blocks side by side.
``Column(formulas=True)`` takes the stored result of a formula instead of refusing it. Footers such
as 合计 and 制表人：, repeated headers and empty rows are left out (``table.skipped``).

Write: ``writing.write_workbook(sheets)``, ``writing.write_rows(file, sheet)`` (streaming, xlsx) and
``delimited.write_csv(header, rows)``, ``delimited.stream_csv(header, rows)``; all neutralise cells
that a spreadsheet programme would run as a formula.
"""
