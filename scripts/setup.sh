#!/usr/bin/env bash
# Installs what a step needs and is not there yet: Debian packages, npm packages, Python tools.
# usage: scripts/setup.sh web|browser|database|pdf|tools|nextest|lint|dist|scores|bench|report|press ...
set -euo pipefail
cd "$(dirname "$0")/.."

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; elif command -v sudo >/dev/null; then sudo "$@"; else
  echo "This needs root to install: $*. Run it as root, or install the packages yourself." >&2; exit 1; fi; }

debian() {
  local missing=()
  for package in "$@"; do dpkg -s "$package" >/dev/null 2>&1 || missing+=("$package"); done
  [ ${#missing[@]} = 0 ] && return
  command -v apt-get >/dev/null || { echo "Please install: ${missing[*]}" >&2; exit 1; }
  echo "installing ${missing[*]}"
  as_root apt-get update -qq
  DEBIAN_FRONTEND=noninteractive as_root apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

python_tools() {
  debian_python
  [ -x .venv/bin/python ] || python3 -m venv .venv
  .venv/bin/pip install -q --disable-pip-version-check -r "$1"
}

debian_python() { python3 -c 'import venv, ensurepip' 2>/dev/null || debian python3-venv; }

for part in "$@"; do
  case "$part" in
    web) [ -d web/node_modules ] && [ web/node_modules -nt web/package-lock.json ] || (cd web && npm ci --no-audit --no-fund --loglevel=error && touch node_modules) ;;
    browser) debian chromium fonts-noto-cjk ;;
    database) [ -x /usr/lib/postgresql/15/bin/initdb ] || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || debian postgresql ;;
    pdf) debian poppler-utils ;;
    press) debian fonts-noto-cjk ;;
    tools) python_tools scripts/requirements-test.txt ;;
    nextest) python_tools scripts/requirements-nextest.txt ;;
    dist) python_tools scripts/requirements-dist.txt ;;
    lint) python_tools scripts/requirements-lint.txt ;;
    scores) python_tools scripts/requirements-scores.txt ;;
    report) python_tools scripts/requirements-report.txt ;;
    bench) python_tools scripts/requirements-bench.txt; debian wrk ;;
    *) echo "unknown part $part" >&2; exit 2 ;;
  esac
done
