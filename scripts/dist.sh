#!/usr/bin/env bash
# Makes everything that is handed out, in dist/: packages for Debian and rpm, a Python wheel, an offline folder, a bill of
# materials, digests. Needs scripts/setup.sh web dist before.
# usage: scripts/dist.sh [PROFILE]   PROFILE is release, or quick for a trial of the chain
set -euo pipefail
cd "$(dirname "$0")/.."
profile=${1:-release}
machine=$(uname -m)
tools=$PWD/.venv/bin
export PATH=$tools:$PATH
target=${CARGO_TARGET_DIR:-target}
version=$(sed -n '/^\[workspace.package\]/,/^\[/s/^version = "\(.*\)"/\1/p' Cargo.toml)
# Everything bears the time of the last change, so that a second build gives the same bytes.
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}; export SOURCE_DATE_EPOCH
CARGO_ZIGBUILD_ZIG_PATH=$("$tools/python" -c 'import ziglang, pathlib; print(pathlib.Path(ziglang.__file__).parent / "zig")')
export CARGO_ZIGBUILD_ZIG_PATH
# Paths of this machine are no part of the binary.
home=${CARGO_HOME:-$HOME/.cargo}
export RUSTFLAGS="--remap-path-prefix=$PWD=. --remap-path-prefix=$home=cargo ${RUSTFLAGS:-}"

scripts/dist/dependencies.py --check
echo "building gangyao $version for $machine, glibc 2.28"
${CARGO:-cargo} zigbuild --locked --profile "$profile" --target "$machine-unknown-linux-gnu.2.28" -p cli
built=$target/$machine-unknown-linux-gnu/$profile/gangyao
scripts/dist/check.py "$built"

rm -rf dist && mkdir -p dist/stage
install -m 755 "$built" dist/stage/gangyao
"${CARGO_ZIGBUILD_ZIG_PATH}" objcopy --strip-all "$built" dist/stage/gangyao 2>/dev/null || strip -o dist/stage/gangyao "$built" 2>/dev/null || true
chmod 755 dist/stage/gangyao
program=dist/stage/gangyao
for shell in bash zsh fish; do "$program" completions $shell > dist/stage/completions.$shell; done
mv dist/stage/completions.bash dist/stage/gangyao.bash
mv dist/stage/completions.zsh dist/stage/_gangyao
mv dist/stage/completions.fish dist/stage/gangyao.fish
"$program" --lang en man > dist/stage/gangyao.1
gzip -9nk dist/stage/gangyao.1
"$program" about --sbom > dist/stage/sbom.cdx.json
"$program" --lang en about --licences > dist/stage/licences.txt
scripts/dist/dependencies.py --texts dist/stage/third-party-licences.txt

mkdir -p dist/manifest
sed "s/^version = .*/version = \"$version\"/" packaging/Cargo.toml > dist/manifest/Cargo.toml
echo "fn main() {}" > dist/manifest/main.rs
cargo-deb --manifest-path dist/manifest/Cargo.toml --no-build --no-strip -o "dist/gangyao_${version}_$(dpkg --print-architecture).deb"
(cd dist/manifest && cargo-generate-rpm -o "../gangyao-${version}-1.$machine.rpm")
rm -r dist/manifest
scripts/dist/pack.py wheel "$version"
scripts/dist/pack.py folder "$version"
cp dist/stage/sbom.cdx.json "dist/gangyao-$version.cdx.json"
scripts/dist/pack.py sums "$version"
ls -l dist
