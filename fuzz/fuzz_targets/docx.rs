//! Any bytes as the parts of a Word document: the body, then the numbering, then the styles.

#![no_main]

use libfuzzer_sys::fuzz_target;
use std::io::{Cursor, Write};

fuzz_target!(|data: (&[u8], &[u8], &[u8])| {
    let parts = [("word/document.xml", data.0), ("word/numbering.xml", data.1), ("word/styles.xml", data.2)];
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        let started = writer.start_file(name, zip::write::SimpleFileOptions::default());
        if started.and_then(|()| Ok(writer.write_all(content)?)).is_err() {
            return;
        }
    }
    if let Ok(archive) = writer.finish() {
        gangyao_fuzz::read(archive.get_ref(), "a.docx");
    }
});
