"""An audit as a document: for programs, for spreadsheets, for the file.

json_report(run) -> list[dict]          write_xlsx(run, file, *, viewer_masks=…)
pdf_report(run) -> bytes
"""
