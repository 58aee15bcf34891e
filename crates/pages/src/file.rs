//! Files that people give with a form.

use store::Secrecy;
use web::fields::Fields;
use work::attachment::Upload;

/// A file of a form with what the form says of who may see it.
pub(crate) fn upload(file: &web::fields::Upload, fields: &Fields) -> Upload {
    Upload {
        name: file.name.clone(),
        content: file.content.clone(),
        secrecy: Secrecy::parse(fields.get("secrecy")),
    }
}

/// The files of a form.
pub(crate) fn files(fields: &Fields) -> Vec<Upload> {
    fields.files("file").map(|file| upload(file, fields)).collect()
}
