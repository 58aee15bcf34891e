//! Reading and writing files: documents, packages, tables.

use crate::failure::Failure;
use std::collections::BTreeMap;
use std::path::Path;

/// The largest document that is read; larger files are not plans.
const LARGEST: u64 = 512 * 1024 * 1024;

/// The bytes of a file.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    let about = std::fs::metadata(path).map_err(|error| Failure::file(path, &error))?;
    if about.is_dir() {
        return Err(Failure::new(
            format!("“{}”是目录，这里需要一个文件。", path.display()),
            format!("“{}” is a directory; a file is needed here", path.display()),
        ));
    }
    if about.len() > LARGEST {
        return Err(Failure::new(
            format!(
                "“{}”有 {} MB，超过 512 MB，不像是一份规划。请拆分后再读。",
                path.display(),
                about.len() >> 20
            ),
            format!(
                "“{}” has {} MB, more than 512 MB; that is hardly a plan. Split it first",
                path.display(),
                about.len() >> 20
            ),
        ));
    }
    std::fs::read(path).map_err(|error| Failure::file(path, &error))
}

/// All files of a package directory, by their path inside it with forward slashes.
pub(crate) fn read_directory(directory: &Path) -> Result<BTreeMap<String, Vec<u8>>, Failure> {
    let mut files = BTreeMap::new();
    let mut open = vec![directory.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).map_err(|error| Failure::file(&folder, &error))? {
            let path = entry.map_err(|error| Failure::file(&folder, &error))?.path();
            if path.is_dir() {
                open.push(path);
            } else if let Ok(inside) = path.strip_prefix(directory) {
                let name = inside
                    .components()
                    .map(|part| part.as_os_str().to_string_lossy())
                    .collect::<Vec<_>>()
                    .join("/");
                files.insert(name, read(&path)?);
            }
        }
    }
    Ok(files)
}

/// Writes files below a directory, which is made when it is missing.
///
/// Every file is written under another name first and then renamed, so that a full disk leaves no half file.
pub(crate) fn write_directory(directory: &Path, files: &BTreeMap<String, Vec<u8>>) -> Result<(), Failure> {
    for (name, bytes) in files {
        let path = directory.join(name);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent).map_err(|error| Failure::file(parent, &error))?;
        }
        write(&path, bytes)?;
    }
    Ok(())
}

/// Writes one file, whole or not at all.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let mut partial = path.as_os_str().to_owned();
    partial.push(".part");
    let partial = Path::new(&partial);
    let done = std::fs::write(partial, bytes).and_then(|()| std::fs::rename(partial, path));
    if done.is_err() {
        let _ = std::fs::remove_file(partial);
    }
    done.map_err(|error| Failure::file(path, &error))
}

/// Appends to a file, which is made when it is not there; what was appended is on the disk when this returns.
pub(crate) fn append(path: &Path, text: &str) -> Result<(), Failure> {
    use std::io::Write;
    let opened = std::fs::OpenOptions::new().create(true).append(true).open(path);
    let written = opened.and_then(|mut file| file.write_all(text.as_bytes()).and_then(|()| file.sync_all()));
    written.map_err(|error| Failure::file(path, &error))
}

/// Prints to standard output; a closed pipe is no failure.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    use std::io::Write;
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Failure::file(Path::new("-"), &error))
        }
        _ => Ok(()),
    }
}

/// SHA-256 in hexadecimal.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    use sha2::Digest;
    use std::fmt::Write;
    sha2::Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Writes a file that only its owner may read.
pub(crate) fn write_private(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    use std::io::Write;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options.open(path).and_then(|mut file| file.write_all(bytes));
    written.map_err(|error| Failure::file(path, &error))
}
