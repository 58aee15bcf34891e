#!/usr/bin/env python3
"""Score the typed fields of projects against labels that stand beside the reader, and sums against a printed table.

usage: score_projects.py READER [--shared DIR] [--misses] [--sample SEED]
       READER is `gangyao` or the reader example of the check crate. Standard library only.

Fields: crates/compile/tests/labels/reference-projects.tsv (place, amounts, years, money, stage, kind of building, phase).
Sums: of the tables of works by city of the waterlogging plan, by kind of work, against the plan's own table of totals.
--sample prints 200 works of prose, drawn by seed from all plans and reports at hand, for a person to judge.
"""
import argparse, csv, glob, os, random, re, subprocess, tempfile
from decimal import Decimal

HERE = os.path.dirname(os.path.abspath(__file__))


def rows(path):
    with open(path, encoding="utf8", newline="") as f:
        return list(csv.DictReader(f))


def package(reader, document, folder):
    subprocess.run([reader, "compile", document, "-o", folder], check=True, stdout=subprocess.DEVNULL)
    more = {}
    for q in rows(os.path.join(folder, "quantities.csv")):
        more.setdefault(q["project"], []).append(q["value"] + q["unit"])
    projects = rows(os.path.join(folder, "projects.csv"))
    for p in projects:
        first = [p["quantity_value"] + p["quantity_unit"]] if p["quantity_value"] else []
        p["amounts"] = ";".join(first + more.get(p["id"], []))
    return projects


def fields(reader, shared, misses):
    document = os.path.join(shared, "plans/jinzhou-13.txt")
    text = open(document, encoding="utf8").read().split("\n")
    with tempfile.TemporaryDirectory() as folder:
        projects = package(reader, document, folder)
    flat = lambda s: s.replace(" ", "")
    columns = ["place", "amounts", "start_year", "end_year", "investment", "stage", "work", "phase"]
    right = dict.fromkeys(columns, 0)
    total, missing, invented = dict.fromkeys(columns, 0), [], 0
    for label in open(os.path.join(HERE, "../crates/compile/tests/labels/reference-projects.tsv"), encoding="utf8"):
        if label.startswith("#"):
            continue
        _, line, at, n, *wanted = label.rstrip("\n").split("\t")
        name = text[int(line) - 1][int(at) : int(at) + int(n)]
        near = [p for p in projects if abs(int(p["line"] or 0) - int(line)) <= 1 and flat(p["name"]) == flat(name)]
        if not near:
            missing.append(name)
            continue
        best = None
        for p in near:
            p["investment"] = p["investment_value"] + p["investment_unit"]
            found = [(c, flat(w), p[c] or "-") for c, w in zip(columns, wanted) if w != "*"]
            wrong = [f for f in found if f[1] != f[2]]
            if best is None or len(wrong) < len(best[1]):
                best = (found, wrong)
        for c, w, f in best[0]:
            total[c] += 1
            right[c] += w == f
            invented += w == "-" and f != "-"
            if misses and w != f:
                print(f"   {name}: {c} {w} read as {f}")
    print(f"fields of labelled projects: {sum(right.values())} of {sum(total.values())} right, {invented} invented; names not found {len(missing)}")
    print("   " + ", ".join(f"{c} {right[c]}/{total[c]}" for c in columns))
    if misses and missing:
        print("   not found: " + ", ".join(missing))


def sums(reader, shared):
    """The works of eleven cities by kind, and the table in which the plan adds them up."""
    document = os.path.join(shared, "plans/zhejiang-14-waterlogging.txt")
    with tempfile.TemporaryDirectory() as folder:
        projects = [p for p in package(reader, document, folder) if p["origin"] == "table"]
    text = open(document, encoding="utf8").read()
    head = text.index("附表3")
    cells = [c for c in (l.strip() for l in text[head : text.index("附表4", head)].split("\n")) if c]
    printed = {}
    for at, cell in enumerate(cells):
        numbers = [c for c in cells[at + 1 : at + 5] if re.fullmatch(r"[\d.]+", c)]
        if cell.endswith("工程") and len(numbers) >= 3:
            printed[cell] = (int(numbers[0]), Decimal(numbers[1]), Decimal(numbers[2]))
    # A city that heads its part in other words (河道疏通整治) means the kind that begins most alike.
    alike = lambda a, b: len(os.path.commonprefix([a, b]))
    for p in projects:
        p["kind"] = max(printed, key=lambda kind: alike(kind, p["category"])) if p["category"] else ""
    total = [Decimal(0), Decimal(0)]
    for kind, (_, whole, period) in printed.items():
        of = [p for p in projects if p["kind"] == kind and not p["part_of"]]
        found = [sum(Decimal(p[k]) for p in of if p[k]) for k in ("investment_value", "period_investment_value")]
        total = [a + b for a, b in zip(total, found)]
        print(f"   {kind}: {len(of)} works, total {found[0]} of {whole}, in the period {found[1]} of {period}")
    whole, period = (sum(v[i] for v in printed.values()) for i in (1, 2))
    print(f"tables of works by city: total {total[0]} of {whole} ({total[0] / whole:.4f}), in the period {total[1]} of {period} ({total[1] / period:.4f})")


def sample(reader, shared, seed):
    found = []
    for document in sorted(glob.glob(shared + "/plans/*") + glob.glob(shared + "/reports/work-reports-2026/*")):
        with tempfile.TemporaryDirectory() as folder:
            found += [(os.path.basename(document), p) for p in package(reader, document, folder) if p["origin"] == "prose"]
    for document, p in random.Random(seed).sample(found, 200):
        print(document, p["line"], p["name"], p["name_full"], p["stage"], sep="\t")


if __name__ == "__main__":
    ap = argparse.ArgumentParser()
    ap.add_argument("reader")
    ap.add_argument("--shared", default=os.environ.get("GANGYAO_SHARED", "../shared"))
    ap.add_argument("--misses", action="store_true")
    ap.add_argument("--sample", type=int)
    a = ap.parse_args()
    if a.sample is not None:
        sample(a.reader, a.shared, a.sample)
    else:
        fields(a.reader, a.shared, a.misses)
        sums(a.reader, a.shared)
