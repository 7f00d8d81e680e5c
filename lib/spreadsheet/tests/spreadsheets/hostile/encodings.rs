//! The same table in every encoding that programs write it in, and in none.

use spreadsheet::Refusal;

use super::{Case, refused, rows};

const TABLE: &str = "Name,City\r\nZoë,São Paulo\r\n";
const READ: [&str; 2] = ["1: Name|City", "2: Zoë|São Paulo"];

fn utf_16(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(to_bytes).collect()
}

fn one_byte_a_letter(text: &str) -> Vec<u8> {
    text.chars().map(|letter| letter as u8).collect()
}

fn joined(parts: &[&[u8]]) -> Vec<u8> {
    parts.concat()
}

pub(super) fn cases() -> Vec<Case> {
    let mut cases = readable();
    cases.extend(unreadable());
    cases
}

fn readable() -> Vec<Case> {
    let telugu = "Name,City\r\nరూతు,హైదరాబాద్\r\n";
    let chinese = "Name,City\r\n路得,台北\r\n约翰,上海\r\n";
    vec![
        rows("UTF-8 is read", TABLE, READ),
        rows(
            "UTF-8 with a mark is read",
            format!("\u{feff}{TABLE}"),
            READ,
        ),
        rows("Windows-1252 is read", one_byte_a_letter(TABLE), READ),
        rows(
            "signs that only Windows-1252 has are read",
            joined(&[b"Name,Notes\nRuth,\x80 5 \x96 \x93sick\x94, it\x92s"]),
            ["1: Name|Notes", "2: Ruth|€ 5 – “sick”| it’s"],
        ),
        rows(
            "UTF-16 of Windows with a mark is read",
            joined(&[b"\xFF\xFE", &utf_16(TABLE, u16::to_le_bytes)]),
            READ,
        ),
        rows(
            "UTF-16 the other way round with a mark is read",
            joined(&[b"\xFE\xFF", &utf_16(TABLE, u16::to_be_bytes)]),
            READ,
        ),
        rows(
            "UTF-16 without a mark is read",
            utf_16(TABLE, u16::to_le_bytes),
            READ,
        ),
        rows(
            "UTF-16 the other way round without a mark is read",
            utf_16(TABLE, u16::to_be_bytes),
            READ,
        ),
        rows(
            "Telugu in UTF-16 without a mark is read",
            utf_16(telugu, u16::to_le_bytes),
            ["1: Name|City", "2: రూతు|హైదరాబాద్"],
        ),
        rows(
            "Chinese in UTF-16 without a mark is read",
            utf_16(chinese, u16::to_be_bytes),
            ["1: Name|City", "2: 路得|台北", "3: 约翰|上海"],
        ),
        rows(
            "Excel's \"Unicode text\" is read",
            joined(&[
                b"\xFF\xFE",
                &utf_16("Name\tCity\r\nZoë\tGo, BR\r\n", u16::to_le_bytes),
            ]),
            ["1: Name|City", "2: Zoë|Go, BR"],
        ),
        rows(
            "emoji and text from right to left are read",
            "Name,City\n👩‍👩‍👧,ירושלים\n",
            ["1: Name|City", "2: 👩‍👩‍👧|ירושלים"],
        ),
        rows(
            "the sign of DOS for the end of a file is no row",
            "Name,City\r\nRuth,Plano\r\n\u{1a}",
            ["1: Name|City", "2: Ruth|Plano"],
        ),
        rows(
            "a file longer than what is decoded at once is read whole",
            format!("Name,City\n{},Plano\nZoë,Plano\n", "é".repeat(9_999)),
            [
                "1: Name|City".to_owned(),
                format!("2: {}|Plano", "é".repeat(9_999)),
                "3: Zoë|Plano".to_owned(),
            ],
        ),
    ]
}

fn unreadable() -> Vec<Case> {
    vec![
        refused(
            "UTF-8 that was cut within a letter is refused with the row",
            joined(&["Name,City\nZoë,São Paulo\nÉva,S".as_bytes(), b"\xC3"]),
            Refusal::UnreadableLetters { row: 3 },
        ),
        refused(
            "two encodings in one file are refused with the row",
            joined(&["Name,City\nZoë,São Paulo\r\n".as_bytes(), b"Zo\xEB,Plano\n"]),
            Refusal::UnreadableLetters { row: 3 },
        ),
        refused(
            "letters of no western encoding are refused with the row",
            b"Name,City\nA\x8F,Plano\n".to_vec(),
            Refusal::UnreadableLetters { row: 2 },
        ),
        refused(
            "half a letter of UTF-16 is refused with the row",
            joined(&[
                b"\xFF\xFE",
                &utf_16("Name\nRuth\n", u16::to_le_bytes),
                b"\x00\xD8,\0\n\0",
            ]),
            Refusal::UnreadableLetters { row: 3 },
        ),
        refused(
            "UTF-16 that was cut within a letter is refused with the row",
            joined(&[
                b"\xFF\xFE",
                &utf_16("Name\nRuth\nA", u16::to_le_bytes),
                b"B",
            ]),
            Refusal::UnreadableLetters { row: 3 },
        ),
        refused(
            "UTF-32 is no spreadsheet",
            joined(&[b"\xFF\xFE\0\0N\0\0\0a\0\0\0"]),
            Refusal::NotASpreadsheet,
        ),
    ]
}
