"""What the fields of a template mean for one certificate."""

import datetime

from assessments.certificates.models import Certificate


def values_of(certificate: Certificate) -> dict[str, str]:
    """Every field as text, as a Chinese document writes it; empty where there is nothing."""
    return {
        "name": certificate.holder_name,
        "number": certificate.holder_number,
        "what": certificate.course_name,
        "hours": "" if certificate.hours is None else str(certificate.hours),
        "term": term_in_words(certificate.term_code),
        "institution": certificate.institution.name,
        "issued_on": day_in_words(certificate.issued_on),
        "from": day_in_words(certificate.begins_on),
        "until": day_in_words(certificate.ends_on),
        "serial": certificate.serial,
    }


def day_in_words(day: datetime.date | None) -> str:
    """2026-12-30 → 2026年12月30日."""
    return "" if day is None else f"{day.year}年{day.month}月{day.day}日"


def term_in_words(code: str) -> str:
    """2026-2027-1 → 2026—2027学年第一学期; a code of another shape stays as it is."""
    years, _dash, number = code.rpartition("-")
    names = {"1": "第一学期", "2": "第二学期", "3": "第三学期"}
    if number not in names or years.count("-") != 1:
        return code
    return f"{years.replace('-', '—')}学年{names[number]}"
