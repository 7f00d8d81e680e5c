//! Workbooks that are made to do harm, or were cut and spoilt on their way.

use spreadsheet::Refusal;

use super::{Case, count, refused, rows};
use crate::workbook::{Book, row, workbook};
use crate::zip::{Part, zip};

const SHEET: &str = "xl/worksheets/sheet1.xml";
/// An element of a hundred bytes that says nothing.
const BLANK: &str = "<a b='                                                                                          '/>";
const READ: [&str; 2] = ["1: Name", "2: Ruth"];

fn table() -> String {
    row(1, &["Name"]) + &row(2, &["Ruth"])
}

fn bomb(name: &'static str, book: &Book) -> Case {
    refused(name, book.zip(), Refusal::TooLargeInside)
}

fn damaged(name: &'static str, book: &Book) -> Case {
    refused(name, book.zip(), Refusal::Damaged)
}

/// A sheet with a table, and then this so many times.
fn sheet_filled_with(filling: &str, times: usize) -> Book {
    let before = format!("<worksheet><sheetData>{}", table());
    let after = "</sheetData></worksheet>";
    Book::of_rows("").with_part(Part::repeated(SHEET, &before, filling, times, after))
}

pub(super) fn cases() -> Vec<Case> {
    let mut cases = large_parts();
    cases.extend(large_pieces());
    cases.extend(lying_zips());
    cases.extend(spoilt_parts());
    cases
}

/// A megabyte of the same, over and over, which packs a thousandfold.
fn megabyte(text: &str) -> String {
    text.repeat((1 << 20) / text.len())
}

fn large_parts() -> Vec<Case> {
    vec![
        bomb("a sheet of 4 GB is refused", &sheet_filled_with(&megabyte(BLANK), 4000)),
        bomb(
            "a sheet of 4 GB that begins before its rows is refused",
            &Book::of_rows("").with_part(Part::repeated(SHEET, "<worksheet>", &megabyte(BLANK), 4000, "")),
        ),
        bomb(
            "a sheet of 4 GB that goes on after its rows is refused",
            &Book::of_rows("").with_part(Part::repeated(
                SHEET,
                &format!("<worksheet><sheetData>{}</sheetData>", table()),
                &megabyte(BLANK),
                4000,
                "</worksheet>",
            )),
        ),
        bomb(
            "shared texts of 64 MB are refused",
            &Book::of_rows(&table()).with_part(Part::repeated(
                "xl/sharedStrings.xml",
                "<sst>",
                &(0..20_000)
                    .map(|number| format!("<si><t>Member {number} of our congregation</t></si>"))
                    .collect::<String>(),
                64,
                "</sst>",
            )),
        ),
        bomb(
            "ten million empty shared texts are refused",
            &Book::of_rows(&table()).with_texts(&"<si/>".repeat(10_000_000)),
        ),
        rows(
            "900 billion shared texts that are only announced do no harm",
            Book::of_rows(&table())
                .with("xl/sharedStrings.xml", r#"<sst count="900000000000" uniqueCount="900000000000"/>"#)
                .zip(),
            READ,
        ),
        rows(
            "a long format that many styles share does no harm",
            Book::of_rows(&table())
                .with(
                    "xl/styles.xml",
                    &format!(
                        r#"<styleSheet><numFmts><numFmt numFmtId="200" formatCode="{}"/></numFmts><cellXfs>{}</cellXfs></styleSheet>"#,
                        "0".repeat(200_000),
                        r#"<xf numFmtId="200"/>"#.repeat(20_000)
                    ),
                )
                .zip(),
            READ,
        ),
        bomb(
            "a million styles are refused",
            &Book::of_rows(&table()).with(
                "xl/styles.xml",
                &format!("<styleSheet><cellXfs>{}</cellXfs></styleSheet>", "<xf/>".repeat(1_000_000)),
            ),
        ),
        bomb(
            "a workbook of too many sheets to list is refused",
            &Book::of_rows(&table()).with_sheets(&r#"<sheet name="A" r:id="rId1"/>"#.repeat(1_000_000)),
        ),
    ]
}

fn large_pieces() -> Vec<Case> {
    let ten_megabytes = || "a ".repeat(5_000_000);
    let before_rows = |text: &str| {
        Book::of_sheet(&format!(
            "<worksheet>{text}<sheetData>{}</sheetData></worksheet>",
            table()
        ))
    };
    vec![
        bomb(
            "a comment of 10 MB is refused",
            &before_rows(&format!("<!--{}-->", ten_megabytes())),
        ),
        bomb(
            "a tag of 10 MB is refused",
            &before_rows(&format!("<{}/>", ten_megabytes())),
        ),
        bomb(
            "an attribute of 10 MB is refused",
            &before_rows(&format!("<a b=\"{}\"/>", ten_megabytes())),
        ),
        bomb("a text of 10 MB is refused", &before_rows(&ten_megabytes())),
        bomb(
            "a section of 10 MB is refused",
            &before_rows(&format!("<![CDATA[{}]]>", ten_megabytes())),
        ),
        bomb(
            "a million elements in each other are refused",
            &before_rows(&"<a>".repeat(1_000_000)),
        ),
        rows(
            "a tag with fifty thousand attributes does no harm",
            Book::of_sheet(&format!(
                "<worksheet><sheetData>{}<row {}/></sheetData></worksheet>",
                table(),
                "b='' ".repeat(50_000)
            ))
            .zip(),
            READ,
        ),
        damaged(
            "definitions that explode are refused",
            &Book::of_sheet(&format!(
                r#"<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY c "&b;&b;&b;">]><worksheet><sheetData>{}</sheetData></worksheet>"#,
                row(1, &["&c;"])
            )),
        ),
        damaged(
            "a definition of a file outside is refused",
            &Book::of_sheet(&format!(
                r#"<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet><sheetData>{}</sheetData></worksheet>"#,
                row(1, &["&a;"])
            )),
        ),
    ]
}

fn lying_zips() -> Vec<Case> {
    let changed = |change: fn(&mut Part)| {
        let mut book = Book::of_rows(&table());
        book.parts_mut()
            .iter_mut()
            .filter(|part| part.name == SHEET)
            .for_each(change);
        book
    };
    let many_parts: Vec<Part> = (0..60_000)
        .map(|number| Part::stored(&number.to_string(), b""))
        .collect();
    vec![
        refused(
            "a zip of 60,000 parts is refused",
            zip(&many_parts),
            Refusal::TooLargeInside,
        ),
        damaged(
            "a sheet that says it is smaller than it is is damage",
            &changed(|part| part.unpacked_size = 10),
        ),
        damaged("a sheet of 4 GB that says it has 10 KB is damage", &{
            let mut book = sheet_filled_with(&megabyte(BLANK), 4000);
            book.parts_mut()
                .iter_mut()
                .for_each(|part| part.unpacked_size = part.unpacked_size.min(10_000));
            book
        }),
        bomb("sheets that all point to one bomb are refused", &{
            let mut sheets = String::new();
            let mut targets = vec![("rId0".to_owned(), SHEET.to_owned())];
            for number in 1..90 {
                targets.push((
                    format!("rId{number}"),
                    format!("xl/worksheets/bomb{number}.xml"),
                ));
            }
            let targets: String = targets
                .iter()
                .map(|(id, part)| {
                    sheets.push_str(&format!(r#"<sheet name="{id}" r:id="{id}"/>"#));
                    format!(r#"<Relationship Id="{id}" Type="a/worksheet" Target="/{part}"/>"#)
                })
                .collect();
            let rows = (4..400_000)
                .map(|number| format!("<row r=\"{number}\"/>"))
                .collect::<String>();
            let mut book = Book::of_rows(&rows)
                .with("xl/workbook.xml", &workbook("", &sheets))
                .with(
                    "xl/_rels/workbook.xml.rels",
                    &format!("<Relationships>{targets}</Relationships>"),
                );
            let shared = book
                .parts_mut()
                .iter()
                .position(|part| part.name == SHEET)
                .expect("there is a sheet");
            let bomb = book.parts_mut()[shared].clone();
            for number in 1..90 {
                book.parts_mut().push(Part {
                    name: format!("xl/worksheets/bomb{number}.xml"),
                    shares_data_of: Some(shared),
                    ..bomb.clone()
                });
            }
            book
        }),
        damaged(
            "a wrong checksum is damage",
            &changed(|part| part.checksum ^= 1),
        ),
        refused(
            "a part with a password is named",
            changed(|part| part.flags = 1).zip(),
            Refusal::PasswordProtected,
        ),
        damaged(
            "a part that is packed in another way is damage",
            &changed(|part| part.method = 12),
        ),
        damaged(
            "a part that is not packed but says so is damage",
            &changed(|part| part.packed = b"<worksheet/>".to_vec()),
        ),
        damaged("two parts of one name are damage", &{
            let mut book = Book::of_rows(&table());
            let parts = book.parts_mut();
            parts.push(parts[0].clone());
            book
        }),
        refused(
            "an upload that was cut is damage",
            {
                let mut file = Book::of_rows(&table()).zip();
                file.truncate(file.len() - 30);
                file
            },
            Refusal::Damaged,
        ),
        refused(
            "the first bytes of a zip alone are damage",
            b"PK\x03\x04".to_vec(),
            Refusal::Damaged,
        ),
        count(
            "a zip that holds much that nobody reads is read",
            Book::of_rows(&table())
                .with_part(Part::repeated(
                    "xl/media/image1.png",
                    "",
                    &megabyte("a"),
                    4000,
                    "",
                ))
                .zip(),
            1,
            2,
        ),
    ]
}

fn spoilt_parts() -> Vec<Case> {
    let sheet = |text: &str| Book::of_sheet(text);
    vec![
        damaged("a sheet that ends in its middle is damage", &sheet(&format!("<worksheet><sheetData>{}", table()))),
        damaged("tags that do not match are damage", &sheet("<worksheet><sheetData><row></c></row></sheetData></worksheet>")),
        damaged("an end without a beginning is damage", &sheet("</worksheet>")),
        damaged("an attribute without an end is damage", &sheet("<worksheet><sheetData><row r=\"1></row></sheetData></worksheet>")),
        damaged(
            "XML in UTF-16 is damage",
            &Book::of_rows("").with_part(Part::new(
                SHEET,
                &"<worksheet/>".encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>(),
            )),
        ),
        damaged(
            "XML with bytes that are no letters is damage",
            &Book::of_rows("").with_part(Part::new(
                SHEET,
                b"<worksheet><sheetData><row><c t=\"str\"><v>Zo\xEB</v></c></row></sheetData></worksheet>",
            )),
        ),
        refused("a sheet that is a web page is empty", sheet("<html><body>Name</body></html>").zip(), Refusal::Empty),
        damaged("a workbook that is not there is damage", &{
            let mut book = Book::of_rows(&table());
            book.parts_mut().retain(|part| part.name != "xl/workbook.xml");
            book
        }),
    ]
}
