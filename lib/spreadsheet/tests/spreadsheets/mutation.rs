//! Files that were good until something in them was changed: whatever it was, nothing panics.

use spreadsheet::{Limits, Refusal, open};

use crate::hostile::known;
use crate::workbook::{Book, row};
use crate::zip::Part;

/// How many changed files of each kind are tried.
const FILES: u64 = 3000;

fn read(file: &[u8]) -> Result<u64, Refusal> {
    let spreadsheet = open(file, &Limits::default(), known)?;
    spreadsheet
        .rows()
        .try_fold(0, |count, row| row.map(|_| count + 1))
}

fn changed(random: &mut fastrand::Rng, good: &[u8]) -> Vec<u8> {
    const PIECES: [&[u8]; 14] = [
        b"<",
        b">",
        b"\"",
        b"'",
        b"&",
        b"<!--",
        b"]]>",
        b"/>",
        b"_x",
        b"\0",
        b"\n",
        b"-1",
        b"1e308",
        b"99999999999",
    ];
    let mut bytes = good.to_vec();
    for _ in 0..random.usize(1..6) {
        if bytes.is_empty() {
            break;
        }
        let place = random.usize(..bytes.len());
        match random.u8(..5) {
            0 => bytes[place] ^= 1 << random.u8(..8),
            1 => bytes[place] = random.u8(..),
            2 => drop(bytes.remove(place)),
            3 => {
                let piece = PIECES[random.usize(..PIECES.len())];
                bytes.splice(place..place, piece.iter().copied());
            }
            _ => bytes.truncate(place),
        }
    }
    bytes
}

/// Reads changed files; a panic tells the seed of its file. Some must still be read, or the changes
/// would be too coarse to reach far.
fn try_changes(make: impl Fn(&mut fastrand::Rng) -> Vec<u8> + std::panic::RefUnwindSafe) {
    let mut readable = 0;
    for seed in 0..FILES {
        let file = make(&mut fastrand::Rng::with_seed(seed));
        match std::panic::catch_unwind(|| read(&file)) {
            Ok(Ok(_)) => readable += 1,
            Ok(Err(_)) => {}
            Err(_) => panic!("the file of seed {seed} made the reader panic"),
        }
    }
    assert!(readable > FILES / 100, "only {readable} files were read");
}

fn book() -> Book {
    let cells = r#"<row r="3"><c r="A3" t="s"><v>0</v></c><c r="B3" s="1"><v>29281.5</v></c><c r="C3" t="b"><f>A1</f><v>1</v></c><c r="D3" s="2"><v>2139</v></c><c r="E3" s="3"><v>1.5</v></c></row>"#;
    Book::of_rows(&(row(1, &["Name", "Phone"]) + &row(2, &["Ruth", "_x000D_5&amp;"]) + cells))
        .with_texts("<si><r><t>a</t></r><rPh><t>b</t></rPh></si>")
        .with_formats(&["yyyy\\-mm;@", "00000\\-0000", "[h]:mm"])
}

#[test]
fn a_changed_zip_is_read_or_refused() {
    let good = book().zip();
    try_changes(|random| changed(random, &good));
}

#[test]
fn a_changed_part_of_a_workbook_is_read_or_refused() {
    let names = [
        "xl/worksheets/sheet1.xml",
        "xl/sharedStrings.xml",
        "xl/styles.xml",
        "xl/workbook.xml",
    ];
    try_changes(|random| {
        let mut book = book();
        let name = names[random.usize(..names.len())];
        let part = book
            .parts_mut()
            .iter_mut()
            .find(|part| part.name == name)
            .expect("the part is there");
        let mut good = Vec::new();
        std::io::copy(
            &mut flate2::read::DeflateDecoder::new(part.packed.as_slice()),
            &mut good,
        )
        .expect("the part unpacks");
        *part = Part::new(name, &changed(random, &good));
        book.zip()
    });
}

#[test]
fn changed_text_is_read_or_refused() {
    let good =
        "\u{feff}Name;Phone\r\n\"Zoë \"\"A\"\"\";'+1555\r\n=\"0123\";1,5E+10\n\"a\nb\";#REF!\n";
    try_changes(|random| changed(random, good.as_bytes()));
    let wide: Vec<u8> = good[3..]
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    try_changes(|random| changed(random, &wide));
}
