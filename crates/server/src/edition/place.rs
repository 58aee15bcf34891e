//! Where an address of the server lies among the files.

use source::Lang;
use web::visit::{encode, parse_query};

/// A page or file as it is asked of the server.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Asked {
    /// As it is sent, percent-encoded.
    pub(super) path: String,
    /// Without the language, in the order of the names.
    pub(super) query: Vec<(String, String)>,
    /// Whether it is the English page, else the Chinese one.
    pub(super) is_english: bool,
}

/// Parts of the site that only a server has.
const SERVED: [&str; 6] = ["/sign-in", "/sign-out", "/account", "/metrics", "/healthz", "/readyz"];
/// Parameters that ask for the state of another moment: every page once more for each of them would never end.
const MOMENTS: [&str; 5] = ["as-of", "known-at", "stood-at", "version", "with"];

impl Asked {
    pub(super) fn new(path: &str, lang: Lang) -> Self {
        Self { path: path.to_owned(), query: Vec::new(), is_english: lang == Lang::En }
    }

    /// An address inside the site as a page of a language links to it; `None` where it leads to nothing that a file can be.
    pub(super) fn parse(address: &str, lang: Lang) -> Option<Self> {
        let address = address.split('#').next().unwrap_or_default();
        if !address.starts_with('/') || address.starts_with("//") {
            return None;
        }
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        if SERVED.iter().any(|served| path == *served || path.starts_with(&format!("{served}/"))) {
            return None;
        }
        // A form for what only a server takes in.
        if path.ends_with("/voices/new") || path.ends_with("/follow") {
            return None;
        }
        let mut lang = lang;
        let mut query: Vec<(String, String)> = parse_query(query).into_iter().collect();
        if let Some(at) = query.iter().position(|(name, _)| name == "lang") {
            lang = if query.remove(at).1 == "en" { Lang::En } else { Lang::Zh };
        }
        if path.starts_with("/assets/") {
            // The mark of a version in the address changes nothing of the content.
            return Some(Self { path: path.to_owned(), query: Vec::new(), is_english: false });
        }
        // The list of all plans is the home page of the edition.
        if path == "/" {
            query.clear();
        }
        if path == "/search" && !query.is_empty()
            || query.iter().any(|(name, _)| MOMENTS.contains(&name.as_str()))
        {
            return None;
        }
        // Large type is asked of a server.
        if query.iter().any(|(name, _)| name == "type") {
            return None;
        }
        query.sort();
        Some(Self { path: path.to_owned(), query, is_english: lang == Lang::En })
    }

    /// The language of the page.
    pub(super) fn lang(&self) -> Lang {
        if self.is_english { Lang::En } else { Lang::Zh }
    }

    /// The address to ask the server.
    pub(super) fn address(&self) -> String {
        let query =
            if self.path == "/" { vec![("all".to_owned(), String::new())] } else { self.query.clone() };
        web::visit::address(&self.path, query.iter().map(|(name, value)| (name.as_str(), value.as_str())))
    }
}

/// Where something lies, and how a page links to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) address: String,
    pub(super) file: String,
}

impl Place {
    pub(super) fn of(asked: &Asked, kind: &str) -> Self {
        let tree = if asked.is_english { "/en" } else { "" };
        let chosen: Vec<String> = asked
            .query
            .iter()
            .map(|(name, value)| format!("{name}={}", value.replace(['/', '\\'], "_")))
            .collect();
        let chosen = chosen.join("&");
        let path = asked.path.trim_end_matches('/');
        if kind.starts_with("text/html") {
            let mut address = format!("{tree}{path}");
            if !chosen.is_empty() {
                address = format!("{address}/{}", encode(&chosen));
            }
            let file = format!("{}/index.html", decoded(&address));
            let address = if address.is_empty() { "/".to_owned() } else { address };
            return Self { address, file: file.trim_start_matches('/').to_owned() };
        }
        let address = if chosen.is_empty() {
            format!("{tree}{path}")
        } else {
            // What is chosen stands before the ending, so that the kind of file stays to be seen.
            let (stem, ending) = path.rsplit_once('.').unwrap_or((path, "bin"));
            format!("{tree}{stem}.{}.{ending}", encode(&chosen))
        };
        // A file and a folder cannot bear one name.
        let is_named = path.rsplit('/').next().is_some_and(|last| last.contains('.'));
        let address = if is_named { address } else { format!("{address}.json") };
        Self { file: decoded(&address).trim_start_matches('/').to_owned(), address }
    }
}

/// An address with its percent signs resolved, as a web server looks for it among files.
pub(super) fn decoded(address: &str) -> String {
    // In a path a plus is a plus.
    web::visit::decode(&address.replace('+', "%2B"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(address: &str, kind: &str) -> (String, String) {
        let place = Place::of(&Asked::parse(address, Lang::Zh).expect(address), kind);
        (place.address, place.file)
    }

    #[test]
    fn pages_keep_their_addresses() {
        let html = "text/html; charset=utf-8";
        assert_eq!(place("/?all", html), ("/".into(), "index.html".into()));
        assert_eq!(
            place("/plans/1/text#L3", html),
            ("/plans/1/text".into(), "plans/1/text/index.html".into())
        );
        assert_eq!(place("/plans/1?lang=en", html), ("/en/plans/1".into(), "en/plans/1/index.html".into()));
        let (address, file) = place("/plans/1/projects?q=%E4%B8%9C&view=place", html);
        assert_eq!(file, "plans/1/projects/q=东&view=place/index.html");
        assert_eq!(decoded(&address), "/plans/1/projects/q=东&view=place");
        let csv = place("/api/v1/plans/1/assessment.csv", "text/csv");
        assert_eq!(csv.1, "api/v1/plans/1/assessment.csv");
        let shapes = place("/plans/1/regions.geojson?indicator=i1", "application/geo+json");
        assert_eq!(shapes.1, "plans/1/regions.indicator=i1.geojson");
        assert_eq!(place("/assets/site.css?v=1", "text/css").0, "/assets/site.css");
    }

    #[test]
    fn what_only_a_server_can_do_is_no_file() {
        for address in [
            "/sign-in",
            "/account/tokens",
            "https://example.org/",
            "//example.org",
            "/plans/1?as-of=2018",
            "/search?q=x",
        ] {
            assert_eq!(Asked::parse(address, Lang::Zh), None, "{address}");
        }
    }
}
