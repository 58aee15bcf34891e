//! Old Word and WPS files through LibreOffice.

use crate::failure::Failure;
use crate::program::Program;
use document::ReadError;

const OFFICE: Program = Program { name: "soffice", seconds: 120, packages: "libreoffice-writer" };

/// How a document is written as PDF: PDF/A-2b and PDF/UA-1, tagged, with bookmarks (filter options of `LibreOffice` 7.4 and later).
const PDF: &str = "pdf:writer_pdf_Export:{\"SelectPdfVersion\":{\"type\":\"long\",\"value\":\"2\"},\"PDFUACompliance\":{\"type\":\"boolean\",\"value\":\"true\"},\"UseTaggedPDF\":{\"type\":\"boolean\",\"value\":\"true\"},\"ExportBookmarks\":{\"type\":\"boolean\",\"value\":\"true\"}}";

/// A Word document as PDF for keeping and for everybody to read (PDF/A-2b and PDF/UA-1). The bytes bear the day they were made.
///
/// # Errors
/// When LibreOffice is not installed, does not finish, or writes nothing.
pub fn to_pdf(docx: &[u8]) -> Result<Vec<u8>, Failure> {
    let folder = tempfile::tempdir().map_err(|error| Failure::Io(error.to_string()))?;
    std::fs::write(folder.path().join("document.docx"), docx)
        .map_err(|error| Failure::Io(error.to_string()))?;
    let profile = format!("-env:UserInstallation=file://{}/profile", folder.path().display());
    let arguments = [
        profile.as_str(),
        "--headless",
        "--norestore",
        "--nolockcheck",
        "--convert-to",
        PDF,
        "document.docx",
    ];
    let not_written = |failure| match failure {
        Failure::Missing { packages, .. } => Failure::NoPdf { packages },
        Failure::Failed { program, .. } => Failure::NotWritten { program },
        other => other,
    };
    OFFICE.run(folder.path(), &arguments, &ReadError::OldWord).map_err(not_written)?;
    std::fs::read(folder.path().join("document.pdf"))
        .map_err(|_| Failure::NotWritten { program: OFFICE.name })
}

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
