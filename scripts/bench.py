"""Measures reading, checking, forecasting, assessing and serving, each beside a named peer in the same run.

usage: python scripts/bench.py path/to/gangyao [reading|forecast|nation|server|import|space|large|scenario ...]

Texts and series come from GANGYAO_SHARED when it is there, else from the bundled example. Figures are medians of
several runs of a whole process, start included; CPU is user plus system time. Prints one table a section.
"""
import csv
import gzip
import html
import json
import math
import os
import random
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from pathlib import Path

import office

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("GANGYAO_SHARED", ROOT / ".." / "shared"))
GANGYAO = sys.argv[1]
SECTIONS = sys.argv[2:] or ["reading", "phrase", "forecast", "nation", "server", "import", "space", "large", "scenario"]


def run(command, runs=9, **options):
    """Median wall seconds, median CPU seconds and largest resident MiB of a command."""
    walls, cpus, peak = [], [], 0
    for _ in range(runs):
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options)
        _, status, usage = os.wait4(process.pid, 0)
        walls.append(time.perf_counter() - start)
        cpus.append(usage.ru_utime + usage.ru_stime)
        peak = max(peak, usage.ru_maxrss / 1024)
        if os.waitstatus_to_exitcode(status) not in (0, 1):
            raise SystemExit(f"failed: {command}")
    return statistics.median(walls), statistics.median(cpus), peak


def row(name, *cells):
    print(f"{name:58s}" + "".join(f"{cell:>18s}" for cell in cells))


def reference_plan():
    plan = SHARED / "plans" / "jinzhou-13.txt"
    return plan if plan.exists() else ROOT / "examples" / "lanchuan" / "plan.md"


PEER_NUMBERS = """
import sys
import chinese2digits
for line in open(sys.argv[1], encoding="utf8"):
    chinese2digits.takeNumberFromString(line)
"""


def reading(work):
    plan = reference_plan()
    size = plan.stat().st_size
    print(f"\n== Reading and checking: {plan.name}, {size / 1000:.0f} kB, one process, start included")
    row("", "wall ms", "CPU ms", "peak MiB")
    wall, cpu, peak = run([GANGYAO, "check", str(plan), "--format", "json"])
    row("gangyao check (read, compile, all checks)", f"{wall * 1e3:.1f}", f"{cpu * 1e3:.1f}", f"{peak:.0f}")
    peer = run([sys.executable, "-c", PEER_NUMBERS, str(plan)], runs=3)
    row("peer: chinese2digits 6.0.2 finds the numbers only", f"{peer[0] * 1e3:.1f}", f"{peer[1] * 1e3:.1f}", f"{peer[2]:.0f}")
    start = run([sys.executable, "-c", "import chinese2digits"], runs=3)
    row("peer's start alone", f"{start[0] * 1e3:.1f}", f"{start[1] * 1e3:.1f}", f"{start[2]:.0f}")
    row("ratio of CPU to the peer without its start", "", f"1 : {(peer[1] - start[1]) / cpu:.1f}")

    text = plan.read_bytes()
    big = work / "big.txt"
    big.write_bytes((text.rstrip() + b"\n\n") * 100)
    many = big.stat().st_size
    one = run([GANGYAO, "check", str(plan), "--format", "json"])
    wall, cpu, peak = run([GANGYAO, "check", str(big), "--format", "json"], runs=3)
    idle = run([GANGYAO, "--version"])
    row("the text a hundred times as long", f"{wall * 1e3:.0f}", f"{cpu * 1e3:.0f}", f"{peak:.0f}")
    row("  times as long as once", f"{wall / one[0]:.0f}", f"{cpu / one[1]:.0f}")
    row("  bytes of memory a byte of text", "", "", f"{(peak - idle[2]) * 2**20 / many:.1f}")


def phrase(_work):
    print("\n== Phrase grammar (criterion)")
    subprocess.run(["cargo", "bench", "-q", "-p", "phrase", "--bench", "scan", "--", "--quick"], cwd=ROOT, check=True)


def wide_series(path, count):
    rng = random.Random(20160101)
    with open(path, "w", encoding="utf8") as out:
        out.write("id," + ",".join(f"y{k}" for k in range(30)) + "\n")
        for number in range(count):
            length = rng.randint(5, 30)
            value, growth = rng.uniform(10, 5000), rng.gauss(0.04, 0.03)
            values = []
            for _ in range(length):
                value *= 1 + growth + rng.gauss(0, 0.05)
                values.append(f"{max(value, 0.01):.2f}")
            out.write(f"s{number}," + ",".join(values) + "\n")


PEER_FORECAST = """
import csv, sys, time
import pandas as pd
from statsforecast import StatsForecast
from statsforecast.models import AutoETS
rows = []
for record in list(csv.reader(open(sys.argv[1], encoding="utf8")))[1:]:
    values = [float(v) for v in record[1:] if v]
    if len(values) >= 8:
        rows += [(record[0], k, v) for k, v in enumerate(values)]
frame = pd.DataFrame(rows, columns=["unique_id", "ds", "y"])
engine = StatsForecast(models=[AutoETS(season_length=1)], freq=1, n_jobs=1)
engine.forecast(df=frame[frame.unique_id == frame.unique_id.iloc[0]], h=6, level=[80, 95])  # compile first
start = time.process_time()
engine.forecast(df=frame, h=6, level=[80, 95])
print((time.process_time() - start) / frame.unique_id.nunique())
"""


def forecast(work):
    print("\n== Forecasting: 5 to 30 yearly values, six years ahead, two intervals, CSV in and out")
    many, few = work / "many.csv", work / "few.csv"
    wide_series(many, 10_000)
    wide_series(few, 300)
    wall, cpu, peak = run([GANGYAO, "forecast", str(many), "-o", str(work / "out.csv")])
    row("", "wall ms", "CPU ms", "µs a series")
    row("gangyao forecast, 10,000 series", f"{wall * 1e3:.0f}", f"{cpu * 1e3:.0f}", f"{cpu * 1e2:.1f}")
    made = subprocess.run([sys.executable, "-c", PEER_FORECAST, str(few)], capture_output=True, text=True)
    if made.returncode:
        print("peer statsforecast AutoETS did not run:", made.stderr.strip().splitlines()[-1])
        return
    each = float(made.stdout)
    row("peer: statsforecast 2.1.1 AutoETS, compiled, 300 series", "", "", f"{each * 1e6:.0f}")
    row("ratio", "", "", f"1 : {each / (cpu / 10_000):.0f}")


def nation(work):
    print("\n== Assessing a nation: 3,000 plans x 100 indicators x 15 years, with forecasts and warnings")
    panel = SHARED / "data" / "wdi_panel.csv.gz"
    if not panel.exists():
        print("skipped: no panel in", SHARED)
        return
    subprocess.run(["cargo", "build", "-q", "--release", "-p", "assess", "--example", "nation"], cwd=ROOT, check=True)
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    plain = work / "panel.csv"
    plain.write_bytes(gzip.decompress(panel.read_bytes()))
    command = [str(target / "release" / "examples" / "nation"), str(plain)]
    start = time.perf_counter()
    subprocess.run(command, check=True)
    wall = time.perf_counter() - start
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    row("wall seconds, peak MiB", f"{wall:.1f}", f"{usage.ru_maxrss / 1024:.0f}")


def wrk(url, seconds=10):
    """How many requests a second get through when 16 connections ask as fast as they can, and how long each took."""
    made = subprocess.run(
        ["wrk", "-t1", "-c16", f"-d{seconds}s", "--latency", "-H", "Accept-Encoding: gzip", url],
        capture_output=True, text=True, check=True,
    ).stdout
    figures = {}
    for line in made.splitlines():
        words = line.split()
        if words[:1] in (["50%"], ["99%"]):
            figures[words[0]] = words[1]
        if words[:1] == ["Requests/sec:"]:
            figures["rate"] = words[1]
        if words[:1] == ["Non-2xx"]:
            figures["errors"] = line.strip()
    return figures


def example(name):
    """A helper program of the server crate, built the way the binary was."""
    folder = Path(GANGYAO).parent
    command = ["cargo", "build", "-q", "--profile", folder.name, "-p", "server", "--example", name]
    subprocess.run(command, cwd=ROOT, check=True, env=os.environ | {"CARGO_TARGET_DIR": str(folder.parent)})
    return str(folder / "examples" / name)


def cpu_seconds(pid):
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def steady(generator, pid, address, rate, seconds, paths):
    """Latencies at a constant rate, counted from when each request was due, and CPU milliseconds of the server for each."""
    before = cpu_seconds(pid)
    made = subprocess.run([generator, address, str(rate), str(seconds), *paths], capture_output=True, text=True, check=True)
    return made.stdout.strip().split(": ")[1], (cpu_seconds(pid) - before) * 1e3 / (rate * seconds)


def fetch(url):
    request = urllib.request.Request(url, headers={"Accept-Encoding": "br"})
    with urllib.request.urlopen(request) as answer:
        return answer.headers.get("Content-Encoding"), answer.read()


def first_load(root, path):
    """Bytes that come over the wire when somebody opens a page for the first time."""
    weight = len(fetch(root + path)[1])
    page = urllib.request.urlopen(root + path).read().decode()
    return weight + sum(len(fetch(root + asset)[1]) for asset in set(re.findall(r'"(/assets/[^"#]+)"', page)))


def answers(url, seconds=20):
    start = time.perf_counter()
    while time.perf_counter() - start < seconds:
        try:
            urllib.request.urlopen(url, timeout=1).read()
            return time.perf_counter() - start
        except OSError:
            time.sleep(0.01)
    raise SystemExit(f"no answer from {url}")


def resident(pid):
    status = Path(f"/proc/{pid}/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) / 1024


def server(work):
    print("\n== Serving the reference plan from SQLite, load generator on the same machine")
    generator = example("load")
    database = work / "bench.db"
    plan = reference_plan()
    figures = ROOT / "examples" / "jinzhou-13" / "outcomes.csv"
    figures = figures if plan.name.startswith("jinzhou") else plan.parent / "observations.csv"
    load = [GANGYAO, "load", str(plan), "--observations", str(figures), "--database", str(database)]
    subprocess.run(load, check=True, stdout=subprocess.DEVNULL)
    address = "127.0.0.1:18471"
    root = f"http://{address}"
    start = time.perf_counter()
    serve = [GANGYAO, "serve", "--database", str(database), "--listen", address]
    process = subprocess.Popen(serve, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    rates = []
    try:
        answers(root + "/healthz")
        row("start to first answer, ms", f"{(time.perf_counter() - start) * 1e3:.0f}")
        plan_id = json.load(urllib.request.urlopen(root + "/api/v1/plans"))["items"][0]["id"]
        indicators = json.load(urllib.request.urlopen(f"{root}/api/v1/plans/{plan_id}/indicators?per_page=500"))["items"]
        pages = {
            "overview": [f"/plans/{plan_id}"],
            "living plan": [f"/plans/{plan_id}/text"],
            "indicators, each in turn": [f"/plans/{plan_id}/indicators/{one['id']}" for one in indicators],
        }
        row("", "first load kB", "CPU ms each", "at 500 requests/s")
        for name, paths in pages.items():
            weight = first_load(root, paths[0]) / 1000
            latency, cpu = steady(generator, process.pid, address, 500, 10, paths)
            row(name, f"{weight:.0f}", f"{cpu:.2f}", "  " + latency)
        row("", "requests/s", "p50", "p99", "errors")
        for name, paths in pages.items():
            found = wrk(root + paths[0])
            rates.append(float(found["rate"]))
            row(name.split(",")[0] + ", as fast as it goes", found["rate"], found["50%"], found["99%"], found.get("errors", "none"))
        row("peak resident, MiB", f"{resident(process.pid):.0f}")
    finally:
        process.terminate()
        process.wait(10)
    datasette = shutil.which("datasette", path=str(Path(sys.executable).parent))
    if datasette:
        peer = subprocess.Popen([datasette, str(database), "-p", "18472", "-h", "127.0.0.1"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            answers("http://127.0.0.1:18472/-/versions.json")
            found = wrk("http://127.0.0.1:18472/bench/target")
            row("peer: datasette 0.65.2, the targets as a table", found["rate"], found["50%"], found["99%"], found.get("errors", "none"))
            row("ratio of the slowest page to the peer", f"{min(rates) / float(found['rate']):.0f} : 1")
        finally:
            peer.terminate()
            peer.wait(10)


def import_sheet(regions, indicators, years):
    """A table of figures, one row for each indicator and region, one column for each year."""
    lines = ["指标,地区," + ",".join(f"{year}年" for year in years)]
    random.seed(5)
    for name, unit in indicators:
        for region in regions:
            values = ",".join(f"{random.uniform(20, 80):.1f}" for _ in years)
            lines.append(f"{name}（{unit}）,{region},{values}")
    return "\n".join(lines).encode()


PEER_IMPORT = """
import csv, decimal, io, sys
for row in list(csv.reader(open(sys.argv[1], encoding="utf8")))[1:]:
    [decimal.Decimal(cell) for cell in row[2:]]
"""


def imported(work):
    """Uploading 100,000 figures in one table: seconds until the preview is there, and until they are handed in."""
    from office import Client, Server, account

    service = Server(GANGYAO, str(work / "import.db"))
    service.run("load", str(ROOT / "examples" / "lanchuan" / "plan.md"), "--id", "bench")
    service.start()
    try:
        admin = Client(service.port).enter(service.first_link())
        planner = account(service, admin, "planner", "planner")
        template = csv.reader(planner.get("/plans/bench/import/template/figures.csv")[2].lstrip("\ufeff").splitlines())
        head = next(template)
        at = {name: head.index(name) for name in ("indicator", "unit")} if "indicator" in head else {"indicator": 0, "unit": head.index("单位")}
        found = sorted({(line[at["indicator"]], line[at["unit"]]) for line in template})
        indicators = [(name, unit) for name, unit in found if unit in ("%", "亿元", "万人", "家", "个", "公里")][:25]
        regions = ["", *(f"测试{number:03}县" for number in range(99))]
        years = range(1980, 2020)
        sheet = import_sheet(regions, indicators, years)
        cells = len(regions) * len(indicators) * len(years)
        path = work / "sheet.csv"
        path.write_bytes(sheet)
        begun = time.perf_counter()
        status, _, page = planner.post_file("/plans/bench/import", {"source": "bench"}, "sheet.csv", sheet)
        preview = time.perf_counter() - begun
        pending = re.search(r'action="(/plans/bench/import/[^"]+)"', page)
        if status != 200 or not pending or 'value="confirm"' not in page:
            said = re.sub(r"<[^>]+>|\s+", " ", page.partition("<main")[2])[:1500]
            raise SystemExit(f"the table was not read: {status} {said}")
        begun = time.perf_counter()
        status, _, page = planner.post(pending[1], {"action": "confirm", "source": "bench"})
        commit = time.perf_counter() - begun
        if status != 303:
            raise SystemExit(f"the table was not taken: {status}")
        print("\n## A table of figures, through the page")
        row("", "cells", "seconds")
        row("preview with every problem by cell", f"{cells}", f"{preview:.2f}")
        row("confirmed and handed in", f"{cells}", f"{commit:.2f}")
        row("peer: csv and decimal of Python, reading only", f"{cells}", f"{run([sys.executable, '-c', PEER_IMPORT, str(path)], 3)[0]:.2f}")
    finally:
        service.kill()


def space(work):
    """Two layers of 10,000 curved parcels each, all overlaps: engine alone, the whole command, and shapely with its STRtree."""
    print("\n== Overlay: two layers of 10,000 parcels of 20 vertices, GeoJSON in")
    peer = [sys.executable, str(ROOT / "scripts" / "space_peer.py")]
    subprocess.run([*peer, "parcels", "10000", str(work)], check=True)
    files = [str(work / "a.geojson"), str(work / "b.geojson")]
    subprocess.run(["cargo", "build", "-q", "--release", "-p", "layers", "--example", "overlay"], cwd=ROOT, check=True)
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    program = str(target / "release" / "examples" / "overlay")
    counts = [subprocess.run([*command, "pairs", *files], capture_output=True, text=True, check=True).stdout.split()[0] for command in ([program], peer)]
    if counts[0] != counts[1]:
        raise SystemExit(f"{counts[0]} overlaps, and {counts[1]} by shapely")
    row("", "wall ms", "CPU ms", "peak MiB")
    cpu = {}
    for name, command in (
        ("reading, repair and overlay", [program, "pairs", *files]),
        ("gangyao space check, each layer on itself as well", [GANGYAO, "space", "check", *files, "--format", "json", "-o", str(work / "out.json")]),
        ("peer: shapely 2.2.0 with STRtree, reading included", [*peer, "pairs", *files]),
    ):
        wall, cpu[name], peak = run(command, runs=3)
        row(name, f"{wall * 1e3:.0f}", f"{cpu[name] * 1e3:.0f}", f"{peak:.0f}")
    ours, whole, theirs = cpu.values()
    row("ratio of CPU to the peer: overlay, whole command", "", f"{ours / theirs:.2f}, {whole / theirs:.2f}")
    subprocess.run([*peer, "compare", "1000", "20160101", program], check=True)


def tiles_of(box, zoom):
    """The tiles of a rectangle in degrees (EPSG:3857, 512 points a tile as maps draw them)."""
    (west, south), (east, north) = box
    place = lambda longitude, latitude: (int((longitude + 180) / 360 * 2**zoom), int((1 - math.asinh(math.tan(math.radians(latitude))) / math.pi) / 2 * 2**zoom))
    (left, top), (right, bottom) = place(west, north), place(east, south)
    return [(x, y) for x in range(left, right + 1) for y in range(top, bottom + 1)]


def large(work):
    """A layer of 100,000 curved parcels: taken in, its first view as one map of 800 points asks for it, other pages meanwhile."""
    print("\n== A layer of 100,000 parcels of 20 vertices in a plan")
    subprocess.run([sys.executable, str(ROOT / "scripts" / "space_peer.py"), "parcels", "100000", str(work)], check=True)
    plan, layer = work / "large.md", work / "农用地.geojson"
    plan.write_text("# 云浦市国民经济和社会发展第十三个五年规划纲要\n\n（2016—2020年）\n\n## 第一章 目标\n\n到2020年，耕地保有量保持在300万亩。\n", encoding="utf8")
    (work / "a.geojson").rename(layer)
    server = office.Server(GANGYAO, str(work / "large.db"))
    start = time.perf_counter()
    server.run("load", str(plan), "--id", "large", "--layers", str(layer))
    row("taken in, s (bar: 20)", f"{time.perf_counter() - start:.1f}")
    server.start()
    try:
        admin = office.Client(server.port).enter(server.first_link())
        planner, reader = office.account(server, admin, "planner", "planner"), office.Client(server.port)
        waits, drawn = [], threading.Event()

        def read():
            while not drawn.is_set():
                asked = time.perf_counter()
                reader.get("/plans/large")
                waits.append(time.perf_counter() - asked)
                time.sleep(0.01)

        others = threading.Thread(target=read)
        others.start()
        start = time.perf_counter()
        shown = html.unescape(planner.get("/plans/large/map")[2])
        box, address = json.loads(re.search(r'"bounds":(\[\[.*?\]\])', shown)[1]), re.search(r'"tiles":"([^"]+)"', shown)[1]
        zoom = int(math.log2(800 / 512 * 360 / (box[1][0] - box[0][0])))
        wanted = [address.format(z=zoom, x=x, y=y) for x, y in tiles_of(box, zoom)]
        weight = sum(len(planner.get(one)[2]) for one in wanted)
        row(f"page and {len(wanted)} tiles of zoom {zoom}, s (bar: 1.5)", f"{time.perf_counter() - start:.2f}", f"{weight / 1e6:.1f} MB")
        drawn.set()
        others.join()
        row("another page meanwhile, p99 ms", f"{sorted(waits)[int(0.99 * len(waits))] * 1e3:.0f}")
        row("peak resident, MiB", f"{resident(server.process.pid):.0f}")
    finally:
        server.stop()


PEER_DRAWS = """
import sys, time
import numpy as np
# 10,000 paths of 100 indicators over 5 years: a Gaussian copula that walks through the years, tables of 25 levels, 50 products projected.
draws, size, years, products = 10000, 100, 5, 50
rng = np.random.default_rng(1)
start = time.perf_counter()
base = 0.5 + 0.5 * np.eye(size)
lower = np.linalg.cholesky(base)
levels = np.linspace(-3.5, 3.5, 25)
tables = np.exp(0.05 * levels)[None, :] * (100 + np.arange(size))[:, None]
walked = np.zeros((draws, size))
out = np.empty((draws, size, years))
for year in range(years):
    fresh = rng.standard_normal((draws, size)) @ lower.T
    h = year + 1
    kept = 0.0 if year == 0 else np.sqrt((h - 1) / h)
    walked = kept * walked + np.sqrt(1 - kept * kept) * fresh
    for k in range(size):
        out[:, k, year] = np.interp(walked[:, k], levels, tables[k])
logs = np.log(out)
for p in range(products):
    a, b = 2 * p, 2 * p + 1
    miss = logs[:, a, :] - logs[:, b, :] - np.log((100 + a) / (100 + b))
    logs[:, a, :] -= 0.5 * miss
    logs[:, b, :] += 0.5 * miss
out = np.exp(logs)
print(time.perf_counter() - start, out.mean())
"""

PEER_MODELS = """
import sys, time, warnings, pathlib
warnings.simplefilter("ignore")
import pysd
ran = refused = 0
start = time.perf_counter()
for path in sorted(pathlib.Path(sys.argv[1]).rglob("*.xmile")):
    try:
        pysd.read_xmile(str(path)).run()
        ran += 1
    except BaseException:
        refused += 1
print(ran, refused, time.perf_counter() - start)
"""


def slider(work):
    """How long the page of levers takes: as it is fetched while a slider moves, and with all its draws."""
    database, plan = work / "levers.db", reference_plan()
    figures = ROOT / "examples" / "jinzhou-13" / "outcomes.csv"
    figures = figures if plan.name.startswith("jinzhou") else plan.parent / "observations.csv"
    load = [GANGYAO, "load", str(plan), "--observations", str(figures), "--database", str(database)]
    subprocess.run(load, check=True, stdout=subprocess.DEVNULL)
    root = "http://127.0.0.1:18473"
    serve = [GANGYAO, "serve", "--database", str(database), "--listen", root.removeprefix("http://")]
    process = subprocess.Popen(serve, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        answers(root + "/healthz")
        plan_id = json.load(urllib.request.urlopen(root + "/api/v1/plans"))["items"][0]["id"]
        page = f"{root}/plans/{plan_id}/what-if?as-of=2016&i1=gdp&k1=change&v1="
        urllib.request.urlopen(page + "1").read()

        def median(draws):
            times = []
            # Each value is a page of its own: none comes from memory.
            for number in range(15):
                start = time.perf_counter()
                urllib.request.urlopen(f"{page}{-0.5 - number}&draws={draws}").read()
                times.append(time.perf_counter() - start)
            return statistics.median(times) * 1e3

        row("page of levers while a slider moves, ms (bar: 100)", f"{median(400):.0f}")
        row("page of levers with 10,000 draws, ms (bar: 1000)", f"{median(10000):.0f}")
    finally:
        process.terminate()
        process.wait(10)


def scenario(work):
    """Draws of 100 indicators over 5 years beside numpy, models of the XMILE test suite beside PySD, and the city panel."""
    print("\n== Scenarios: 10,000 paths of 100 indicators over 5 years that fit 50 identities a year; one thread each")
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    build = ["cargo", "build", "-q", "--release", "-p", "scenario", "-p", "xmile", "--examples"]
    subprocess.run(build, cwd=ROOT, check=True)
    single = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
    draws = str(target / "release" / "examples" / "draws")
    seconds = lambda command: statistics.median(float(subprocess.run(command, capture_output=True, text=True, check=True, env=single).stdout.split()[0]) for _ in range(3))
    ours, theirs = seconds([draws]), seconds([sys.executable, "-c", PEER_DRAWS])
    _, _, peak = run([draws], runs=1)
    row("", "seconds", "peak MiB")
    row("scenario::sample and Projection", f"{ours:.2f}", f"{peak:.0f}")
    row("peer: numpy, dense", f"{theirs:.2f}", "")
    row("ratio to the peer (bar: 0.50)", f"{ours / theirs:.2f}")
    hashes = {subprocess.run([draws, threads], capture_output=True, text=True, check=True).stdout.split()[2] for threads in "1128"}
    row("different bits in two runs and with 1, 2 and 8 threads", "none" if len(hashes) == 1 else "SOME")

    slider(work)
    models = SHARED / "conformance" / "xmile" / "given"
    if not models.exists():
        print("The models of the XMILE test suite are not there: that part is left out.")
        return
    print("\n== Models: the XMILE test suite, read and run")
    files = [str(path) for path in sorted(models.rglob("*.xmile"))]
    ours = subprocess.run([str(target / "release" / "examples" / "suite"), *files], capture_output=True, text=True, check=True).stdout.split()
    theirs = subprocess.run([sys.executable, "-c", PEER_MODELS, str(models)], capture_output=True, text=True, check=True, cwd=work).stdout.split()[-3:]
    row("", "run", "refused", "seconds")
    row("xmile", ours[0], ours[1], f"{float(ours[2]):.2f}")
    row("peer: PySD 3.14.3, translation included", theirs[0], theirs[1], f"{float(theirs[2]):.1f}")

    print("\n== Hostile models: each ends in an error (bar: 1 second)")
    one = '<aux name="a"><eqn>1</eqn></aux>'
    small = "<start>0</start><stop>10</stop><dt>1</dt>"
    file = lambda specs, variables: f"<xmile><sim_specs>{specs}</sim_specs><model><variables>{variables}</variables></model></xmile>"
    entities = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(12))
    circle = "".join(f'<aux name="v{n}"><eqn>v{(n + 1) % 10_000} + 1</eqn></aux>' for n in range(10_000))
    hostile = {
        "entities that grow": f'<!DOCTYPE x [<!ENTITY e0 "aaaaaaaaaa">{entities}]><xmile>&e12;</xmile>',
        "a million elements deep": "<xmile>" + "<a>" * 1_000_000,
        "brackets a hundred thousand deep": file(small, f'<aux name="a"><eqn>{"(" * 100_000}1{")" * 100_000}</eqn></aux>'),
        "a circle of ten thousand": file(small, circle),
        "a thousand million steps": file("<start>0</start><stop>1e9</stop><dt>1</dt>", one),
    }
    row("", "seconds")
    for name, text in hostile.items():
        bad = work / "hostile.xmile"
        bad.write_text(text)
        start = time.perf_counter()
        said = subprocess.run([str(target / "release" / "examples" / "suite"), str(bad)], capture_output=True, text=True, check=True)
        took = time.perf_counter() - start
        if said.stdout.split()[:2] != ["0", "1"]:
            raise SystemExit(f"{name}: it was not refused")
        row(name, f"{took:.3f}")

    panel = SHARED / "data" / "cities_panel_a.csv.gz"
    if not panel.exists():
        return
    print("\n== Joint probabilities of five years ahead on a panel of cities, each province by the others")
    text = work / "panel.csv"
    text.write_bytes(gzip.decompress(panel.read_bytes()))
    subprocess.run([str(target / "release" / "examples" / "joint"), str(text)], check=True)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        for section in SECTIONS:
            globals()[{"import": "imported"}.get(section, section)](Path(folder))
