//! The public edition as files: every link leads to a file, the words are those of the server, and nothing of anybody is in it.

use crate::client::Bench;
use std::collections::BTreeMap;

/// Values of attributes that begin with a slash.
fn links(html: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (at, _) in html.match_indices("=\"/") {
        let name = html[..at].rsplit(char::is_whitespace).next().unwrap().to_owned();
        let value = html[at + 2..].split('"').next().unwrap().replace("&amp;", "&").replace("&#38;", "&");
        found.push((name, value));
    }
    found
}

fn decoded(address: &str) -> String {
    let bytes = address.as_bytes();
    let mut out = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] == b'%' {
            out.push(u8::from_str_radix(&address[at + 1..at + 3], 16).unwrap());
            at += 3;
        } else {
            out.push(bytes[at]);
            at += 1;
        }
    }
    String::from_utf8(out).unwrap()
}

/// The file that a plain web server gives for an address.
fn file<'a>(files: &'a BTreeMap<String, Vec<u8>>, address: &str) -> Option<&'a Vec<u8>> {
    let path = decoded(address.split(['#', '?']).next().unwrap());
    let path = path.trim_matches('/');
    let index = if path.is_empty() { "index.html".to_owned() } else { format!("{path}/index.html") };
    files.get(path).or_else(|| files.get(&index))
}

/// The words of a page, without tags.
fn words(html: &str) -> String {
    let mut out = String::new();
    let mut is_tag = false;
    for c in html.chars() {
        match c {
            '<' => is_tag = true,
            '>' => is_tag = false,
            c if !is_tag => out.push(c),
            _ => {}
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn every_link_of_the_edition_leads_to_a_file_with_the_words_of_the_server() {
    let bench = Bench::reference().await;
    let settings =
        server::Settings { base_url: Some("https://plan.example".into()), ..server::Settings::default() };
    let files = server::edition(bench.store.clone(), settings).await.unwrap();
    let mut dead = Vec::new();
    let (mut pages, mut walked) = (0, 0);
    for (name, bytes) in
        files.iter().filter(|(name, _)| name.rsplit_once('.').is_some_and(|(_, ending)| ending == "html"))
    {
        let html = String::from_utf8(bytes.clone()).unwrap();
        pages += 1;
        for (attribute, address) in links(&html).into_iter().filter(|(attribute, _)| attribute != "action") {
            walked += 1;
            if file(&files, &address).is_none() {
                dead.push(format!("{name}: {attribute} {address}"));
            }
        }
        assert!(!html.contains("@example.org") && !html.contains("/sign-out\""), "{name}");
    }
    dead.truncate(20);
    assert!(dead.is_empty(), "{dead:#?}");
    assert!(pages > 100 && walked > 2_000, "{pages} pages, {walked} links");

    for address in [
        "/plans/jinzhou",
        "/plans/jinzhou/text",
        "/plans/jinzhou/warnings",
        "/plans/jinzhou/indicators",
        "/rules",
    ] {
        let served = bench.get(address).await.text();
        let page = String::from_utf8(file(&files, address).expect(address).clone()).unwrap();
        assert_eq!(words(&page), words(&served), "{address}");
        let served = bench.request("GET", address, &[("Accept-Language", "en")]).await.text();
        let page = String::from_utf8(file(&files, &format!("/en{address}")).expect(address).clone()).unwrap();
        assert_eq!(words(&page), words(&served), "/en{address}");
    }

    let sitemap = String::from_utf8(files["sitemap.xml"].clone()).unwrap();
    for address in sitemap.split("<loc>").skip(1).map(|rest| rest.split("</loc>").next().unwrap()) {
        let path = address.strip_prefix("https://plan.example").expect(address);
        assert!(file(&files, path).is_some(), "{path}");
    }
    let index: serde_json::Value = serde_json::from_slice(&files["search-zh.json"]).unwrap();
    let entries = index.as_array().unwrap();
    let hit = entries.iter().filter(|entry| entry["x"].as_str().unwrap().contains("森林覆盖率")).count();
    assert!(hit > 1, "{hit}");
    assert!(entries.iter().all(|entry| file(&files, entry["a"].as_str().unwrap()).is_some()));
    let search = String::from_utf8(files["search/index.html"].clone()).unwrap();
    assert!(search.contains("/assets/edition-search.js") && files.contains_key("assets/edition-search.js"));
}
