#!/usr/bin/env python3
"""Holds a binary against what it must run on: no symbol of glibc newer than 2.28, no library but those of glibc.

usage: scripts/dist/check.py BINARY
"""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import elf

MOST = (2, 28)

if __name__ == "__main__":
    data = pathlib.Path(sys.argv[1]).read_bytes()
    newest = elf.newest(data)
    shown = ".".join(map(str, newest))
    if newest > MOST:
        late = sorted(version for _, version in elf.needed(data))
        sys.exit(f"{sys.argv[1]} asks for GLIBC_{shown}, and only 2.28 may be asked for: {late}")
    print(f"{sys.argv[1]}: newest symbol GLIBC_{shown}")
