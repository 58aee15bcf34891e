#!/usr/bin/env python3
"""Makes the judgement of this release anew from its sealed inputs and compares it with what was published.

usage: python3 recompute.py [FOLDER]

Needs Python 3.8 or newer and nothing else. FOLDER is where the files of the release lie, by default where this script does. From
inputs.json (figures that were known, targets as they were read, rules, weights, and the forecasts' medians and probabilities, which are
taken as they stand) it computes progress, pace, verdict and warning of every target, then scores and ranks, and compares them with
results.csv and scores.csv. It also holds every figure against the data package in data/. Status 0 when all agree.
"""
import csv
import json
import math
import sys
from pathlib import Path

ALERTS = ["none", "blue", "yellow", "orange", "red"]
LIMITS = ("floor", "ceiling", "keep", "interval")
GOOD = ("met", "ahead", "on_track")


def last_of_each_year(figures):
    """(year, value), of several figures of one year the last: they are sorted by how firm they are."""
    found = {}
    for figure in figures:
        found[figure["year"]] = figure["value"]
    return sorted(found.items())


class Path_:
    """What should have been reached by when: straight between points, or one of constant growth."""

    def __init__(self, points, geometric=False):
        self.points, self.geometric = points, geometric

    @staticmethod
    def made(points, geometric=False):
        years = [t for t, _ in points]
        rising = all(a < b for a, b in zip(years, years[1:]))
        if len(points) < 2 or not rising or points[0][1] == points[-1][1]:
            return None
        if geometric and not (points[0][1] > 0 and points[-1][1] > 0):
            return None
        return Path_(points, geometric)

    def scale(self, value):
        return math.log(max(value, sys.float_info.min)) if self.geometric else value

    def at(self, year):
        piece = sum(1 for t, _ in self.points[1:-1] if t <= year)
        (t0, v0), (t1, v1) = self.points[piece], self.points[piece + 1]
        share = (year - t0) / (t1 - t0)
        return v0 * math.pow(v1 / v0, share) if self.geometric else v0 + share * (v1 - v0)

    def progress(self, value):
        start, end = self.scale(self.points[0][1]), self.scale(self.points[-1][1])
        return (self.scale(value) - start) / (end - start)

    def due(self, year):
        return self.progress(self.at(year))

    def when(self, value):
        (first, _), (last, _) = self.points[0], self.points[-1]
        length, share = last - first, self.progress(value)
        if share <= 0:
            return first + length * max(share, -1.0)
        if share >= 1:
            return last + length * min(share - 1.0, 1.0)
        when = first
        for (t0, v0), (t1, v1) in zip(self.points, self.points[1:]):
            a, b = self.progress(v0), self.progress(v1)
            if a <= share < b:
                when = t0 + (t1 - t0) * (share - a) / (b - a)
            elif b <= share:
                when = t1
        return when


class Track:
    """The figures on the scale on which a target is judged: as they are, an index (base year = 100), or a sum since the base year."""

    def __init__(self, view):
        self.view, self.points, self.past, self.base, self.goal, self.path = view, [], [], None, None, None

    def show(self, year, value, base_year):
        if self.view == "average":
            return 100.0 * (math.pow(max(value / 100.0, 0.0), 1.0 / (year - base_year)) - 1.0) if year > base_year else 0.0
        return 100.0 - value if self.view == "reduction" else value

    def judged(self, year, shown, base_year):
        if self.view == "average":
            return 100.0 * math.pow(max(1.0 + shown / 100.0, 0.0), year - base_year)
        return 100.0 - shown if self.view == "reduction" else shown


def product(numbers):
    result = 1.0
    for number in numbers:
        result *= number
    return result


def growth_of(levels):
    pairs = zip(levels, levels[1:])
    return [(t1, 100.0 * (v1 / v0 - 1.0)) for (t0, v0), (t1, v1) in pairs if t1 == t0 + 1 and v0 > 0 and v1 > 0]


def chained(view, base_year, rates):
    """An index with the base year as 100 from yearly rates; years before a gap are left out."""
    track = Track(view)
    years = [t for t, _ in rates]
    if not rates:
        track.points = track.past = [(base_year, 100.0)]
        return track
    at = years.index(base_year + 1) if base_year + 1 in years else len(rates) - 1
    first = last = at
    while first > 0 and years[first - 1] + 1 == years[first]:
        first -= 1
    while last + 1 < len(rates) and years[last] + 1 == years[last + 1]:
        last += 1
    index = [(years[first] - 1, 1.0)]
    for year, rate in rates[first:last + 1]:
        index.append((year, index[-1][1] * (1.0 + rate / 100.0)))
    base = dict(index).get(base_year)
    if base is not None and base > 0:
        track.points = [(year, value * (100.0 / base)) for year, value in index]
        track.past = list(track.points)
    return track


def closed(track, row):
    """Base, goal and path of an index."""
    start = (row["base_year"], 100.0)
    track.base = start
    if row["goal"] is not None:
        track.goal = track.judged(row["year"], row["goal"], row["base_year"])
        end = (row["year"], track.goal)
        steps = [(t, 100.0 - v) for t, v in row["schedule"] if t < row["year"]] if track.view == "reduction" else []
        track.path = Path_.made([start, *steps, end]) if steps else Path_.made([start, end], geometric=True)
    return track


def growth_track(row):
    rates, base_year = last_of_each_year(row["growth"]), row["base_year"]
    given = any(year > base_year for year, _ in rates)
    if not given and not row["comparable_prices"] and not row["states_growth"]:
        rates = growth_of(last_of_each_year(row["levels"]))
    return closed(chained("average", base_year, rates), row)


def reduction_track(row):
    base_year = row["base_year"]
    counts = lambda figure: figure["year"] > base_year or not figure["of_plan"]
    cuts = [figure for figure in row["changes"] if counts(figure)]
    if row["percent"]:
        cuts = sorted(cuts + [figure for figure in row["levels"] if counts(figure)], key=lambda figure: figure["year"])
    rates = [(year, -value) for year, value in last_of_each_year(cuts)]
    if not any(year > base_year for year, _ in rates):
        rates = last_of_each_year(row["growth"]) if row["percent"] else growth_of(last_of_each_year(row["levels"]))
    track = chained("reduction", base_year, rates)
    totals = {}
    for figure in row["totals"]:
        totals[figure["year"]] = figure
    for year in sorted(totals):
        if totals[year]["from"] == base_year + 1 and year <= row["year"]:
            points = dict(track.points)
            points[year] = 100.0 - totals[year]["value"]
            track.points = sorted(points.items())
            track.past = list(track.points)
    return closed(track, row)


def sum_track(row):
    base_year, track = row["base_year"], Track("plain")
    flows = last_of_each_year(sorted(row["changes"] + row["levels"], key=lambda figure: figure["year"]))
    totals = {}
    for figure in row["totals"]:
        totals[figure["year"]] = figure
    by_year, running = dict(flows), 0.0
    track.points = [(base_year, 0.0)]
    last = max([base_year, *by_year, *totals]) if by_year or totals else base_year
    for year in range(base_year + 1, min(last, row["year"]) + 1):
        total = totals.get(year)
        if total and total["from"] == base_year + 1:
            running = total["value"]
        elif running is not None and year in by_year:
            running += by_year[year]
        else:
            running = None
        if running is not None:
            track.points.append((year, running))
    track.past, track.base, track.goal = flows, (base_year, 0.0), row["goal"]
    if row["goal"] is not None:
        end = (row["year"], row["goal"])
        steps = []
        if len(row["schedule"]) > 1:
            schedule = row["schedule"]
            rising = all(a[1] <= b[1] for a, b in zip(schedule, schedule[1:]))
            if not (rising and abs(schedule[-1][1] - row["goal"]) <= 1e-9 * abs(row["goal"])):
                so_far, summed = 0.0, []
                for year, part in schedule:
                    so_far += part
                    summed.append((year, so_far))
                schedule = summed
            steps = [(t, v) for t, v in schedule if t < row["year"]]
        track.path = Path_.made([(base_year, 0.0), *steps, end])
    return track


def level_track(row):
    base_year, track = row["base_year"], Track("plain")
    printed = last_of_each_year(row["growth"] if row["states_growth"] else row["levels"])
    breaks, years = row["breaks"], [t for t, _ in printed]
    linked = [b for b in breaks if b["linked"]]
    here = [b for b in linked if b["year"] in years]
    rebased = [(t, v * product(b["factor"] for b in here if t < b["year"])) for t, v in printed] if here else printed
    base = None
    if row["printed_base"] is not None:
        base = (base_year, row["printed_base"])
    else:
        base = next(((t, v) for t, v in reversed(printed) if base_year - 3 < t <= base_year), None)
    if any(b["choice"] == "chain" and b["year"] > base_year for b in breaks):
        since = product(b["factor"] for b in linked if b["year"] > (base[0] if base else base_year))
        track.points = track.past = [(t, v / since) for t, v in rebased]
    else:
        track.points, track.past = printed, rebased
    moved = product(b["factor"] for b in breaks if b["choice"] == "rebase" and b["year"] > base[0]) if base else 1.0
    track.base = (base[0], base[1] * moved) if base else None
    track.goal = row["goal"] * moved if row["goal"] is not None else None
    if track.base and track.goal is not None:
        end = (row["year"], track.goal)
        if len(row["schedule"]) > 1:
            steps = [(t, v * moved) for t, v in row["schedule"]]
            track.path = Path_.made([track.base, *[step for step in steps if step[0] < row["year"]], end])
        elif row["kind"] == "growth_path":
            track.path = Path_.made([track.base, end], geometric=True) or Path_.made([track.base, end])
        elif row["kind"] == "level":
            track.path = Path_.made([track.base, end])
    return track


def reached(row, value, goal):
    slack = (0.01 if row["approximate"] else 1e-9) * abs(goal)
    return value <= goal + slack if row["falls"] else value >= goal - slack


def satisfied(row, value):
    if row["goal"] is None:
        return False
    if row["kind"] == "interval":
        return value >= row["goal"] and (row["high"] is None or value <= row["high"])
    return reached(row, value, row["goal"])


def pace(start, end, basis):
    years = end[0] - start[0]
    if years <= 0:
        return None
    if basis == "percent":
        return 100.0 * (math.pow(end[1] / start[1], 1.0 / years) - 1.0) if start[1] > 0 and end[1] > 0 else None
    return (end[1] - start[1]) / years


def best_pace(past, years, sign, basis):
    if not past:
        return None
    years, best = min(max(years, 1), max(past[-1][0] - past[0][0], 1)), None
    for at, start in enumerate(past):
        end = next((point for point in past[at:] if point[0] == start[0] + years), None)
        found = pace(start, end, basis) if end else None
        if found is not None and (best is None or sign * found > sign * best):
            best = found
    return best


def best_sum(flows, years, sign):
    years, best = min(max(years, 1), max(len(flows), 1)), None
    for at in range(len(flows) - years + 1):
        window = flows[at:at + years]
        if window[-1][0] - window[0][0] == years - 1:
            mean = sum(value for _, value in window) / years
            best = mean if best is None or sign * mean > sign * best else best
    return best


def trend(points, path, years, stalled):
    if not points:
        return None
    last = points[-1]
    start = next((point for point in reversed(points) if point[0] <= last[0] - years), points[0])
    if last[0] <= start[0]:
        return None
    length = path.points[-1][0] - path.points[0][0]
    share = (path.progress(last[1]) - path.progress(start[1])) / ((last[0] - start[0]) / length)
    return "away" if share < -stalled else "stalled" if share < stalled else "towards"


def by_distance(distance, met, cuts):
    if distance is None:
        return "on_track" if met else "behind"
    return "ahead" if distance >= cuts["ahead"] else "behind" if distance <= -cuts["behind"] else "on_track"


def verdict_of(row, as_of, rules):
    """Everything that is said of a target in numbers."""
    found = dict.fromkeys(("base", "goal", "latest", "progress", "expected", "distance", "required", "achieved", "best", "basis", "trend", "hollow", "rule"))
    found.update(status="no_data", attain=None)
    kind = row["kind"]
    makers = {"average_growth": growth_track, "cumulative_reduction": reduction_track, "cumulative_sum": sum_track}
    track = makers.get(kind, level_track)(row)
    if kind == "assigned_later":
        found["status"] = "open"
    elif kind == "undecidable":
        found["status"] = "undecidable"
    elif not row["directed"]:
        found.update(status="undecidable", base=track.base, goal=(row["year"], track.goal) if track.goal is not None else None)
        found["latest"] = latest_of(track, row)
    elif kind == "structure":
        structure(row, rules, found)
    elif kind == "event":
        event(row, found)
    else:
        measure(row, track, as_of, rules, found)
    if row["whole"] and found["status"] in GOOD:
        found["hollow"] = hollow(row, found, rules["hollow"])
        if found["hollow"] is not None:
            found["status"] = "hollow"
    found["alert"] = warning(row, found, as_of, rules)
    return found


def latest_of(track, row):
    return next((point for point in reversed(track.points) if row["base_year"] < point[0] <= row["year"]), None)


def measure(row, track, as_of, rules, found):
    kind, base_year = row["kind"], row["base_year"]
    found["base"] = track.base if track.view == "plain" else None
    goal = track.goal if track.view == "plain" else row["goal"]
    found["goal"] = (row["year"], goal) if goal is not None else None
    found["attain"] = row["outlook"]["attain"] if row["outlook"] else None
    latest = latest_of(track, row)
    if latest is None:
        return
    value = track.show(latest[0], latest[1], base_year)
    found["latest"] = (latest[0], value)
    if track.goal is None:
        found["attain"] = None
        return
    path = track.path
    if path:
        found["progress"], found["expected"] = path.progress(latest[1]), path.due(latest[0])
        found["distance"] = path.when(latest[1]) - latest[0]
        run = track.points if kind == "cumulative_sum" else [point for point in track.past if point[0] <= latest[0]]
        found["trend"] = trend(run, path, rules["trend"]["years"], rules["trend"]["stalled"])
    within = [v for t, v in track.points if base_year < t <= row["year"]]
    if kind in ("floor", "ceiling"):
        found["progress"], found["expected"] = sum(satisfied(row, v) for v in within) / max(len(within), 1), 1.0
    elif kind == "keep":
        kept = satisfied(row, latest[1]) or track.goal == 0
        ratio = 0.0
        if not kept:
            top, bottom = (track.goal, latest[1]) if row["falls"] else (latest[1], track.goal)
            ratio = min(max(top / bottom, 0.0), 1.0) if bottom else 0.0
        found["progress"], found["expected"] = 1.0 if kept else ratio, 1.0
    elif kind == "interval":
        low, high = track.goal, row["high"] if row["high"] is not None else track.goal
        reach = max([0.0] + [max(low - v, v - high) for v in [v for _, v in track.points] + [latest[1]]])
        inside = low <= latest[1] <= high
        found["progress"] = 1.0 if inside or reach <= 0 else max(1.0 - max(low - latest[1], latest[1] - high) / reach, 0.0)
        found["expected"] = 1.0
    elif kind == "average_growth":
        found["progress"] = value / row["goal"] if row["goal"] else None
        found["expected"] = 1.0
    paces(row, track, latest, rules["pace"]["look_back"], found)
    moved = track.view == "plain" and track.goal != row["goal"]
    met = reached(row, latest[1], track.goal) if moved else satisfied(row, value)
    if latest[0] >= row["year"] and as_of >= row["year"]:
        kept = all(satisfied(row, v) for v in within) if kind in ("floor", "ceiling") else True
        found["attain"] = 1.0 if met and kept else 0.0
        found["status"] = "met" if met and kept else "missed"
        return
    cuts = rules["status"]
    if kind in LIMITS:
        found["status"] = "on_track" if met else "behind"
    elif kind == "average_growth":
        found["status"] = by_distance(found["distance"], met, cuts)
    else:
        found["status"] = "met" if met else by_distance(found["distance"], False, cuts)


def paces(row, track, latest, look_back, found):
    if track.goal is None or row["kind"] in LIMITS:
        return
    basis = "percent" if row["kind"] in ("growth_path", "average_growth", "cumulative_reduction") else "amount"
    found["basis"] = basis
    found["required"] = pace(latest, (row["year"], track.goal), basis)
    found["achieved"] = pace(track.base, latest, basis) if track.base else None
    sign = -1.0 if track.view == "reduction" or row["falls"] else 1.0
    past, left = [point for point in track.past if point[0] >= latest[0] - look_back], row["year"] - latest[0]
    found["best"] = best_sum(past, left, sign) if row["kind"] == "cumulative_sum" else best_pace(past, left, sign, basis)


def structure(row, rules, found):
    known = {}
    for year, shares in row["structures"]:
        known[year] = shares
    fits = [(t, s) for t, s in sorted(known.items()) if len(s) == len(row["shares"])]
    base = next(((t, s) for t, s in reversed(fits) if t <= row["base_year"]), None)
    latest = next(((t, s) for t, s in reversed(fits) if row["base_year"] < t <= row["year"]), None)
    if latest is None:
        return
    apart = lambda a, b: sum(abs(x - y) for x, y in zip(a, b))
    missing, span = apart(latest[1], row["shares"]), row["year"] - row["base_year"]
    if base and apart(base[1], row["shares"]) > 0:
        found["progress"] = 1.0 - missing / apart(base[1], row["shares"])
        found["expected"] = (latest[0] - row["base_year"]) / span
        found["distance"] = min(max(found["progress"], -1.0), 2.0) * span - (latest[0] - row["base_year"])
    cuts, distance = rules["status"], found["distance"]
    if missing <= 0.5 * len(row["shares"]):
        found["status"] = "met"
    elif latest[0] >= row["year"]:
        found["status"] = "missed"
    elif distance is not None and distance >= cuts["ahead"]:
        found["status"] = "ahead"
    else:
        found["status"] = "on_track" if distance is not None and distance > -cuts["behind"] else "behind"


def event(row, found):
    known = last_of_each_year(row["levels"])
    latest = next((point for point in reversed(known) if point[0] > row["base_year"]), None)
    if latest is None:
        return
    whole = row["goal"] if row["goal"] is not None and row["goal"] > 0 else 100.0
    span = max(row["year"] - row["base_year"], 1)
    found.update(latest=latest, goal=(row["year"], whole), progress=latest[1] / whole)
    found["expected"] = min((latest[0] - row["base_year"]) / span, 1.0)
    if latest[1] >= whole:
        found["status"] = "met"
    elif latest[0] >= row["year"]:
        found["status"] = "missed"
    else:
        found["status"] = "on_track" if found["progress"] >= found["expected"] else "behind"


def hollow(row, found, cuts):
    """What the share would be had the rest stood still, when most of the rise is owed to a whole that shrank."""
    base, latest, wholes = found["base"], found["latest"], dict(row["whole"]["values"])
    if not base or not latest or row["falls"] or latest[1] <= base[1] or base[0] not in wholes or latest[0] not in wholes:
        return None
    before, now = wholes[base[0]], wholes[latest[0]]
    if row["whole"]["share"]:
        rest_before, own = (1.0 - base[1] / 100.0) * before, latest[1] / 100.0 * now
        without = 100.0 * own / (own + rest_before)
    else:
        rest_before, without = before, latest[1] * now / before
    fell, own_part = 1.0 - now / before, (without - base[1]) / (latest[1] - base[1])
    return without if rest_before > 0 and fell >= cuts["whole_fell"] and own_part < cuts["own_part"] else None


def warning(row, found, as_of, rules):
    attain, distance, level = found["attain"], found["distance"], "none"
    over = None
    if found["required"] and found["best"] is not None:
        ratio = found["best"] / found["required"]
        over = 1.0 / ratio if ratio > 0 else math.inf
    for rule in rules["rule"]:
        holds = (
            (rule["p_below"] is None or attain is not None and attain < rule["p_below"])
            and (rule["behind"] is None or distance is not None and -distance >= rule["behind"])
            and (rule["over_best"] is None or over is not None and over >= rule["over_best"])
            and (rule["trend"] is None or found["trend"] == rule["trend"])
            and (rule["forecast"] is None or (rule["forecast"] == "present") == (attain is not None))
            and (rule["status"] is None or found["status"] == rule["status"])
            and (rule["years_left"] is None or max(row["year"] - as_of, 0) <= rule["years_left"])
        )
        if holds and ALERTS.index(rule["level"]) > ALERTS.index(level):
            level, found["rule"] = rule["level"], rule["name"]
    if level != "none" and row["binding"]:
        level = ALERTS[min(ALERTS.index(level) + rules["binding"]["steps"], len(ALERTS) - 1)]
    return level


def attainment(row, found):
    """100 when a target is where it should be by now, 0 without progress."""
    if row["kind"] in ("assigned_later", "undecidable") or found["progress"] is None or found["expected"] is None:
        return None
    progress = found["progress"]
    if found["hollow"] is not None and found["base"] and found["goal"] and found["goal"][1] != found["base"][1]:
        progress = (found["hollow"] - found["base"][1]) / (found["goal"][1] - found["base"][1])
    if found["status"] == "met":
        return 100.0
    share = progress / found["expected"] if found["expected"] > 0 else 1.0
    return min(max(100.0 * share, 0.0), 100.0)


def aggregate(parts, how):
    known = [(value, weight) for value, weight in parts if value is not None and weight > 0]
    total = sum(weight for _, weight in known)
    if total <= 0:
        return None
    mean = lambda of: sum(of(value) * weight for value, weight in known) / total
    if how == "arithmetic":
        return mean(lambda value: value)
    if how == "geometric":
        return math.exp(mean(lambda value: math.log(max(value, 1.0))))
    if how == "harmonic":
        return 1.0 / mean(lambda value: 1.0 / max(value, 1.0))
    middle = mean(lambda value: 70.0 + 0.6 * value)
    return middle - mean(lambda value: (70.0 + 0.6 * value - middle) ** 2) / middle


def scores_of(inputs, verdicts):
    """Score and rank of every group, region and body, by each way of putting targets together."""
    found = {}
    for by in ("group", "region", "body"):
        units = {}
        for row, verdict in zip(inputs["rows"], verdicts):
            if by == "group" and row["region"]:
                continue
            unit = {"group": row["group"], "region": row["region"] or inputs["region"], "body": row["body"]}[by]
            weight = max(inputs["weights"].get(row["target"], 1.0), 0.0)
            units.setdefault(unit, []).append((attainment(row, verdict), weight))
        for how in inputs["aggregations"]:
            scores = {unit: aggregate(parts, how) for unit, parts in units.items()}
            for unit, score in scores.items():
                above = sum(1 for other in scores.values() if other is not None and score is not None and other > score + 1e-9)
                found[by, how, unit] = (score, above + 1 if score is not None else None)
    return found


def same(ours, printed):
    if ours is None or printed == "":
        return ours is None and printed == ""
    if isinstance(ours, (int, float)):
        theirs = float(printed)
        return ours == theirs or abs(ours - theirs) <= 1e-9 * max(abs(ours), abs(theirs), 1.0)
    return str(ours) == printed


def figures_stand(inputs, folder):
    """Every figure of the inputs is an observation of the data package."""
    with open(folder / "data" / "observations.csv", encoding="utf-8-sig", newline="") as file:
        known = {line["id"] for line in csv.DictReader(file)}
    used = {figure["observation"] for row in inputs["rows"] for name in ("levels", "growth", "changes", "totals") for figure in row[name]}
    return [f"figure {one} is not in data/observations.csv" for one in sorted(used - known)]


def main():
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent
    inputs = json.loads((folder / "inputs.json").read_text(encoding="utf-8"))
    verdicts = [verdict_of(row, inputs["as_of"], inputs["rules"]) for row in inputs["rows"]]
    wrong = figures_stand(inputs, folder)
    with open(folder / "results.csv", encoding="utf-8-sig", newline="") as file:
        printed = list(csv.DictReader(file))
    if len(printed) != len(verdicts):
        wrong.append(f"{len(printed)} rows in results.csv, {len(verdicts)} made anew")
    columns = ("progress", "expected", "distance", "required", "achieved", "best", "trend", "status", "alert", "rule")
    for line, row, verdict in zip(printed, inputs["rows"], verdicts):
        for column in columns:
            if not same(verdict[column], line[column]):
                wrong.append(f"{row['target']} {row['region']} {row['name']}: {column} is {verdict[column]}, printed {line[column]!r}")
    scores = scores_of(inputs, verdicts)
    with open(folder / "scores.csv", encoding="utf-8-sig", newline="") as file:
        for line in csv.DictReader(file):
            score, rank = scores.pop((line["by"], line["aggregation"], line["unit"]), (None, None))
            if not same(score, line["score"]) or not same(rank, line["rank"]):
                wrong.append(f"{line['by']} {line['unit']} {line['aggregation']}: {score} rank {rank}, printed {line['score']} rank {line['rank']}")
    wrong.extend(f"not printed: {' '.join(key)}" for key in scores)
    for complaint in wrong:
        print(complaint)
    print(f"{len(verdicts)} targets made anew, {len(wrong)} differences")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
