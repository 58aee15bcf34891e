//! Forms as browsers send them: values in order, several under one name, and files.

use crate::problem::Problem;
use axum::RequestExt as _;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Request};
use axum::http::{StatusCode, header};

/// What a form holds.
#[derive(Debug, Default)]
pub struct Fields {
    values: Vec<(String, String)>,
    files: Vec<Upload>,
}

/// A file of a form.
#[derive(Clone, Debug)]
pub struct Upload {
    /// The field it came in.
    pub field: String,
    /// A name, never a path.
    pub name: String,
    /// Its bytes.
    pub content: Bytes,
}

/// Longest name of a file, in characters.
const LONGEST_NAME: usize = 120;

impl From<Vec<(String, String)>> for Fields {
    fn from(values: Vec<(String, String)>) -> Self {
        Self { values, files: Vec::new() }
    }
}

impl Fields {
    /// The last value under a name, trimmed; empty when there is none.
    pub fn get(&self, name: &str) -> &str {
        self.values.iter().rev().find(|(found, _)| found == name).map_or("", |(_, value)| value.trim())
    }

    /// All values under a name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.values.iter().filter(move |(found, _)| found == name).map(|(_, value)| value.trim())
    }

    /// Names that begin with `prefix`, without it, with their values.
    pub fn under<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.values.iter().filter_map(move |(name, value)| Some((name.strip_prefix(prefix)?, value.trim())))
    }

    /// The file of a field, when one was chosen.
    pub fn file(&self, field: &str) -> Option<&Upload> {
        self.files.iter().find(|file| file.field == field && !file.content.is_empty())
    }

    /// All files of a field.
    pub fn files<'a>(&'a self, field: &'a str) -> impl Iterator<Item = &'a Upload> {
        self.files.iter().filter(move |file| file.field == field && !file.content.is_empty())
    }

    /// A value cut to a length, for what is stored.
    pub fn text(&self, name: &str, most: usize) -> String {
        self.get(name).chars().take(most).collect()
    }
}

impl<S: Send + Sync> FromRequest<S> for Fields {
    type Rejection = Problem;

    async fn from_request(mut request: Request, _: &S) -> Result<Self, Problem> {
        let kind =
            request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
        let wrong = |_| Problem::of_status(StatusCode::BAD_REQUEST);
        if !kind.trim_start().to_ascii_lowercase().starts_with("multipart/form-data") {
            let body: Bytes =
                request.extract().await.map_err(|_| Problem::of_status(StatusCode::PAYLOAD_TOO_LARGE))?;
            let axum::extract::RawForm(body) = axum::extract::RawForm(body);
            let values = crate::visit::parse_pairs(&String::from_utf8_lossy(&body));
            return Ok(Self { values, files: Vec::new() });
        }
        // The layer of authorisation has read the body within its limit already.
        DefaultBodyLimit::disable().apply(&mut request);
        let mut parts: Multipart =
            request.extract().await.map_err(|_| Problem::of_status(StatusCode::BAD_REQUEST))?;
        let mut fields = Self::default();
        while let Some(part) = parts.next_field().await.map_err(wrong)? {
            let field = part.name().unwrap_or("").to_owned();
            let name = part.file_name().map(bare_name);
            let content = part.bytes().await.map_err(wrong)?;
            if let Some(name) = name {
                fields.files.push(Upload { field, name, content });
            } else {
                let value = String::from_utf8_lossy(&content).replace('\0', "\u{fffd}");
                fields.values.push((field, value));
            }
        }
        Ok(fields)
    }
}

/// The last part of a path, without what file systems and headers take amiss.
pub fn bare_name(path: &str) -> String {
    let last = path.rsplit(['/', '\\']).next().unwrap_or("");
    let kept: String = last
        .chars()
        .filter(|letter| !letter.is_control() && !r#"<>:"|?*"#.contains(*letter))
        // Marks that turn the direction of writing can hide the ending of a name.
        .filter(|letter| {
            !('\u{202a}'..='\u{202e}').contains(letter) && !('\u{2066}'..='\u{2069}').contains(letter)
        })
        .collect();
    let trimmed = kept.trim().trim_matches('.');
    let length = trimmed.chars().count();
    if length == 0 {
        return "file".to_owned();
    }
    // The ending stays when a name is cut.
    trimmed.chars().skip(length.saturating_sub(LONGEST_NAME)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_are_no_paths() {
        for (given, kept) in [
            ("../../etc/passwd", "passwd"),
            ("C:\\data\\2016年.xlsx", "2016年.xlsx"),
            ("a\r\nb\".csv", "ab.csv"),
            ("..", "file"),
            ("", "file"),
            ("公报\u{202e}fdp.exe", "公报fdp.exe"),
        ] {
            assert_eq!(bare_name(given), kept);
        }
        assert_eq!(bare_name(&format!("{}.csv", "长".repeat(300))).chars().count(), LONGEST_NAME);
    }
}
