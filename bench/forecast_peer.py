#!/usr/bin/env python3
"""Forecast speed and accuracy beside statsforecast's AutoETS, in one run on one machine.

usage: forecast_peer.py GANGYAO [--train TRAIN.csv [--test TEST.csv]] [--series N] [--at-least RATIO]

GANGYAO     the release binary; `cargo build --release -p cli` makes target/release/gangyao
--train     wide table of yearly series (id, then values, oldest first); default: made here, 5 to 30 values each
--test      what came, same layout: MASE and 95 % coverage of both are printed too
--series    how many series both forecast (default 1000)
--at-least  exit with 1 when AutoETS takes less than RATIO times as long per series (default 100)

Both forecast six years with 80 and 95 % intervals. Counted is CPU time, one thread for AutoETS, all threads' sum for
Gangyao; Gangyao's includes starting the program, reading and writing the tables, AutoETS's does not, and its compilation
by numba is done beforehand.

Needs statsforecast: python3 -m venv .venv && .venv/bin/pip install statsforecast==2.1.1
"""
import argparse
import csv
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
import warnings

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"):
    os.environ.setdefault(name, "1")
os.environ.setdefault("NIXTLA_ID_AS_COL", "1")
warnings.filterwarnings("ignore")

HORIZON = 6


def made(count):
    """Growing series with noise, the same every time."""
    draw = random.Random(20260101)
    series = {}
    for i in range(count):
        value, growth, noise = draw.uniform(10, 10_000), draw.gauss(0.03, 0.03), draw.uniform(0.005, 0.1)
        values = []
        for _ in range(5 + i % 26):
            value *= max(0.2, 1 + draw.gauss(growth, noise))
            values.append(round(value, 2))
        series[f"s{i}"] = values
    return series


def read(path):
    with open(path, newline="") as file:
        rows = csv.reader(file)
        next(rows)
        return {row[0]: [float(cell) for cell in row[1:] if cell not in ("", "NA")] for row in rows if row}


def write(series, path):
    width = max(map(len, series.values()))
    with open(path, "w", newline="") as file:
        out = csv.writer(file)
        out.writerow(["id", *(f"V{k + 1}" for k in range(width))])
        for name, values in series.items():
            out.writerow([name, *values, *[""] * (width - len(values))])


def gangyao(binary, series):
    """CPU seconds and forecasts: id -> [(mean, lo95, hi95)]."""
    with tempfile.TemporaryDirectory() as folder:
        train, out = os.path.join(folder, "train.csv"), os.path.join(folder, "out.csv")
        write(series, train)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([binary, "forecast", train, "-H", str(HORIZON), "-o", out], check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        forecasts = {}
        with open(out, newline="") as file:
            for row in csv.DictReader(file):
                point = tuple(float(row[column]) for column in ("mean", "lo95", "hi95"))
                forecasts.setdefault(row["unique_id"], []).append(point)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, forecasts


def auto_ets(series):
    """The same from statsforecast."""
    import pandas as pd
    from statsforecast import StatsForecast
    from statsforecast.models import AutoETS, RandomWalkWithDrift

    def frame(part):
        return pd.DataFrame(
            [(name, year, value) for name, values in part.items() for year, value in enumerate(values, 1)],
            columns=["unique_id", "ds", "y"],
        )

    def run(data):
        models = [AutoETS(season_length=1, alias="ets")]
        engine = StatsForecast(models=models, freq=1, n_jobs=1, fallback_model=RandomWalkWithDrift())
        return engine.forecast(df=data, h=HORIZON, level=[80, 95])

    run(frame(dict(list(series.items())[:30])))
    data = frame(series)
    before = time.process_time()
    found = run(data)
    seconds = time.process_time() - before
    forecasts = {}
    for name, mean, low, high in zip(found["unique_id"], found["ets"], found["ets-lo-95"], found["ets-hi-95"]):
        forecasts.setdefault(name, []).append((mean, low, high))
    return seconds, forecasts


def accuracy(series, outcomes, forecasts):
    """Mean absolute scaled error and coverage of the 95 % interval."""
    errors, inside, years = [], 0, 0
    for name, past in series.items():
        steps = [abs(b - a) for a, b in zip(past, past[1:])]
        scale = sum(steps) / len(steps) if steps else 0.0
        pairs = list(zip(outcomes.get(name, []), forecasts[name]))
        if scale > 0 and pairs:
            errors.append(sum(abs(y - mean) for y, (mean, _, _) in pairs) / len(pairs) / scale)
        inside += sum(low <= y <= high for y, (_, low, high) in pairs)
        years += len(pairs)
    return sum(errors) / len(errors), inside / years


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gangyao")
    parser.add_argument("--train")
    parser.add_argument("--test")
    parser.add_argument("--series", type=int, default=1000)
    parser.add_argument("--at-least", type=float, default=100.0)
    options = parser.parse_args()
    series = read(options.train) if options.train else made(options.series)
    series = dict(list(series.items())[: options.series])
    outcomes = read(options.test) if options.test else {}
    results = {"gangyao": gangyao(options.gangyao, series), "AutoETS": auto_ets(series)}
    for name, (seconds, forecasts) in results.items():
        line = f"{name:8} {1e6 * seconds / len(series):9.1f} us CPU per series"
        if outcomes:
            mase, coverage = accuracy(series, outcomes, forecasts)
            line += f"   MASE {mase:.3f}   95 % interval covers {coverage:.3f}"
        print(line)
    ratio = results["AutoETS"][0] / max(results["gangyao"][0], 1e-9)
    print(f"forecast: {ratio:.0f} x as fast as AutoETS on {len(series)} series")
    sys.exit(ratio < options.at_least)


if __name__ == "__main__":
    main()
