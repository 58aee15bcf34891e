//! `about`: version, licence, and everything that is built in.

use crate::args::AboutProgram as Options;
use crate::failure::Failure;
use crate::files;
use sha2::{Digest as _, Sha256};
use source::Lang;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::process::ExitCode;

/// Every library inside the binary: registry, name, version, licence, digest, origin.
const DEPENDENCIES: &str = include_str!("../../data/dependencies.tsv");

/// The licence of the program itself.
const LICENCE: &str = include_str!("../../../../LICENSE");

/// A library inside the binary.
struct Dependency {
    registry: &'static str,
    name: &'static str,
    version: &'static str,
    licence: &'static str,
    digest: &'static str,
    origin: &'static str,
}

fn dependencies() -> impl Iterator<Item = Dependency> {
    DEPENDENCIES.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let mut fields = line.split('\t');
        Some(Dependency {
            registry: fields.next()?,
            name: fields.next()?,
            version: fields.next()?,
            licence: fields.next()?,
            digest: fields.next()?,
            origin: fields.next()?,
        })
    })
}

/// Prints what the program is.
pub(crate) fn run(options: &Options, lang: Lang) -> Result<ExitCode, Failure> {
    let text = if options.sbom {
        format!("{:#}\n", bill())
    } else if options.licences {
        licences(lang)
    } else {
        summary(lang)
    };
    files::print(&text)?;
    Ok(ExitCode::SUCCESS)
}

fn summary(lang: Lang) -> String {
    let version = env!("CARGO_PKG_VERSION");
    let (system, machine) = (std::env::consts::OS, std::env::consts::ARCH);
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for dependency in dependencies() {
        *counts.entry(dependency.registry).or_default() += 1;
    }
    let of = |registry: &str| counts.get(registry).copied().unwrap_or(0);
    let (crates, packages) = (of("cargo"), of("npm"));
    match lang {
        Lang::Zh => format!(
            "纲要 {version}，{system} {machine}\n许可：Apache-2.0\n内含 {crates} 个 Rust 库、{packages} 个网页库，以及 SQLite（公有领域）\n\
             gangyao about --licences 列出各库的许可，--sbom 输出 CycloneDX 软件物料清单\n"
        ),
        Lang::En => format!(
            "gangyao {version}, {system} {machine}\nlicence: Apache-2.0\nwith {crates} libraries in Rust, {packages} for the pages, and \
             SQLite (public domain)\ngangyao about --licences lists their licences, --sbom prints a CycloneDX bill of materials\n"
        ),
    }
}

fn licences(lang: Lang) -> String {
    let mut by_licence: BTreeMap<&str, Vec<Dependency>> = BTreeMap::new();
    for dependency in dependencies() {
        by_licence.entry(dependency.licence).or_default().push(dependency);
    }
    let mut out = LICENCE.trim_end().to_owned() + "\n\n";
    out += match lang {
        Lang::Zh => "内含的库，按许可排列；各许可的全文随库的源码发布\n",
        Lang::En => "Libraries inside, by licence; the full texts come with the source of each\n",
    };
    for (licence, dependencies) in by_licence {
        let _ = write!(out, "\n{licence}\n");
        for one in dependencies {
            let _ = writeln!(out, "  {} {}  {}", one.name, one.version, one.origin);
        }
    }
    out
}

/// A bill of materials after CycloneDX 1.5 (cyclonedx.org/docs/1.5/json), the same bytes at every call: its serial number
/// comes from its content, and it bears no date.
fn bill() -> serde_json::Value {
    let digest = Sha256::digest(DEPENDENCIES.as_bytes());
    let mut serial = [0_u8; 16];
    for (to, from) in serial.iter_mut().zip(&digest) {
        *to = *from;
    }
    // RFC 9562, 5.8: a number of one's own making says so in version and variant.
    serial[6] = (serial[6] & 0x0f) | 0x80;
    serial[8] = (serial[8] & 0x3f) | 0x80;
    let hex = serial.iter().fold(String::new(), |digits, byte| digits + &format!("{byte:02x}"));
    let serial =
        format!("urn:uuid:{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]);
    let version = env!("CARGO_PKG_VERSION");
    serde_json::json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": serial,
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": format!("gangyao@{version}"),
                "name": "gangyao",
                "version": version,
                "licenses": [{ "license": { "id": "Apache-2.0" } }],
            }
        },
        "components": dependencies().map(|one| component(&one)).collect::<Vec<_>>(),
    })
}

fn component(one: &Dependency) -> serde_json::Value {
    let address = format!("pkg:{}/{}@{}", one.registry, one.name.replace('@', "%40"), one.version);
    let mut component = serde_json::json!({
        "type": "library",
        "bom-ref": address,
        "name": one.name,
        "version": one.version,
        // Older crates write a slash where the standard (SPDX) has OR.
        "licenses": [{ "expression": one.licence.replace(" / ", " OR ").replace('/', " OR ") }],
        "purl": address,
    });
    if one.registry == "cargo" && !one.digest.is_empty() {
        component["hashes"] = serde_json::json!([{ "alg": "SHA-256", "content": one.digest }]);
    }
    if one.origin.starts_with("http") {
        component["externalReferences"] = serde_json::json!([{ "type": "vcs", "url": one.origin }]);
    }
    component
}
