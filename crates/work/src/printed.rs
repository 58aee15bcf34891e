//! Lists that are taken along as files.

use crate::{Fault, Service};
use report::{Medium, Report};

/// The kind of file that an ending names: `docx`, `xlsx`, `html`, `md`.
///
/// # Errors
/// There is none of this ending.
pub(crate) fn medium(ending: &str) -> Result<Medium, Fault> {
    let medium = Medium::parse(ending).filter(|medium| *medium != Medium::Traces);
    medium.ok_or_else(|| Fault::not_found("没有这种格式。", "There is no such format."))
}

/// A list as a file of today with a mark on its pages. Gives its bytes and media type.
///
/// # Errors
/// The file cannot be written.
pub(crate) async fn printed(
    service: &Service,
    list: Report,
    medium: Medium,
    mark: &'static str,
) -> Result<(Vec<u8>, &'static str), Fault> {
    let day = service.today();
    let bytes = tokio::task::spawn_blocking(move || report::write(&list, medium, day, "", mark));
    let bytes = bytes.await.map_err(|error| Fault::internal(&error))?;
    Ok((bytes.map_err(|words| Fault::internal(&words.en))?, medium.media_type()))
}
