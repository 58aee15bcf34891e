//! Old Word and WPS files through LibreOffice.

use crate::failure::Failure;
use crate::program::Program;
use document::ReadError;

const OFFICE: Program = Program { name: "soffice", seconds: 120, packages: "libreoffice-writer" };

/// A `.doc`, `.wps` or `.rtf` file as docx.
///
/// # Errors
/// When LibreOffice is not installed, does not finish, or finds no text document in the file.
pub fn to_docx(bytes: &[u8]) -> Result<Vec<u8>, Failure> {
    let folder = tempfile::tempdir().map_err(|error| Failure::Io(error.to_string()))?;
    let io = |error: std::io::Error| Failure::Io(error.to_string());
    std::fs::write(folder.path().join("document.doc"), bytes).map_err(io)?;
    let profile = format!("-env:UserInstallation=file://{}/profile", folder.path().display());
    let arguments = [
        profile.as_str(),
        "--headless",
        "--norestore",
        "--nolockcheck",
        "--convert-to",
        "docx",
        "document.doc",
    ];
    OFFICE.run(folder.path(), &arguments, &ReadError::OldWord)?;
    std::fs::read(folder.path().join("document.docx"))
        .map_err(|_| Failure::Failed { program: OFFICE.name, error: ReadError::OldWord })
}
