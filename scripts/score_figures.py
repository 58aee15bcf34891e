#!/usr/bin/env python3
"""Scores how statistics files are read: every value of the answers with its name, region, period, kind, dimension, unit
and status.

usage: score_figures.py PROGRAM FOLDER        (PROGRAM table FILE --format csv is called for each file)

An answer counts when it is taken exactly as stated; when it must be asked about or refused (note 问 or 拒), that it is
not taken; when it is empty, that nothing is taken in its place. What is taken beyond the answers is counted as extra.
A repeated row counts when it is announced and its value is taken once; a name that the note quotes as printed is as good.
Tables of documents have no cells with addresses of their own: their values are found by what they are values of, and a
status that a document states for all its figures may be given to each.
"""

import csv
import glob
import io
import os
import subprocess
import sys
from decimal import Decimal, InvalidOperation


def number(text):
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def cell(text):
    """'2-1'!B7 is 2-1!B7."""
    sheet, mark, place = text.rpartition("!")
    return sheet.strip("'").replace("''", "'") + mark + place


def read(program, path):
    result = subprocess.run([program, "table", path, "--format", "csv"], capture_output=True, text=True)
    rows = {}
    for row in csv.DictReader(io.StringIO(result.stdout)):
        rows[cell(row["cell"])] = row
    return rows


KEY = ("indicator", "region", "period", "kind", "dimension")
NARROW = str.maketrans("（）", "()")
DOCUMENTS = (".pdf", ".docx", ".html")


def by_key(row):
    return tuple(row[column].translate(NARROW) for column in KEY)


def same(column, answer, row):
    if column != "indicator":
        return row[column] == answer[column]
    name = row[column].translate(NARROW)
    return name == answer[column].translate(NARROW) or f"“{name}”" in answer["note"]


def judge(answer, row, columns, taken_elsewhere=()):
    asked = answer["note"].startswith(("问", "拒"))
    if row is None:
        return "right" if asked or not answer["value"] else "lost"
    taken = row["outcome"] == "taken"
    if asked:
        return "silent" if taken else "right"
    if not answer["value"]:
        return "invented" if taken and row["value"] else "right"
    if not taken and "重复" in row["reason"] and (*by_key(row), number(answer["value"])) in taken_elsewhere:
        return "right"
    if not taken:
        return "not taken"
    if number(row["value"]) != number(answer["value"]):
        return "wrong value"
    for column in columns:
        if not same(column, answer, row):
            return f"wrong {column}"
    return "right"


def main():
    program, folder = sys.argv[1], sys.argv[2]
    right = total = extra = 0
    for path in sorted(glob.glob(os.path.join(folder, "*.answer.csv"))):
        number_of_file = os.path.basename(path).split(".")[0]
        files = [f for f in glob.glob(os.path.join(folder, number_of_file + "*")) if not f.endswith((".answer.csv", ".md"))]
        if not files:
            continue
        rows = read(program, files[0])
        with open(path, encoding="utf-8") as file:
            answers = list(csv.DictReader(file))
        taken = {(*by_key(row), number(row["value"])) for row in rows.values() if row["outcome"] == "taken"}
        columns, place_of = (*KEY, "unit", "status"), lambda row: cell(row["cell"])
        if files[0].endswith(DOCUMENTS):
            rows = {by_key(row): row for row in rows.values()}
            columns, place_of = (*KEY, "unit"), by_key
        found = {}
        for answer in answers:
            verdict = judge(answer, rows.get(place_of(answer)), columns, taken)
            found[verdict] = found.get(verdict, 0) + 1
        known = {place_of(answer) for answer in answers}
        beyond = sum(1 for place, row in rows.items() if place not in known and row["outcome"] == "taken")
        total += len(answers)
        right += found.get("right", 0)
        extra += beyond
        rest = ", ".join(f"{count} {verdict}" for verdict, count in sorted(found.items()) if verdict != "right")
        print(f"{os.path.basename(files[0])}: {found.get('right', 0)}/{len(answers)}" + (f" ({rest})" if rest else "") + (f", {beyond} extra" if beyond else ""))
    print(f"statistics files: {right}/{total}, {extra} extra")


main()
