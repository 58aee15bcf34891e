#!/usr/bin/env python3
"""Cuts a panel of city indicators into series to forecast and what followed, in the wide layout of the M4 competition.

usage: city_series.py PANEL.csv.gz TRAIN.csv TEST.csv

Of each indicator, city and source the longest run of consecutive years counts, and of several sources the longest run.
The last six years are held back; at least five before them are needed, and the latest thirty are kept. Series that never
change are left out: nothing can be asked of them. The panel is for testing only and no part of the shipped calibration.
"""
import collections
import csv
import gzip
import sys

HELD_BACK, LEAST, LONGEST = 6, 5, 30


def longest_run(values):
    """The values of the longest run of consecutive years; of equal ones the latest."""
    runs = []
    for year in sorted(values):
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return [values[year] for year in max(runs, key=lambda run: (len(run), run[-1]))]


def main():
    panel, train, test = sys.argv[1:4]
    points = collections.defaultdict(dict)
    with gzip.open(panel, "rt", encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            if row["value"]:
                key = (row["indicator"], row["city_code"], row["source_id"])
                points[key][int(row["year"])] = row["value"]
    runs = {}
    for (indicator, city, _), values in sorted(points.items()):
        run = longest_run(values)
        if len(run) > len(runs.get((indicator, city), [])):
            runs[indicator, city] = run
    with open(train, "w", newline="") as past, open(test, "w", newline="") as future:
        past, future = csv.writer(past), csv.writer(future)
        past.writerow(["id"] + [f"V{i}" for i in range(2, LONGEST + 2)])
        future.writerow(["id"] + [f"V{i}" for i in range(2, HELD_BACK + 2)])
        for (indicator, city), run in sorted(runs.items()):
            before, after = run[:-HELD_BACK][-LONGEST:], run[-HELD_BACK:]
            if len(before) >= LEAST and len(set(before)) > 1:
                name = f"{indicator}-{city}"
                past.writerow([name] + before)
                future.writerow([name] + after)


if __name__ == "__main__":
    main()
