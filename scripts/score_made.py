#!/usr/bin/env python3
"""Score findings on the plans written for measuring: planted defects found, silent places, errors beside them.

usage: score_made.py MADE_DIR CHECKS_DIR [--all]
       CHECKS_DIR holds FOLDER__FILE.json, the output of `gangyao check MADE_DIR/FOLDER/FILE --format json`.
       The headline counts one file for each document (docx); --all prints every file.

A defect counts as found when an error, warning or question of a fitting family has a label that overlaps one of its
quotes in the text (spaces and full-width digits aside). A silent place fires when an error or warning that is no
planted defect has a label on it and speaks of the same figure. Standard library only.
"""
import json, os, re, sys, unicodedata

FAMILIES = {
    "growth-arithmetic": "arithmetic", "text-vs-table": "consistency", "text-table-conflict": "consistency",
    "part-sum": "arithmetic", "parts-sum": "arithmetic", "shares-sum": "arithmetic identity",
    "identity": "arithmetic identity", "missing-baseline-binding": "target", "list-count": "arithmetic consistency",
    "name-variant": "consistency", "deadline-conflict": "consistency", "unit": "consistency target identity",
    "completion-rate": "arithmetic", "completion-flag": "arithmetic consistency", "fenbie-length": "arithmetic consistency",
    "plan-exceeds-total": "arithmetic identity", "target-order": "target consistency",
}


def flat(text):
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text or "")).replace("—", "-").replace("∶", ":")


def rows(path):
    with open(path, encoding="utf8") as f:
        return [json.loads(line) for line in f if line.strip()]


def quotes(label):
    return [flat(q) for q in label.get("quotes") or label.get("evidence") or [label.get("quote_a"), label.get("quote_b")] if q]


def touches(finding, wanted):
    """Whether a label and a quote overlap: one holds the other, whole numbers only."""
    for place in finding["labels"]:
        quote = flat(place["quote"])
        for want in wanted:
            for inner, outer in ((want, quote), (quote, want)):
                before = r"(?<![0-9.])" if inner[:1].isdigit() else ""
                after = r"(?![0-9])" if inner[-1:].isdigit() else ""
                if len(inner) >= 2 and re.search(before + re.escape(inner) + after, outer):
                    return True
    return False


def holds(finding, label):
    """Whether the finding is the planted defect; a lone number must be the whole of what is marked."""
    if finding["family"] not in FAMILIES[label.get("kind") or label.get("rule")].split():
        return False
    wanted = quotes(label)
    long = [q for q in wanted if not re.fullmatch(r"[0-9.\[\]〔〕%-]+", q)]
    return touches(finding, long or wanted)


def serious(finding):
    return finding["severity"] in ("error", "warning")


def score(folder, findings):
    defects = rows(os.path.join(folder, "defects.jsonl"))
    silent = rows(os.path.join(folder, "silent.jsonl"))
    weigh = [f for f in findings if serious(f) or f["severity"] == "question"]
    missed, ours = [], set()
    asked = 0
    for defect in defects:
        hits = [i for i, f in enumerate(weigh) if holds(f, defect)]
        ours.update(hits)
        if not hits:
            missed.append(defect["id"])
        elif not any(serious(weigh[i]) for i in hits):
            asked += 1
    rest = [f for i, f in enumerate(weigh) if i not in ours and serious(f)]
    fired = []
    for place in silent:
        wanted = quotes(place)
        for finding in rest:
            if touches(finding, [q for q in wanted if not re.fullmatch(r"[0-9.]+", q)]):
                fired.append((place["id"], finding["code"], finding["message"]))
    errors = [f for f in rest if f["severity"] == "error"]
    return defects, missed, asked, errors, fired


def main():
    made, checks = sys.argv[1:3]
    total = found = 0
    for name in sorted(os.listdir(checks)):
        folder, _, file = name[:-5].partition("__")
        head = file.endswith(".docx")
        path = os.path.join(made, folder)
        if not os.path.exists(os.path.join(path, "defects.jsonl")) or not (head or "--all" in sys.argv):
            continue
        with open(os.path.join(checks, name), encoding="utf8") as f:
            defects, missed, asked, errors, fired = score(path, json.load(f))
        print(f"{folder}/{file:24s} defects {len(defects) - len(missed):2d} of {len(defects):2d} (as questions {asked}), "
              f"other errors {len(errors):2d}, silent places that fire {len(fired)}"
              + (f"; missed {' '.join(missed)}" if missed else ""))
        for error in errors:
            print(f"    other error {error['code']} {error['message'][:90]}")
        for place, code, message in fired:
            print(f"    silent {place}: {code} {message[:90]}")
        if head and folder in ("city15", "county14", "prov15"):
            total += len(defects)
            found += len(defects) - len(missed)
    print(f"planted defects of the three plans found: {found} of {total}")


if __name__ == "__main__":
    main()
