"""Measures gangyao-press: a report of 40 pages with 30 charts, how many a minute, with how much memory; and documents that
mean harm, none of which may panic or run for long.

usage: python scripts/press.py path/to/gangyao-press [documents]
"""
import json
import os
import random
import resource
import subprocess
import sys
import time
from pathlib import Path

BAR = 150
# As `crates/worker` starts its children.
os.environ["GLIBC_TUNABLES"] = "glibc.malloc.top_pad=16777216:glibc.malloc.trim_threshold=67108864:glibc.malloc.hugetlb=1"
failures = []


def say(what, good, detail=""):
    print(f"{'ok  ' if good else 'FAIL'} {what} {detail}")
    if not good:
        failures.append(what)


def picture(number):
    """A chart as the reports have them: axes, two lines, a band, labels."""
    draw = random.Random(number)
    values = [draw.uniform(20, 220) for _ in range(11)]
    line = "M" + "L".join(f"{60 + 50 * at} {value:.1f}" for at, value in enumerate(values))
    ticks = "".join(f'<text x="{60 + 50 * at}" y="250" text-anchor="middle">{2020 + at}</text>' for at in range(11))
    grid = "".join(f'<path stroke="#ddd" d="M60 {40 * at + 20}H560"/><text x="50" y="{40 * at + 24}" text-anchor="end">{at * draw.randint(3, 90)}</text>' for at in range(6))
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 620 260" width="620" height="260" font-family="Noto Sans CJK SC" font-size="12.5">'
        f'{grid}<path fill="none" stroke="#1f4e79" stroke-width="2" d="{line}"/>{ticks}<text x="560" y="30">目标 {draw.randint(10, 999)}</text></svg>'
    )


def report(seed):
    """40 pages with 30 charts and 30 tables; another seed gives other figures and words throughout."""
    draw = random.Random(seed)
    names = ["地区生产总值", "全员劳动生产率", "居民人均可支配收入", "常住人口城镇化率", "单位地区生产总值能耗", "森林覆盖率"]
    blocks = [{"kind": "title", "lines": ["某市国民经济和社会发展", f"第{seed}号规划实施情况中期评估报告"]}]
    for part in range(30):
        name = draw.choice(names)
        sentence = f"{name}达到{draw.uniform(10, 9000):.1f}，年均增长{draw.uniform(0, 12):.1f}%，完成目标的{draw.uniform(30, 110):.1f}%，符合序时进度要求。"
        rows = [
            [{"text": [draw.choice(names)]}] + [{"text": [f"{draw.uniform(1, 9999):.2f}"], "number": True} for _ in range(5)]
            for _ in range(6)
        ]
        head = [[{"text": [text]} for text in ("指标", "2025", "2026", "2027", "2028", "目标")]]
        blocks += [
            {"kind": "heading", "level": 1 + part % 2, "text": [f"{part + 1}、{name}"]},
            {"kind": "paragraph", "text": [sentence * draw.randint(3, 6), {"note": ["数据来自统计公报。"]}]},
            {"kind": "table", "caption": f"表{part + 1}", "note": "单位：亿元", "columns": [5, 2, 2, 2, 2, 2], "head": head, "rows": rows},
            {"kind": "figure", "svg": picture(seed * 100 + part), "alt": sentence, "caption": f"图{part + 1}　{name}", "width": 92},
        ]
    return {"form": "gangyao-press/1", "title": f"报告{seed}", "language": "zh", "day": "2028-12-31", "contents": "目录", "blocks": blocks}


def pages(pdf):
    return subprocess.run(["pdfinfo", "-"], input=pdf, capture_output=True, timeout=60).stdout.decode().split("Pages:")[1].split()[0]


def speed(press, count):
    documents = [json.dumps(report(seed), ensure_ascii=False).encode() for seed in range(1, count + 1)]
    first = subprocess.run([press], input=documents[0], capture_output=True, check=True)
    say("findings of a report", not first.stderr, first.stderr.decode()[:200])
    say("same bytes in another process", subprocess.run([press], input=documents[0], capture_output=True, check=True).stdout == first.stdout)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    # One after the other, and two at a time: what two cores can do.
    begun = time.monotonic()
    for document in documents:
        subprocess.run([press], input=document, capture_output=True, check=True)
    one = time.monotonic() - begun
    begun = time.monotonic()
    waiting = list(documents)
    running = []
    while waiting or running:
        while waiting and len(running) < 2:
            child = subprocess.Popen([press], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            child.stdin.write(waiting.pop())
            child.stdin.close()
            running.append(child)
        running.pop(0).wait()
    two = time.monotonic() - begun
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    busy = (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) / (2 * count)
    # By processor time: what else a machine does takes from the clock, and does not make a program slower.
    rate = 2 * 60 / busy
    clock = count * 60 / min(one, two)
    say("reports of 40 pages with 30 charts a minute on two cores", rate >= BAR, f"{rate:.0f} of {BAR} by processor time ({busy:.2f} s each), {clock:.0f} by the clock here and now; {pages(first.stdout)} pages, {len(first.stdout) // 1024} KiB, {after.ru_maxrss // 1024} MiB at most")


def hostile(press):
    def cell(text):
        return {"text": [text]}

    def of(blocks, **more):
        return json.dumps({"form": "gangyao-press/1", "title": "x", "language": "zh", "day": "2028-12-31", "blocks": blocks, **more}, ensure_ascii=False).encode()

    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{}</svg>'
    bomb = '<!DOCTYPE s [<!ENTITY a "aaaaaaaaaa">' + "".join(f'<!ENTITY {chr(98 + at)} "{("&" + chr(97 + at) + ";") * 10}">' for at in range(9)) + "]>"
    nested = '<g transform="scale(1.01)">' * 5000 + "<rect width='1' height='1'/>" + "</g>" * 5000
    use = "".join(f'<g id="u{at}">' + f'<use href="#u{at + 1}"/>' * 10 + "</g>" for at in range(12)) + '<rect id="u12" width="1" height="1"/>'
    cases = {
        "names with signs of the typesetter": of([{"kind": "paragraph", "text": ["#panic() $ @ * _ < & ` \\ \" ' ~ // /* [ ] { }"]}]),
        "marks of direction and zero bytes": of([{"kind": "paragraph", "text": ["\u202e\u2066\u200f\u0000\ufeff甲"]}]),
        "a table of 5,000 rows": of([{"kind": "table", "head": [[cell("序号")] * 6], "rows": [[cell(str(row))] * 6 for row in range(5000)]}]),
        "a paragraph of a million characters": of([{"kind": "paragraph", "text": ["国民经济和社会发展" * 111_111]}]),
        "a word of 100,000 letters": of([{"kind": "paragraph", "text": ["x" * 100_000]}]),
        "a cell of 100,000 characters": of([{"kind": "table", "rows": [[cell("长" * 100_000), cell("短")]]}]),
        "spans over everything": of([{"kind": "table", "rows": [[{"text": ["a"], "rows": 10**9, "columns": 10**9}]] * 50}]),
        "an SVG that unfolds its entities": of([{"kind": "figure", "alt": "x", "svg": bomb + svg.format("<text>&j;</text>")}]),
        "an SVG nested 5,000 deep": of([{"kind": "figure", "alt": "x", "svg": svg.format(nested)}]),
        "an SVG that uses itself a trillion times": of([{"kind": "figure", "alt": "x", "svg": svg.format(use)}]),
        "a footnote of footnotes": of([{"kind": "paragraph", "text": [{"note": [{"note": [{"note": ["x"] * 50}] * 20}] * 20}]}]),
        "10,000 headings": of([{"kind": "heading", "level": 1, "text": [f"第{at}节"]} for at in range(10_000)], contents="目录"),
        "JSON nested 100,000 deep": b'{"blocks":' + b"[" * 100_000,
        "no text at all": b"\xff\xfe\x00",
    }
    for name, document in cases.items():
        begun = time.monotonic()
        try:
            done = subprocess.run(["prlimit", f"--as={4 << 30}", "--cpu=120", press, "--language", "en"], input=document, capture_output=True, timeout=240)
        except subprocess.TimeoutExpired:
            say(name, False, "takes longer than 240 s")
            continue
        said = done.stderr.decode(errors="replace").strip()
        ended = done.stdout.startswith(b"%PDF-") if done.returncode == 0 else bool(said) and done.returncode == 1
        say(name, ended and "panicked" not in said, f"{time.monotonic() - begun:.1f} s, {len(done.stdout) // 1024} KiB, status {done.returncode} {said[:120]}")


def main():
    press = str(Path(sys.argv[1]).resolve())
    speed(press, int(sys.argv[2]) if len(sys.argv) > 2 else 20)
    hostile(press)
    print(f"gangyao-press: {len(failures)} failures")
    sys.exit(1 if failures else 0)


main()
