//! What stands in the cells of a workbook, and what it means.

use spreadsheet::Refusal;

use super::{Case, refused, rows};
use crate::workbook::{Book, row};

/// A workbook with the headings Name and Phone, and one row with Ruth and this cell.
fn with_cell(cell: &str) -> Book {
    let ruth = r#"<c r="A2" t="inlineStr"><is><t>Ruth</t></is></c>"#;
    Book::of_rows(&format!(
        r#"{}<row r="2">{ruth}{cell}</row>"#,
        row(1, &["Name", "Phone"])
    ))
}

/// What is read of that workbook.
fn read_as(name: &'static str, book: &Book, cell: &str) -> Case {
    rows(
        name,
        book.zip(),
        ["1: Name|Phone".to_owned(), format!("2: Ruth|{cell}")],
    )
}

fn spoilt(name: &'static str, cell: &str) -> Case {
    refused(name, with_cell(cell).zip(), Refusal::Damaged)
}

pub(super) fn cases() -> Vec<Case> {
    let mut cases = numbers();
    cases.extend(dates());
    cases.extend(texts());
    cases.extend(formulas());
    cases
}

fn numbers() -> Vec<Case> {
    vec![
        read_as(
            "a telephone number has all of its digits",
            &with_cell(r#"<c r="B2"><v>15551234567</v></c>"#),
            "15551234567",
        ),
        read_as(
            "a number that is stored with an exponent has all of its digits",
            &with_cell(r#"<c r="B2" t="n"><v>1.5551234567E10</v></c>"#),
            "15551234567",
        ),
        read_as(
            "a number whose digits are lost is marked",
            &with_cell(r#"<c r="B2"><v>1.2345678901234501E18</v></c>"#),
            "1234567890123450112 (ruined)",
        ),
        read_as(
            "text that shows a shortened number is marked",
            &with_cell(r#"<c r="B2" t="inlineStr"><is><t>1.55512E+10</t></is></c>"#),
            "1.55512E+10 (ruined)",
        ),
        read_as(
            "a ZIP code keeps its zeros",
            &with_cell(r#"<c r="B2" s="1"><v>2139</v></c>"#).with_formats(&["00000"]),
            "02139",
        ),
        read_as(
            "a number beyond all numbers is text",
            &with_cell(r#"<c r="B2"><v>1e999</v></c>"#),
            "1e999",
        ),
        read_as(
            "a number that is none is text",
            &with_cell(r#"<c r="B2"><v>NaN</v></c>"#),
            "NaN",
        ),
        read_as(
            "a truth value is read",
            &with_cell(r#"<c r="B2" t="b"><v>1</v></c>"#),
            "true",
        ),
        read_as(
            "a style that is not there is no style",
            &with_cell(r#"<c r="B2" s="4000000000"><v>7</v></c>"#),
            "7",
        ),
    ]
}

fn dates() -> Vec<Case> {
    let dated = |number: &str, code: &str| {
        with_cell(&format!(r#"<c r="B2" s="1"><v>{number}</v></c>"#)).with_formats(&[code])
    };
    vec![
        read_as(
            "a date is ISO 8601",
            &dated("29281", "m/d/yyyy"),
            "1980-03-01",
        ),
        read_as(
            "a date may have a time",
            &dated("29281.5", "m/d/yy h:mm"),
            "1980-03-01T12:00:00",
        ),
        read_as(
            "a date counted from 1904 is the same day",
            &dated("27819", "d. mmmm yyyy").counting_from_1904(),
            "1980-03-01",
        ),
        read_as(
            "a day that never was is told as it is shown",
            &dated("60", "yyyy-mm-dd"),
            "1900-02-29",
        ),
        read_as(
            "a date beyond the end of days is a number",
            &dated("1e300", "yyyy"),
            &format!("{:.0} (ruined)", 1e300),
        ),
        read_as(
            "a date that is stored as text is read",
            &with_cell(r#"<c r="B2" t="d"><v>1980-03-01T00:00:00</v></c>"#),
            "1980-03-01",
        ),
        read_as(
            "a built-in format of dates is known",
            &with_cell(r#"<c r="B2" s="0"><v>29281</v></c>"#).with(
                "xl/styles.xml",
                r#"<styleSheet><cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>"#,
            ),
            "1980-03-01",
        ),
    ]
}

fn texts() -> Vec<Case> {
    let shared = |items: &str| with_cell(r#"<c r="B2" t="s"><v>1</v></c>"#).with_texts(items);
    vec![
        read_as(
            "a shared text is found",
            &shared("<si><t>a</t></si><si><t>b</t></si>"),
            "b",
        ),
        read_as(
            "a shared text in several fonts is one text",
            &shared(
                "<si/><si><r><rPr><b/></rPr><t>a</t></r><r><t xml:space=\"preserve\"> b</t></r></si>",
            ),
            "a b",
        ),
        read_as(
            "how a text is pronounced is no part of it",
            &shared("<si/><si><t>東京</t><rPh sb=\"0\" eb=\"2\"><t>トウキョウ</t></rPh></si>"),
            "東京",
        ),
        read_as(
            "signs that XML has words for are read",
            &shared("<si/><si><t>A &amp; B &lt;c&gt; &#233; &#x1F600; <![CDATA[<d>]]></t></si>"),
            "A & B <c> é 😀 <d>",
        ),
        read_as(
            "what XML cannot hold is unescaped",
            &with_cell(r#"<c r="B2" t="inlineStr"><is><t>a_x000D_b_x005F_x000D_</t></is></c>"#),
            "a\rb_x000D_",
        ),
        read_as(
            "the guard of our export comes off",
            &with_cell(r#"<c r="B2" t="inlineStr"><is><t>'+15550123</t></is></c>"#),
            "+15550123",
        ),
        spoilt(
            "a shared text that is not there is damage",
            r#"<c r="B2" t="s"><v>0</v></c>"#,
        ),
        spoilt(
            "a shared text below zero is damage",
            r#"<c r="B2" t="s"><v>-1</v></c>"#,
        ),
        refused(
            "a word that XML does not have is damage",
            with_cell(r#"<c r="B2" t="inlineStr"><is><t>&nbsp;</t></is></c>"#).zip(),
            Refusal::Damaged,
        ),
        refused(
            "a shared text that is too long is refused with the cell that shows it",
            shared(&format!("<si/><si><t>{}</t></si>", "a".repeat(10_001))).zip(),
            Refusal::CellTooLong {
                row: 2,
                column: 1,
                limit: 10_000,
            },
        ),
        refused(
            "a text in the cell itself that is too long is refused",
            with_cell(&format!(
                r#"<c r="B2" t="inlineStr"><is><t>{}</t></is></c>"#,
                "é".repeat(10_001)
            ))
            .zip(),
            Refusal::CellTooLong {
                row: 2,
                column: 1,
                limit: 10_000,
            },
        ),
        refused(
            "a text of a million pieces is refused",
            with_cell(&format!(
                r#"<c r="B2" t="inlineStr"><is>{}</is></c>"#,
                "<r><t>a</t></r>".repeat(1_000_000)
            ))
            .zip(),
            Refusal::CellTooLong {
                row: 2,
                column: 1,
                limit: 10_000,
            },
        ),
    ]
}

fn formulas() -> Vec<Case> {
    vec![
        read_as(
            "a formula is its result",
            &with_cell(r#"<c r="B2"><f>1+1</f><v>2</v></c>"#),
            "2",
        ),
        read_as(
            "a formula that gives text is that text",
            &with_cell(r#"<c r="B2" t="str"><f>A2&amp;"!"</f><v>Ruth!</v></c>"#),
            "Ruth!",
        ),
        rows(
            "a formula that gives nothing is nothing",
            with_cell(r#"<c r="B2" t="str"><f>IF(1,"","a")</f><v></v></c>"#).zip(),
            ["1: Name|Phone", "2: Ruth"],
        ),
        read_as(
            "a formula that was never calculated is marked",
            &with_cell(r#"<c r="B2"><f>VLOOKUP(A2,Other!A:B,2)</f></c>"#),
            "(not calculated)",
        ),
        read_as(
            "an error of a formula is marked",
            &with_cell(r##"<c r="B2" t="e"><f>A0</f><v>#REF!</v></c>"##),
            "#REF! (error)",
        ),
        read_as(
            "an error that a newer program invents is marked",
            &with_cell(r##"<c r="B2" t="e"><v>#PYTHON!</v></c>"##),
            "#PYTHON! (error)",
        ),
    ]
}
