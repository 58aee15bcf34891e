"""Reads reports as other programs do: python-docx finds what the outline asks for, every number has its trace.

usage: python scripts/read_reports.py DIR OUTLINE.toml

DIR holds report.docx, report.html, report.xlsx, report.json and press.pdf of one report. Where LibreOffice is installed the document is
turned into a PDF as well: it has to have pages, no field codes as text, and the head of a table on each page the table spans.
"""
import json
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import read_pdf
from docx import Document
from openpyxl import load_workbook

failures = []
NUMBER = re.compile(r"[0-9][0-9.]*")


def say(what, good, detail=""):
    print(f"{'ok  ' if good else 'FAIL'} {what} {detail}")
    if not good:
        failures.append(what)


def numbers(texts):
    """Every number with how often it stands, without trailing zeros behind a point."""
    found = Counter()
    for text in texts:
        for number in NUMBER.findall(text):
            number = number.rstrip(".")
            found[number.rstrip("0").rstrip(".") if "." in number else number] += 1
    return found


class Page(HTMLParser):
    """The words of a page, without pictures and style."""

    def __init__(self):
        super().__init__()
        self.hidden, self.texts = 0, []

    def handle_starttag(self, tag, attrs):
        self.hidden += tag in ("figure", "style", "title", "script")

    def handle_endtag(self, tag):
        self.hidden -= tag in ("figure", "style", "title", "script")

    def handle_data(self, data):
        if not self.hidden:
            self.texts.append(data)


def of_docx(document):
    """Text of paragraphs and cells in the order of the body; contents and captions of charts left out."""
    texts = []
    for paragraph in document.element.body.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p"):
        w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
        style = paragraph.find(f"{w}pPr/{w}pStyle")
        name = style.get(f"{w}val") if style is not None else ""
        runs = [run.text or "" for run in paragraph.iter(f"{w}t")]
        if name.startswith("TOC") or name == "ContentsHeading" or (name == "Remark" and runs and runs[0].startswith("图")):
            continue
        texts.extend(runs)
    return texts


def main():
    folder, outline = Path(sys.argv[1]), tomllib.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))
    document = Document(str(folder / "report.docx"))
    traces = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    headings = [p for p in document.paragraphs if p.style is not None and (p.style.name.startswith("Heading") or p.style.name == "Attachment")]
    say("python-docx headings", len(headings) == len(outline["section"]), f"{len(headings)} of {len(outline['section'])}")
    asked = sum(1 for section in outline["section"] for line in section.get("blocks", []) if "table" in line)
    empty = sum(1 for p in document.paragraphs if p.text.endswith("：无。"))
    say("python-docx tables", len(document.tables) + empty == asked, f"{len(document.tables)} and {empty} empty, of {asked}")
    say("a style for every paragraph", all(p.style is not None for p in document.paragraphs))
    section = document.sections[0]
    size = [round(one.mm) for one in (section.page_width, section.page_height, section.top_margin, section.left_margin)]
    say("page of GB/T 9704", size == [210, 297, 37, 28], str(size))
    printed = numbers(of_docx(document))
    parser = Page()
    parser.feed((folder / "report.html").read_text(encoding="utf-8"))
    book = load_workbook(folder / "report.xlsx")
    sheets = [sheet for sheet in book if sheet.title != "来源"]
    cells = [str(cell.value) for sheet in sheets for row in sheet.iter_rows() for cell in row if cell.value is not None]
    cells = [text[:-2] if re.fullmatch(r"-?[0-9]+\.0", text) else text for text in cells if not text.startswith("图：")]
    traced = numbers(trace["text"] for trace in traces["traces"])
    allowed = numbers(section.get("number", "") for section in outline["section"])
    pdf = numbers(read_pdf.texts(folder / "press.pdf"))
    for name, found in (("html", numbers(parser.texts)), ("pdf", pdf), ("xlsx", numbers(cells)), ("traces and numbers of attachments", traced + allowed)):
        difference = (printed - found) + (found - printed)
        say(f"numbers of docx = {name}", not difference, f"{sum(printed.values())} numbers" if not difference else str(list(difference.items())[:8]))
    rests = [trace for trace in traces["traces"] if not trace["formula"]]
    say("every trace has a formula", not rests, f"{len(traces['traces'])} traces")
    counted(traces["traces"])
    names = zipfile.ZipFile(folder / "report.docx").namelist()
    charts = [name for name in names if re.fullmatch(r"word/charts/chart[0-9]+\.xml", name)]
    data = [name for name in charts if name.replace("charts", "embeddings").replace(".xml", ".xlsx") in names]
    say("charts have their data", len(charts) == len(data) and len(charts) > 0, f"{len(charts)} charts")
    for what, good, detail in read_pdf.checks(folder / "press.pdf", len(headings), len(charts)):
        say(what, good, detail)
    office(folder)
    print(f"{folder.name}: {len(failures)} failures")
    sys.exit(1 if failures else 0)


def counted(traces):
    """Shares and counts, made again from the ids of their traces: 100 * part / whole."""
    counts = {trace["formula"][6:-1]: len(trace["sources"]) for trace in traces if trace["formula"].startswith("count(")}
    wrong = [trace for trace in traces if trace["formula"].startswith("count(") and int(trace["text"]) != len(trace["sources"])]
    say("counts are as many as their sources", not wrong, f"{len(counts)} counts")
    shares = [trace for trace in traces if trace["formula"].startswith("100 * count(")]
    wrong = []
    for trace in shares:
        part, whole = re.fullmatch(r"100 \* count\((.*)\) / count\((.*)\)", trace["formula"]).groups()
        share = 100 * counts[part] / counts[whole]
        if abs(share - float(trace["text"])) > 0.0501:
            wrong.append((trace["text"], share))
    say("shares are what their counts give", not wrong, f"{len(shares)} shares {wrong[:3] or ''}")


def office(folder):
    if shutil.which("soffice") is None:
        print("no LibreOffice: the document is not laid out")
        return
    done = subprocess.run(["soffice", "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(folder / "report.docx")], capture_output=True, timeout=300)
    text = subprocess.run(["pdftotext", "-layout", str(folder / "report.pdf"), "-"], capture_output=True, text=True, timeout=60).stdout
    pages = text.split("\f")[:-1]
    say("LibreOffice lays it out", done.returncode == 0 and len(pages) > 0, f"{len(pages)} pages")
    codes = re.findall(r"TOC \\o|PAGEREF|HYPERLINK|\{\{", text)
    say("no field codes as text", not codes, str(codes[:3]))
    bare = [re.sub(r"\s", "", page) for page in pages]
    first = next((at for at, page in enumerate(bare) if re.match(r"附件[0-9]", page)), len(bare))
    # An attachment that has no rows says so and has no table.
    tabled = [(at + 1, page) for at, page in enumerate(bare) if at >= first and len(page) > 20 and "：无。" not in page]
    headless = [at for at, page in tabled if "序号" not in page]
    say("heads of tables repeat", first < len(bare) and not headless, f"{len(tabled)} pages of attachments {headless[:5] or ''}")


main()
