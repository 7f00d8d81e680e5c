//! Workbooks written by hand, part by part.

use crate::zip::{Part, zip};

const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A workbook of one sheet, of which each part can be changed.
pub(crate) struct Book {
    parts: Vec<Part>,
}

impl Book {
    /// A workbook whose first sheet has these rows: what stands inside of `sheetData`.
    pub(crate) fn of_rows(rows: &str) -> Self {
        Self::of_sheet(&format!(
            "<worksheet><sheetData>{rows}</sheetData></worksheet>"
        ))
    }

    /// A workbook whose first sheet is this.
    pub(crate) fn of_sheet(sheet: &str) -> Self {
        let sheets = r#"<sheet name="Members" sheetId="1" r:id="rId1"/>"#;
        Self { parts: Vec::new() }
            .with("[Content_Types].xml", "<Types/>")
            .with(
                "_rels/.rels",
                &relationships(&[("rId1", "officeDocument", "xl/workbook.xml")]),
            )
            .with("xl/workbook.xml", &workbook("", sheets))
            .with(
                "xl/_rels/workbook.xml.rels",
                &relationships(&[
                    ("rId1", "worksheet", "worksheets/sheet1.xml"),
                    ("rId2", "worksheet", "worksheets/sheet2.xml"),
                    ("rId3", "worksheet", "worksheets/sheet3.xml"),
                    ("rId4", "chartsheet", "chartsheets/sheet1.xml"),
                    ("rId8", "sharedStrings", "sharedStrings.xml"),
                    ("rId9", "styles", "styles.xml"),
                ]),
            )
            .with("xl/worksheets/sheet1.xml", sheet)
    }

    /// Puts a part in, or in the place of one of the same name.
    pub(crate) fn with(self, name: &str, content: &str) -> Self {
        self.with_part(Part::new(name, content.as_bytes()))
    }

    pub(crate) fn with_part(mut self, part: Part) -> Self {
        match self.parts.iter_mut().find(|other| other.name == part.name) {
            Some(other) => *other = part,
            None => self.parts.push(part),
        }
        self
    }

    /// The workbook with these shared texts: what stands inside of `sst`.
    pub(crate) fn with_texts(self, items: &str) -> Self {
        self.with("xl/sharedStrings.xml", &format!("<sst>{items}</sst>"))
    }

    /// The workbook with one style for each format, from style 1 on.
    pub(crate) fn with_formats(self, codes: &[&str]) -> Self {
        let formats: String = (200..)
            .zip(codes)
            .map(|(id, code)| format!(r#"<numFmt numFmtId="{id}" formatCode="{code}"/>"#))
            .collect();
        let styles: String = (200..200 + codes.len())
            .map(|id| format!(r#"<xf numFmtId="{id}"/>"#))
            .collect();
        self.with(
            "xl/styles.xml",
            &format!(
                r#"<styleSheet><numFmts>{formats}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>{styles}</cellXfs></styleSheet>"#
            ),
        )
    }

    /// The workbook with these sheets: what stands inside of `sheets`.
    pub(crate) fn with_sheets(self, sheets: &str) -> Self {
        self.with("xl/workbook.xml", &workbook("", sheets))
    }

    pub(crate) fn counting_from_1904(self) -> Self {
        let sheets = r#"<sheet name="Members" sheetId="1" r:id="rId1"/>"#;
        self.with(
            "xl/workbook.xml",
            &workbook(r#"<workbookPr date1904="1"/>"#, sheets),
        )
    }

    pub(crate) fn parts_mut(&mut self) -> &mut Vec<Part> {
        &mut self.parts
    }

    pub(crate) fn zip(&self) -> Vec<u8> {
        zip(&self.parts)
    }
}

pub(crate) fn workbook(properties: &str, sheets: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><workbook xmlns:r="r">{properties}<sheets>{sheets}</sheets></workbook>"#
    )
}

/// The part that names others: id, kind and target of each.
pub(crate) fn relationships(targets: &[(&str, &str, &str)]) -> String {
    let targets: String = targets
        .iter()
        .map(|(id, kind, target)| {
            format!(r#"<Relationship Id="{id}" Type="{RELATIONSHIPS}/{kind}" Target="{target}"/>"#)
        })
        .collect();
    format!("<Relationships>{targets}</Relationships>")
}

/// A row of texts that stand in the cells themselves.
pub(crate) fn row(number: u32, texts: &[&str]) -> String {
    let cells: String = ('A'..)
        .zip(texts)
        .map(|(column, text)| {
            format!(r#"<c r="{column}{number}" t="inlineStr"><is><t>{text}</t></is></c>"#)
        })
        .collect();
    format!(r#"<row r="{number}">{cells}</row>"#)
}
