//! The heads of the pages of a Word document, which are no part of its text.

use super::package::Package;
use crate::error::ReadError;
use crate::xml::{Token, Xml};

/// The paragraphs of all page heads and feet, in the order of the parts.
pub(crate) fn paragraphs(bytes: &[u8]) -> Result<Vec<String>, ReadError> {
    let mut package = Package::open(bytes)?;
    let mut lines = Vec::new();
    for part in package.all_related("header")?.into_iter().chain(package.all_related("footer")?) {
        let mut xml = Xml::new(&part.text);
        let mut line = String::new();
        while let Some(token) = xml.next() {
            match token {
                Token::Open(tag) if tag.name == "p" => lines.push(std::mem::take(&mut line)),
                Token::Text(text) => line.push_str(&text),
                Token::Open(_) | Token::Close => {}
            }
        }
        lines.push(line);
    }
    lines.retain(|line| !line.trim().is_empty());
    Ok(lines)
}
