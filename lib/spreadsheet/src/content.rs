//! What a file is, told from its first bytes: names and endings say what somebody hoped for.

use crate::Refusal;

/// The kinds of file that are read on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Content {
    /// A zip, which an .xlsx file is.
    Zip,
    /// Perhaps text.
    Other,
}

/// Tells a zip from the rest.
///
/// # Errors
/// When the bytes are of a kind that is known and not read.
pub(crate) fn of_bytes(bytes: &[u8]) -> Result<Content, Refusal> {
    const COMPOUND_FILE: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    const ARCHIVES: [&[u8]; 5] = [
        b"\x1F\x8B",
        b"7z\xBC\xAF\x27\x1C",
        b"Rar!\x1A\x07",
        b"\xFD7zXZ\0",
        b"BZh9",
    ];
    const PICTURES: [&[u8]; 6] = [
        b"\x89PNG\r\n\x1A\n",
        b"\xFF\xD8\xFF",
        b"GIF87a",
        b"GIF89a",
        b"II*\0",
        b"MM\0*",
    ];
    let starts_with_one_of = |signatures: &[&[u8]]| {
        signatures
            .iter()
            .any(|signature| bytes.starts_with(signature))
    };

    if bytes.is_empty() {
        Err(Refusal::Empty)
    } else if starts_with_one_of(&[b"PK\x03\x04", b"PK\x05\x06"]) {
        Ok(Content::Zip)
    } else if bytes.starts_with(COMPOUND_FILE) {
        Err(compound_file(bytes))
    } else if starts_with_one_of(&[b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\0\x04\0"]) {
        // Excel until 1995 wrote its records without a container.
        Err(Refusal::OldExcel)
    } else if bytes.starts_with(b"%PDF-") {
        Err(Refusal::Pdf)
    } else if starts_with_one_of(&PICTURES) || is_picture_in_container(bytes) {
        Err(Refusal::Picture)
    } else if starts_with_one_of(&ARCHIVES) {
        Err(Refusal::Archive)
    } else {
        Ok(Content::Other)
    }
}

/// WebP is a RIFF file, and a telephone's HEIC picture is an ISO media file.
fn is_picture_in_container(bytes: &[u8]) -> bool {
    let at = |start: usize, signature: &[u8]| {
        bytes
            .get(start..)
            .is_some_and(|rest| rest.starts_with(signature))
    };
    (at(0, b"RIFF") && at(8, b"WEBP"))
        || (at(4, b"ftyp")
            && [b"heic", b"heix", b"mif1", b"avif"]
                .iter()
                .any(|brand| at(8, *brand)))
}

/// What is in an OLE compound file, by the names in its directory: an old workbook, or a new one that
/// is encrypted (<https://learn.microsoft.com/openspecs/office_file_formats/ms-offcrypto>).
fn compound_file(bytes: &[u8]) -> Refusal {
    let has = |name: &str| {
        let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        // Entries of the directory are 128 bytes long, start with their name, and are aligned so.
        bytes.chunks(128).any(|entry| entry.starts_with(&name))
    };
    if has("EncryptedPackage") {
        Refusal::PasswordProtected
    } else if has("Workbook") || has("Book") {
        Refusal::OldExcel
    } else if has("WordDocument") || has("PowerPoint Document") {
        Refusal::Document
    } else {
        Refusal::NotASpreadsheet
    }
}

/// Whether text is in truth of another kind, told from its beginning.
pub(crate) fn refusal_of_text(beginning: &str) -> Option<Refusal> {
    const WEB: [&str; 10] = [
        "<!doctype",
        "<html",
        "<?xml",
        "<table",
        "<head",
        "<body",
        "<meta",
        "<style",
        "<div",
        "mime-version:",
    ];
    let beginning: String = beginning
        .trim_start()
        .chars()
        .take(20)
        .map(|letter| letter.to_ascii_lowercase())
        .collect();
    if WEB.iter().any(|start| beginning.starts_with(start)) {
        Some(Refusal::WebPage)
    } else if beginning.starts_with("begin:vcard") {
        Some(Refusal::ContactCards)
    } else if beginning.starts_with("{\\rtf") {
        Some(Refusal::Document)
    } else {
        None
    }
}

/// Whether so many bytes are control characters that this is no text in any encoding of one byte a letter.
pub(crate) fn is_binary(bytes: &[u8]) -> bool {
    let controls = bytes
        .iter()
        .filter(|byte| matches!(byte, 0x01..=0x08 | 0x0E..=0x1F | 0x7F))
        .count();
    controls > bytes.len() / 50 + 1
}
