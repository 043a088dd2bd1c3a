"""The templates that the product ships: what is printed where a school has none of its own."""

from typing import Any

from assessments.certificates.enums import Border, CertificateKind, Orientation

_LAYOUT = {
    "left_signatory": "",
    "right_signatory": "",
    "orientation": Orientation.LANDSCAPE.value,
    "border": Border.DOUBLE.value,
}

# That of courses is what certificates without a version were printed with: a better text is a new
# constant, never a change of this one.
SHIPPED: dict[str, dict[str, Any]] = {
    CertificateKind.COURSE_COMPLETION: {
        **_LAYOUT,
        "heading": "课程结业证书",
        "text": (
            "{姓名}（学号 {学号}）于 {学期}修读《{课程}》课程，共 {学时} 学时，"
            "完成全部课程学习，考核合格，准予课程结业，特发此证。"
        ),
    },
    CertificateKind.TRAINING_COMPLETION: {
        **_LAYOUT,
        "heading": "培训结业证书",
        "text": (
            "{姓名}（工号 {工号}）于 {起}至{止}参加“{培训}”，共 {学时} 学时，"
            "完成全部培训内容，考核合格，准予结业，特发此证。"
        ),
    },
    CertificateKind.APPOINTMENT: {
        **_LAYOUT,
        "heading": "聘书",
        "text": "兹聘请 {姓名}（工号 {工号}）担任{职务}，聘期自 {起}至{止}。",
    },
}
