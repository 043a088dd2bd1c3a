"""An audit as a document: for programs, for spreadsheets, for the office's file."""

import json
from typing import Literal

from django.core.serializers.json import DjangoJSONEncoder

from assessments.compliance.domain.report.as_json import json_report
from assessments.compliance.domain.report.as_pdf import pdf_report
from assessments.compliance.domain.report.as_xlsx import xlsx_report
from assessments.compliance.models import AuditRun

ReportFormat = Literal["json", "xlsx", "pdf"]
CONTENT_TYPES: dict[str, str] = {
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}

__all__ = ["CONTENT_TYPES", "ReportFormat", "json_report", "pdf_report", "report", "xlsx_report"]


def report(run: AuditRun, report_format: str, *, show_student_numbers: bool = True) -> bytes:
    """The audit in one of the formats of CONTENT_TYPES, texts in the active language.

    Raises media.pdf.PdfError when a PDF can't be made.
    """
    if report_format == "json":
        text = json.dumps(json_report(run), ensure_ascii=False, indent=2, cls=DjangoJSONEncoder)
        return text.encode() + b"\n"
    if report_format == "xlsx":
        return xlsx_report(run, show_student_numbers=show_student_numbers)
    return pdf_report(run)
