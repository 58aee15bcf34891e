//! Styles and scripts. The site's own are served as written; bundles of npm come from `web/dist` and may be absent.

use axum::extract::Path;
use axum::http::HeaderMap;
use axum::response::Response;
use rust_embed::RustEmbed;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;
use web::Problem;
use web::rendered::{FOR_EVER, Rendered};

#[derive(RustEmbed)]
#[folder = "../../web/dist"]
struct Bundles;

/// The pictures of the manual, made from the demonstration by `web/tests/manual.spec.js`.
#[derive(RustEmbed)]
#[folder = "../../docs/manual/images"]
struct Pictures;

static ASSETS: LazyLock<BTreeMap<String, Asset>> = LazyLock::new(|| {
    let own: [(&str, &'static [u8]); 8] = [
        ("site.css", include_bytes!("../../../web/src/site.css")),
        ("site.js", include_bytes!("../../../web/src/site.js")),
        ("readings.js", include_bytes!("../../../web/src/readings.js")),
        ("what-if.js", include_bytes!("../../../web/src/what-if.js")),
        ("estimates.js", include_bytes!("../../../web/src/estimates.js")),
        ("voice.js", include_bytes!("../../../web/src/voice.js")),
        ("handin.js", include_bytes!("../../../web/src/handin.js")),
        ("icon.svg", include_bytes!("../../../web/src/icon.svg")),
    ];
    let own = own.into_iter().map(|(name, bytes)| (name.to_owned(), Cow::Borrowed(bytes)));
    let bundled = Bundles::iter().filter_map(|name| Some((name.to_string(), Bundles::get(&name)?.data)));
    let pictures =
        Pictures::iter().filter_map(|name| Some((format!("manual-{name}"), Pictures::get(&name)?.data)));
    own.chain(bundled).chain(pictures).map(|(name, bytes)| (name.clone(), Asset::new(&name, bytes))).collect()
});

struct Asset {
    address: String,
    rendered: Rendered,
}

impl Asset {
    fn new(name: &str, bytes: Cow<'static, [u8]>) -> Self {
        use sha2::Digest as _;
        let digest = sha2::Sha256::digest(&bytes);
        // The mark in the address changes with the content, so the reader may keep it for ever.
        let address =
            format!("/assets/{name}?v={:02x}{:02x}{:02x}{:02x}", digest[0], digest[1], digest[2], digest[3]);
        let bytes = match bytes {
            Cow::Borrowed(bytes) => axum::body::Bytes::from_static(bytes),
            Cow::Owned(bytes) => bytes.into(),
        };
        Self { address, rendered: Rendered::cached(kind(name), bytes, FOR_EVER) }
    }
}

fn kind(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "text/javascript; charset=utf-8",
    }
}

/// The address of an asset, when this build has it.
pub(crate) fn address(name: &str) -> Option<&'static str> {
    ASSETS.get(name).map(|asset| asset.address.as_str())
}

/// Serves an asset.
pub(crate) async fn get(Path(name): Path<String>, headers: HeaderMap) -> Result<Response, Problem> {
    ASSETS.get(&name).map(|asset| asset.rendered.answer(&headers)).ok_or_else(Problem::no_page)
}

#[cfg(test)]
mod tests {
    /// What browsers of offices do not know: Chromium 94 and older ones that are kept.
    const TOO_NEW: [&str; 28] = [
        "color-mix(",
        ":has(",
        "@container",
        "@layer",
        "@scope",
        "@starting-style",
        "oklch(",
        "dvh",
        "svh",
        ".toSorted(",
        ".toReversed(",
        ".findLast(",
        "structuredClone(",
        "Object.groupBy(",
        ".toSpliced(",
        ".findLastIndex(",
        "withResolvers(",
        "AbortSignal.timeout(",
        "AbortSignal.any(",
        "light-dark(",
        "subgrid",
        "popover",
        "(width >",
        "(width <",
        "(height >",
        " rotate:",
        " translate:",
        "lvh",
    ];

    #[test]
    fn style_and_scripts_ask_for_nothing_that_old_browsers_lack() {
        let own = [
            ("site.css", include_str!("../../../web/src/site.css")),
            ("site.js", include_str!("../../../web/src/site.js")),
            ("readings.js", include_str!("../../../web/src/readings.js")),
            ("what-if.js", include_str!("../../../web/src/what-if.js")),
            ("estimates.js", include_str!("../../../web/src/estimates.js")),
            ("handin.js", include_str!("../../../web/src/handin.js")),
            ("map.js", include_str!("../../../web/src/map.js")),
            ("layers.js", include_str!("../../../web/src/layers.js")),
        ];
        for (name, text) in own {
            for word in TOO_NEW {
                assert!(!text.contains(word), "{name}: {word} needs a fallback or another way");
            }
        }
    }
}
