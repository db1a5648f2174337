"""Files of every format, made by the libraries that people's programs use, for the tests."""

import io
import zipfile
from email.message import EmailMessage

CONTAINER = """<?xml version="1.0"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>
<rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>"""
PACKAGE = """<?xml version="1.0"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>The Mill</dc:title>
<dc:creator>A. Miller</dc:creator></metadata>
<manifest><item id="two" href="text/two.xhtml" media-type="application/xhtml+xml"/>
<item id="one" href="text/one%20a.xhtml" media-type="application/xhtml+xml"/>
<item id="picture" href="cover.png" media-type="image/png"/></manifest>
<spine><itemref idref="one"/><itemref idref="two"/><itemref idref="gone"/></spine></package>"""
CHAPTER = """<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head>
<body><h1>{0}</h1><p>The wheel turned in chapter <em>{0}</em>.</p></body></html>"""
PAGE = """<!DOCTYPE html><html lang="en"><head><title>Bread</title>
<meta property="article:published_time" content="2024-03-01T10:00:00Z"></head><body>
<nav><a href="/">Home</a> <a href="/all">All recipes</a></nav>
<div class="sidebar"><a href="1">Cakes</a> <a href="2">Pies</a></div>
<main><h1>Bread</h1><p>Mix flour &amp; water,
then <b>wait</b>.</p><h2>Baking</h2><ul><li>Heat the oven to 230 degrees.</li><li>Bake.</li></ul>
<pre>flour  500 g
water  350 g</pre><table><tr><th>Step</th><th>Minutes</th></tr><tr><td>Rise</td><td>90</td></tr></table>
<script>alert("no text")</script></main><footer>Imprint</footer></body></html>"""
SUBTITLES = """1
00:00:01,000 --> 00:00:03,000
<i>The mill stands</i>

2
00:00:03,500 --> 00:00:05,000
by the river.

3
00:01:40,000 --> 00:01:42,000
Nobody lives there.
"""
VTT = """WEBVTT

NOTE a remark

00:00:01.000 --> 00:00:03.000
<v Ann>The mill stands

00:00:02.000 --> 00:00:05.000
The mill stands
by the <c.green>river</c> &amp; the road.
"""


def epub() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        archive.writestr("META-INF/container.xml", CONTAINER)
        archive.writestr("OEBPS/book.opf", PACKAGE)
        archive.writestr("OEBPS/text/two.xhtml", CHAPTER.format("Two"))
        archive.writestr("OEBPS/text/one a.xhtml", CHAPTER.format("One"))
    return file.getvalue()


def document() -> bytes:
    """A .docx."""
    import docx

    made = docx.Document()
    made.core_properties.title = "Lease"
    made.core_properties.author = "Ann Berg"
    made.add_heading("Lease", 0)
    made.add_paragraph("The flat in Oslo is let to Bob.")
    made.add_heading("Rent", 1)
    made.add_paragraph("Twelve thousand a month.", style="List Bullet")
    table = made.add_table(2, 2)
    for row, column, text in ((0, 0, "Month"), (0, 1, "Paid"), (1, 0, "May"), (1, 1, "yes")):
        table.cell(row, column).text = text
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def pdf(*pages: str) -> bytes:
    """A PDF with a page for each text, written by matplotlib with text as text."""
    import matplotlib

    matplotlib.use("Agg")
    matplotlib.rcParams["pdf.fonttype"] = 42
    from matplotlib.backends.backend_pdf import PdfPages
    from matplotlib.figure import Figure

    file = io.BytesIO()
    with PdfPages(file, metadata={"Title": "The ferry"}) as made:
        for text in pages:
            figure = Figure(figsize=(8, 6))
            figure.text(0.1, 0.5, text)
            made.savefig(figure)
    return file.getvalue()


def mail(subject: str = "The lease", body: str = "Please sign it.", sender: str = "Ann Berg") -> EmailMessage:
    message = EmailMessage()
    message["From"] = f"{sender} <{sender.split()[0].lower()}@example.org>"
    message["To"] = "bob@example.org"
    message["Date"] = "Wed, 01 May 2024 10:00:00 +0200"
    message["Message-ID"] = f"<{abs(hash((subject, body)))}@example.org>"
    message["Subject"] = subject
    message.set_content(body)
    return message


def archive(**files: str | bytes) -> bytes:
    """A .zip of these files; in the names `__` stands for `/` and `_dot_` for a dot."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in files.items():
            made.writestr(name.replace("__", "/").replace("_dot_", "."), data)
    return file.getvalue()
