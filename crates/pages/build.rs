//! Makes sure that the folder of bundled scripts exists, so that a build without npm goes through.
//! Pages then do without interactive charts and maps; everything is still readable.
#![allow(clippy::disallowed_methods)]

fn main() {
    let dist = concat!(env!("CARGO_MANIFEST_DIR"), "/../../web/dist");
    println!("cargo::rerun-if-changed={dist}");
    println!("cargo::rerun-if-changed=templates");
    if let Err(error) = std::fs::create_dir_all(dist) {
        println!("cargo::error=cannot make {dist}: {error}");
    }
}
