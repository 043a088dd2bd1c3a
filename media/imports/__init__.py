"""A spreadsheet on its way in: upload, preview, apply, receipt."""
