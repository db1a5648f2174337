"""HTML → Markdown: what a page says, without what leads around its site.

Knows which elements are blocks and which parts of a page are no content: by their tag or role, or by a name
such as `sidebar` where they also hold mostly links. Nothing else is left out. lxml parses: any bytes make a
tree, entities are never loaded, nesting has a limit.
"""

import re

from lxml import etree, html

from memspan.ingest.parts import LeftOut, Part, one_line, plain

_LEFT_OUT = {
    *("nav", "aside", "footer", "script", "style", "noscript", "template", "head", "svg", "math", "menu"),
    *("form", "button", "select", "textarea", "input", "object", "canvas", "audio", "video", "dialog"),
    "iframe",
}
_ROLES = {"navigation", "banner", "contentinfo", "complementary", "search", "dialog", "alert", "toolbar"}
_FURNITURE = re.compile(
    r"\b(nav|navbar|menu|sidebar|side-?bar|breadcrumbs?|foot(er)?|masthead|toolbar|share|social|cookies?|"
    r"consent|banner|related|toc|pagination|skip|promo|newsletter|advert\w*)(?![a-z])",
    re.IGNORECASE,
)
_LINK_SHARE = 0.5  # a part with such a name and at least this share of its text in links leads around
_BLOCKS = {
    *("p", "div", "section", "article", "main", "header", "blockquote", "figure", "figcaption", "address"),
    *("ul", "ol", "dl", "table", "thead", "tbody", "tfoot", "caption", "details", "summary", "fieldset"),
    *("hr", "body", "center"),
}
_LINES = {"tr", "dt", "dd", "option"}
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
MAX_CHECKED = 5000  # elements whose share of links is measured, so that no page makes it long


def read_html(data: bytes) -> list[Part]:
    """A page as one Markdown text, with its title and, where it tells them, its time and language."""
    tree = parsed(data)
    title = _title(tree)
    time = _meta(tree, "article:published_time", "date", "dcterms.date", "dc.date") or _first(
        tree.xpath("//time/@datetime")
    )
    body = _content(tree)
    text = markdown(body)
    metadata = {"language": language} if (language := one_line(tree.get("lang") or "")) else {}
    return [Part(text, True, title, one_line(time)[:40] or None, None, metadata)]


def parsed(data: bytes) -> html.HtmlElement:
    """The tree of any bytes that were meant as HTML."""
    encoding = None
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    else:
        try:
            data.decode("utf-8-sig")
            encoding = "utf-8"
        except UnicodeDecodeError:
            if not re.search(rb"charset\s*=", data[:2048], re.IGNORECASE):
                encoding = "windows-1252"
    parser = html.HTMLParser(encoding=encoding, no_network=True, huge_tree=False, remove_comments=True)
    data = data.replace(b"\0", b"") if encoding != "utf-16" else data
    try:
        tree = html.document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        raise LeftOut("holds no text") from None
    return tree


def _content(tree: html.HtmlElement) -> html.HtmlElement:
    body = tree.find("body")
    body = tree if body is None else body
    mains = body.xpath(".//main|.//*[@role='main']")
    root = mains[0] if len(mains) == 1 and mains[0].text_content().strip() else body
    checked = 0
    for element in list(root.iter()):
        if not isinstance(element.tag, str):
            if element.getparent() is not None:
                _drop(element)
            continue
        if element is root or element.getparent() is None:
            continue
        furniture = element.tag in _LEFT_OUT or element.get("role") in _ROLES or _is_hidden(element)
        if not furniture and _FURNITURE.search(f"{element.get('class', '')} {element.get('id', '')}"):
            checked += 1
            furniture = checked <= MAX_CHECKED and _link_share(element) >= _LINK_SHARE
        if furniture:
            _drop(element)
    return root


def _is_hidden(element: html.HtmlElement) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    return (
        element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or "display:none" in style
        or "visibility:hidden" in style
    )


def _link_share(element: html.HtmlElement) -> float:
    total = len("".join(element.itertext()))
    linked = sum(len("".join(link.itertext())) for link in element.iter("a"))
    return linked / total if total else 1.0


def _drop(element: html.HtmlElement) -> None:
    """Take an element out; the text behind it stays."""
    parent, before = element.getparent(), element.getprevious()
    if element.tail:
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
    element.tail = None
    parent.remove(element)


def markdown(root: etree._Element) -> str:
    """The text below `root` as Markdown: headings, paragraphs, items of lists, rows of tables, code."""
    blocks: list[str] = []
    inline: list[str] = []
    mark = ""  # what the next block begins with
    code = 0  # how many <pre> we are in

    def close() -> None:
        nonlocal mark
        text = "".join(inline)
        inline.clear()
        if code:
            if text.strip("\n"):
                fence = "````" if "```" in text else "```"
                blocks.append(f"{fence}\n{text.strip(chr(10))}\n{fence}")
            return
        lines = [" ".join(line.split()) for line in text.split("\0")]
        text = "\n".join(line for line in lines if line).strip()
        if text:
            blocks.append(mark + text)
            mark = ""

    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
        starts = event == "start"
        if tag in _HEADINGS or tag in _BLOCKS or tag in ("li", "pre"):
            close()
            if tag in _HEADINGS:
                mark = "#" * _HEADINGS[tag] + " " if starts else ""
            elif tag == "li":
                mark = "- " if starts else ""
            elif tag == "pre":
                code += 1 if starts else -1
        elif (tag in _LINES or tag == "br") and starts:
            inline.append("\n" if code else "\0")
        elif tag in ("td", "th") and not starts and element.getnext() is not None:
            inline.append(" | ")
        text = element.text if starts else ("" if element is root else element.tail)
        if text and not (starts and tag in ("script", "style")):
            inline.append(text if code else text.replace("\0", ""))
    close()
    return plain(_joined(blocks))


def _joined(blocks: list[str]) -> str:
    """Blocks with a blank line between them, items of a list without one."""
    out: list[str] = []
    for number, block in enumerate(blocks):
        if number:
            both = block.startswith("- ") and blocks[number - 1].startswith("- ")
            out.append("\n" if both else "\n\n")
        out.append(block)
    return "".join(out)


def _title(tree: html.HtmlElement) -> str:
    return (
        _meta(tree, "og:title")
        or one_line(_first(tree.xpath("//head/title//text()")))
        or one_line(_first(tree.xpath("string(//h1[1])")))
    )


def _meta(tree: html.HtmlElement, *names: str) -> str:
    for element in tree.iter("meta"):
        if (element.get("property") or element.get("name") or "").lower() in names:
            found = one_line(element.get("content") or "")
            if found:
                return found
    return ""


def _first(found: object) -> str:
    if isinstance(found, list):
        found = found[0] if found else ""
    return str(found or "")
