//! The public edition as files: every page that the public sees, asked of the same router that serves it, with links that lead to files.
//!
//! An address without parameters keeps its place (`/plans/1/text` is `plans/1/text/index.html`), so that links from outside stay the
//! same; English pages lie under `/en`. What only a server can do (forms, signing in) stays as text and leads nowhere; the search works
//! in the browser on an index that is written along.

mod links;
mod place;

use crate::ServeError;
use crate::router::router;
use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use http_body_util::BodyExt as _;
use links::{rewritten, text_of};
use place::{Asked, Place};
use source::Lang;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::Duration;
use store::Store;
use tower::ServiceExt as _;
use web::{App, Settings};

/// The script of the search.
const SEARCH: &str = include_str!("../../data/edition-search.js");
/// What stands for the address where none is given.
const NOWHERE: &str = "http://localhost";
/// How often a file that is made beside the requests is asked for again.
const PATIENCE: u32 = 600;

/// Makes the edition: files by their path; the base address of the settings is that of the sitemap.
///
/// # Errors
/// The store cannot be read.
pub async fn edition(store: Store, settings: Settings) -> Result<BTreeMap<String, Vec<u8>>, ServeError> {
    let base = settings.base_url.clone().unwrap_or_else(|| NOWHERE.to_owned());
    let app = App::new(store, settings).await?;
    let mut walk = Walk { router: router(app), answers: BTreeMap::new(), refused: BTreeSet::new() };
    walk.all().await;
    Ok(walk.written(&base))
}

/// An answer of the server.
struct Kept {
    kind: String,
    bytes: Vec<u8>,
}

struct Walk {
    router: Router,
    answers: BTreeMap<Asked, Kept>,
    /// What the public does not get, or what leads elsewhere.
    refused: BTreeSet<Asked>,
}

impl Walk {
    async fn all(&mut self) {
        let mut queue: VecDeque<Asked> = [Lang::Zh, Lang::En]
            .into_iter()
            .flat_map(|lang| ["/", "/search"].map(|path| Asked::new(path, lang)))
            .collect();
        while let Some(asked) = queue.pop_front() {
            if self.answers.contains_key(&asked) || self.refused.contains(&asked) {
                continue;
            }
            let Some(kept) = self.get(&asked).await else {
                self.refused.insert(asked);
                continue;
            };
            if kept.kind.starts_with("text/html") {
                let found = links::addresses(&String::from_utf8_lossy(&kept.bytes));
                let next = found.iter().filter_map(|address| Asked::parse(address, asked.lang()));
                // A choice on a page that is a choice itself would never end.
                queue.extend(next.filter(|next| next.query.is_empty() || asked.query.is_empty()));
            }
            self.answers.insert(asked, kept);
        }
    }

    async fn get(&self, asked: &Asked) -> Option<Kept> {
        for _ in 0..PATIENCE {
            let language = if asked.lang() == Lang::Zh { "zh-CN" } else { "en" };
            let request = Request::get(asked.address()).header(header::ACCEPT_LANGUAGE, language);
            let request = request.body(Body::empty()).ok()?;
            let Ok(answer) = self.router.clone().oneshot(request).await;
            match answer.status() {
                StatusCode::OK => {
                    let kind = answer.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
                    let kind = kind.unwrap_or_default().to_owned();
                    let bytes = answer.into_body().collect().await.ok()?.to_bytes().to_vec();
                    return Some(Kept { kind, bytes });
                }
                StatusCode::ACCEPTED => tokio::time::sleep(Duration::from_millis(200)).await,
                _ => return None,
            }
        }
        None
    }

    /// All files, with links between them, the index of the search and the sitemap.
    fn written(&self, base: &str) -> BTreeMap<String, Vec<u8>> {
        let places: BTreeMap<&Asked, Place> =
            self.answers.iter().map(|(asked, kept)| (asked, Place::of(asked, &kept.kind))).collect();
        let mut files = BTreeMap::new();
        let mut index: BTreeMap<&'static str, Vec<serde_json::Value>> = BTreeMap::new();
        let mut sitemap = String::from(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
        );
        for (asked, kept) in &self.answers {
            let Some(place) = places.get(asked) else { continue };
            let mut bytes = kept.bytes.clone();
            if kept.kind.starts_with("text/html") {
                let html = String::from_utf8_lossy(&kept.bytes);
                let lead = |address: &str| {
                    let (bare, fragment) =
                        address.split_once('#').map_or((address, ""), |(bare, rest)| (bare, rest));
                    let asked = Asked::parse(bare, asked.lang())?;
                    let place = places.get(&asked)?;
                    Some(if fragment.is_empty() {
                        place.address.clone()
                    } else {
                        format!("{}#{fragment}", place.address)
                    })
                };
                let mut page = rewritten(&html, lead);
                if asked.path == "/search" {
                    page = links::with_search(&page);
                } else if asked.query.is_empty() {
                    let (title, text) = text_of(&html);
                    let entry = serde_json::json!({"a": place.address, "t": title, "x": text});
                    index.entry(web::visit::code(asked.lang())).or_default().push(entry);
                    sitemap.extend(["<url><loc>", base, place.address.as_str(), "</loc></url>\n"]);
                }
                bytes = page.into_bytes();
            }
            files.insert(place.file.clone(), bytes);
        }
        sitemap.push_str("</urlset>\n");
        files.insert("sitemap.xml".to_owned(), sitemap.into_bytes());
        files.insert(
            "robots.txt".to_owned(),
            format!("User-agent: *\nAllow: /\nSitemap: {base}/sitemap.xml\n").into_bytes(),
        );
        for (lang, entries) in index {
            let text = serde_json::Value::Array(entries).to_string();
            files.insert(format!("search-{lang}.json"), text.into_bytes());
        }
        files.insert("assets/edition-search.js".to_owned(), SEARCH.as_bytes().to_vec());
        files
    }
}
