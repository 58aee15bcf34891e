//! Lists that are taken along as files.

use crate::{Fault, Service, press};
use report::{Medium, Report};
use std::sync::Arc;

/// The kind of file that an ending names: `docx`, `pdf`, `xlsx`, `html`, `md`.
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
    Ok((press::written(service.press(), Arc::new(list), medium, day, mark).await?, medium.media_type()))
}
