#!/usr/bin/env python3
"""Make plan.docx and plan.pdf from plan.md.

usage: make.py
needs: python-docx (PyPI), LibreOffice Writer, pdftotext, the fonts Noto Serif CJK SC and Noto Sans CJK SC

The Markdown text is the source. The Word file is laid out as planning bureaus do it: chapters and most
sections are numbered by Word and not typed, the contents list is typed with page numbers, boxes are framed
tables, equal group cells are merged. The page numbers come from a first run through LibreOffice.
"""

import datetime
import pathlib
import re
import subprocess
import tempfile

from docx import Document
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt

HERE = pathlib.Path(__file__).parent
SERIF, SANS = "Noto Serif CJK SC", "Noto Sans CJK SC"
CHAPTER = re.compile(r"第[一二三四五六七八九十]+章 ")
SECTION = re.compile(r"[一二三四五六七八九十]+、")
RUNNING_HEAD = "澜川市“十五五”规划纲要"
# The sections of this chapter are numbered by hand in the text, with a gap that numbering by Word would close.
TYPED = "第八章"

# Widths of the columns in cm, by number of columns.
WIDTHS = {3: [6.4, 4.5, 4.5], 6: [1.2, 4.4, 1.6, 3.1, 3.1, 2], 7: [1.9, 1.1, 4.9, 1.8, 1.9, 2.1, 1.7]}

NUMBERING = f"""
<w:abstractNum {nsdecls('w')} w:abstractNumId="90">
  <w:multiLevelType w:val="multilevel"/>
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:suff w:val="space"/>
    <w:lvlText w:val="第%1章"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="0" w:firstLine="0"/></w:pPr></w:lvl>
  <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:suff w:val="nothing"/>
    <w:lvlText w:val="%2、"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="0" w:firstLine="0"/></w:pPr></w:lvl>
</w:abstractNum>"""


def blocks(text):
    """The text as (kind, content): title, heading of level 2 or 3, contents entry, table rows, box lines, paragraph."""
    found, lines, i = [], text.split("\n"), 0
    in_contents = False
    while i < len(lines):
        line = lines[i]
        if line.startswith("# "):
            found.append(("title", line[2:]))
        elif line == "## 目录":
            in_contents = True
            found.append(("contents", ""))
        elif line.startswith("#"):
            in_contents = False
            marks, _, content = line.partition(" ")
            found.append((f"h{len(marks)}", content))
        elif in_contents and line.strip().startswith("- "):
            found.append(("entry", ((len(line) - len(line.lstrip())) // 2, line.strip()[2:])))
        elif line.startswith("|"):
            rows = []
            while i < len(lines) and lines[i].startswith("|"):
                rows.append([cell.strip() for cell in lines[i].strip().strip("|").split("|")])
                i += 1
            found.append(("table", [rows[0]] + rows[2:]))
            continue
        elif line.startswith(">"):
            box = []
            while i < len(lines) and lines[i].startswith(">"):
                box.append(lines[i][1:].strip())
                i += 1
            found.append(("box", [part for part in box if part]))
            continue
        elif line.strip():
            in_contents = False
            found.append(("paragraph", line))
        i += 1
    return found


def font(style, name, size, bold=False):
    style.font.name, style.font.size, style.font.bold = name, Pt(size), bold
    style.font.color.rgb = None
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(script), name)
    for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(theme), None)


def field(paragraph, code):
    """A field that Word and LibreOffice compute, such as PAGE."""
    for kind, text in (("begin", None), (None, code), ("end", None)):
        run = paragraph.add_run()
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._r.append(mark)


def numbered(paragraph, num_id, level):
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_numId().val, properties.get_or_add_ilvl().val = num_id, level


def grid(document, rows, widths):
    table = document.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, widths):
        column.width = Cm(width)
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            cell = table.cell(r, c)
            cell.width = Cm(widths[c])
            if text:
                paragraph = cell.paragraphs[0]
                paragraph.style = document.styles["Table Head" if r == 0 else "Table Text"]
                paragraph.add_run(text)
    # An empty cell under a group label belongs to the cell above.
    for c in range(len(rows[0])):
        top = None
        for r in range(1, len(rows) + 1):
            empty = r < len(rows) and c == 0 and not rows[r][c]
            if empty:
                continue
            if top is not None and r - top > 1:
                table.cell(top, c).merge(table.cell(r - 1, c))
            top = r
    table.rows[0]._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
    for row in table.rows:
        row._tr.get_or_add_trPr().append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))
    for row in table.rows:
        for cell in row.cells:
            for paragraph in cell.paragraphs[1:]:
                if not paragraph.text:
                    paragraph._p.getparent().remove(paragraph._p)


def framed(document, lines):
    table = document.add_table(rows=len(lines), cols=1, style="Table Grid")
    for n, (row, line) in enumerate(zip(table.rows, lines)):
        paragraph = row.cells[0].paragraphs[0]
        paragraph.style = document.styles["Table Text" if n else "Table Head"]
        paragraph.add_run(line)
        if n == 0:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            paragraph.paragraph_format.keep_with_next = True


def styles(document):
    normal = document.styles["Normal"]
    font(normal, SERIF, 12)
    normal.paragraph_format.line_spacing = 1.5
    normal.paragraph_format.space_after = Pt(0)
    font(document.styles["Title"], SANS, 19, bold=True)
    font(document.styles["Heading 1"], SANS, 16, bold=True)
    font(document.styles["Heading 2"], SANS, 13, bold=True)
    small = document.styles.add_style("Table Text", 1)
    small.base_style = normal
    font(small, SERIF, 10.5)
    small.paragraph_format.line_spacing = 1.2
    head = document.styles.add_style("Table Head", 1)
    head.base_style = small
    font(head, SANS, 10.5, bold=True)


def number_pages(document):
    """Begins the body on a new page, with running head and page numbers from 1."""
    body = document.add_section(WD_SECTION.NEW_PAGE)
    body.footer.is_linked_to_previous = body.header.is_linked_to_previous = False
    body._sectPr.append(parse_xml(f'<w:pgNumType {nsdecls("w")} w:start="1"/>'))
    body.header.paragraphs[0].text = RUNNING_HEAD
    foot = body.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field(foot, "PAGE")


def build(found, pages, path):
    document = Document()
    styles(document)
    document.part.numbering_part.element.insert(0, parse_xml(NUMBERING))
    numbering = document.part.numbering_part.element

    def new_list(restart):
        """A list over the numbering above; `restart` starts its sections anew."""
        num = numbering.add_num(90)
        if restart:
            num.add_lvlOverride(ilvl=1).add_startOverride(1)
        return num.numId

    outline = new_list(False)
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.8)
    title = next(content for kind, content in found if kind == "title")
    document.core_properties.title, document.core_properties.author = title, "澜川市发展改革委"
    document.core_properties.created = document.core_properties.modified = datetime.datetime(2026, 1, 30, 9)
    typed = numbers_pages = False
    for kind, content in found:
        if kind == "title":
            document.add_paragraph(content, style="Title").alignment = WD_ALIGN_PARAGRAPH.CENTER
        elif kind == "contents":
            document.add_paragraph("目录").alignment = WD_ALIGN_PARAGRAPH.CENTER
        elif kind == "entry":
            level, text = content
            paragraph = document.add_paragraph(f"{text}\t{pages.get(text, '')}")
            paragraph.paragraph_format.left_indent = Cm(0.8 * level)
            paragraph.paragraph_format.line_spacing = 1.2
            paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(15), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
        elif kind == "h2":
            typed = content.startswith(TYPED)
            heading = document.add_paragraph(CHAPTER.sub("", content), style="Heading 1")
            heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
            numbered(heading, outline, 0)
        elif kind == "h3":
            if typed:
                document.add_paragraph(content, style="Heading 2")
            else:
                heading = document.add_paragraph(SECTION.sub("", content), style="Heading 2")
                numbered(heading, outline, 1)
        elif kind == "table":
            grid(document, content, WIDTHS[len(content[0])])
        elif kind == "box":
            framed(document, content)
            document.add_paragraph()
        else:
            if not numbers_pages:
                number_pages(document)
                numbers_pages = True
            paragraph = document.add_paragraph(content)
            if re.match(r"表\d", content):
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
                paragraph.paragraph_format.keep_with_next = True
            elif not content.startswith(("（", "注")):
                paragraph.paragraph_format.first_line_indent = Pt(28)
    document.save(path)


def pdf(docx, folder):
    subprocess.run(
        ["soffice", "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(docx)],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return folder / (docx.stem + ".pdf")


def find_pages(path, headings):
    """The printed page of each heading of the body, found in order."""
    text = subprocess.run(["pdftotext", "-layout", str(path), "-"], check=True, capture_output=True, text=True).stdout
    leaves = [re.sub(r"\s", "", leaf) for leaf in text.split("\f")]
    first = next(n for n, leaf in enumerate(leaves) if leaf.startswith(RUNNING_HEAD))
    pages, at, offset = {}, first, 0
    for heading in headings:
        wanted = re.sub(r"\s", "", heading)
        while at < len(leaves):
            place = leaves[at].find(wanted, offset)
            if place >= 0:
                offset = place + len(wanted)
                break
            at, offset = at + 1, 0
        pages[heading] = at - first + 1
    return pages


def main():
    found = blocks((HERE / "plan.md").read_text(encoding="utf-8"))
    headings = [content for kind, content in found if kind in ("h2", "h3")]
    entries = [content[1] for kind, content in found if kind == "entry"]
    with tempfile.TemporaryDirectory() as folder:
        draft = pathlib.Path(folder) / "draft.docx"
        build(found, {}, draft)
        pages = find_pages(pdf(draft, pathlib.Path(folder)), headings)
    # Entries and headings stand in the same order, also where their words differ.
    numbers = dict(zip(entries, (pages[heading] for heading in headings)))
    build(found, numbers, HERE / "plan.docx")
    pdf(HERE / "plan.docx", HERE)


if __name__ == "__main__":
    main()
