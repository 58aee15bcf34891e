"""Layers for measuring overlay, and the same overlay by shapely (GEOS).

usage: python scripts/space_peer.py parcels N OUT       two layers OUT/a.geojson, OUT/b.geojson of N curved parcels each
       python scripts/space_peer.py pairs A B           number, smallest and total area of all overlaps, by shapely and its STRtree
       python scripts/space_peer.py random N SEED OUT   N random polygons in each of two layers, a third with holes
       python scripts/space_peer.py compare N SEED OVERLAY
           four operations on N random pairs by the program OVERLAY (cargo build -p layers --example overlay) and by shapely;
           the largest difference as a share of the area of the union, status 1 when it is over 1e-9
       python scripts/space_peer.py sample N           four areas by shapely for N pairs that the tests of `space` make anew from
           their number: crates/space/tests/data/geos.tsv
"""
import json
import math
import random
import subprocess
import sys
import tempfile
from pathlib import Path

EAST, NORTH = 38_500_000, 3_100_000
CRS = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4526"}}


def write(path, polygons):
    with open(path, "w", encoding="utf8") as out:
        out.write(json.dumps({"type": "FeatureCollection", "crs": CRS})[:-1] + ', "features": [\n')
        for number, rings in enumerate(polygons):
            feature = {"type": "Feature", "properties": {"n": number}, "geometry": {"type": "Polygon", "coordinates": rings}}
            out.write((",\n" if number else "") + json.dumps(feature))
        out.write("\n]}\n")


def parcels(count, folder):
    """A grid of parcels of about 20 m whose common edges are the same wavy lines, and the same moved by some metres."""
    side = math.isqrt(count)
    size, steps = 20.0, 5

    def at(x, y):
        return x + 2.0 * math.sin(0.9 * y + 0.05 * x), y + 2.0 * math.sin(0.7 * x + 0.03 * y)

    def edge(start, end):
        return [(start[0] + (end[0] - start[0]) * k / steps, start[1] + (end[1] - start[1]) * k / steps) for k in range(steps)]

    def parcel(column, row, dx, dy):
        corners = [(column, row), (column + 1, row), (column + 1, row + 1), (column, row + 1)]
        ring = [point for start, end in zip(corners, corners[1:] + corners[:1]) for point in edge(start, end)]
        placed = [at(size * x, size * y) for x, y in ring]
        # Rounded to 0.1 mm, so that both neighbours of an edge have the same points.
        placed = [[round(EAST + x + dx, 4), round(NORTH + y + dy, 4)] for x, y in placed]
        return [placed + placed[:1]]

    for name, dx, dy in (("a", 0.0, 0.0), ("b", 7.3, 4.1)):
        write(Path(folder) / f"{name}.geojson", (parcel(c, r, dx, dy) for r in range(side) for c in range(side)))


def spiky(rng, x, y, reach, count):
    radii = [reach * rng.uniform(0.3, 1) for _ in range(count)]
    ring = [[x + r * math.cos(2 * math.pi * k / count), y + r * math.sin(2 * math.pi * k / count)] for k, r in enumerate(radii)]
    return ring + ring[:1]


def scattered(count, seed, folder):
    rng = random.Random(seed)
    for name in "ab":
        polygons = []
        for _ in range(count):
            x, y = EAST + rng.uniform(-150, 150), NORTH + rng.uniform(-150, 150)
            rings = [spiky(rng, x, y, 300, rng.randint(8, 200))]
            if rng.random() < 1 / 3:
                rings.append(spiky(rng, x, y, 80, rng.randint(5, 40))[::-1])
            polygons.append(rings)
        write(Path(folder) / f"{name}.geojson", polygons)


def read(path):
    import shapely

    features = json.loads(Path(path).read_text(encoding="utf8"))["features"]
    shapes = []
    for feature in features:
        rings = feature["geometry"]["coordinates"]
        # Relative to a corner, as any careful user does: GEOS would lose digits of the area otherwise.
        moved = [[(x - EAST, y - NORTH) for x, y in ring] for ring in rings]
        shapes.append(shapely.Polygon(moved[0], moved[1:]))
    return shapes


def pairs(a, b):
    import shapely

    first, second = read(a), read(b)
    tree = shapely.STRtree(second)
    left, right = tree.query(first)
    common = shapely.intersection([first[k] for k in left], [second[k] for k in right])
    areas = [area for area in shapely.area(shapely.get_parts(common)) if area > 0]
    print(len(areas), f"{min(areas):e}", f"{math.fsum(areas):e}")


def drawn(number):
    """Numbers in [0, 1) from a linear congruential generator of 64 bits (Knuth, MMIX): the tests draw the same."""
    state = number
    while True:
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        yield (state >> 11) / 2**53


def ring(rng, centre, reach, count):
    """A star with points on a grid of 0.1 mm, so that the last digit of a sine does not matter."""
    radii = [reach * (0.3 + 0.7 * next(rng)) for _ in range(count)]
    points = []
    for k, radius in enumerate(radii):
        angle = 2 * math.pi * k / count
        place = (centre[0] + radius * math.cos(angle), centre[1] + radius * math.sin(angle))
        points.append(tuple(corner + math.floor(value * 1e4 + 0.5) / 1e4 - corner for corner, value in zip((EAST, NORTH), place)))
    return points


def sample(count):
    import shapely

    print("# Areas in m2 by GEOS 3.14 (shapely 2.2.0) for pairs of polygons drawn from their number; written by")
    print(f"# scripts/space_peer.py sample {count}")
    print("number\tintersection\tunion\tdifference\tsymmetric")
    for number in range(1, count + 1):
        rng = drawn(number)
        shapes = []
        for _ in range(2):
            centre = (300 * next(rng) - 150, 300 * next(rng) - 150)
            rings = [ring(rng, centre, 300, 8 + math.floor(193 * next(rng)))]
            if next(rng) < 1 / 3:
                rings.append(ring(rng, centre, 80, 5 + math.floor(36 * next(rng))))
            shapes.append(shapely.Polygon(rings[0], rings[1:]))
        operations = (shapely.intersection, shapely.union, shapely.difference, shapely.symmetric_difference)
        print(number, *(repr(operation(*shapes).area) for operation in operations), sep="\t")


def compare(count, seed, program):
    import shapely

    with tempfile.TemporaryDirectory() as folder:
        scattered(count, seed, folder)
        files = [str(Path(folder) / name) for name in ("a.geojson", "b.geojson")]
        made = subprocess.run([program, "operations", *files], capture_output=True, text=True, check=True).stdout.splitlines()
        worst, identity = 0.0, 0.0
        first, second = read(files[0]), read(files[1])
        if len(made) != count:
            raise SystemExit(f"{len(made)} rows of {count}")
        for line, a, b in zip(made, first, second):
            ours = [float(word) for word in line.split()]
            theirs = [operation(a, b).area for operation in (shapely.intersection, shapely.union, shapely.difference, shapely.symmetric_difference)]
            union = theirs[1]
            worst = max(worst, *(abs(x - y) / union for x, y in zip(ours, theirs)))
            identity = max(identity, abs(ours[1] - ours[0] - ours[3]) / union)
    print(f"{count} pairs x 4 operations, seed {seed}: largest difference {worst:.1e} of the union, identity {identity:.1e}")
    return 0 if worst <= 1e-9 and identity <= 1e-12 else 1


if __name__ == "__main__":
    command, *rest = sys.argv[1:]
    if command == "parcels":
        parcels(int(rest[0]), rest[1])
    elif command == "pairs":
        pairs(rest[0], rest[1])
    elif command == "random":
        scattered(int(rest[0]), int(rest[1]), rest[2])
    elif command == "sample":
        sample(int(rest[0]))
    elif command == "compare":
        sys.exit(compare(int(rest[0]), int(rest[1]), rest[2]))
    else:
        sys.exit(__doc__)
