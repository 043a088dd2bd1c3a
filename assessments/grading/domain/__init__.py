"""What is done to grades.

Schemes: `schemes.create_scheme`. Sheets: `sheets.open_sheet`, `recording.record_scores`,
`sheets.submit_sheet`, `sheets.return_sheet`, `locking.lock_sheet`. After the lock:
`amendments.request_amendment`, `amendments.decide_amendment`. Spreadsheets:
`template.sheet_template`, `score_import.preview_scores`, `score_import.import_scores`.
"""
