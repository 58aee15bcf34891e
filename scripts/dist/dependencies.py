#!/usr/bin/env python3
"""Writes crates/cli/data/dependencies.tsv: every library inside the binary, with version, licence, digest and origin.

usage: scripts/dist/dependencies.py [--check | --texts FILE]

From `cargo metadata` (what is compiled for Linux, without what only tests use) and web/package-lock.json (what is in the
pages' bundles). With --check nothing is written, and the exit status tells whether the file is stale. With --texts the texts
of all licences and notices, as they come with the sources, are written to FILE.
"""
import hashlib
import json
import pathlib
import subprocess
import sys
import tomllib

ROOT = pathlib.Path(__file__).resolve().parents[2]
FILE = ROOT / "crates/cli/data/dependencies.tsv"
TARGET = "x86_64-unknown-linux-gnu"
BEGINNINGS = ("LICENSE", "LICENCE", "COPYING", "COPYRIGHT", "NOTICE", "UNLICENSE")


def crates():
    """The crates of the binary as cargo describes them, by walking from `cli` along normal and build dependencies."""
    command = ["cargo", "metadata", "--format-version=1", "--locked", "--offline", "--filter-platform", TARGET]
    about = json.loads(subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout)
    packages = {package["id"]: package for package in about["packages"]}
    nodes = {node["id"]: node for node in about["resolve"]["nodes"]}
    start = next(id for id, package in packages.items() if package["name"] == "cli" and not package["source"])
    seen, open_ids = {start}, [start]
    while open_ids:
        for dependency in nodes[open_ids.pop()]["deps"]:
            kinds = {kind["kind"] for kind in dependency["dep_kinds"]}
            if kinds - {"dev"} and dependency["pkg"] not in seen:
                seen.add(dependency["pkg"])
                open_ids.append(dependency["pkg"])
    return [packages[id] for id in seen if packages[id]["source"]]


def cargo():
    lock = tomllib.loads((ROOT / "Cargo.lock").read_text())
    digests = {(one["name"], one["version"]): one.get("checksum", "") for one in lock["package"]}
    for package in crates():
        licence = package["license"] or "see " + (package["license_file"] or "its source")
        digest = digests[(package["name"], package["version"])]
        yield "cargo", package["name"], package["version"], licence, digest, package["repository"] or ""


def bundled():
    """The packages that the bundles are made of, by path; tools are marked as for development in the lock file."""
    lock = json.loads((ROOT / "web/package-lock.json").read_text())
    return {
        path: package
        for path, package in lock["packages"].items()
        if path and not package.get("dev") and not package.get("optional")
    }


def npm():
    for path, package in bundled().items():
        name = path.split("node_modules/")[-1]
        yield "npm", name, package["version"], package.get("license", "see its source"), package.get("integrity", ""), ""


def text():
    head = "# Made by scripts/dist/dependencies.py: registry, name, version, licence, digest, origin.\n"
    rows = sorted(set(cargo()) | set(npm()))
    return head + "".join("\t".join(row) + "\n" for row in rows)


def notices(folder):
    """The files of a library that tell its licence, as text."""
    for path in sorted(folder.iterdir()) if folder.is_dir() else []:
        if path.is_file() and path.name.upper().startswith(BEGINNINGS):
            yield path.read_text(errors="replace").replace("\r\n", "\n").strip() + "\n"


def texts():
    """Every text once, below the names of all libraries that come with it; then those that come with none."""
    places = [(f"{one['name']} {one['version']}", pathlib.Path(one["manifest_path"]).parent) for one in crates()]
    places += [(f"{path.split('node_modules/')[-1]} {one['version']}", ROOT / "web" / path) for path, one in bundled().items()]
    by_text, without = {}, []
    for name, folder in sorted(places):
        found = list(notices(folder))
        for said in found:
            by_text.setdefault(hashlib.sha256(said.encode()).hexdigest(), (said, []))[1].append(name)
        if not found:
            without.append(name)
    out = "Licences and notices of the libraries inside the program, as they come with their sources.\n"
    for said, names in sorted(by_text.values(), key=lambda one: one[1]):
        out += "\n" + "=" * 100 + "\n" + ", ".join(names) + "\n" + "-" * 100 + "\n" + said
    if without:
        out += "\n" + "=" * 100 + "\nWithout a text of their own; `gangyao about --licences` names the licence:\n" + ", ".join(without) + "\n"
    return out


if __name__ == "__main__":
    if sys.argv[1:2] == ["--texts"]:
        pathlib.Path(sys.argv[2]).write_text(texts())
        sys.exit()
    now = text()
    if "--check" in sys.argv:
        if not FILE.exists() or FILE.read_text() != now:
            sys.exit(f"{FILE} is stale: run scripts/dist/dependencies.py")
    else:
        FILE.parent.mkdir(exist_ok=True)
        FILE.write_text(now)
