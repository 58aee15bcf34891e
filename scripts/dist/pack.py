#!/usr/bin/env python3
"""Packs what `scripts/dist.sh` has put into dist/stage: a Python wheel, one offline folder, and the list of digests.

usage: scripts/dist/pack.py wheel|folder|sums VERSION

Everything is written in a fixed order with the time of SOURCE_DATE_EPOCH, so that the same input gives the same bytes.
"""
import base64
import gzip
import hashlib
import io
import os
import pathlib
import platform
import sys
import tarfile
import time
import zipfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
DIST = ROOT / "dist"
STAGE = DIST / "stage"
MOMENT = int(os.environ.get("SOURCE_DATE_EPOCH", "315532800"))
FONTS = pathlib.Path("/usr/share/fonts/opentype/noto")


def wheel(version, stage=STAGE, dist=DIST, machine=platform.machine()):
    """A wheel (PyPA binary distribution format) whose only content is the program, as a script of the environment."""
    tag = f"py3-none-manylinux_2_28_{machine}"
    info = f"gangyao-{version}.dist-info"
    members = {
        f"gangyao-{version}.data/scripts/gangyao": ((stage / "gangyao").read_bytes(), 0o755),
        f"{info}/METADATA": (metadata(version).encode(), 0o644),
        f"{info}/WHEEL": (f"Wheel-Version: 1.0\nGenerator: gangyao\nRoot-Is-Purelib: false\nTag: {tag}\n".encode(), 0o644),
        f"{info}/licenses/LICENSE": ((ROOT / "LICENSE").read_bytes(), 0o644),
        f"{info}/licenses/third-party-licences.txt": ((stage / "third-party-licences.txt").read_bytes(), 0o644),
        f"{info}/sboms/gangyao.cdx.json": ((stage / "sbom.cdx.json").read_bytes(), 0o644),
    }
    record = "".join(f"{name},sha256={digest(data)},{len(data)}\n" for name, (data, _) in members.items())
    members[f"{info}/RECORD"] = (f"{record}{info}/RECORD,,\n".encode(), 0o644)
    path = dist / f"gangyao-{version}-{tag}.whl"
    # The format of zip files begins in 1980.
    moment = max(time.gmtime(MOMENT)[:6], (1980, 1, 1, 0, 0, 0))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, (data, mode) in members.items():
            about = zipfile.ZipInfo(name, moment)
            about.compress_type = zipfile.ZIP_DEFLATED
            about.external_attr = (0o100000 | mode) << 16
            archive.writestr(about, data)
    return path


def digest(data):
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()


def metadata(version):
    return f"""Metadata-Version: 2.4
Name: gangyao
Version: {version}
Summary: Turns a government five-year plan from a document into a running system
License-Expression: Apache-2.0
License-File: LICENSE
License-File: third-party-licences.txt
Requires-Python: >=3.8
Classifier: Natural Language :: Chinese (Simplified)
Classifier: Operating System :: POSIX :: Linux
Description-Content-Type: text/markdown

{(ROOT / "README.md").read_text()}"""


def folder(version, stage=STAGE, dist=DIST, machine=platform.machine()):
    """One folder for a machine without network: program, manual, fonts, licences, units."""
    name = f"gangyao-{version}-linux-{machine}"
    members = {f"{name}/{path.name}": path for path in sorted(stage.iterdir())}
    for path in sorted((ROOT / "packaging").glob("gangyao.*")):
        members[f"{name}/systemd/{path.name}"] = path
    for path in sorted((ROOT / "packaging/monitoring").iterdir()):
        members[f"{name}/monitoring/{path.name}"] = path
    for path in sorted((ROOT / "docs").rglob("*")):
        if path.suffix in {".md", ".png"}:
            members[f"{name}/docs/{path.relative_to(ROOT / 'docs')}"] = path
    for path in sorted(FONTS.glob("NotoSansCJK-Regular.ttc")):
        members[f"{name}/fonts/{path.name}"] = path
        members[f"{name}/fonts/LICENCE"] = pathlib.Path("/usr/share/doc/fonts-noto-cjk/copyright")
    members[f"{name}/LICENSE"] = ROOT / "LICENSE"
    path = dist / f"{name}.tar.gz"
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for member, source in sorted(members.items()):
            if not source.is_file():
                continue
            about = tarfile.TarInfo(member)
            about.size, about.mtime = source.stat().st_size, MOMENT
            about.mode = 0o755 if os.access(source, os.X_OK) else 0o644
            with source.open("rb") as data:
                archive.addfile(about, data)
    with path.open("wb") as out, gzip.GzipFile(filename="", fileobj=out, mode="wb", mtime=MOMENT) as packed:
        packed.write(content.getvalue())
    return path


def sums(_version, dist=DIST):
    """SHA256SUMS over everything that is handed out."""
    path = dist / "SHA256SUMS"
    files = sorted(one for one in dist.iterdir() if one.is_file() and one != path)
    lines = [f"{hashlib.sha256(one.read_bytes()).hexdigest()}  {one.name}\n" for one in files]
    path.write_text("".join(lines))
    return path


if __name__ == "__main__":
    what, number = sys.argv[1:]
    print({"wheel": wheel, "folder": folder, "sums": sums}[what](number))
