#!/usr/bin/env python3
"""Where the time of the first build goes: a table of the heaviest crates from cargo's own report.

Usage: timings.py REPORT.html   (made by `cargo build --timings`)
"""
import json
import re
import sys

ROWS = 16


def main(path):
    page = open(path, encoding="utf-8").read()
    units = json.loads(re.search(r"const UNIT_DATA = (\[.*?\]);\n", page, re.S)[1])
    spent = {}
    for unit in units:
        name = unit["name"]
        spent[name] = spent.get(name, 0.0) + unit["duration"]
    total = sum(spent.values())
    print(f"{len(units)} units, {total:.0f} s of compiling\n")
    print("| crate | seconds | share |\n|---|---|---|")
    heaviest = sorted(spent.items(), key=lambda item: -item[1])
    for name, seconds in heaviest[:ROWS]:
        print(f"| {name} | {seconds:.0f} | {100 * seconds / total:.1f} % |")
    rest = sum(seconds for _, seconds in heaviest[ROWS:])
    print(f"| {len(heaviest) - ROWS} others | {rest:.0f} | {100 * rest / total:.1f} % |")


if __name__ == "__main__":
    main(sys.argv[1])
