#!/usr/bin/env bash
# Installs what `make dist` made into clean roots and tries it: the Debian package in a new Debian (debootstrap, else an
# unpacked directory with the libraries of this machine), the rpm in an unpacked directory, the wheel in a new environment.
# Needs root for chroot. usage: scripts/dist/smoke.sh [FOLDER]   FOLDER holds what was made, dist by default
set -euo pipefail
dist=$(realpath "${1:-$(dirname "$0")/../../dist}")
work=$(mktemp -d)
trap 'cleanup' EXIT
cleanup() {
  for one in "${started[@]:-}"; do if [ -n "$one" ]; then kill "$one" 2>/dev/null || true; fi; done
  for root in "$work/deb" "$work/rpm"; do if mountpoint -q "$root/proc"; then umount "$root/proc" || true; fi; done
  rm -rf "$work" || true
}
started=()
free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

# Waits for an answer at a port; prints the seconds since $2.
answer() { local port=$1 begun=$2
  for _ in $(seq 6000); do
    if curl -fsS -o /dev/null "http://127.0.0.1:$port/readyz" 2>/dev/null; then
      python3 -c "import time; print(f'{time.time() - $begun:.2f}')"; return; fi
    sleep 0.01
  done; echo "no answer at port $port" >&2; return 1; }

now() { date +%s.%N; }

proc() { mkdir -p "$1/proc" "$1/dev" "$1/tmp"; [ -e "$1/dev/null" ] || mknod -m 666 "$1/dev/null" c 1 3 || true
  mount -t proc proc "$1/proc" 2>/dev/null || echo "mounts are refused here: tried without /proc"; }

# What a root needs to start a program that is linked with glibc.
libraries() { local root=$1 program=$2
  ldd "$program" | grep -o '/[^ ]*' | sort -u | while read -r library; do install -D "$library" "$root$library"; done; }

# Serves in a root and asks, in both languages of the machine; ends the server again.
try() { local root=$1 name=$2 port; port=$(free_port)
  chroot "$root" /usr/bin/gangyao --lang en about | head -1
  local begun; begun=$(now)
  chroot "$root" /usr/bin/gangyao serve --listen "127.0.0.1:$port" --database /tmp/smoke.db > "$work/$name.log" 2>&1 & started+=($!)
  echo "$name: first answer after $(answer "$port" "$begun") s"
  curl -fsS "http://127.0.0.1:$port/?lang=en" | grep -q '<html lang="en"' || { echo "$name: no page"; exit 1; }
  kill "${started[-1]}"; wait "${started[-1]}" 2>/dev/null || true
  chroot "$root" /usr/bin/gangyao doctor --offline --json --database /tmp/smoke.db > "$work/$name.json" || true
  python3 - "$work/$name.json" <<'PY'
import json, sys
said = json.load(open(sys.argv[1]))
bad = [one["id"] for one in said["findings"] if one["state"] == "fault" and one["id"] != "accounts.administrator"]
assert not bad, bad
PY
}

echo "== Debian package"
deb=$(ls "$dist"/*.deb)
# The release of this machine, whose keys it has.
suite=$(. /etc/os-release && [ "$ID" = debian ] && echo "${VERSION_CODENAME:-stable}" || echo stable)
if command -v debootstrap >/dev/null && debootstrap --variant=minbase "$suite" "$work/deb" http://deb.debian.org/debian > "$work/debootstrap.log" 2>&1; then
  cp "$deb" "$work/deb/tmp/gangyao.deb"
  proc "$work/deb"
  DEBIAN_FRONTEND=noninteractive chroot "$work/deb" dpkg -i /tmp/gangyao.deb > "$work/dpkg.log" 2>&1 || { cat "$work/dpkg.log"; exit 1; }
  chroot "$work/deb" id gangyao
else
  echo "no new Debian could be made (debootstrap): the package is unpacked beside the libraries of this machine"
  dpkg-deb -x "$deb" "$work/deb"
  libraries "$work/deb" "$work/deb/usr/bin/gangyao"
  proc "$work/deb"
fi
for path in lib/systemd/system/gangyao.service usr/share/man/man1/gangyao.1.gz usr/share/bash-completion/completions/gangyao etc/gangyao/gangyao.env; do
  [ -e "$work/deb/$path" ] || [ -e "$work/deb/usr/$path" ] || { echo "$path is missing"; exit 1; }
done
try "$work/deb" deb

echo "== rpm"
rpm=$(ls "$dist"/*.rpm)
mkdir -p "$work/rpm"
if command -v rpm2cpio >/dev/null; then (cd "$work/rpm" && rpm2cpio "$rpm" | cpio -idm --quiet)
else python3 "$(dirname "$0")/rpm.py" "$rpm" "$work/rpm"; fi
libraries "$work/rpm" "$work/rpm/usr/bin/gangyao"
proc "$work/rpm"
try "$work/rpm" rpm

echo "== wheel"
python3 -m venv "$work/environment"
begun=$(now)
"$work/environment/bin/pip" install -q --no-index --disable-pip-version-check "$dist"/*.whl
port=$(free_port)
"$work/environment/bin/gangyao" demo --listen "127.0.0.1:$port" > "$work/demo.log" 2>&1 & started+=($!)
echo "wheel: demo answers $(answer "$port" "$begun") s after pip began"
curl -fsS "http://127.0.0.1:$port/" > /dev/null
echo "all packages work"
