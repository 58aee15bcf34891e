#!/usr/bin/env python3
"""Print tables of indicators in the layouts that plans come in, and check that they are read back.

usage: zoo.py GANGYAO [--seed N] [--tables N] [--layouts a,b] [--show] [--keep DIR]

Every table is made up from a seed: invented things and places, random columns in a random order. It is printed
in each layout into a small plan; `GANGYAO compile` reads it. The property: what was printed is read back, or the
reader says that it is not sure (a confidence, a notice of the table); never a wrong value in silence.
Exit 1 when a value is wrong, or when a layout falls below its share of rows (BARS). Standard library only.
"""
import argparse
import csv
import html
import random
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import zoo_pdf

# Least share of rows that are read back, over all tables of a run. On one line without a gap random figures often
# leave the cut open: what counts there is that no value is wrong in silence.
BARS = {
    "html": 0.97, "markdown": 0.97, "tabs": 0.97, "layout": 0.90, "layout-centred": 0.90, "raw": 0.90,
    "cells": 0.90, "cells-blank": 0.90, "spaces": 0.90, "visual": 0.90, "ocr": 0.80, "raw-pages": 0.90,
    "one-line": 0.30, "pdf-ruled": 0.95, "pdf-three-line": 0.90, "pdf-bare": 0.90,
}

THINGS = ["河湖水面", "城镇供水", "乡村道路", "公共图书", "绿色建筑", "再生水", "公交出行", "沿街绿地", "养老照护", "托育服务",
          "数字政务", "职业培训", "社区食堂", "冷链仓储", "农田灌溉", "秸秆还田", "山体修复", "湿地保护", "校外实践", "远程诊疗",
          "货物周转", "旧村改造", "海绵设施", "应急物资", "科普场馆", "文化惠民", "河道清淤", "屋顶光伏", "岸线整治", "林下种植"]
ENDS = [("面积", "万亩"), ("总里程", "公里"), ("覆盖率", "%"), ("利用率", "%"), ("总量", "万吨"), ("人数", "万人"), ("设施数", "个"),
        ("投入强度", "%"), ("服务半径内居民占全部常住居民比重", "%"), ("人均拥有量", "平方米"), ("综合能力", "万立方米/日"),
        ("年度服务人次", "万人次"), ("劳动生产率", "万元/人"), ("达标率提升幅度", "%"), ("事故死亡率", "人/亿元"), ("平均处置时间", "小时")]
GROUPS = ["创新发展", "绿色低碳", "民生福祉", "安全保障", "城乡融合", "开放共享"]
WORDS = ["完成上级下达任务", "达到国家要求", "保持基本稳定"]


def number(rng):
    value = rng.choice([rng.randint(2, 95), round(rng.uniform(1, 99), 1), round(rng.uniform(0.1, 9), 2), rng.randint(120, 36000)])
    return str(value)


def figure(rng):
    text = number(rng)
    return rng.choices([text, "≥" + text, "＞" + text, text + "左右", text + "以上", "≤" + text], [12, 1, 1, 1, 1, 1])[0]


def model(rng):
    """A table: head with kinds, rows of cells."""
    base = rng.choice([2015, 2020, 2025])
    columns = [("name", rng.choice(["指标", "指标名称", "主要指标"]))]
    ordinal, group = rng.random() < 0.7, rng.random() < 0.5
    own_unit = rng.random() < 0.5
    values = []
    if rng.random() < 0.75:
        values.append(("base", f"{base}年" + rng.choice(["", "", "实际", "现状"])))
    values.append(("target", f"{base + 5}年" + rng.choice(["", "", "目标"])))
    if rng.random() < 0.6:
        values.append(("rate", rng.choice(["年均增长（%）", "年均增速〔累计〕", "〔累计〕", "年均[累计]"])))
    nature = [("nature", rng.choice(["属性", "指标属性"]))] if rng.random() < 0.85 else []
    unit = [("unit", rng.choice(["单位", "计量单位"]))] if own_unit else []
    if nature and rng.random() < 0.3:
        columns += unit + nature + values
    else:
        columns += unit + values + nature
    if ordinal:
        columns.insert(0, ("ordinal", "序号"))
    if group:
        columns.insert(0, ("group", rng.choice(["类别", "领域"])))
    if not ordinal and not nature:
        columns.append(("nature", "属性"))
    names = [a + b[0] for a in THINGS for b in ENDS]
    rng.shuffle(names)
    units = dict(ENDS)
    rows = []
    for at in range(rng.randint(5, 24)):
        name = names[at]
        unit_text = next(u for end, u in ENDS if name.endswith(end))
        words = rng.random() < 0.06
        cell = {
            "ordinal": str(at + 1),
            "group": None,
            "name": name if own_unit else f"{name}（{unit_text}）",
            "unit": unit_text,
            "base": "—" if rng.random() < 0.1 else figure(rng) if rng.random() < 0.1 else number(rng),
            "target": rng.choice(WORDS) if words else "—" if rng.random() < 0.05 else figure(rng),
            "rate": "—" if rng.random() < 0.3 else rng.choice([f"〔{number(rng)}〕", number(rng)]),
            "nature": rng.choice(["约束性", "预期性"]),
        }
        if cell["target"] == "—" and cell["rate"] == "—":
            cell["target"] = number(rng)
        rows.append({"label": {"name": name, "unit": unit_text}, **cell})
    if group:
        labels = GROUPS[:]
        rng.shuffle(labels)
        cuts = sorted(rng.sample(range(1, len(rows)), min(len(rows) - 1, rng.randint(1, 3))))
        for at, row in enumerate(rows):
            row["group"] = labels[sum(cut <= at for cut in cuts)]
    return base, columns, rows


def cells(columns, row):
    return [row[kind] for kind, _ in columns]


def wide(text):
    return sum(2 if ord(c) > 0x2E7F or c in "—≥≤" else 1 for c in text)


def wrapped(text, most):
    """The lines of a cell of so many half-width columns."""
    lines, line = [], ""
    for part in re.findall(r"[0-9.]+|.", text):
        if line and wide(line + part) > most:
            lines.append(line)
            line = ""
        line += part
    return lines + [line]


def widths(columns, rng):
    fixed = {"ordinal": 4, "group": rng.choice([4, 10]), "name": rng.choice([12, 20, 30]), "unit": rng.choice([6, 12]), "base": 10,
             "target": 10, "rate": 10, "nature": 6}
    return [fixed[kind] for kind, _ in columns]


def groups_once(columns, rows):
    """Rows of cells in which a merged group stands only in its first row."""
    out, last = [], None
    for row in rows:
        line = cells(columns, row)
        for at, (kind, _) in enumerate(columns):
            if kind == "group":
                line[at], last = ("" if line[at] == last else line[at]), line[at]
        out.append(line)
    return out


def as_layout(columns, rows, rng, centred):
    size = widths(columns, rng)
    lines = []
    for nth, row in enumerate([[head for _, head in columns]] + groups_once(columns, rows)):
        parts = [wrapped(cell, width) for cell, width in zip(row, size)]
        height = max(map(len, parts))
        for at in range(height):
            line = ""
            for part, width in zip(parts, size):
                shift = (height - len(part)) // 2 if centred else 0
                text = part[at - shift] if 0 <= at - shift < len(part) else ""
                line += text + " " * (width + 3 - wide(text))
            lines.append(line.rstrip())
    return lines


def as_raw(columns, rows, rng, pages=False):
    size = widths(columns, rng)
    lines = []
    head = [head for _, head in columns]
    for nth, row in enumerate([head] + groups_once(columns, rows)):
        if pages and nth and nth % 7 == 0:
            lines.append("\f" + " ".join(head))
        open_line = ""
        for cell, width in zip(row, size):
            if not cell:
                continue
            parts = wrapped(cell, width) if nth else [cell]
            if len(parts) > 1 and open_line:
                lines.append(open_line)
                open_line = ""
            if len(parts) > 1:
                lines += parts
            else:
                open_line = (open_line + " " + cell).strip()
        if open_line:
            lines.append(open_line)
    return lines


def as_visual(columns, rows, rng, damage=False):
    """Each printed line from left to right, without empty cells."""
    size = widths(columns, rng)
    lines = []
    for nth, row in enumerate([[head for _, head in columns]] + groups_once(columns, rows)):
        if damage and nth and rng.random() < 0.15:
            lines += [part for cell, width in zip(row, size) if cell for part in wrapped(cell, 60)]
            continue
        parts = [wrapped(cell, width if nth else 60) for cell, width in zip(row, size)]
        height = max(map(len, parts))
        for at in range(height):
            texts = []
            for part in parts:
                shift = 0 if damage else (height - len(part)) // 2
                if 0 <= at - shift < len(part) and part[at - shift]:
                    texts.append(part[at - shift])
            lines.append(" ".join(texts))
    return lines


def as_html(columns, rows):
    out = ["<table><tr>" + "".join(f"<th>{html.escape(head)}</th>" for _, head in columns) + "</tr>"]
    table = groups_once(columns, rows)
    for nth, row in enumerate(table):
        line = ""
        for at, cell in enumerate(row):
            if columns[at][0] == "group":
                if not cell:
                    continue
                span = 1
                while nth + span < len(table) and not table[nth + span][at]:
                    span += 1
                line += f'<td rowspan="{span}">{cell}</td>'
            else:
                line += f"<td>{html.escape(cell)}</td>"
        out.append(f"<tr>{line}</tr>")
    return out + ["</table>"]


def titles(base):
    short = {2015: "十三五", 2020: "十四五", 2025: "十五五"}[base]
    return f"云岭市“{short}”水务和公共服务规划", f"表1 “{short}”主要指标"


def plan(base, body, form):
    title, caption = titles(base)
    if form == "html":
        return "\n".join([f"<!doctype html><meta charset=utf-8><h1>{title}</h1><h2>第一章 总体要求</h2><p>各项工作有序推进。</p><p>{caption}</p>", *body,
                          "<h2>第二章 重点任务</h2><p>加快建设，提高能力。</p>"])
    if form == "md":
        return "\n".join([f"# {title}", "", "## 第一章 总体要求", "", "各项工作有序推进。", "", caption, "", *body, "", "## 第二章 重点任务", "", "加快建设，提高能力。", ""])
    return "\n".join([title, "", "第一章 总体要求", "各项工作有序推进。", caption, *body, "第二章 重点任务", "加快建设，提高能力。", ""])


def as_pdf(base, columns, rows, rng, rules):
    size = widths(columns, rng)
    # Four half-width places are too narrow for words in a cell of its own.
    size = [max(width, wide(head), 8 if kind == "group" else 4) for width, (kind, head) in zip(size, columns)]
    lines = [[wrapped(cell, width) for cell, width in zip(cells(columns, row), size)] for row in rows]
    group = next((at for at, (kind, _) in enumerate(columns) if kind == "group"), None)
    title, caption = titles(base)
    return zoo_pdf.plan(title, caption, [head for _, head in columns], lines, size, rng, rules, group)


def printed(layout, base, columns, rows, rng):
    head = [head for _, head in columns]
    full = [cells(columns, row) for row in rows]
    if layout.startswith("pdf-"):
        return as_pdf(base, columns, rows, rng, {"pdf-ruled": "ruled", "pdf-three-line": "three", "pdf-bare": "none"}[layout]), "pdf"
    if layout == "html":
        return plan(base, as_html(columns, rows), "html"), "html"
    if layout == "markdown":
        lines = [head, ["---"] * len(head), *full]
        return plan(base, ["| " + " | ".join(line) + " |" for line in lines], "md"), "md"
    body = {
        "tabs": lambda: ["\t".join(line) for line in [head, *full]],
        "layout": lambda: as_layout(columns, rows, rng, False),
        "layout-centred": lambda: as_layout(columns, rows, rng, True),
        "raw": lambda: as_raw(columns, rows, rng),
        "raw-pages": lambda: as_raw(columns, rows, rng, True),
        "cells": lambda: [cell for line in [head, *groups_once(columns, rows)] for cell in line if cell],
        "cells-blank": lambda: [text for line in [head, *groups_once(columns, rows)] for cell in line if cell for text in (cell, "")],
        "spaces": lambda: [" ".join(line) for line in [head, *full]],
        "visual": lambda: as_visual(columns, rows, rng),
        "ocr": lambda: as_visual(columns, rows, rng, True),
        "one-line": lambda: [""],
    }[layout]()
    if layout == "one-line":
        title, caption = titles(base)
        line = "".join(cell for line in [head, *groups_once(columns, rows)] for cell in line)
        return "\n".join([title, "", "第一章 总体要求", "各项工作有序推进。", caption + line, "第二章 重点任务", "加快建设，提高能力。", ""]), "txt"
    return plan(base, body, "txt"), "txt"


def flat(text):
    return re.sub(r"[\s（）()、，]", "", text or "")


def table(path):
    with open(path, encoding="utf8", newline="") as file:
        return list(csv.DictReader(file))


def value(text):
    found = re.search(r"\d+(\.\d+)?", text)
    return float(found[0]) if found else None


def judged(package, base, columns, rows, missed=None):
    """Rows right, and the values that are wrong without a word."""
    names = {flat(i["name"]): i for i in table(package / "indicators.csv")}
    said = {}
    for file in ("targets.csv", "observations.csv"):
        for row in table(package / file):
            if row["origin"] == "table":
                said.setdefault(row["indicator"], []).append((file, row))
    kinds = [kind for kind, _ in columns]
    right, wrong = 0, []
    for row in rows:
        indicator = names.get(flat(row["label"]["name"]))
        if not indicator:
            if missed is not None:
                missed.append(f"{row['label']['name']}: no indicator")
            continue
        here = said.get(indicator["id"], [])
        want = {"base": base, "target": base + 5}
        fine = flat(indicator["unit"]) == flat(row["label"]["unit"])
        for kind, year in want.items():
            if kind not in kinds:
                continue
            number = value(row[kind])
            got = [r for _, r in here if int(float(r.get("year") or r.get("period_end") or r.get("implied_year") or 0)) == year]
            got_values = [float(r["value"]) for r in got if r["value"]]
            if number is not None:
                fine &= number in got_values
            others = [v for v in got_values if v not in (number, value(row["rate"]) if kind == "target" else None)]
            if others and not any(r.get("confidence") for r in got):
                wrong.append(f"{row['label']['name']} {year}: {others} for {row[kind]}")
        if "rate" in kinds and value(row["rate"]) is not None:
            fine &= any(r.get("rate") and float(r["rate"]) == value(row["rate"]) or r.get("value") and float(r["value"]) == value(row["rate"]) for _, r in here)
        if "nature" in kinds:
            fine &= indicator["nature"] == {"约束性": "binding", "预期性": "anticipated"}[row["nature"]]
        if row["group"]:
            fine &= indicator["group"] == row["group"]
        right += fine
        if missed is not None and not fine:
            found = [(r.get("value") or r.get("value_text"), r.get("rate"), r.get("year") or r.get("period_end")) for _, r in here]
            missed.append(f"{row['label']['name']}: {indicator['unit']}, {indicator['nature']}, {indicator['group']}, {found}")
    return right, wrong


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("gangyao")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tables", type=int, default=5)
    parser.add_argument("--layouts", default=",".join(BARS))
    parser.add_argument("--show", action="store_true", help="print what is wrong or missing")
    parser.add_argument("--keep", type=Path, help="write the plans into this folder")
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp())
    score = {layout: [0, 0] for layout in asked.layouts.split(",")}
    failed = []
    for seed in range(asked.seed, asked.seed + asked.tables):
        for layout in score:
            base, columns, rows = model(random.Random(seed))
            text, form = printed(layout, base, columns, rows, random.Random(seed * 1000 + 7))
            file = (asked.keep or folder) / f"{seed}.{layout}.{form}"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text if isinstance(text, bytes) else text.encode("utf8"))
            package = folder / "package"
            run = subprocess.run([asked.gangyao, "compile", str(file), "-o", str(package)], capture_output=True, text=True)
            if run.returncode:
                failed.append(f"{file.name}: {run.stderr.strip()[:200]}")
                continue
            missed = [] if asked.show else None
            right, wrong = judged(package, base, columns, rows, missed)
            score[layout][0] += right
            score[layout][1] += len(rows)
            failed += [f"{file.name}: wrong value: {one}" for one in wrong]
            if asked.show and right < len(rows):
                print(f"   {file.name}: {right} of {len(rows)}", *missed, sep="\n      ")
    for layout, (right, count) in score.items():
        share = right / max(1, count)
        print(f"{layout:16s} rows {count:4d} right {right:4d}  {share:.3f}")
        if share < BARS[layout]:
            failed.append(f"{layout}: {share:.3f} of the rows, {BARS[layout]} asked")
    for line in failed:
        print(line, file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
