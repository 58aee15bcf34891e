"""Reads an export with the stock clients of each format and compares keys and values with the plain table.

usage: python scripts/read_open_formats.py DIR

DIR holds what `gangyao export PLAN --format all --licence URL --base URL -o DIR` wrote. The reference is the table that the
CSVW metadata describe, read with Python's own csv module; every other format has to give the same keys and values, as
decimals with the digits they were printed with (clients that make binary floats are compared after rounding to DECIMALS).
Then faults are planted into copies of the files, and `check_data` has to name each: the clients accept data that contradict
their own structure. Prints one line a format; exits with 1 when anything differs.
"""
import csv
import json
import math
import re
import shutil
import sys
import tempfile
import warnings
from decimal import Decimal, InvalidOperation
from pathlib import Path
from xml.etree import ElementTree

warnings.filterwarnings("ignore")
CUBES = {"figures": ["FREQ", "REF_AREA", "INDICATOR", "TIME_PERIOD"], "targets": ["FREQ", "REF_AREA", "TARGET", "TARGET_KIND", "TIME_PERIOD"]}
ATTRIBUTES = ["UNIT_MEASURE", "OBS_STATUS", "DECIMALS", "COMPARATOR", "UPPER", "PRINTED", "SOURCE", "OBS_ID", "KNOWN_AT", "INDICATOR_ID", "INDICATOR_NAME", "AREA_NAME"]
failures = []


def say(what, good, detail=""):
    print(f"{'ok  ' if good else 'FAIL'} {what} {detail}")
    if not good:
        failures.append(what)


def reference(folder, cube):
    """Key to (value or None, attributes)."""
    with open(folder / f"{cube}.csv", newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    key = lambda row: tuple(row[name] for name in CUBES[cube])
    return {key(row): (Decimal(row["OBS_VALUE"]) if row["OBS_VALUE"] else None, row) for row in rows}


def same(value, expected, row):
    """A value as a client gives it, beside the printed one."""
    if expected is None:
        return value is None or value == "" or value != value or (isinstance(value, float) and math.isnan(value)) or value == ".."
    if value is None or value == "":
        return False
    if isinstance(value, float):
        digits = int(row["DECIMALS"])
        # A binary float has 15 sure digits; what a plan prints has fewer, except in tests.
        return abs(Decimal(repr(value)) - expected) <= max(Decimal(1).scaleb(-digits) / 2, abs(expected) * Decimal("1e-15"))
    return Decimal(str(value)) == expected


def compare(what, read, wanted, only=None):
    wanted = {key: value for key, value in wanted.items() if only is None or only(key)}
    missing = [key for key, (value, _) in wanted.items() if key not in read and value is not None]
    extra = [key for key in read if key not in wanted]
    wrong = [key for key, (value, row) in wanted.items() if (key in read) and not same(read[key], value, row)]
    detail = f"{len(wanted)} keys" + (f"; missing {missing[:3]}, extra {extra[:3]}, wrong {wrong[:3]}" if missing or extra or wrong else "")
    say(what, not (missing or extra or wrong) and len(wanted) > 0, detail)


def number(value):
    """What pandas calls nothing is nothing."""
    return None if value is None or (isinstance(value, float) and math.isnan(value)) or value == "nan" else value


def read_pysdmx(folder, wanted):
    import pysdmx.io as io

    io.read_sdmx(str(folder / "structure.xml"), validate=True)
    for cube, names in CUBES.items():
        for file in (f"{cube}.sdmx.csv", f"{cube}.xml"):
            found = io.get_datasets(str(folder / file), str(folder / "structure.xml"))
            data = found[0].data
            read = {tuple(str(row[name]) for name in names): number(row.get("OBS_VALUE")) for row in data.to_dict("records")}
            compare(f"pysdmx {file}", read, wanted[cube])


def read_sdmx1(folder, wanted):
    import sdmx

    structure = sdmx.read_sdmx(folder / "structure.xml")
    for cube, names in CUBES.items():
        dsd = structure.structure[cube.upper()]
        for file in (f"{cube}.sdmx.csv", f"{cube}.xml"):
            message = sdmx.read_sdmx(folder / file, structure=dsd)
            read = {}
            for data in message.data:
                for one in data.obs:
                    key = tuple(str(one.key.values[name].value) for name in names)
                    read[key] = number(one.value if not isinstance(one.value, str) or one.value else None)
            compare(f"sdmx1 {file}", {key: float(value) if isinstance(value, str) else value for key, value in read.items()}, wanted[cube])


def read_pyjstat(folder, wanted):
    from pyjstat import pyjstat

    for cube, names in CUBES.items():
        text = (folder / f"{cube}.json").read_text(encoding="utf-8")
        data = pyjstat.Dataset.read(text)
        frame = data.write("dataframe", naming="id")
        rows = frame.to_dict("records")
        read = {tuple(str(row[name]) for name in names): number(row["value"]) for row in rows}
        read = {key: value for key, value in read.items() if value is not None or key in wanted[cube]}
        compare(f"pyjstat {cube}.json", {key: None if value is None else float(value) for key, value in read.items()}, wanted[cube])


def read_csvw(folder, wanted):
    import csvw

    for cube, names in CUBES.items():
        table = csvw.Table.from_file(str(folder / f"{cube}.csv-metadata.json"))
        rows = list(table.iterdicts(strict=True))
        table.check_primary_key()
        compare(f"csvw strict {cube}.csv", {tuple(row[name] for name in names): row["OBS_VALUE"] for row in rows}, wanted[cube])
        kept = all(
            (row[name] or "") == "" or str(row[name])[: 10 if name == "KNOWN_AT" else None] == reference_row[name]
            for row, (_, reference_row) in zip(rows, wanted[cube].values())
            for name in ATTRIBUTES
            if name not in ("UPPER",)
        )
        say(f"csvw attributes {cube}", kept)


def read_px(folder, wanted):
    from pyaxis import pyaxis

    for cube, names in CUBES.items():
        for path in sorted(folder.glob(f"{cube}_*.px")):
            frequency = path.stem.split("_")[1]
            frequency = "_O" if frequency == "O" else frequency
            parsed = pyaxis.parse(str(path), encoding="utf-8")
            metadata, frame = parsed["METADATA"], parsed["DATA"]
            axes = [name for name in list(metadata["STUB"]) + list(metadata["HEADING"])]
            codes = {axis: dict(zip(metadata[f"VALUES({axis})"], metadata[f"CODES({axis})"])) for axis in axes}
            read = {}
            for row in frame.to_dict("records"):
                value = str(row["DATA"]).strip('"')
                # pyaxis gives missing values as a float that is no number.
                key = (frequency, *(codes[axis][str(row[axis])] for axis in axes))
                if value not in ("..", "nan", ""):
                    read[key] = Decimal(value)
            compare(f"pyaxis {path.name}", read, wanted[cube], lambda key: key[0] == frequency)


def read_frictionless(folder, wanted):
    import frictionless

    report = frictionless.validate(str(folder / "datapackage.json"))
    say("frictionless datapackage.json", report.valid, "" if report.valid else str(report.flatten(["title", "note"])[:3]))
    package = frictionless.Package(str(folder / "datapackage.json"))
    for cube, names in CUBES.items():
        rows = package.get_resource(cube).read_rows()
        compare(f"frictionless {cube}", {tuple(row[name] for name in names): row["OBS_VALUE"] for row in rows}, wanted[cube])


def read_rdf(folder):
    import rdflib

    dcat, dct = rdflib.Namespace("http://www.w3.org/ns/dcat#"), rdflib.Namespace("http://purl.org/dc/terms/")
    graph = rdflib.Graph().parse(folder / "catalogue.jsonld", format="json-ld")
    rdf = rdflib.RDF.type
    catalogues, sets = list(graph.subjects(rdf, dcat.Catalog)), list(graph.subjects(rdf, dcat.Dataset))
    distributions = list(graph.subjects(rdf, dcat.Distribution))
    required = [(catalogues, [dct.title, dct.description, dct.publisher, dcat.dataset]), (sets, [dct.title, dct.description, dcat.distribution]), (distributions, [dcat.accessURL, dct.license, dct["format"]])]
    holes = [(str(node), str(name)) for nodes, names in required for node in nodes for name in names if graph.value(node, name) is None]
    say("rdflib catalogue.jsonld (DCAT)", len(catalogues) == 1 and len(sets) == 1 and len(distributions) == 8 and not holes, str(holes[:3] or f"{len(graph)} triples"))
    schema = rdflib.Namespace("https://schema.org/")
    graph = rdflib.Graph().parse(folder / "dataset.jsonld", format="json-ld")
    node = graph.value(None, rdf, schema.Dataset)
    names = ["name", "description", "license", "temporalCoverage", "spatialCoverage", "distribution"]
    holes = [name for name in names if graph.value(node, schema[name]) is None]
    say("rdflib dataset.jsonld (schema.org)", not holes and len(str(graph.value(node, schema.description))) >= 50, str(holes or f"{len(graph)} triples"))


def read_feed(folder):
    import feedparser

    feed = feedparser.parse((folder / "feed.atom").read_bytes())
    links = [link for entry in feed.entries for link in entry.links if link.rel == "enclosure"]
    named = all((folder / link.href.rsplit("/", 1)[1]).exists() for link in links)
    say("feedparser feed.atom", not feed.bozo and len(feed.entries) == 2 and len(links) == 4 and named, str(feed.get("bozo_exception", "")))


def structure(folder):
    """Code lists, and for each cube its dimensions and attributes with their lists."""
    space = {"s": "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/structure"}
    root = ElementTree.parse(folder / "structure.xml").getroot()
    lists = {one.get("id"): {code.get("id") for code in one.findall("s:Code", space)} for one in root.iter(f"{{{space['s']}}}Codelist")}
    found = {}
    for one in root.iter(f"{{{space['s']}}}DataStructure"):
        parts = {"dimensions": {}, "attributes": {}}
        for tag, kind in (("Dimension", "dimensions"), ("TimeDimension", "dimensions"), ("Attribute", "attributes")):
            for part in one.iter(f"{{{space['s']}}}{tag}"):
                listed = part.find("s:LocalRepresentation/s:Enumeration/Ref", space)
                text = part.find("s:LocalRepresentation/s:TextFormat", space)
                parts[kind][part.get("id")] = lists[listed.get("id")] if listed is not None else text.get("textType")
        found[one.get("id")] = parts
    return found


TIME = re.compile(r"\d{4}(-(0[1-9]|1[0-2])|-S[12]|-Q[1-4]|-M(0[1-9]|1[0-2])|-\d{2}-\d{2}/P\d+[YM])?")


def check_data(dsd, rows):
    """What is wrong with rows of an SDMX-CSV file by its structure; the kinds are those of structural validation at Eurostat."""
    wrong, keys = [], set()
    known = {"STRUCTURE", "STRUCTURE_ID", "ACTION", "OBS_VALUE", *dsd["dimensions"], *dsd["attributes"]}
    for name in rows[0] if rows else []:
        if name not in known:
            wrong.append(("unknown component", name))
    for name in dsd["dimensions"]:
        if rows and name not in rows[0]:
            wrong.append(("missing dimension", name))
    for at, row in enumerate(rows, 2):
        for name, allowed in {**dsd["dimensions"], **dsd["attributes"]}.items():
            text = row.get(name) or ""
            if not text:
                if name in dsd["dimensions"]:
                    wrong.append(("empty dimension", f"{at} {name}"))
            elif isinstance(allowed, set) and text not in allowed:
                wrong.append(("code not in list", f"{at} {name} {text}"))
            elif allowed == "ObservationalTimePeriod" and not TIME.fullmatch(text):
                wrong.append(("no time period", f"{at} {text}"))
            elif allowed in ("Decimal", "Integer") and not parses(text, allowed):
                wrong.append(("no number", f"{at} {name} {text}"))
            elif allowed == "GregorianDay" and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
                wrong.append(("no day", f"{at} {name} {text}"))
        if row.get("OBS_VALUE") and not parses(row["OBS_VALUE"], "Decimal"):
            wrong.append(("no number", f"{at} OBS_VALUE"))
        elif row.get("OBS_VALUE") and row.get("DECIMALS") and parses(row["DECIMALS"], "Integer"):
            if max(0, -Decimal(row["OBS_VALUE"]).as_tuple().exponent) != int(row["DECIMALS"]):
                wrong.append(("decimals", f"{at}"))
        if not row.get("OBS_VALUE") and not row.get("PRINTED"):
            wrong.append(("no value", f"{at}"))
        if row.get("ACTION") not in ("I", "A", "R", "D", "M"):
            wrong.append(("no action", f"{at}"))
        if not row.get("STRUCTURE_ID", "").startswith("GANGYAO:"):
            wrong.append(("no structure", f"{at}"))
        key = tuple(row.get(name) for name in dsd["dimensions"])
        if key in keys:
            wrong.append(("key twice", f"{at}"))
        keys.add(key)
    return wrong


def parses(text, kind):
    try:
        return int(text) >= 0 if kind == "Integer" else Decimal(text).is_finite()
    except (InvalidOperation, ValueError):
        return False


def planted(rows):
    """Copies of the rows with one fault each: name, rows, kind that has to be found."""
    def change(name, value, at=0):
        copy = [dict(row) for row in rows]
        copy[at][name] = value
        return copy

    def every(edit):
        return [edit(dict(row)) for row in rows]

    last = len(rows) - 1
    yield "unknown indicator", change("INDICATOR", "i9999"), "code not in list"
    yield "unknown area", change("REF_AREA", "nowhere"), "code not in list"
    yield "unknown frequency", change("FREQ", "W"), "code not in list"
    yield "unknown status", change("OBS_STATUS", "Z"), "code not in list"
    yield "status by its name", change("OBS_STATUS", "正式数", last), "code not in list"
    yield "empty area", change("REF_AREA", ""), "empty dimension"
    yield "empty time", change("TIME_PERIOD", "", last), "empty dimension"
    yield "time in words", change("TIME_PERIOD", "2019年"), "no time period"
    yield "month 13", change("TIME_PERIOD", "2019-M13"), "no time period"
    yield "quarter 5", change("TIME_PERIOD", "2019-Q5"), "no time period"
    yield "value in words", change("OBS_VALUE", "abc"), "no number"
    yield "value with a comma", change("OBS_VALUE", "1,200.5"), "no number"
    yield "value without end", change("OBS_VALUE", "Infinity"), "no number"
    yield "digits cut off", change("OBS_VALUE", rows[0]["OBS_VALUE"] + ("0" if "." in rows[0]["OBS_VALUE"] else ".0")), "decimals"
    yield "no value", change("OBS_VALUE", ""), "no value"
    yield "decimals in words", change("DECIMALS", "two"), "no number"
    yield "a day that is none", change("KNOWN_AT", "spring"), "no day"
    yield "a key twice", rows + [dict(rows[0])], "key twice"
    yield "a row twice with another value", rows + [{**rows[last], "OBS_VALUE": "1"}], "key twice"
    yield "a column nobody knows", every(lambda row: {**row, "COLOUR": "red"}), "unknown component"
    yield "a dimension left out", every(lambda row: {name: text for name, text in row.items() if name != "REF_AREA"}), "missing dimension"
    yield "no action", change("ACTION", ""), "no action"
    yield "another structure", change("STRUCTURE_ID", "OTHER:X(1.0)"), "no structure"


def find_faults(folder):
    dsd = structure(folder)
    for cube in CUBES:
        with open(folder / f"{cube}.sdmx.csv", newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        wrong = check_data(dsd[cube.upper()], rows)
        say(f"data agree with their structure {cube}", not wrong, str(wrong[:3] or f"{len(rows)} rows"))
        if cube == "figures":
            faults = list(planted([row for row in rows if row["OBS_VALUE"]]))
            missed = [name for name, changed, kind in faults if kind not in {found for found, _ in check_data(dsd["FIGURES"], changed)}]
            say("planted faults", not missed, f"{len(faults) - len(missed)} of {len(faults)} found{': missed ' + str(missed) if missed else ''}")


def main():
    folder = Path(sys.argv[1])
    wanted = {cube: reference(folder, cube) for cube in CUBES}
    for read in (read_pysdmx, read_sdmx1, read_pyjstat, read_csvw, read_px, read_frictionless):
        try:
            read(folder, wanted)
        except Exception as error:  # a client that cannot read the file is what this looks for
            say(read.__name__, False, f"{type(error).__name__}: {str(error)[:300]}")
    for read in (read_rdf, read_feed, find_faults):
        try:
            read(folder)
        except Exception as error:
            say(read.__name__, False, f"{type(error).__name__}: {str(error)[:300]}")
    print(f"{folder.name}: {len(failures)} failures")
    sys.exit(1 if failures else 0)


main()
