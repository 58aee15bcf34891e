//! An Atom feed (RFC 4287): one entry for each cube, with its files as enclosures.

use super::About;
use super::xml::escape;
use crate::cube::Cube;
use std::fmt::Write as _;

/// The feed of all cubes.
pub(super) fn text(cubes: &[Cube], about: &About) -> String {
    let publisher = if about.publisher.is_empty() { &about.title } else { &about.publisher };
    let moment = about.moment();
    let id = |name: &str| {
        format!("tag:gangyao.invalid,2000:{}", escape(&percent(&format!("{}/{name}", about.title))))
    };
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"zh\">\n<id>{}</id>\n<title>{}</title>\n<updated>{moment}</updated>\n<author><name>{}</name></author>\n<link rel=\"self\" type=\"application/atom+xml\" href=\"{}\"/>\n",
        id("feed"),
        escape(&about.title),
        escape(publisher),
        escape(&about.address("feed.atom")),
    );
    for cube in cubes {
        let name = cube.id.to_ascii_lowercase();
        let _ = write!(
            out,
            "<entry>\n<id>{}</id>\n<title>{}</title>\n<updated>{moment}</updated>\n<summary>{}</summary>\n",
            id(&name),
            escape(&about.title_of(cube)),
            escape(&about.description(std::slice::from_ref(cube))),
        );
        let files = [
            ("alternate", "json", "application/json"),
            ("enclosure", "csv", "text/csv"),
            ("enclosure", "xml", "application/vnd.sdmx.structurespecificdata+xml"),
        ];
        for (relation, ending, media) in files {
            let address = about.address(&format!("{name}.{ending}"));
            let _ =
                writeln!(out, "<link rel=\"{relation}\" type=\"{media}\" href=\"{}\"/>", escape(&address));
        }
        out.push_str("</entry>\n");
    }
    out.push_str("</feed>\n");
    out
}

/// What an address can hold: everything but letters, digits and a few marks as bytes.
fn percent(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}
