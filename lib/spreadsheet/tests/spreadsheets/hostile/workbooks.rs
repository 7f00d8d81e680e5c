//! Workbooks as different programs write them, and sheets of odd shapes.

use spreadsheet::Refusal;

use super::{Case, count, refused, rows};
use crate::workbook::{Book, relationships, row, workbook};
use crate::zip::Part;

const READ: [&str; 2] = ["1: Name|Phone", "2: Ruth|555"];

fn table() -> String {
    row(1, &["Name", "Phone"]) + &row(2, &["Ruth", "555"])
}

fn sheet_of(rows: &str) -> String {
    format!("<worksheet><sheetData>{rows}</sheetData></worksheet>")
}

pub(super) fn cases() -> Vec<Case> {
    let mut cases = programs();
    cases.extend(sheets());
    cases.extend(shapes());
    cases.extend(order());
    cases
}

fn programs() -> Vec<Case> {
    vec![
        rows("a plain workbook is read", Book::of_rows(&table()).zip(), READ),
        rows(
            "names of elements with a prefix are known",
            Book::of_sheet(
                r#"<x:worksheet xmlns:x="a"><x:sheetData><x:row><x:c t="str"><x:v>Name</x:v></x:c></x:row><x:row><x:c t="str"><x:v>Ruth</x:v></x:c></x:row></x:sheetData></x:worksheet>"#,
            )
            .zip(),
            ["1: Name", "2: Ruth"],
        ),
        rows(
            "cells and rows without a number follow each other",
            Book::of_rows(
                "<row><c t=\"str\"><v>Name</v></c><c t=\"str\"><v>Zip</v></c></row><row/><row><c/><c><v>7</v></c></row>",
            )
            .zip(),
            ["1: Name|Zip", "3: |7"],
        ),
        rows(
            "rows are numbered by their cells when only those have numbers",
            Book::of_rows(
                r#"<row><c r="A3" t="str"><v>Name</v></c></row><row><c r="A9" t="str"><v>Ruth</v></c></row>"#,
            )
            .zip(),
            ["3: Name", "9: Ruth"],
        ),
        rows(
            "what stands around the rows is passed over",
            Book::of_sheet(&format!(
                "\u{feff}<?xml version=\"1.0\"?><!-- a --><worksheet><sheetPr><row r=\"7\"/></sheetPr><dimension ref=\"A1:XFD1048576\"/><cols><col/></cols><sheetData>{}</sheetData><autoFilter ref=\"A1\"/><extLst><ext><row><c><v>1</v></c></row></ext></extLst></worksheet>",
                table()
            ))
            .zip(),
            READ,
        ),
        rows(
            "parts may be named in other letters and from the root",
            Book::of_rows("")
                .with(
                    "xl/_rels/workbook.xml.rels",
                    &relationships(&[("rId1", "worksheet", "/XL/Worksheets/Data.XML")]),
                )
                .with("xl/worksheets/data.xml", &sheet_of(&table()))
                .zip(),
            READ,
        ),
        rows(
            "a package with backslashes in its names is read",
            {
                let mut book = Book::of_rows(&table());
                for part in book.parts_mut() {
                    part.name = part.name.replace('/', "\\");
                }
                book.zip()
            },
            READ,
        ),
        rows(
            "parts that are not packed are read",
            Book::of_rows("")
                .with_part(Part::stored("xl/worksheets/sheet1.xml", sheet_of(&table()).as_bytes()))
                .zip(),
            READ,
        ),
        rows(
            "a workbook with macros and pictures is read without them",
            Book::of_rows(&table())
                .with("xl/vbaProject.bin", "a")
                .with("xl/media/image1.png", "a")
                .with("../../etc/passwd", "a")
                .zip(),
            READ,
        ),
        rows(
            "a sheet's data bytes after the last part do no harm",
            [Book::of_rows(&table()).zip(), vec![0; 1000]].concat(),
            READ,
        ),
    ]
}

fn sheets() -> Vec<Case> {
    let book = |first: &str, second: &str| {
        Book::of_rows(first).with("xl/worksheets/sheet2.xml", &sheet_of(second))
    };
    let both = |first: &str, second: &str| {
        format!(
            r#"<sheet name="A" state="{first}" r:id="rId1"/><sheet name="B" state="{second}" r:id="rId2"/>"#
        )
    };
    let notes = row(1, &["To do", "Who"]) + &row(2, &["Chairs", "Mark"]);
    vec![
        rows(
            "the sheet with the best headings is taken",
            book(&notes, &table())
                .with_sheets(&both("visible", "visible"))
                .zip(),
            READ,
        ),
        rows(
            "without headings that are known the first sheet with rows is taken",
            book("", &notes)
                .with_sheets(&both("visible", "visible"))
                .zip(),
            ["1: To do|Who", "2: Chairs|Mark"],
        ),
        rows(
            "a hidden sheet is not taken before one that is seen",
            book(&table(), &notes)
                .with_sheets(&both("hidden", "visible"))
                .zip(),
            ["1: To do|Who", "2: Chairs|Mark"],
        ),
        rows(
            "a hidden sheet is taken when the others are empty",
            book("", &table())
                .with_sheets(&both("visible", "veryHidden"))
                .zip(),
            READ,
        ),
        rows(
            "a sheet of a chart is passed over",
            Book::of_rows(&table())
                .with_sheets(r#"<sheet name="C" r:id="rId4"/><sheet name="A" r:id="rId1"/>"#)
                .zip(),
            READ,
        ),
        rows(
            "a sheet that can't be read does not spoil the one with the headings",
            book(&row(1, &["Name"]).replace("A1", "XFD1"), &table())
                .with_sheets(&both("visible", "visible"))
                .zip(),
            READ,
        ),
        rows(
            "a thousand sheets are a hundred sheets",
            Book::of_rows(&table())
                .with_sheets(&r#"<sheet name="A" r:id="rId1"/>"#.repeat(1000))
                .zip(),
            READ,
        ),
        refused(
            "a sheet whose part is missing is damage",
            Book::of_rows(&table())
                .with_sheets(r#"<sheet name="A" r:id="rId3"/>"#)
                .zip(),
            Refusal::Damaged,
        ),
        refused(
            "a workbook that only points to itself is damage",
            Book::of_rows("")
                .with(
                    "xl/_rels/workbook.xml.rels",
                    &relationships(&[("rId1", "worksheet", "workbook.xml")]),
                )
                .with(
                    "xl/workbook.xml",
                    &workbook("", r#"<sheet name="A" r:id="rId1"/>"#),
                )
                .zip(),
            Refusal::Empty,
        ),
    ]
}

fn shapes() -> Vec<Case> {
    let with = |more: &str| Book::of_rows(&(table() + more)).zip();
    vec![
        refused(
            "a cell in the last column is refused by name",
            with(r#"<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>"#),
            Refusal::TooManyColumns {
                row: 1_048_576,
                column: 16_383,
                limit: 200,
            },
        ),
        rows(
            "an empty cell in the last row and column does no harm",
            with(r#"<row r="1048576"><c r="XFD1048576" s="1"/></row>"#),
            READ,
        ),
        rows(
            "a cell in the last row costs nothing",
            with(r#"<row r="1048576"><c r="A1048576"><v>1</v></c></row>"#),
            ["1: Name|Phone", "2: Ruth|555", "1048576: 1"],
        ),
        rows(
            "cells are placed by their names, whatever their order",
            with(r#"<row r="3"><c r="C3"><v>3</v></c><c r="A3"><v>1</v></c></row>"#),
            ["1: Name|Phone", "2: Ruth|555", "3: 1||3"],
        ),
        rows(
            "a million values in one cell are the last of them",
            with(&format!(
                r#"<row r="3">{}<c r="A3"><v>2</v></c></row>"#,
                r#"<c r="A3"><v>1</v></c>"#.repeat(1_000_000)
            )),
            ["1: Name|Phone", "2: Ruth|555", "3: 2"],
        ),
        count(
            "a million empty rows with a style do no harm",
            with(
                &(3..1_000_000)
                    .map(|number| {
                        format!(r#"<row r="{number}" s="1"><c r="A{number}" s="1"/></row>"#)
                    })
                    .collect::<String>(),
            ),
            1,
            2,
        ),
        refused(
            "200,001 rows are too many",
            with(&"<row><c><v>1</v></c></row>".repeat(200_000)),
            Refusal::TooManyRows { limit: 200_000 },
        ),
    ]
}

fn order() -> Vec<Case> {
    let with = |more: &str| Book::of_rows(&(table() + more)).zip();
    let spoilt = |name, more: &str| refused(name, with(more), Refusal::Damaged);
    let cell = |name: &str| format!(r#"<row><c r="{name}"><v>1</v></c></row>"#);
    vec![
        spoilt("a row that comes twice is damage", &row(2, &["Ruth"])),
        spoilt("a row that goes back is damage", &row(1, &["Ruth"])),
        spoilt(
            "a row beyond the last is damage",
            &row(1_048_577, &["Ruth"]),
        ),
        spoilt(
            "a row without an end of its number is damage",
            r#"<row r="99999999999999999999"/>"#,
        ),
        spoilt("a column beyond the last is damage", &cell("XFE3")),
        spoilt("a cell without a column is damage", &cell("3")),
        spoilt("a cell without a row is damage", &cell("A")),
    ]
}
