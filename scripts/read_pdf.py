"""Reads a PDF of gangyao-press as other programs do: qpdf finds it whole, it says PDF/A-2a and PDF/UA-1 and is tagged so.

`texts` gives the words of its structure: what repeats on each page (heads of tables, page numbers), pictures with their
captions and the table of contents are left out.
"""
import re
import subprocess

import pikepdf


def tree(path):
    """Each element of the structure as pdfinfo (poppler) prints it: depth, kind, and its text where the line is text."""
    done = subprocess.run(["pdfinfo", "-enc", "UTF-8", "-struct-text", str(path)], capture_output=True, timeout=600)
    # Titles of elements stand there as they are in the file, in UTF-16.
    for line in done.stdout.decode("utf-8", "replace").splitlines():
        body = line.lstrip(" ")
        if body.startswith('"'):
            yield len(line) - len(body), "", body[1:-1]
        elif re.match(r"[A-Z][A-Za-z0-9]*\b", body) and not body.startswith("Object "):
            yield len(line) - len(body), re.match(r"[A-Za-z0-9]+", body)[0], ""


def texts(path):
    """Words of headings, paragraphs, cells and footnotes, each element's in one: lines and changes of the font part no number."""
    hidden, found = None, []
    for depth, kind, text in tree(path):
        if hidden is not None and depth > hidden:
            continue
        hidden = None
        if kind:
            hidden = depth if kind in ("TOC", "TOCI", "Figure", "Lbl") else None
            found.append("")
        else:
            found[-1:] = ["".join([*found[-1:], text])]
    return [text for text in found if text and not re.match(r"图[0-9]+[\u3000 ]", text)]


def checks(path, headings, charts):
    """What is looked at, whether it is as it has to be, and what was found."""
    with pikepdf.open(path) as pdf:
        problems = pdf.check_pdf_syntax()
        yield "qpdf finds the PDF whole", not problems, "; ".join(map(str, problems))[:200]
        with pdf.open_metadata() as meta:
            said = [meta.get(name, "") for name in ("pdfaid:part", "pdfaid:conformance", "pdfuaid:part")]
            title = meta.get("dc:title", "")
        yield "it says PDF/A-2a and PDF/UA-1", said == ["2", "A", "1"], str(said)
        root = pdf.Root
        yield "language, title and marks", str(root.get("/Lang", "")).startswith("zh") and bool(title) and bool(root.MarkInfo.Marked), title
        figures = [one for one in elements(root.StructTreeRoot) if one.get("/S") == "/Figure"]
        silent = [one for one in figures if not str(one.get("/Alt", ""))]
        yield "every picture says what it shows", len(figures) == charts and not silent, f"{len(figures)} pictures"
        fonts = [font for page in pdf.pages for font in page.resources.get("/Font", {}).values()]
        yield "every font is in it", bool(fonts) and all(is_embedded(font) for font in fonts), f"{len(pdf.pages)} pages"
        with pdf.open_outline() as outline:
            marks = list(flat(outline.root))
        pages = {page.objgen: at + 1 for at, page in enumerate(pdf.pages)}
        places = [pages.get(target(pdf, mark).objgen) for mark in marks]
        listed = contents(path)
        yield "a bookmark for each heading", len(marks) == headings, f"{len(marks)} of {headings}"
        yield "the table of contents has the right pages", listed == places, f"{len(listed)} lines" if listed == places else f"{listed} {places}"


def elements(node, seen=None):
    """All elements of the structure."""
    seen = set() if seen is None else seen
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and kid.objgen not in seen:
            seen.add(kid.objgen)
            yield kid
            yield from elements(kid, seen)


def is_embedded(font):
    inner = font.DescendantFonts[0] if "/DescendantFonts" in font else font
    descriptor = inner.get("/FontDescriptor", {})
    return any(name in descriptor for name in ("/FontFile", "/FontFile2", "/FontFile3"))


def flat(items):
    for item in items:
        yield item
        yield from flat(item.children)


def target(pdf, mark):
    """The page a bookmark leads to."""
    place = mark.destination if mark.destination is not None else mark.action.D
    return place[0] if isinstance(place, pikepdf.Array) else pdf.Root.Names.Dests[str(place)][0]


def contents(path):
    """The numbers at the ends of the lines of the table of contents."""
    text = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, timeout=120).stdout
    return [int(number) for number in re.findall(r"(?:\. ?){4,}\s*([0-9]+)\s*$", text, re.MULTILINE)]
