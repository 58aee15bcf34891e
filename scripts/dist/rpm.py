#!/usr/bin/env python3
"""Unpacks an rpm where no rpm tools are: usage: scripts/dist/rpm.py FILE FOLDER

An rpm is a lead of 96 bytes, a signature and a header of the same form, and a compressed cpio archive (LSB, 22.2).
"""
import gzip
import lzma
import pathlib
import struct
import subprocess
import sys


def after(data, at):
    """The place behind a header that begins at `at`."""
    if data[at : at + 3] != b"\x8e\xad\xe8":
        raise ValueError("no rpm header")
    entries, size = struct.unpack_from(">II", data, at + 8)
    return at + 16 + 16 * entries + size


def payload(data):
    at = after(data, 96)
    packed = data[after(data, at + -at % 8) :]
    if packed[:2] == b"\x1f\x8b":
        return gzip.decompress(packed)
    if packed[:4] == b"\x28\xb5\x2f\xfd":
        return subprocess.run(["zstd", "-dc"], input=packed, stdout=subprocess.PIPE, check=True).stdout
    return lzma.decompress(packed)


def unpack(archive, folder):
    at = 0
    while True:
        fields = [int(archive[at + 6 + 8 * n : at + 14 + 8 * n], 16) for n in range(13)]
        mode, size, length = fields[1], fields[6], fields[11]
        name = archive[at + 110 : at + 110 + length - 1].decode()
        start = (at + 110 + length + 3) & ~3
        at = (start + size + 3) & ~3
        if name == "TRAILER!!!":
            return
        path = folder / name.lstrip("./")
        if mode & 0o170000 == 0o040000:
            path.mkdir(parents=True, exist_ok=True)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(archive[start : start + size])
            path.chmod(mode & 0o777)


if __name__ == "__main__":
    unpack(payload(pathlib.Path(sys.argv[1]).read_bytes()), pathlib.Path(sys.argv[2]))
