#!/usr/bin/env python3
"""Many plans in one store: how fast they are loaded, found and read.

usage: scripts/nation.py path/to/gangyao
  NATION_PLANS=3000      invented plans (scripts/plans.py), loaded one by one through the normal path
  NATION_SEARCHES=1000   searches of one to eight characters, one after another, taken from the plans
  NATION_DATABASE=       postgres://... instead of a file

Prints the times. Fails when loading takes over 0.6 s a plan, or a search over 50 ms at p99.
"""
import os
import random
import sys
import tempfile
import time
import urllib.parse
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from office import Client, Server  # noqa: E402
import plans  # noqa: E402

EACH, SEARCH = 0.6, 0.05
size = lambda name, usual: int(os.environ.get(f"NATION_{name}", usual))


def at(took, share):
    return sorted(took)[min(len(took) - 1, int(share * len(took)))]


def timed(client, path):
    begun = time.monotonic()
    status, _, page = client.get(path)
    if status != 200:
        raise SystemExit(f"{path}: {status}")
    return time.monotonic() - begun, page


def main(gangyao, folder):
    count = size("PLANS", 3000)
    plans.main(count, folder / "plans")
    server = Server(gangyao, os.environ.get("NATION_DATABASE") or str(folder / "gangyao.db"))
    begun = time.monotonic()
    for number in range(1, count + 1):
        server.run("load", str(folder / "plans" / f"plan-{number:04}.md"), "--id", f"p{number:04}")
    each = (time.monotonic() - begun) / count
    print(f"{count} plans loaded, {each * 1000:.0f} ms each", flush=True)
    server.start()
    faults = [f"{each * 1000:.0f} ms for loading a plan"] if each > EACH else []
    try:
        client = Client(server.port)
        begun = time.monotonic()
        while "class=\"note\"" in timed(client, "/search?q=a")[1]:
            time.sleep(0.5)
        print(f"index ready after {time.monotonic() - begun:.0f} s", flush=True)
        chance = random.Random(1)
        searches = []
        for _ in range(size("SEARCHES", 1000)):
            text = plans.plan(chance.randint(1, count)).replace("\n", "")
            start = chance.randrange(len(text) - 8)
            searches.append(text[start:start + chance.choice([1, 2, 2, 2, 2, 3, 4, 6, 8])].strip() or "就业")
        took = [timed(client, f"/search?q={urllib.parse.quote(words)}")[0] for words in searches]
        print(f"{len(took)} searches: median {at(took, .5) * 1000:.1f} ms, p99 {at(took, .99) * 1000:.1f} ms, slowest {max(took) * 1000:.1f} ms", flush=True)
        if at(took, .99) > SEARCH:
            faults.append(f"a search took {at(took, .99) * 1000:.0f} ms at p99")
        pages = ["", "/text", "/indicators", "/projects", "/warnings"]
        took = [timed(client, f"/plans/p{chance.randint(1, count):04}{chance.choice(pages)}")[0] for _ in range(300)]
        print(f"pages of plans drawn at random, cold: median {at(took, .5) * 1000:.0f} ms, p99 {at(took, .99) * 1000:.0f} ms", flush=True)
        took = [timed(client, "/?all")[0] for _ in range(20)]
        print(f"list of all plans: median {at(took, .5) * 1000:.0f} ms", flush=True)
    finally:
        server.kill()
    if faults:
        raise SystemExit("failed: " + "; ".join(faults))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        main(str(Path(sys.argv[1]).resolve()), Path(folder))
