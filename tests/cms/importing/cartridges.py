"""Common Cartridges, made with zipfile."""

import io
import zipfile

from tests.cms.importing.documents import png

NAMESPACES = {
    "1.1.0": "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1",
    "1.2.0": "http://www.imsglobal.org/xsd/imsccv1p2/imscp_v1p1",
    "1.3.0": "http://www.imsglobal.org/xsd/imsccv1p3/imscp_v1p1",
}
PAGE = """<html><head><title>t</title></head><body>
<h2>职业的含义</h2><p>职业是<b>社会分工</b>。</p>
<p><img src="../img/island.png" alt="兴趣岛"></p>
<p>见<a href="../files/form.txt">表格</a>和<a href="https://www.moe.gov.cn/x">教育部</a>。</p>
</body></html>"""
LINK = (
    '<webLink xmlns="http://www.imsglobal.org/xsd/imsccv1p1/imswl_v1p1"><title>学职平台</title>'
    '<url href="{address}"/></webLink>'
)
QUIZ = (
    '<questestinterop xmlns="http://www.imsglobal.org/xsd/ims_qtiasiv1p2"><assessment ident="a">'
    '<section ident="s"><item ident="1"/><item ident="2"/></section></assessment></questestinterop>'
)


def manifest(version="1.1.0", href="pages/one.html"):
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="m" xmlns="{NAMESPACES.get(version, "urn:x")}">
 <metadata><schema>IMS Common Cartridge</schema><schemaversion>{version}</schemaversion></metadata>
 <organizations><organization identifier="o" structure="rooted-hierarchy"><item identifier="root">
  <item identifier="c1"><title>第一章 职业</title>
   <item identifier="i1" identifierref="r1"><title>职业是什么</title></item>
   <item identifier="i2" identifierref="r2"><title>学职平台</title></item>
  </item>
  <item identifier="c2"><title>第二章 测验</title>
   <item identifier="i3" identifierref="r3"><title>小测验</title></item>
   <item identifier="i4" identifierref="r4"><title>表格</title></item>
  </item>
 </item></organization></organizations>
 <resources>
  <resource identifier="r1" type="webcontent" href="{href}"><file href="{href}"/></resource>
  <resource identifier="r2" type="imswl_xmlv1p1"><file href="link.xml"/></resource>
  <resource identifier="r3" type="imsqti_xmlv1p2/imscc_xmlv1p1/assessment">
   <file href="quiz.xml"/></resource>
  <resource identifier="r4" type="webcontent" href="files/form.txt">
   <file href="files/form.txt"/></resource>
 </resources></manifest>"""


def cartridge(version="1.1.0", page=PAGE, address="https://xz.chsi.com.cn/", parts=None):
    """A zip; `parts` replaces or adds parts by name."""
    parts = {
        "imsmanifest.xml": manifest(version),
        "pages/one.html": page,
        "img/island.png": png(),
        "files/form.txt": "姓名：\n",
        "link.xml": LINK.format(address=address),
        "quiz.xml": QUIZ,
        **(parts or {}),
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()
