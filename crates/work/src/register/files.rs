//! Photos and documents of a project, and whom to ask about it.

use super::dispatch::own;
use crate::attachment::{Checked, Upload, checked};
use crate::propose::office_called;
use crate::{Fault, Service, Viewer};
use duty::Role;
use store::{Attachment, Change, NewAttachment, ProjectItem, Secrecy};

/// Keeps photos and documents of a project with what they show. Who says nothing of who may see them keeps them inside.
///
/// # Errors
/// No file, no words, a project of another body, a file that is not taken; the store cannot be written.
pub async fn add_files(
    service: &Service,
    viewer: &Viewer,
    (plan, id): (&str, i64),
    (words, files): (&str, &[Upload]),
    change: &Change,
) -> Result<(), Fault> {
    own(service, viewer, (plan, id)).await?;
    if files.is_empty() {
        return Err(Fault::bad_request("请选择照片或文件。", "Choose a photo or a file."));
    }
    let words = words.trim();
    if words.is_empty() {
        return Err(Fault::bad_request(
            "请写明照片或文件的内容，如“主塔封顶”。",
            "Say what the photo or file shows, such as “main tower topped out”.",
        ));
    }
    let marked: Vec<Upload> = files.iter().map(inside).collect();
    let refused = |words: source::Words| Fault::bad_request(words.zh, words.en);
    let mut kept = Vec::with_capacity(marked.len());
    for file in &marked {
        kept.push(checked(file).map_err(refused)?);
        service.reader().hold_back(&file.content).await.map_err(refused)?;
    }
    let kept: Vec<NewAttachment<'_>> = kept.iter().map(Checked::to_keep).collect();
    service.store().add_project_files((plan, id), (words, &kept), change).await?;
    service.refresh().await?;
    Ok(())
}

/// A file with its mark; one without stays inside.
fn inside(file: &Upload) -> Upload {
    Upload { secrecy: Some(file.secrecy.unwrap_or(Secrecy::Internal)), ..file.clone() }
}

/// A photo or document of a project with its content.
///
/// # Errors
/// The project has no such file; the store cannot be read.
pub async fn project_file(
    service: &Service,
    (plan, id): (&str, i64),
    file: i64,
) -> Result<(Attachment, Vec<u8>), Fault> {
    let known = service.store().project_files(plan, id).await?;
    if !known.iter().any(|one| one.attachment == file) {
        return Err(Fault::not_found("没有这个附件。", "There is no such file."));
    }
    Ok(service.store().attachment(file).await?)
}

/// Somebody of the body that answers for a project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// Name as people write it.
    pub name: String,
    /// Address for mail; may be empty.
    pub mail: String,
}

/// Who reports for the body that answers for a project.
///
/// # Errors
/// The store cannot be read.
pub async fn contacts(service: &Service, item: &ProjectItem) -> Result<Vec<Contact>, Fault> {
    let offices = service.store().offices().await?;
    let Some(office) = office_called(&offices, &item.office) else { return Ok(Vec::new()) };
    let accounts = service.store().accounts().await?.into_iter();
    let own = accounts.filter(|account| {
        account.active
            && account.role == Role::Reporter
            && account.office.as_deref() == Some(office.id.as_str())
    });
    Ok(own.map(|account| Contact { name: account.full_name, mail: account.email }).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_which_nothing_is_said_stays_inside() {
        let said = |secrecy| inside(&Upload { secrecy, ..Upload::default() }).secrecy;
        assert_eq!(said(None), Some(Secrecy::Internal));
        assert_eq!(said(Some(Secrecy::Open)), Some(Secrecy::Open));
        assert_eq!(said(Some(Secrecy::WorkSecret)), Some(Secrecy::WorkSecret));
    }
}
