"""Files that are made to harm a reader: nesting, references, sizes that are claimed or packed, entities, encodings.

`files()` gives (name, bytes), the same ones each time. They are small to send; what they ask for is not.
"""
import io
import random
import zipfile
import zlib

TYPES = ('<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
         '<Default Extension="xml" ContentType="application/xml"/>'
         '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{}</Types>')
LINKS = ('<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
         '{}</Relationships>')
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LAUGHS = ("<!DOCTYPE x [<!ENTITY a 'haha'>" + "".join(
    f"<!ENTITY {chr(98 + i)} '{('&' + chr(97 + i) + ';') * 10}'>" for i in range(9)) + "]>")
ZEROS = 64 << 20


def packed(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return out.getvalue()


def docx(body, extra=(), head=""):
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return packed([
        ("[Content_Types].xml", TYPES.format(f'<Override PartName="/word/document.xml" ContentType="{kind}"/>')),
        ("_rels/.rels", LINKS.format(f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>')),
        ("word/document.xml", f'<?xml version="1.0"?>{head}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'),
        *extra])


def words(text):
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def xlsx(data, extra=(), head="", before="", after=""):
    book = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    return packed([
        ("[Content_Types].xml", TYPES.format(f'<Override PartName="/xl/workbook.xml" ContentType="{book}"/>')),
        ("_rels/.rels", LINKS.format(f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>')),
        ("xl/workbook.xml", f'<workbook xmlns="{SHEET}" xmlns:r="{OFFICE}"><sheets><sheet name="一" sheetId="1" r:id="r1"/></sheets></workbook>'),
        ("xl/_rels/workbook.xml.rels", LINKS.format(
            f'<Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
            f'<Relationship Id="r2" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>')),
        ("xl/worksheets/sheet1.xml", f'<?xml version="1.0"?>{head}<worksheet xmlns="{SHEET}">{before}<sheetData>{data}</sheetData>{after}</worksheet>'),
        *extra])


def strings(inside, head="", claim=1):
    return ("xl/sharedStrings.xml", f'<?xml version="1.0"?>{head}<sst xmlns="{SHEET}" count="{claim}" uniqueCount="{claim}">{inside}</sst>')


def cell(where, value, kind="inlineStr"):
    return f'<c r="{where}" t="inlineStr"><is><t>{value}</t></is></c>' if kind == "inlineStr" else f'<c r="{where}"><v>{value}</v></c>'


def ods(table):
    return packed([
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", '<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
         'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
         f'<office:body><office:spreadsheet><table:table table:name="a">{table}</table:table></office:spreadsheet></office:body>'
         '</office:document-content>')])


def pdf(*objects, trailer="/Root 1 0 R"):
    out, places = bytearray(b"%PDF-1.7\n"), []
    for at, content in enumerate(objects, 1):
        places.append(len(out))
        out += f"{at} 0 obj\n".encode() + (content if isinstance(content, bytes) else content.encode()) + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    out += f"trailer <</Size {len(objects) + 1} {trailer}>>\nstartxref\n{start}\n%%EOF".encode()
    return bytes(out)


def stream(content, more=""):
    small = zlib.compress(content, 9)
    return f"<</Length {len(small)} /Filter /FlateDecode {more}>>\nstream\n".encode() + small + b"\nendstream"


CATALOG, PAGES = "<</Type /Catalog /Pages 2 0 R>>", "<</Type /Pages /Kids [3 0 R] /Count 1>>"
PAGE = "<</Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources <<{}>> >>"


def documents(size, chance):
    """Documents; `size` grows with the round, so that limits are met from below and above."""
    deep, wide = 2000 * size, 25_000 * size
    rows = "".join(f"<w:tc>{words(n % 97)}</w:tc>" for n in range(wide))
    yield "nested-tables.docx", docx("<w:tbl><w:tr><w:tc>" * deep + words("一") + "</w:tc></w:tr></w:tbl>" * deep)
    yield "wide-table.docx", docx(f"<w:tbl><w:tr>{rows}</w:tr></w:tbl>")
    yield "claimed-span.docx", docx(f'<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="{10 ** (6 + size)}"/></w:tcPr>{words("一")}</w:tc></w:tr></w:tbl>')
    yield "entities.docx", docx("<w:p><w:r><w:t>&j;</w:t></w:r></w:p>", head=LAUGHS)
    yield "zeros.docx", docx(words("一"), [("word/media/zero.bin", bytes(ZEROS * size))])
    yield "zeros-inside.docx", docx(words("0" * (ZEROS // 2 * size)))
    yield "many-parts.docx", docx(words("一"), [(f"word/p{n}.xml", "<a/>") for n in range(5000 * size)])
    yield "styles-in-circles.docx", docx(words("一"), [("word/styles.xml", f'<w:styles xmlns:w="{WORD}">' + "".join(
        f'<w:style w:styleId="s{n}"><w:basedOn w:val="s{(n + 1) % 500}"/></w:style>' for n in range(500)) + "</w:styles>")])
    yield "half.docx", docx(words("到2030年，地区生产总值达到100亿元。" * 2000))[:-3000 * size]
    yield "nested.html", b"<html><body>" + b"<div>" * (20 * deep) + "到2030年".encode() + b"</body></html>"
    yield "nested-lists.html", b"<ul><li>" * (10 * deep)
    yield "wide.html", b"<table><tr>" + b"<td>1</td>" * (4 * wide) + b"</tr></table>"
    yield "spans.html", f'<table><tr><td colspan="{10 ** (5 + size)}" rowspan="{10 ** (5 + size)}">1</td></tr></table>'.encode() * 20
    yield "quotes.md", b"> " * (10 * deep) + "到2030年".encode()
    yield "lists.md", b"".join(b" " * (n % 400) + "- 项目\n".encode() for n in range(20 * deep))
    yield "emphasis.md", b"*a_ **b__ " * (10 * deep)
    yield "pipes.md", b"|" * (4 * wide) + b"\n" + b"|-" * (4 * wide) + b"\n" + b"|1" * (4 * wide)
    yield "brackets.txt", ("（" * 40 * deep + "到2030年").encode()
    yield "quotes.txt", ("“《" * 20 * deep).encode()
    yield "digits.txt", ("9" * 400_000 * size + "亿元").encode()
    yield "commas.txt", ("一、二、三、" * 60_000 * size).encode()
    yield "headings.txt", ("第一章 总则\n第一节 目标\n（一）\n" * 8_000 * size).encode()
    yield "years.txt", ("到2030年达到100亿元，年均增长7%，" * 12_000 * size).encode()
    yield "noise.txt", chance.randbytes(300_000 * size)
    yield "half-utf16.txt", ("到2030年" * 50_000).encode("utf-16")[:-1]
    yield "many-pages.pdf", pdf(CATALOG, f"<</Type /Pages /Kids [{'3 0 R ' * wide}] /Count {wide}>>", PAGE.format(""), stream(b"BT ET"))
    yield "pages-in-circles.pdf", pdf(CATALOG, "<</Type /Pages /Kids [2 0 R 2 0 R] /Count 2>>")
    yield "nested-arrays.pdf", pdf(CATALOG, PAGES, PAGE.format(f"/X {'[' * 10 * deep}"), stream(b""))
    yield "packed.pdf", pdf(CATALOG, PAGES, PAGE.format(""), stream(b"BT /F 1 Tf (a) Tj ET " * (1_000_000 * size)))
    yield "zeros.pdf", pdf(CATALOG, PAGES, PAGE.format(""), stream(bytes(ZEROS * size)))
    yield "claimed-objects.pdf", pdf(CATALOG, PAGES, PAGE.format(""), stream(b"1 0 ", f"/Type /ObjStm /N {10 ** 9} /First 4"))
    yield "forms-in-circles.pdf", pdf(CATALOG, PAGES, PAGE.format("/XObject <</F 5 0 R>>"), stream(b"/F Do " * 100),
                                      stream(b"/F Do " * 100, "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources <</XObject <</F 5 0 R>> >>"))
    yield "claimed-size.pdf", pdf(CATALOG, PAGES, PAGE.format(""), stream(b""), trailer="/Root 1 0 R /Prev 9").replace(b"/Size 5", b"/Size 999999999")
    lines = b"".join(f"{n % 600} {n % 800} m {(n * 7) % 600} {(n * 3) % 800} l S\n".encode() for n in range(wide))
    yield "lines.pdf", pdf(CATALOG, PAGES, PAGE.format(""), stream(lines))


def sheets(size, chance):
    """Workbooks and delimited texts."""
    wide = 25_000 * size
    yield "far-cell.xlsx", xlsx(f'<row r="1">{cell("A1", "年份")}</row><row r="1048576">{cell("XFD1048576", 1, "n")}</row>')
    yield "claimed-strings.xlsx", xlsx('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', [strings("<si><t>一</t></si>", claim=10 ** 9)])
    yield "entities.xlsx", xlsx('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', [strings("<si><t>&j;</t></si>", LAUGHS)])
    yield "zeros.xlsx", xlsx(cell("A1", 1), [strings(f"<si><t>{'0' * (ZEROS // 2 * size)}</t></si>")])
    yield "merged.xlsx", xlsx(f'<row r="1">{cell("A1", 1)}</row>', after="<mergeCells>" + "".join(
        f'<mergeCell ref="A{n}:XFD{n + 400}"/>' for n in range(1, wide)) + "</mergeCells>")
    yield "rows.xlsx", xlsx("".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 8 * wide)))
    yield "one-string.xlsx", xlsx("".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, wide)),
                                  [strings(f"<si><t>{'规划' * 20_000 * size}</t></si>")])
    yield "linked.xlsx", xlsx(f'<row r="1"><c r="A1"><f>[9]一!A1</f></c></row>' * 200)
    yield "wrong-rows.xlsx", xlsx(f'<row r="99999999999">{cell("ZZZZZZZZ99999999999", 1)}</row>')
    yield "repeated.ods", ods('<table:table-row table:number-rows-repeated="1000000000"><table:table-cell table:number-columns-repeated="1000000000">'
                              "<text:p>1</text:p></table:table-cell></table:table-row>" * size)
    yield "spans.ods", ods('<table:table-row><table:table-cell table:number-columns-spanned="999999999" table:number-rows-spanned="999999999">'
                           "<text:p>1</text:p></table:table-cell></table:table-row>" * 50 * size)
    yield "noise.xls", bytes.fromhex("d0cf11e0a1b11ae1") + chance.randbytes(200_000 * size)
    yield "wide.csv", b"1," * (8 * wide)
    yield "quotes.csv", b'"a""b' * (20 * wide)
    yield "long-cell.csv", "指标,2025\n".encode() + b"x" * (8 << 20)
    yield "years.csv", (",".join(str(1900 + n % 200) for n in range(wide)) + "\n" + ",".join("1" for _ in range(wide)) + "\n").encode() * 3


def files():
    """Two hundred files: of each kind four of growing size."""
    for size in range(1, 5):
        chance = random.Random(size)
        for name, content in documents(size, chance):
            yield "bulletin", f"{size}-{name}", content
        for name, content in sheets(size, chance):
            yield "import", f"{size}-{name}", content


if __name__ == "__main__":
    made = list(files())
    print(len(made), "files,", sum(len(content) for *_, content in made) >> 20, "MiB")
