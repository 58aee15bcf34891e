#!/usr/bin/env python3
"""Hostile files, slow clients and floods of queries against one server, while people read and report.

usage: scripts/soak/siege.py path/to/gangyao
  SIEGE_FILES=200 SIEGE_READERS=200 SIEGE_REPORTERS=50   the files, and who works meanwhile
  SIEGE_HEADERS=3000 SIEGE_BODIES=1000 SIEGE_SECONDS=60  clients that send a byte now and then
  SIEGE_QUERIES=100000                                   requests, each with 60 kB of random query
  SIEGE_PARTS="files slow queries"

Fails when the server stops, an answer of the others takes over 300 ms at p99, a file takes over 20 s from its start, the
server and its children hold over 2 GB, or more than 200 MB are added by slow clients and queries. The load comes from the
same machine: its share of the processor is printed.
"""
import asyncio
import multiprocessing
import os
import random
import resource
import socket
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from hostile import files  # noqa: E402
from office import Client, Server, account  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent.parent
PLAN, INDICATOR, P99, START, MEMORY, MORE = "soak", "地区生产总值", 0.3, 20, 2048, 200
size = lambda name, usual: int(os.environ.get(f"SIEGE_{name}", usual))


def family(root):
    """A process and all below it."""
    children = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except (OSError, IndexError):
                continue
            children.setdefault(parent, []).append(int(entry.name))
    found = [root]
    for one in found:
        found += children.get(one, [])
    return found


def megabytes(pids):
    total = 0
    for pid in pids:
        try:
            status = Path(f"/proc/{pid}/status").read_text()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))
    return total / 1024


class Watch(threading.Thread):
    """The most memory that server and children hold, and the most children at a time."""

    def __init__(self, pid):
        super().__init__(daemon=True)
        self.pid, self.most, self.children, self.ended = pid, 0.0, 0, threading.Event()

    def run(self):
        while not self.ended.wait(0.2):
            pids = family(self.pid)
            self.most, self.children = max(self.most, megabytes(pids)), max(self.children, len(pids) - 1)

    def end(self):
        self.ended.set()
        self.join()
        return self


class Line:
    """A connection that is kept open between requests; a failed one is opened anew for the next."""

    def __init__(self, port):
        self.port, self.reader, self.writer = port, None, None

    async def get(self, address, more=""):
        """Status of the answer, once it has come whole; "closed" when it does not."""
        try:
            if self.writer is None:
                self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
            self.writer.write(f"GET {address} HTTP/1.1\r\nhost: localhost\r\n{more}\r\n".encode())
            head = await asyncio.wait_for(self.reader.readuntil(b"\r\n\r\n"), 30)
            length = next(int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length"))
            await asyncio.wait_for(self.reader.readexactly(length), 30)
            return head.split(b" ")[1].decode()
        except (OSError, asyncio.IncompleteReadError, asyncio.TimeoutError, StopIteration):
            self.writer = None
            return "closed"


def readers(port, how_many, until, out):
    """People who read public pages, each about once a second; runs in a process of its own."""
    pages = [f"/plans/{PLAN}{tail}" for tail in ("", "/text", "/indicators", "/warnings", "/projects", "/diagnostics")]

    async def read(chance):
        line = Line(port)
        await asyncio.sleep(chance.random())
        while not until.is_set():
            begun = time.monotonic()
            status = await line.get(chance.choice(pages), "accept-encoding: gzip\r\n")
            took.append(time.monotonic() - begun if status == "200" else 99.0)
            await asyncio.sleep(chance.uniform(0.5, 1.5))

    async def all_of_them():
        await asyncio.gather(*(read(random.Random(n)) for n in range(how_many)))

    took = []
    asyncio.run(all_of_them())
    out.put((sorted(took), resource.getrusage(resource.RUSAGE_SELF)))


def report(clients, until, took):
    """Reporters who hand a figure in about every four seconds."""
    def work(client, chance):
        while not until.wait(chance.uniform(2, 6)):
            fields = {"indicator": INDICATOR, "region": "", "year": "2026", "value": f"{chance.uniform(1250, 1290):.1f}",
                      "status": "preliminary", "source": "soak", "client-key": f"{chance.getrandbits(128):032x}",
                      "action": "submit", "anyway": "yes"}
            begun = time.monotonic()
            try:
                status = client.post(f"/plans/{PLAN}/hand-in", fields)[0]
            except OSError:
                status = 0
            took.append(time.monotonic() - begun if status == 303 else 99.0)

    threads = [threading.Thread(target=work, args=(client, random.Random(n)), daemon=True) for n, client in enumerate(clients)]
    for thread in threads:
        thread.start()
    return threads


def hostile(client, waiting, lock, answers):
    """One of four who send hostile files, one after another."""
    while True:
        with lock:
            taken = waiting.pop(0) if waiting else None
        if taken is None:
            return
        place, name, content = taken
        begun = time.monotonic()
        try:
            status, _, page = client.post_file(f"/plans/{PLAN}/{place}", {}, name, content)
        except OSError as fault:
            status, page = 0, repr(fault)
        answers.append((name, time.monotonic() - begun, status, page))


def slow(port, headers, bodies, seconds):
    """Clients that send one byte every few seconds; runs in a process of its own."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(16384, resource.getrlimit(resource.RLIMIT_NOFILE)[1]),) * 2)
    opened, end = [], time.monotonic() + seconds
    # From a hundred addresses, none of them that of the people who work.
    call = lambda at: socket.create_connection(("127.0.0.1", port), 1, source_address=(f"127.0.1.{1 + at % 100}", 0))
    starts = [b"GET / HTTP/1.1\r\nhost: a\r\nx-"] * headers + [
        b"POST /sign-in HTTP/1.1\r\nhost: a\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: 60000\r\n\r\naccount="] * bodies
    random.Random(1).shuffle(starts)
    while time.monotonic() < end:
        while len(opened) < len(starts):
            try:
                one = call(len(opened))
                one.setblocking(False)
                one.send(starts[len(opened)])
                opened.append(one)
            except OSError:
                break
        for at, one in enumerate(opened):
            try:
                one.send(b"a")
            except OSError:
                try:
                    one.close()
                    one = call(at)
                    one.setblocking(False)
                    one.send(starts[at])
                    opened[at] = one
                except OSError:
                    pass
            if time.monotonic() > end:
                break
        time.sleep(1)


def queries(port, how_many, out):
    """Requests with 60 kB of random query, as fast as eight connections take them; runs in a process of its own."""
    async def flood(chance, share):
        line = Line(port)
        for _ in range(share):
            query = chance.randbytes(30_000).hex()
            status = await line.get(f"/plans/{PLAN}?{query[:9]}={query}")
            counts[status] = counts.get(status, 0) + 1

    async def all_of_them():
        await asyncio.gather(*(flood(random.Random(n), how_many // 8) for n in range(8)))

    counts = {}
    asyncio.run(all_of_them())
    out.put(counts)


def at(took, share):
    return took[min(len(took) - 1, int(share * len(took)))]


def besieged(server, clients, what, attack):
    """Runs an attack while people work; says what they felt, and fails when it is too much."""
    until, out = multiprocessing.Event(), multiprocessing.Queue()
    before, ticks = megabytes(family(server.process.pid)), cpu(server.process.pid)
    watch = Watch(server.process.pid)
    watch.start()
    reading = multiprocessing.Process(target=readers, args=(server.port, size("READERS", 200), until, out))
    reading.start()
    handed = []
    writing = report(clients, until, handed)
    begun, own = time.monotonic(), os.times()
    attack()
    lasted = time.monotonic() - begun
    until.set()
    took, used = out.get(timeout=60)
    reading.join()
    for thread in writing:
        thread.join(10)
    watch.end()
    if server.process.poll() is not None:
        raise SystemExit(f"{what}: the server has ended")
    handed.sort()
    load = used.ru_utime + used.ru_stime + sum(os.times()[:4]) - sum(own[:4])
    said = f"{what}: {lasted:.0f} s; {len(took)} pages p99 {at(took, .99) * 1000:.0f} ms"
    if handed:
        said += f", {len(handed)} figures p99 {at(handed, .99) * 1000:.0f} ms"
    print(f"{said}; memory {before:.0f} MB before, at most {watch.most:.0f} MB with {watch.children} children; CPU: load "
          f"{load:.0f} s, server {cpu(server.process.pid) - ticks:.0f} s", flush=True)
    faults = []
    if at(took, .99) > P99 or (handed and at(handed, .99) > P99):
        faults.append(f"p99 over {P99 * 1000:.0f} ms")
    return watch.most, before, faults


def cpu(pid):
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(int(field) for field in fields[11:15]) / os.sysconf("SC_CLK_TCK")


def main(gangyao, folder):
    server = Server(gangyao, str(folder / "gangyao.db"))
    server.run("load", str(ROOT / "examples" / "lanchuan" / "plan.md"), "--id", PLAN)
    server.start()
    faults = []
    try:
        admin = Client(server.port).enter(server.first_link())
        office = {"id": "o", "name": "统计局", "level": "city", "kind": "department", "parent": "", "region": ""}
        assert admin.post("/admin/offices", office)[0] == 303
        planner = account(server, admin, "planner", "planner")
        duty = {"action": "add", "item": f"indicator\x1f{INDICATOR}", "office": "o", "role": "lead", "cadence": "year", "due-days": "90"}
        assert planner.post(f"/plans/{PLAN}/duties", duty)[0] == 303
        clients = [account(server, admin, f"reporter{n}", "reporter", "o") for n in range(size("REPORTERS", 50))]
        senders = [account(server, admin, f"sender{n}", "planner") for n in range(4)]
        parts = os.environ.get("SIEGE_PARTS", "files slow queries").split()
        if "files" in parts:
            waiting, lock, answers = list(files()), threading.Lock(), []
            random.Random(7).shuffle(waiting)
            del waiting[size("FILES", 200):]

            def send():
                threads = [threading.Thread(target=hostile, args=(client, waiting, lock, answers)) for client in senders]
                for thread in threads:
                    thread.start()
                for thread in threads:
                    thread.join()

            most, _, found = besieged(server, clients, "hostile files", send)
            faults += found
            slowest = sorted(answers, key=lambda answer: -answer[1])[:5]
            kinds = {}
            for _, _, status, _ in answers:
                kinds[status] = kinds.get(status, 0) + 1
            print(f"  {len(answers)} files answered {kinds}; slowest " + ", ".join(f"{name} {took:.1f} s" for name, took, *_ in slowest))
            wrong = [(name, status) for name, _, status, _ in answers if status not in (200, 413, 415, 422)]
            if wrong:
                faults.append(f"answers that say nothing: {wrong[:8]}")
            if slowest and slowest[0][1] > START * len(senders):
                faults.append(f"a file took {slowest[0][1]:.0f} s with {len(senders)} in a row")
            if most > MEMORY:
                faults.append(f"{most:.0f} MB")
        if "slow" in parts:
            arguments = (server.port, size("HEADERS", 3000), size("BODIES", 1000), size("SECONDS", 60))

            def press():
                process = multiprocessing.Process(target=slow, args=arguments)
                process.start()
                process.join()

            most, before, found = besieged(server, clients, "slow clients", press)
            faults += found + ([f"{most - before:.0f} MB more"] if most - before > MORE else [])
        if "queries" in parts:
            counts = multiprocessing.Queue()

            def pour():
                process = multiprocessing.Process(target=queries, args=(server.port, size("QUERIES", 100_000), counts))
                process.start()
                print(f"  queries answered {counts.get()}")
                process.join()

            most, before, found = besieged(server, clients, "queries", pour)
            faults += found + ([f"{most - before:.0f} MB more"] if most - before > MORE else [])
    finally:
        server.kill()
    if faults:
        raise SystemExit("failed: " + "; ".join(faults))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        main(str(Path(sys.argv[1]).resolve()), Path(folder))
