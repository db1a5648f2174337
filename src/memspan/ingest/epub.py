"""EPUB → its chapters in the order of reading.

Knows the container, the package file and its spine (EPUB 2 and 3). Chapters are read as pages. XML is parsed
without entities and without loading anything.
"""

import io
import posixpath
import zipfile
from urllib.parse import unquote

from lxml import etree

from memspan.ingest.archives import member, opened
from memspan.ingest.pages import markdown, parsed
from memspan.ingest.parts import LeftOut, Part, one_line

MAX_CHAPTERS = 10_000


def read_epub(data: bytes) -> list[Part]:
    """One part per chapter, with the book's title and its author."""
    with opened(io.BytesIO(data)) as archive:
        container = xml(member(archive, "META-INF/container.xml"))
        path = container.xpath("string(//*[local-name()='rootfile']/@full-path)")
        package = xml(member(archive, str(path)))
        folder = posixpath.dirname(str(path))
        title = one_line(package.xpath("string(//*[local-name()='metadata']/*[local-name()='title'])"))
        author = one_line(package.xpath("string(//*[local-name()='metadata']/*[local-name()='creator'])"))
        names = {
            item.get("id"): posixpath.normpath(posixpath.join(folder, unquote(item.get("href") or "")))
            for item in package.xpath("//*[local-name()='manifest']/*[local-name()='item']")
            if "html" in (item.get("media-type") or "")
        }
        spine = package.xpath("//*[local-name()='spine']/*[local-name()='itemref']/@idref")
        chapters = list(dict.fromkeys(names[name] for name in map(str, spine) if name in names))
        parts = []
        for number, name in enumerate(chapters[:MAX_CHAPTERS], 1):
            text = _chapter(archive, name)
            metadata = {"chapter": number, **({"author": author} if author else {})}
            parts.append(Part(text, True, title, None, None, metadata))
    return parts


def _chapter(archive: zipfile.ZipFile, name: str) -> str:
    try:
        tree = parsed(member(archive, name))
    except LeftOut:  # named in the spine and not there, or empty: the other chapters are
        return ""
    body = tree.find("body")
    return markdown(tree if body is None else body)


def xml(data: bytes) -> etree._Element:
    """The root of an XML file that declares no entities and loads nothing."""
    if b"<!ENTITY" in data:
        raise LeftOut("declares XML entities, which no book needs")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise LeftOut(f"is damaged ({' '.join(str(error).split())[:100]})") from None
