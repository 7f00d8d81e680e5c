//! Files that are no CSV and no .xlsx, whatever their name says.

use spreadsheet::{Limits, Refusal};

use super::{Case, refused};
use crate::workbook::{Book, relationships};
use crate::zip::{Part, zip};

/// An OLE compound file whose directory names these streams.
fn compound_file(streams: &[&str]) -> Vec<u8> {
    let mut file = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    file.resize(1024, 0);
    for name in ["Root Entry"].iter().chain(streams) {
        let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        entry.resize(128, 0);
        file.extend(entry);
    }
    file.resize(4096, 0);
    file
}

fn archive(parts: &[(&str, &str)]) -> Vec<u8> {
    let parts: Vec<Part> = parts
        .iter()
        .map(|(name, content)| Part::new(name, content.as_bytes()))
        .collect();
    zip(&parts)
}

/// A package of Office Open XML whose main part is this.
fn office_file(main: &str) -> Vec<u8> {
    archive(&[
        ("[Content_Types].xml", "<Types/>"),
        (
            "_rels/.rels",
            &relationships(&[("rId1", "officeDocument", main)]),
        ),
        (main, "<document/>"),
    ])
}

fn noise(length: usize) -> Vec<u8> {
    let mut random = fastrand::Rng::with_seed(3);
    let mut bytes: Vec<u8> = (0..length).map(|_| random.u8(1..)).collect();
    bytes[0] = 0xC0;
    bytes
}

pub(super) fn cases() -> Vec<Case> {
    let mut cases = nothing();
    cases.extend(workbooks_of_other_kinds());
    cases.extend(other_files());
    cases
}

fn nothing() -> Vec<Case> {
    vec![
        refused("a file without a byte is empty", "", Refusal::Empty),
        refused(
            "a byte-order mark alone is empty",
            "\u{feff}",
            Refusal::Empty,
        ),
        refused("blank lines are empty", "\n\r\n  \n\t\n", Refusal::Empty),
        refused(
            "commas without cells are empty",
            ",,,\n,,,\n",
            Refusal::Empty,
        ),
        refused(
            "25 MB of commas are empty",
            vec![b','; 25 << 20],
            Refusal::Empty,
        ),
        refused(
            "headings alone are no rows",
            "Name,Phone\n\n",
            Refusal::OnlyHeadings,
        ),
        refused(
            "a single word is taken for a heading",
            "hello",
            Refusal::OnlyHeadings,
        ),
        refused(
            "a workbook with only headings has no rows",
            Book::of_rows(&crate::workbook::row(1, &["Name"])).zip(),
            Refusal::OnlyHeadings,
        ),
        refused(
            "a workbook without cells is empty",
            Book::of_rows("").zip(),
            Refusal::Empty,
        ),
        refused(
            "a workbook without sheets is empty",
            Book::of_rows("").with_sheets("").zip(),
            Refusal::Empty,
        ),
        refused(
            "a file of one byte too many is too large",
            vec![b'a'; (25 << 20) + 1],
            Refusal::FileTooLarge {
                limit_bytes: Limits::default().file_bytes,
            },
        ),
    ]
}

fn workbooks_of_other_kinds() -> Vec<Case> {
    vec![
        refused(
            "an .xls of 2003 is named",
            compound_file(&["Workbook"]),
            Refusal::OldExcel,
        ),
        refused(
            "an .xls of 1995 is named",
            compound_file(&["Book"]),
            Refusal::OldExcel,
        ),
        refused(
            "an .xls of 1992 is named",
            b"\x09\x04\x06\x00\x00\x04\x10\x00Name".to_vec(),
            Refusal::OldExcel,
        ),
        refused(
            "an .xlsx with a password is named",
            compound_file(&["EncryptionInfo", "EncryptedPackage"]),
            Refusal::PasswordProtected,
        ),
        refused(
            "an .ods is named",
            archive(&[
                ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
                ("content.xml", "<a/>"),
            ]),
            Refusal::OpenDocument,
        ),
        refused(
            "a file of Numbers is named",
            archive(&[
                ("Index/Document.iwa", "a"),
                ("Index/Tables/DataList.iwa", "a"),
            ]),
            Refusal::AppleNumbers,
        ),
        refused(
            "an old file of Numbers is named",
            archive(&[("Index.zip", "a"), ("preview.jpg", "a")]),
            Refusal::AppleNumbers,
        ),
        refused(
            "an .xlsb is named",
            office_file("xl/workbook.bin"),
            Refusal::BinaryExcel,
        ),
        refused(
            "a web page that is called .xls is named",
            "<html><table><tr><td>Name</td></tr></table></html>",
            Refusal::WebPage,
        ),
        refused(
            "a web page after blank lines and a byte-order mark is named",
            "\u{feff}\r\n  <!DOCTYPE html>\n<html>",
            Refusal::WebPage,
        ),
        refused(
            "a web page in UTF-16 is named",
            encoding_of_utf_16("<HTML><body>Name"),
            Refusal::WebPage,
        ),
        refused(
            "an XML spreadsheet of 2003 is named",
            "<?xml version=\"1.0\"?><Workbook/>",
            Refusal::WebPage,
        ),
        refused(
            "a web archive is named",
            "MIME-Version: 1.0\nContent-Type: multipart/related\n",
            Refusal::WebPage,
        ),
    ]
}

fn encoding_of_utf_16(text: &str) -> Vec<u8> {
    let mut bytes = vec![0xFF, 0xFE];
    bytes.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    bytes
}

fn other_files() -> Vec<Case> {
    vec![
        refused(
            "a .doc is named",
            compound_file(&["WordDocument"]),
            Refusal::Document,
        ),
        refused(
            "a .docx is named",
            office_file("word/document.xml"),
            Refusal::Document,
        ),
        refused(
            "a .pptx is named",
            office_file("ppt/presentation.xml"),
            Refusal::Document,
        ),
        refused(
            "a rich text is named",
            "{\\rtf1\\ansi Name}",
            Refusal::Document,
        ),
        refused(
            "a mail of Outlook is no spreadsheet",
            compound_file(&["__nameid_version1.0"]),
            Refusal::NotASpreadsheet,
        ),
        refused("a PDF is named", "%PDF-1.7\n%\u{e2}\u{e3}", Refusal::Pdf),
        refused(
            "a PNG is named",
            b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR".to_vec(),
            Refusal::Picture,
        ),
        refused(
            "a JPEG is named",
            b"\xFF\xD8\xFF\xE0\0\x10JFIF\0".to_vec(),
            Refusal::Picture,
        ),
        refused(
            "a telephone's photo is named",
            b"\0\0\0\x24ftypheic\0\0\0\0".to_vec(),
            Refusal::Picture,
        ),
        refused(
            "a WebP is named",
            b"RIFF\x24\0\0\0WEBPVP8 ".to_vec(),
            Refusal::Picture,
        ),
        refused(
            "a zip with a CSV in it is to be opened first",
            archive(&[("members.csv", "Name\nRuth\n")]),
            Refusal::Archive,
        ),
        refused(
            "a zip with a workbook in it is to be opened first",
            zip(&[Part::stored("members.xlsx", &Book::of_rows("").zip())]),
            Refusal::Archive,
        ),
        refused("an empty zip is a zip", zip(&[]), Refusal::Archive),
        refused(
            "a .gz is a compressed file",
            b"\x1F\x8B\x08\0\0\0\0\0".to_vec(),
            Refusal::Archive,
        ),
        refused(
            "a .7z is a compressed file",
            b"7z\xBC\xAF\x27\x1C\0\x04".to_vec(),
            Refusal::Archive,
        ),
        refused(
            "contact cards are named",
            "BEGIN:VCARD\nVERSION:3.0\nFN:Ruth\nEND:VCARD\n",
            Refusal::ContactCards,
        ),
        refused(
            "noise without a NUL is no spreadsheet",
            noise(5000),
            Refusal::NotASpreadsheet,
        ),
        refused(
            "a database is no spreadsheet",
            b"SQLite format 3\0\x10\0\x01\x01\0\x40\x20\x20\0\0\0\x0C\0\0\0\x02".to_vec(),
            Refusal::NotASpreadsheet,
        ),
        refused(
            "text with a NUL in it is no spreadsheet",
            "Name,Phone\nRuth\0,555\n",
            Refusal::NotASpreadsheet,
        ),
        refused(
            "a megabyte of NULs is no spreadsheet",
            vec![0; 1 << 20],
            Refusal::NotASpreadsheet,
        ),
    ]
}
