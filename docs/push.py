"""Hands in a CSV of figures: GANGYAO_TOKEN=... python push.py ADDRESS PLAN FILE; sent again, nothing is doubled."""
import csv, hashlib, json, os, sys, urllib.error, urllib.request

address, plan, file = sys.argv[1:4]
with open(file, encoding="utf-8-sig", newline="") as text:  # indicator, region, year, value, unit, source
    rows = list(csv.DictReader(text))
for start in range(0, len(rows), 1000):
    body = json.dumps({"observations": rows[start:start + 1000]}).encode()
    headers = {
        "Authorization": "Bearer " + os.environ["GANGYAO_TOKEN"],
        "Content-Type": "application/json",
        "Idempotency-Key": hashlib.sha256(body).hexdigest(),
    }
    where = f"{address}/api/v1/plans/{plan}/pushes/observations"
    try:
        with urllib.request.urlopen(urllib.request.Request(where, body, headers)) as answer:
            print(answer.read().decode())
    except urllib.error.HTTPError as problem:
        sys.exit(problem.read().decode())
