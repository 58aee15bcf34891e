"""Print a table into a PDF as office programs do: ruled, with three rules, or with none, over small pages.

A page end may cut a row; the head may be printed again; names of groups stand in the middle of their rows.
Standard library only.
"""

SIZE, PITCH, PAD = 10.0, 13.0, 3.0
LEFT, TOP, BOTTOM = 60.0, 780.0, 60.0


def wide(text):
    return sum(2 if ord(c) > 0x2E7F or c in "—≥≤" else 1 for c in text)


def shown(text, x, y, size=SIZE):
    return f"BT /F0 {size:g} Tf 1 0 0 1 {x:.1f} {y:.1f} Tm <{text.encode('utf-16-be').hex()}> Tj ET\n"


def rule(x0, y0, x1, y1):
    return f"0.5 w {x0:.1f} {y0:.1f} m {x1:.1f} {y1:.1f} l S\n"


class Pages:
    """Pages that are filled from the top."""

    def __init__(self, bottom):
        self.done, self.now, self.y, self.bottom = [], "", TOP, bottom

    def line(self, text, size=SIZE, x=LEFT):
        if self.y - PITCH < self.bottom:
            self.end()
        self.now += shown(text, x, self.y - size, size)
        self.y -= size * 1.6

    def end(self):
        number = str(len(self.done) + 1)
        self.done.append(self.now + shown(number, 297, 30, 9))
        self.now, self.y = "", TOP


def table(pages, head, rows, size, rng, rules, group):
    """Rows of lists of lines; `group` is the column of merged names, or None."""
    edges = [LEFT]
    for width in size:
        edges.append(edges[-1] + width * SIZE / 2 + 2 * PAD + 6)
    left, right = edges[0], edges[-1]
    repeats, centred = rng.random() < 0.5, rng.random() < 0.6
    # What stands on this page: (top, bottom) of each row, and the names of groups over them.
    marks, labels, page_top = [], [], None

    def close():
        nonlocal marks, labels, page_top
        if not marks:
            return
        if rules == "ruled":
            bottom = marks[-1][1]
            for edge in edges:
                pages.now += rule(edge, page_top, edge, bottom)
        for nth, (top, bottom, label, starts) in enumerate(marks):
            if rules == "ruled":
                from_x = edges[group + 1] if group == 0 and not starts and nth else left
                pages.now += rule(from_x, top, right, top)
                if nth + 1 == len(marks):
                    pages.now += rule(left, bottom, right, bottom)
        if rules == "three":
            pages.now += rule(left, marks[0][0], right, marks[0][0])
            pages.now += rule(left, marks[-1][1], right, marks[-1][1])
        at = 0
        while group is not None and at < len(marks):
            end = at + 1
            while end < len(marks) and not marks[end][3]:
                end += 1
            lines = marks[at][2]
            if lines:
                middle = (marks[at][0] + marks[end - 1][1]) / 2
                y = middle + len(lines) * PITCH / 2
                for text in lines:
                    y -= PITCH
                    pages.now += shown(text, edges[group] + PAD, y + 3)
            at = end
        marks, labels, page_top = [], [], None

    def put(cells, height, label, starts, lift):
        nonlocal page_top
        top = pages.y
        if page_top is None:
            page_top = top
        marks.append((top, top - height, label, starts))
        for column, lines in enumerate(cells):
            if column == group:
                continue
            shift = (height - 2 * PAD - len(lines) * PITCH) / 2 if lift else 0
            y = top - PAD - shift
            for text in lines:
                y -= PITCH
                pages.now += shown(text, edges[column] + PAD, y + 3)
        pages.y = top - height

    def heads():
        height = PITCH + 2 * PAD
        shown_head = [[text] for text in head]
        top = pages.y
        put(shown_head, height, [head[group]] if group is not None else [], True, False)
        if rules == "three":
            pages.now += rule(left, top - height, right, top - height)

    heads()
    last = None
    for cells in rows:
        name = cells[group] if group is not None else []
        starts = name != last or group is None
        height = max(len(lines) for at, lines in enumerate(cells) if at != group) * PITCH + 2 * PAD
        room = int((pages.y - pages.bottom - 2 * PAD) / PITCH)
        if room * PITCH + 2 * PAD >= height:
            put(cells, height, name if starts else [], starts, centred)
            last = name
            continue
        # The page ends: in the row, where at least a line fits, or before it.
        cut = rules == "ruled" and room >= 1 and rng.random() < 0.7
        if cut:
            first = [lines[:room] for lines in cells]
            put(first, room * PITCH + 2 * PAD, name if starts else [], starts, False)
            cells = [lines[room:] for lines in cells]
        close()
        pages.end()
        if repeats:
            heads()
        lines_left = max((len(lines) for at, lines in enumerate(cells) if at != group), default=0)
        # A merged name is printed where its rows begin; on the next page its cell is empty.
        put(cells, lines_left * PITCH + 2 * PAD, name if starts and not cut else [], True, centred and not cut)
        last = name
    close()


def file(pages):
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>"]
    kids = " ".join(f"{5 + 2 * nth} 0 R" for nth in range(len(pages)))
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode())
    objects.append(b"<< /Type /Font /Subtype /Type0 /BaseFont /SimSun /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>")
    objects.append(b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /SimSun /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1)"
                   b" /Supplement 2 >> /DW 1000 /W [1 95 500] >>")
    for nth, content in enumerate(pages):
        objects.append(f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F0 3 0 R >> >> /Contents {6 + 2 * nth} 0 R >>".encode())
        body = content.encode("ascii")
        objects.append(f"<< /Length {len(body)} >>\nstream\n".encode() + body + b"endstream")
    out, places = b"%PDF-1.4\n", []
    for nth, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{nth} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    return out + f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()


def plan(title, caption, head, rows, size, rng, rules, group):
    """The bytes of a plan with one table."""
    pages = Pages(BOTTOM + rng.choice([0, 120, 320]))
    pages.line(title, 16, 150)
    pages.line("第一章 总体要求", 14, 230)
    for _ in range(rng.randint(1, 12)):
        pages.line("　　各项工作有序推进，城乡供水、排水和污水处理能力稳步提高。")
    pages.line(caption, 10, 220)
    table(pages, head, rows, size, rng, rules, group)
    pages.y -= 14
    pages.line("第二章 重点任务", 14, 230)
    pages.line("　　加快建设，提高能力。")
    pages.end()
    return file(pages.done)
