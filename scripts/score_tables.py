"""Score the rows of indicator tables in a compiled package against labels: one line.

usage: score_tables.py PACKAGE_DIR LABELS.jsonl [--misses]
A row is right when its name, unit, group, nature, rate and every labelled value agree, each value with its year.
`wrong` counts values that the package gives for a labelled row, from a table, and that the label does not know.
"""

import collections
import csv
import json
import re
import sys
from pathlib import Path


def rows(path):
    with open(path, encoding="utf8", newline="") as file:
        return list(csv.DictReader(file))


def flat(text):
    return re.sub(r"[\s（）()“”\"'《》、，,·]", "", text or "")


def number(text):
    try:
        return float(str(text).replace(",", ""))
    except (TypeError, ValueError):
        return None


def same(a, b):
    a, b = number(a), number(b)
    return a is not None and b is not None and abs(a - b) <= 1e-9 * max(1.0, abs(a), abs(b))


def values(label):
    """(year, value, words) of every labelled value cell."""
    for year, value, words in [
        ("baseline_year", "baseline", "baseline_text"),
        ("target_year", "target", "target_text"),
        ("actual_year", "actual", "actual_text"),
    ]:
        if label.get(value) is not None or label.get(words):
            yield label.get(year), label.get(value), label.get(words)
    for key, value in label.items():
        made = re.fullmatch(r"(actual|plan|estimate)_(\d{4})", key)
        if made and value is not None:
            yield int(made[2]), value, None


def main():
    package, labels = Path(sys.argv[1]), Path(sys.argv[2])
    misses = "--misses" in sys.argv
    indicators = rows(package / "indicators.csv")
    said = collections.defaultdict(list)
    for file in ("targets.csv", "observations.csv"):
        for row in rows(package / file):
            if (row.get("origin") or "table") == "table":
                said[row["indicator"]].append(row)
    gold = [json.loads(line) for line in open(labels, encoding="utf8") if line.strip()]
    by_name = collections.defaultdict(list)
    for label in gold:
        by_name[flat(label["name"])].append(label)
    right = wrong = doubted = 0
    for label in gold:
        best = None
        for indicator in indicators:
            if flat(indicator["name"]) != flat(label["name"]) and flat(label["name"]) not in [
                flat(alias) for alias in (indicator.get("aliases") or "").split(";")
            ]:
                continue
            here = said[indicator["id"]]
            faults = []
            if flat(indicator["unit"]) != flat(label.get("unit")):
                faults.append(f"unit {indicator['unit']!r}")
            for year, value, words in values(label):
                found = False
                for row in here:
                    at = number(row.get("year")) or number(row.get("period_end"))
                    if year and at and int(at) != int(year):
                        continue
                    found |= value is not None and same(row.get("value"), value)
                    found |= bool(words) and (
                        flat(words) in ("—", "－", "-")
                        or flat(words) == flat(row.get("value_text"))
                        or same(row.get("value"), re.sub(r"[^0-9.].*", "", words))
                    )
                if not found:
                    faults.append(f"{year}: {value if value is not None else words}")
            if label.get("rate") is not None and not any(
                same(row.get("rate"), label["rate"]) or same(row.get("value"), label["rate"]) for row in here
            ):
                faults.append(f"rate {label['rate']}")
            nature = {"预期性": "anticipated", "约束性": "binding"}.get(label.get("kind"))
            if nature and nature not in {indicator.get("nature")} | {row.get("nature") for row in here}:
                faults.append("nature")
            if label.get("group") and flat(indicator.get("group")) != flat(label["group"]):
                faults.append(f"group {indicator.get('group')!r}")
            known = [entry for one in by_name[flat(label["name"])] for entry in values(one)]
            rates = [one.get(key) for one in by_name[flat(label["name"])] for key in ("rate", "rate_high", "completion_rate")]
            for row in here:
                for key in ("value", "rate"):
                    if not row.get(key):
                        continue
                    texts = re.findall(r"[0-9.]+", " ".join(str(words or "") for _, _, words in known))
                    fits = any(same(row[key], value) for _, value, _ in known) or any(
                        same(row[key], value) for value in rates + texts
                    )
                    if not fits:
                        faults.append(f"WRONG {row[key]}")
                        wrong += 1
            if best is None or len(faults) < len(best):
                best = faults
        if best == []:
            right += 1
        elif misses:
            print(f"   {label['name']}: {'; '.join(best) if best is not None else 'no indicator of that name'}")
    doubted = sum(1 for file in ("targets.csv", "observations.csv") for row in rows(package / file)
                  if (row.get("confidence") or "1") not in ("", "1"))
    print(f"rows {len(gold):3d} right {right:3d}  F1 {right / max(1, len(gold)):.3f}  wrong values {wrong:2d}  doubted {doubted:3d}")


main()
