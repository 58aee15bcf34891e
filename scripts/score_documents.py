#!/usr/bin/env python3
"""Score how documents of every kind are read: kind, region, years, statements, projects.

usage: score_documents.py READER [--only WORD] [--misses] [--shared DIR]
       READER is `gangyao` or the reader example of the check crate: both know `compile DOC -o DIR`.
       Labels are looked up in DIR (default GANGYAO_SHARED, else ../shared). Standard library only.

A statement of any format is placed by its words: the quoted clause is looked up in the plain text that the
labels cite, so that line numbers of another format do not matter. It is right when value, unit, year,
comparator, measure, tense and more than half of the subject's characters agree; what the schemes call a
coin-toss is accepted either way. What the labels say of one project of a box is right as a field of it.
Everything found inside the exhaustively labelled parts and answering no label is a false alarm.
"""
import argparse, bisect, collections, csv, json, os, re, subprocess, sys, tempfile

HERE = os.path.dirname(os.path.abspath(__file__))


def fold(s):
    return "".join(chr(ord(c) - 0xFEE0) if "\uff01" <= c <= "\uff5e" else c for c in s or "")


def flat(s):
    return re.sub(r"[\s（）()“”\"'《》、，,·：:；;。\[\]〔〕①②③⁽⁾—–\-－]", "", fold(s))


def num(x):
    try:
        return float(str(x).replace(",", ""))
    except ValueError:
        return None


def same(a, b):
    a, b = num(a), num(b)
    if a is None or b is None:
        return a is b is None
    return abs(a - b) <= 1e-9 * max(1.0, abs(a), abs(b))


def share(label, found):
    a, b = collections.Counter(flat(label)), collections.Counter(flat(found))
    n = sum(a.values())
    return sum((a & b).values()) / n if n else 1.0


def rows(path):
    with open(path, encoding="utf8", newline="") as f:
        return list(csv.DictReader(f))


def labels(path):
    with open(path, encoding="utf8") as f:
        return [json.loads(l) for l in f if l.strip()]


class Package:
    def __init__(self, reader, document):
        with tempfile.TemporaryDirectory() as d:
            subprocess.run([reader, "compile", document, "-o", d], check=True, stdout=subprocess.DEVNULL)
            self.head = json.load(open(os.path.join(d, "datapackage.json"), encoding="utf8"))
            table = lambda name: rows(os.path.join(d, name + ".csv"))
            self.projects, self.quantities = table("projects"), collections.defaultdict(list)
            for q in table("quantities"):
                self.quantities[q["project"]].append(q)
            self.statements = [dict(r, tense=t) for n, t in (("targets", "target"), ("observations", "past")) for r in table(n)]
            self.statements = [r for r in self.statements if r.get("origin") != "table"]
            self.statements.sort(key=lambda r: (num(r.get("line")) or 0, num(r.get("start")) or 0))

    def fields(self, project):
        """every (value, unit) that a project has as a field"""
        out = [(project["quantity_value"], project["quantity_unit"])]
        out += [(q["value"], q["unit"]) for q in self.quantities[project["id"]]]
        out += [(project.get(k + "_value"), project.get(k + "_unit")) for k in ("investment", "period_investment")]
        return [(v, u) for v, u in out if v]


class Reference:
    """The plain text that the labels cite, without white space and marks, and where its lines begin."""

    def __init__(self, path, drop=None):
        text, self.starts = [], []
        n = 0
        for line in open(path, encoding="utf8").read().replace("\f", "").split("\n"):
            self.starts.append(n)
            if drop and re.search(drop, line):
                continue
            text.append(flat(line))
            n += len(text[-1])
        self.text = "".join(text)
        self.starts.append(n)

    def at(self, line):
        return self.starts[min(max(line - 1, 0), len(self.starts) - 1)]

    def place(self, quote, near):
        """where a quote stands: the occurrence closest to `near`, of the whole, else of its beginning or end"""
        q = flat(quote)
        for piece, shift in ((q, 0), (q[:14], 0), (q[-14:], max(0, len(q) - 14)), (q[:8], 0), (q[-8:], max(0, len(q) - 8))):
            if len(piece) < min(4, len(q)) or not piece:
                continue
            best, at = None, self.text.find(piece)
            while at >= 0:
                if best is None or abs(at - near) < abs(best - near):
                    best = at
                at = self.text.find(piece, at + 1)
            if best is not None:
                return best - shift, best - shift + len(q)
        return None


TOSS = [{"cumulative", "level"}, {"count", "cumulative"}, {"change", "count"}, {"change", "cumulative"}]


def measure_ok(g, r):
    a, b = g["measure"], r.get("measure")
    people = re.search("人", g.get("unit") or "") and {a, b} == {"count", "level"}
    added = re.search("增", (g.get("subject") or "") + g["quote"]) and {a, b} <= {"change", "count", "level", "cumulative"}
    return a == b or {a, b} in TOSS[:2] or bool(people) or bool(added) or (a == "multiple" or b == "multiple")


def value_ok(g, r):
    if g.get("value") is None:
        return flat(r.get("value_text")) == flat(g.get("value_text"))
    if g.get("factor") and same(g["factor"], r.get("value")):
        return True
    return same(g["value"], r.get("value")) and same(g.get("value_high"), r.get("value_high"))


def unit_ok(g, r):
    a, b = flat(g.get("unit")), flat(r.get("unit"))
    return a == b or (g["measure"] == "multiple") or (a.endswith("年一遇") and b in ("", "年"))


def fields(g, r):
    year = num(r.get("year")) or (num(r.get("period_end")) if r["tense"] == "past" else num(r.get("implied_year")))
    want = g.get("resolved_year") or g.get("year") or g.get("implied_year")
    stated = num(r.get("year"))
    yok = (year is not None and want is not None and int(year) == int(want)) or (not g.get("year") and stated is None)
    if g.get("resolved_year"):
        yok = year is not None and int(year) == int(want)
    out = {"unit": unit_ok(g, r), "year": yok, "comparator": (r.get("comparator") or "eq") == g["comparator"],
           "measure": measure_ok(g, r), "subject": share(g["subject"], r.get("subject")) > 0.5, "tense": r["tense"] == g["tense"]}
    if g.get("span"):
        first, last = re.findall(r"\d+", g["span"])[:2]
        out["span"] = bool(r.get("period")) and (r["tense"] == "target" or (r.get("period_start") == first and r.get("period_end") == last))
    return out


def score(package, reference, gold, regions, key, misses):
    optional = [g for g in gold if g["measure"] == "completion" and not re.search(r"[0-9]", fold(g["quote"]))]
    must = [g for g in gold if g not in optional]
    cursor, placed = 0, []
    for r in package.statements:
        where = reference.place(r.get("quote") or "", cursor)
        if where:
            cursor = where[0]
            placed.append((where, r))
    where_of = {g["id"]: reference.place(g["quote"], reference.at(g[key]) if g.get(key) else 0) for g in gold}
    used, right, found, counts = set(), 0, 0, collections.Counter()
    whole, out = 0, []

    def near(g, span):
        w = where_of[g["id"]]
        return w and span[0] < w[1] + 3 and w[0] < span[1] + 3

    for g in must:
        hits = [(sum(fields(g, r).values()), -k) for k, (s, r) in enumerate(placed) if k not in used and near(g, s) and value_ok(g, r)]
        if hits:
            k = -max(hits)[1]
            used.add(k)
            f = fields(g, placed[k][1])
            found += 1
            counts.update(x for x, v in f.items() if v)
            counts.update("n " + x for x in f)
            whole += all(f.values())
            if not all(f.values()):
                out.append(f"partly {g['id']} wrong {[x for x, v in f.items() if not v]}: {g['quote'][:44]} | {placed[k][1]['subject']} {placed[k][1]['unit']} {placed[k][1]['year']} {placed[k][1]['measure']} {placed[k][1]['tense']}")
            continue
        # what belongs to one project is a field of that project
        if g.get("box") and any(same(v, g["value"]) and flat(u) == flat(g["unit"]) or same(v, g["value"]) and flat(u).split("/")[0] == flat(g["unit"])
                                for p in package.projects if share(p["name"], g["subject"]) > 0.8 for v, u in package.fields(p)):
            found += 1
            whole += 1
            continue
        out.append(f"missed {g['id']}: {g['quote'][:60]} | {g['subject']} {g['value']}{g['unit']}")
    for k, (s, r) in enumerate(placed):
        if k not in used and any(near(g, s) and share(r.get("quote"), g["quote"]) > 0.5 for g in optional):
            used.add(k)
    extra = [(s, r) for k, (s, r) in enumerate(placed) if k not in used and any(a <= (s[0] + s[1]) // 2 < b for a, b in regions)]
    out += [f"extra: {r['subject']} {r['value']}{r['unit']} {r['year']} {r['measure']} {r['tense']} | {(r.get('quote') or '')[:60]}" for s, r in extra]
    if misses:
        for line in out:
            print("   " + line)
    n = found + len(extra)
    f1 = lambda hit: 2 * hit / max(1, n + len(must))
    detail = " ".join(f"{x} {counts[x] / max(1, counts['n ' + x]):.2f}" for x in ("unit", "year", "comparator", "measure", "subject", "tense", "span") if counts["n " + x])
    return f"labelled {len(must):3d} found {found:3d} extra {len(extra):3d}  F1 {f1(whole):.3f} (value {f1(found):.3f})  {detail}"


def plan_regions(folder, reference, key, chapters, boxes):
    """the labelled chapters without tables and without the boxes that are not labelled, and the labelled boxes"""
    structure = [s for s in labels(os.path.join(folder, "structure.jsonl"))]
    tops = [s for s in structure if s.get("level") == 1 and s.get(key)]
    spans = []
    for i, s in enumerate(tops):
        if s.get("chapter") in chapters:
            end = reference.at(tops[i + 1][key]) if i + 1 < len(tops) else len(reference.text)
            spans.append((reference.at(s[key]), end))
    cut, extra = [], []
    suffix = key[4:]
    for s in structure:
        if s.get("level") in ("box", "table"):
            a = s.get("line_start" + suffix) or s.get("line" + suffix) or s.get("line_start")
            b = s.get("line_end" + suffix) or s.get("line_end")
            if not a or not b:
                continue
            where = (reference.at(a), reference.at(b + 1))
            (extra if s["level"] == "box" and int(s["number"]) in boxes else cut).append(where)
    out = []
    for a, b in spans:
        for c, d in sorted(cut + extra):
            if a <= c < b:
                out.append((a, c))
                a = max(a, d)
        out.append((a, b))
    return out + extra


def projects(package, gold, misses, period):
    """F1 of projects by name, and of them with money, capacity, years and place"""
    used, named, full, counts, out = set(), 0, 0, collections.Counter(), []
    for g in gold:
        k = next((k for k, p in enumerate(package.projects) if k not in used and flat(p["name"]) == flat(g["name"]) and p["origin"] == ("box" if g.get("box") else "table")), None)
        if k is None:
            out.append("missed " + g["name"])
            continue
        p = package.projects[k]
        used.add(k)
        named += 1
        money = g.get("investment") or {}
        f = {"money": not money or (same(p.get("investment_value"), money["value"]) and flat(p.get("investment_unit")) == flat(money["unit"])),
             "years": (g.get("year_start") is None) or (same(p.get("start_year"), g["year_start"]) and same(p.get("end_year"), g["year_end"])),
             "place": not g.get("place") or flat(p["place"]) == flat(g["place"])}
        part = g.get("investment_plan_period") or {}
        if part and part.get("value") != money.get("value"):
            f["money"] = f["money"] and same(p.get("period_investment_value"), part["value"])
        have = package.fields(p)
        f["capacity"] = all(any(same(v, q["value"]) and flat(u).replace("/年", "") == flat(q["unit"]).replace("/年", "") for v, u in have) for q in g.get("quantities") or [])
        counts.update(x for x, v in f.items() if v)
        full += all(f.values())
        if not all(f.values()):
            out.append(f"partly {g['name']} wrong {[x for x, v in f.items() if not v]} have {have} {p.get('start_year')}-{p.get('end_year')} {p['place']}")
    boxed = {str(g["box"]) for g in gold if g.get("box")}
    tabled = any(not g.get("box") for g in gold)
    extra = [p["name"] for k, p in enumerate(package.projects) if k not in used and ((p["origin"] == "box" and boxed) or (p["origin"] == "table" and tabled))]
    out += ["extra " + name for name in extra]
    if misses:
        for line in out:
            print("   " + line)
    f1 = lambda hit: 2 * hit / max(1, named + len(extra) + len(gold))
    return f"labelled {len(gold):3d} named {named:3d} extra {len(extra):2d}  F1 {f1(named):.3f} with all fields {f1(full):.3f}  " + " ".join(f"{x} {counts[x]}" for x in ("money", "capacity", "years", "place"))


def head_of(package):
    head = package.head.get("gangyao", {})
    period = head.get("period") or {}
    return head.get("kind"), head.get("region"), (period.get("start"), period.get("end"))


MADE = {  # folder: text that the labels cite, key of its lines, what of it is page furniture, chapters, boxes, files
    "city15": ("plan.txt", "line", r"^\s*[—-]\s?\d+\s?[—-]\s*$|^\s*澄沅市国民经济和社会发展第十五个五年规划纲要\s*$", ("第一章", "第二章", "第五章", "第八章"), (2, 5),
               ("plan.docx", "plan.html", "plan.pdf", "plan.txt", "plan.raw.txt")),
    "prov15": ("plan.layout.txt", "line_layout", r"^\s*\d+\s*$", ("一", "二", "五", "九"), (), ("plan.docx", "plan.html", "plan.pdf", "plan.raw.txt", "plan.layout.txt", "plan.wrapped.txt")),
    "county14": ("plan.cells.txt", "line_cells", None, ("一", "二", "三", "六", "九"), (3, 5),
                 ("plan.docx", "plan.pdf", "plan.threeline.pdf", "plan.raw.txt", "plan.layout.txt", "plan.threeline.layout.txt", "plan.cells.txt", "plan.ocr.txt")),
}
SINGLE = {"report-B": ("B.txt", "annual-report", ("B.docx", "B.pdf", "B.txt")), "bulletin-C": ("C.txt", "bulletin", ("C.docx", "C.pdf", "C.txt"))}
# name: kind, region, years
REPORTS = {
    "luoyang-2023-bulletin.txt": ("bulletin", "洛阳市", 2023), "cn-2024-health-bulletin.md": ("bulletin", "全国", 2024),
    "hangzhou-2024-eco-bulletin.docx": ("bulletin", "杭州市", 2024), "qiandongnan-2016-bulletin.docx": ("bulletin", "黔东南苗族侗族自治州", 2016),
    "qiandongnan-2023-bulletin.pdf": ("bulletin", "黔东南州", 2023),
}


def work_reports(reader, shared, misses):
    """the labels of crates/compile/tests/labels: file, line, value, unit, year, tense, span, subject"""
    path = os.path.join(HERE, "..", "crates", "compile", "tests", "labels", "work-reports.tsv")
    folder = os.path.join(shared, "reports", "work-reports-2026")
    by = collections.defaultdict(list)
    if os.path.exists(path):
        for line in open(path, encoding="utf8"):
            if line.strip() and not line.startswith("#"):
                cells = line.rstrip("\n").split("\t")
                by[cells[0]].append(cells[1:])
    heads, right, total, counts = 0, 0, 0, collections.Counter()
    names = sorted(n for n in os.listdir(folder) if n.endswith(".txt"))
    for name in names:
        package = Package(reader, os.path.join(folder, name))
        kind, region, years = head_of(package)
        good = kind == "annual-plan" and region == name[:-4] and years == (2026, 2026)
        heads += good
        if misses and not good:
            print(f"   {name}: {kind} {region} {years}")
        used = set()
        for line, value, unit, year, tense, start in by.get(name[:-4], []):
            total += 1
            at = [k for k, r in enumerate(package.statements) if k not in used and r["line"] == line and same(str(r["value"]).lstrip("-"), value) and flat(r["unit"]) == flat(unit)]
            def fits(r):
                y = num(r.get("year")) or (num(r.get("period_end")) if r["tense"] == "past" else num(r.get("implied_year")))
                span = "" if start in ("-", "*") else start
                spanned = r["tense"] == "target" or start == "*" or (r.get("period_start") or "") in ((span,) if span else ("", year))
                if span and r["tense"] == "target":
                    spanned = bool(r.get("period"))
                return {"year": y is not None and int(y) == int(year), "tense": r["tense"] == tense, "span": spanned}
            best = max(at, key=lambda k: sum(fits(package.statements[k]).values()), default=None)
            if best is None:
                counts["missed"] += 1
                if misses:
                    print(f"   missed {name}:{line} {value}{unit}")
                continue
            used.add(best)
            f = fits(package.statements[best])
            right += all(f.values())
            counts.update(x for x, v in f.items() if not v)
            if misses and not all(f.values()):
                r = package.statements[best]
                print(f"   partly {name}:{line} {value}{unit} wrong {[x for x, v in f.items() if not v]}: {r['subject']} {r['tense']} {r['year']} {r.get('period_start')}-{r.get('period_end')} {r.get('implied_year')} | {r['quote'][:50]}")
    print(f"work reports: kind, region, years right {heads} of {len(names)}; labelled statements {right} of {total} = {right / max(1, total):.3f}  wrong: {dict(counts)}")


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("reader")
    ap.add_argument("--only", default="")
    ap.add_argument("--misses", action="store_true")
    ap.add_argument("--shared", default=os.environ.get("GANGYAO_SHARED", "../shared"))
    a = ap.parse_args()
    made = os.path.join(a.shared, "made")
    for folder, (text, key, drop, chapters, boxes, files) in MADE.items():
        where = os.path.join(made, folder)
        if not os.path.isdir(where):
            continue
        reference = Reference(os.path.join(where, text), drop)
        gold = labels(os.path.join(where, "targets.jsonl"))
        regions = plan_regions(where, reference, key, chapters, boxes)
        things = labels(os.path.join(where, "projects.jsonl"))
        for name in files:
            if a.only not in f"{folder}/{name}":
                continue
            package = Package(a.reader, os.path.join(where, name))
            print(f"{folder}/{name} {head_of(package)}")
            here = gold if "ocr" not in name else [g for g in gold if g.get("line_ocr")]
            print("  statements " + score(package, reference, here, regions, key, a.misses))
            if "ocr" not in name:
                print("  projects   " + projects(package, things, a.misses, None))
    for folder, (text, kind, files) in SINGLE.items():
        where = os.path.join(made, folder)
        if not os.path.isdir(where):
            continue
        reference = Reference(os.path.join(where, text), r"^\s*—\s?\d+\s?—\s*$")
        gold = labels(os.path.join(where, "statements.jsonl"))
        for name in files:
            if a.only not in f"{folder}/{name}":
                continue
            package = Package(a.reader, os.path.join(where, name))
            print(f"{folder}/{name} {head_of(package)}")
            print("  statements " + score(package, reference, gold, [(0, len(reference.text))], "txt_line_start", a.misses))
    reports = os.path.join(a.shared, "reports")
    for name, want in REPORTS.items():
        if a.only not in "reports/" + name or not os.path.exists(os.path.join(reports, name)):
            continue
        package = Package(a.reader, os.path.join(reports, name))
        kind, region, years = head_of(package)
        seen = package.statements
        good = [r for r in seen if r["tense"] == "past" and int(num(r["year"]) or num(r["period_end"]) or 0) == want[2]]
        head = (kind, region, years) == (want[0], want[1], (want[2], want[2]))
        print(f"reports/{name} head {'right' if head else f'WRONG {kind} {region} {years}'}; observations of {want[2]}: {len(good)} of {len(seen)} = {len(good) / max(1, len(seen)):.3f}")
        if a.misses:
            for r in seen:
                if r not in good:
                    print(f"   other: {r['tense']} {r['year']} {r.get('period_end')} {r['subject']} {r['value']}{r['unit']} | {r['quote'][:60]}")
    if a.only in "work-reports":
        work_reports(a.reader, a.shared, a.misses)


if __name__ == "__main__":
    sys.exit(main())
