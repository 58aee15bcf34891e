#!/usr/bin/env python3
"""Many reporters hand figures in at once; then the same while the server is killed again and again.

usage: scripts/soak/handin.py path/to/gangyao
  SOAK_SECONDS=120  how long each load lasts
  SOAK_ROUNDS=100   how often the server is killed with SIGKILL on each database
  SOAK_DATABASES="SQLite PostgreSQL"
  SOAK_THINK=2      seconds that a reporter takes for one figure, on average

SQLite with 50 reporters, and PostgreSQL with 200 when its programs are installed. Fails when a figure that was
acknowledged is missing or stands twice, or when the audit log does not verify. Prints the latencies of handing in.
"""
import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from office import Client, Server, account  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent.parent
GANGYAO = str(Path(sys.argv[1]).resolve())
SECONDS = float(os.environ.get("SOAK_SECONDS", 120))
ROUNDS = int(os.environ.get("SOAK_ROUNDS", 100))
THINK = float(os.environ.get("SOAK_THINK", 2))
PLAN, INDICATOR = "soak", "地区生产总值"
SELECT = "SELECT client_key, stage FROM submission"


class Sqlite:
    name, reporters = "SQLite", 50

    def __init__(self, work):
        self.url = str(work / "gangyao.db")

    def rows(self):
        with sqlite3.connect(f"file:{self.url}?mode=ro", uri=True) as database:
            return database.execute(SELECT).fetchall()

    def close(self):
        pass


class Postgres:
    name, reporters = "PostgreSQL", 200

    def __init__(self, work):
        self.bin = max(Path("/usr/lib/postgresql").glob("*/bin/initdb"), default=None)
        if self.bin is None:
            raise LookupError("its programs are not installed")
        self.bin = self.bin.parent
        self.folder = work / "postgres"
        self.folder.mkdir()
        # The programs refuse to run as root.
        self.as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        if self.as_user:
            shutil.chown(self.folder, "postgres")
            os.chmod(work, 0o755)
        self.call("initdb", "-D", self.folder / "data", "-U", "gangyao", "-A", "trust", "-E", "UTF8", "--locale=C")
        self.call("pg_ctl", "-D", self.folder / "data", "-w", "-l", self.folder / "log",
                  "-o", f"-c listen_addresses='' -k {self.folder} -c max_connections=200", "start")
        self.call("createdb", "-h", self.folder, "-U", "gangyao", "gangyao")
        self.url = f"postgres://gangyao@localhost/gangyao?host={self.folder}"

    def call(self, program, *arguments):
        command = [*self.as_user, str(self.bin / program), *map(str, arguments)]
        # Into a file, not a pipe: a server that is started keeps the descriptor open and a pipe would never end.
        with tempfile.TemporaryFile() as output:
            subprocess.run(command, check=True, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.DEVNULL, cwd="/")
            output.seek(0)
            return output.read().decode()

    def rows(self):
        text = self.call("psql", "-h", self.folder, "-U", "gangyao", "-d", "gangyao", "-AtF", "|", "-c", SELECT)
        return [tuple(line.split("|")) for line in text.splitlines()]

    def close(self):
        self.call("pg_ctl", "-D", self.folder / "data", "-m", "immediate", "stop")


def prepare(server, reporters):
    """Plan, office, duty and accounts; gives the signed-in reporters."""
    server.run("load", str(ROOT / "examples" / "lanchuan" / "plan.md"), "--id", PLAN)
    server.start()
    admin = Client(server.port).enter(server.first_link())
    office = {"id": "o", "name": "统计局", "level": "city", "kind": "department", "parent": "", "region": ""}
    assert admin.post("/admin/offices", office)[0] == 303
    planner = account(server, admin, "planner", "planner")
    duty = {"action": "add", "item": f"indicator\x1f{INDICATOR}", "office": "o", "role": "lead", "cadence": "year", "due-days": "90"}
    status, _, page = planner.post(f"/plans/{PLAN}/duties", duty)
    assert status == 303, page[-600:]
    return [account(server, admin, f"reporter{at}", "reporter", "o") for at in range(reporters)]


def hand_in(client, key):
    """Hands one figure in, the same each time for a key; gives the number that was acknowledged."""
    value = f"{random.Random(key).uniform(1250, 1290):.1f}"
    fields = {"indicator": INDICATOR, "region": "", "year": "2026", "value": value, "status": "preliminary",
              "source": "soak", "client-key": key, "action": "submit", "anyway": "yes"}
    status, headers, page = client.post(f"/plans/{PLAN}/hand-in", fields)
    if status == 303 and (found := re.search(r"/submissions/(\d+)$", headers["location"])):
        return int(found[1])
    raise RuntimeError(f"{status}: {re.sub(r'<[^>]+>', ' ', page)[-300:]}")


def load(reporters, seconds, may_fail=False):
    """All reporters at once for a while; gives what was acknowledged by key, the latencies, and the faults."""
    acknowledged, latencies, faults = {}, [], []
    end = time.monotonic() + seconds

    def work(client):
        time.sleep(random.uniform(0, min(THINK, seconds)))
        while time.monotonic() < end:
            key = uuid.uuid4().hex
            begun = time.monotonic()
            try:
                number = hand_in(client, key)
                latencies.append(time.monotonic() - begun)
                acknowledged[key] = number
                if random.random() < 0.05:
                    # The answer was lost and the form is sent again: the same figure must come back.
                    assert hand_in(client, key) == number, "a repetition became another figure"
            except (OSError, RuntimeError, AssertionError, ValueError) as fault:
                faults.append(repr(fault))
                if may_fail:
                    return
            time.sleep(random.uniform(0, 2 * THINK))

    threads = [threading.Thread(target=work, args=(client,)) for client in reporters]
    for thread in threads:
        thread.start()
    return acknowledged, latencies, faults, threads


def check(database, server, acknowledged, what):
    rows = database.rows()
    keys = [key for key, _ in rows]
    lost = set(acknowledged) - {key for key, stage in rows if stage == "at_city"}
    doubled = len(keys) - len(set(keys))
    server.run("audit", "verify")
    if lost or doubled:
        raise SystemExit(f"{database.name}, {what}: {len(lost)} lost, {doubled} doubled")
    return len(keys)


def main(database):
    server = Server(GANGYAO, database.url)
    try:
        reporters = prepare(server, database.reporters)
        acknowledged, latencies, faults, threads = load(reporters, SECONDS)
        for thread in threads:
            thread.join()
        if faults:
            raise SystemExit(f"{database.name}: {len(faults)} refused, the first: {faults[0]}")
        check(database, server, acknowledged, "load")
        latencies.sort()
        at = lambda share: latencies[min(len(latencies) - 1, int(share * len(latencies)))] * 1000
        print(f"{database.name}: {database.reporters} reporters, {SECONDS:.0f} s, {len(acknowledged)} handed in "
              f"({len(acknowledged) / SECONDS:.0f}/s), none lost, none doubled; "
              f"p50 {at(.5):.0f} ms, p99 {at(.99):.0f} ms, most {latencies[-1] * 1000:.0f} ms", flush=True)
        kept = dict(acknowledged)
        for _ in range(ROUNDS):
            acknowledged, _, _, threads = load(reporters, 1.5, may_fail=True)
            time.sleep(random.uniform(0.2, 1.4))
            server.kill()
            for thread in threads:
                thread.join()
            kept.update(acknowledged)
            check(database, server, kept, "kill -9")
            server.start()
            for client in reporters:
                client.connection = None
        print(f"{database.name}: killed {ROUNDS} times while handing in, {len(kept)} acknowledged, none missing; "
              "the audit log verifies each time", flush=True)
    finally:
        if server.process:
            server.kill()


with tempfile.TemporaryDirectory() as folder:
    for kind in [kind for kind in (Sqlite, Postgres) if kind.name in os.environ.get("SOAK_DATABASES", "SQLite PostgreSQL")]:
        work = Path(folder) / kind.__name__
        work.mkdir()
        os.chmod(folder, 0o755)
        try:
            database = kind(work)
        except LookupError as why:
            print(f"{kind.name} skipped: {why}")
            continue
        try:
            main(database)
        finally:
            database.close()
