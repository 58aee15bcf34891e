#!/usr/bin/env python3
"""Writes crates/cli/data/dependencies.tsv: every library inside the binary, with version, licence, digest and origin.

usage: scripts/dist/dependencies.py [--check]

From `cargo metadata` (what is compiled for Linux, without what only tests use) and web/package-lock.json (what is in the
pages' bundles). With --check nothing is written, and the exit status tells whether the file is stale.
"""
import json
import pathlib
import subprocess
import sys
import tomllib

ROOT = pathlib.Path(__file__).resolve().parents[2]
FILE = ROOT / "crates/cli/data/dependencies.tsv"
TARGET = "x86_64-unknown-linux-gnu"


def cargo():
    """The crates of the binary, by walking from `cli` along normal and build dependencies."""
    command = ["cargo", "metadata", "--format-version=1", "--locked", "--offline", "--filter-platform", TARGET]
    about = json.loads(subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout)
    packages = {package["id"]: package for package in about["packages"]}
    nodes = {node["id"]: node for node in about["resolve"]["nodes"]}
    lock = tomllib.loads((ROOT / "Cargo.lock").read_text())
    digests = {(one["name"], one["version"]): one.get("checksum", "") for one in lock["package"]}
    start = next(id for id, package in packages.items() if package["name"] == "cli" and not package["source"])
    seen, open_ids = {start}, [start]
    while open_ids:
        for dependency in nodes[open_ids.pop()]["deps"]:
            kinds = {kind["kind"] for kind in dependency["dep_kinds"]}
            if kinds - {"dev"} and dependency["pkg"] not in seen:
                seen.add(dependency["pkg"])
                open_ids.append(dependency["pkg"])
    for id in seen:
        package = packages[id]
        if package["source"]:
            licence = package["license"] or "see " + (package["license_file"] or "its source")
            digest = digests[(package["name"], package["version"])]
            yield "cargo", package["name"], package["version"], licence, digest, package["repository"] or ""


def npm():
    """The packages that the bundles are made of; tools are marked as for development in the lock file."""
    lock = json.loads((ROOT / "web/package-lock.json").read_text())
    for path, package in lock["packages"].items():
        if path and not package.get("dev") and not package.get("optional"):
            name = path.split("node_modules/")[-1]
            yield "npm", name, package["version"], package.get("license", "see its source"), package.get("integrity", ""), ""


def text():
    head = "# Made by scripts/dist/dependencies.py: registry, name, version, licence, digest, origin.\n"
    rows = sorted(set(cargo()) | set(npm()))
    return head + "".join("\t".join(row) + "\n" for row in rows)


if __name__ == "__main__":
    now = text()
    if "--check" in sys.argv:
        if not FILE.exists() or FILE.read_text() != now:
            sys.exit(f"{FILE} is stale: run scripts/dist/dependencies.py")
    else:
        FILE.parent.mkdir(exist_ok=True)
        FILE.write_text(now)
