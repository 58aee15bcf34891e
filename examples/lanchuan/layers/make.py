#!/usr/bin/env python3
"""Make the layers of the example city: eight planted conflicts, and two fields of slivers that are noise.

usage: make.py
Coordinates are metres of CGCS2000, 3 degree zone 38 (EPSG:4526), given relative to a corner; see README.md for what is planted.
"""

import json
import pathlib

HERE = pathlib.Path(__file__).parent
EAST, NORTH = 38_550_000, 3_110_000


def area(ring):
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:] + ring[:1]))) / 2


def placed(ring):
    points = [[round(EAST + x, 3), round(NORTH + y, 3)] for x, y in ring]
    return points + points[:1]


def polygon(name, *rings, **fields):
    return {"type": "Feature", "properties": {"name": name, **fields}, "geometry": {"type": "Polygon", "coordinates": [placed(ring) for ring in rings]}}


def point(name, x, y):
    return {"type": "Feature", "properties": {"name": name}, "geometry": {"type": "Point", "coordinates": [EAST + x, NORTH + y]}}


def box(x, y, width, height):
    return [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]


def write(name, features):
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4526"}}
    lines = ",\n".join(json.dumps(feature, ensure_ascii=False) for feature in features)
    head = json.dumps({"type": "FeatureCollection", "name": name, "crs": crs}, ensure_ascii=False)[:-1]
    (HERE / f"{name}.geojson").write_text(f'{head}, "features": [\n{lines}\n]}}\n', encoding="utf8")


def field(name, ring, wrong=1.0):
    return polygon(name, ring, MJ=round(area(ring) * wrong, 3))


write("生态保护红线", [
    polygon("玉屏山", [(5400, 3000), (9000, 2800), (9200, 6000), (5600, 6200)]),
    polygon("澜江湿地", box(-4000, 5000, 3000, 2000)),
])
write("永久基本农田", [
    field("北塘片", [(200, 3999.7), (3000, 3999.7), (3000, 5000), (200, 5000)]),
    field("南湾片", box(1000, -800, 1600, 980)),
    field("湿地东片", box(-1120, 5400, 920, 1200), wrong=1.05),
    field("山前片", [(6800, 2000), (8800, 2000), (8800, 2811.311), (6800, 2922.422)]),
])
write("城镇开发边界", [polygon("中心城区", [(0, 0), (6000, 0), (6000, 2600), (5200, 4000), (0, 4000)])])
write("项目用地", [
    polygon("山麓酒店", box(5450, 3050, 150, 130)),
    polygon("西郊物流园", box(-90, 1000, 390, 400)),
    polygon("城东小学", box(3000, 1000, 600, 500)),
    point("南湾泵站", 1800, 90),
])
write("土地利用现状", [
    polygon("住宅用地", box(0, 0, 2000, 2000)),
    polygon("工业用地", box(2000, 0, 2000, 2000), box(2900, 700, 60, 50)),
    polygon("公园绿地", box(4000, 0, 2000, 2000)),
    polygon("商业用地", box(0, 2000, 6000, 1000)),
])
