//! What a cell's number means: a date is a number too, and only its format tells.

use std::collections::HashMap;

use crate::Refusal;

use super::xml::{Node, Xml};

/// Excel has at most 65,490 formats of cells.
const MAXIMUM_FORMATS: usize = 65_536;

/// How a number is to be understood. The format's own text is not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum NumberFormat {
    /// A number.
    #[default]
    Number,
    /// Digits with zeros before them, such as a ZIP code: `00000`, or `00000-0000`.
    Digits {
        /// How many digits there are at least.
        total: u8,
        /// How many of the last digits come after a hyphen; 0 without one.
        after_hyphen: u8,
    },
    /// Days since the workbook's first day, shown as a date.
    Date,
    /// Days since the workbook's first day, of which only the time is shown.
    Time,
    /// Days, shown as hours, minutes or seconds however many they are.
    Duration,
}

impl NumberFormat {
    /// Reads the format of each style of cells from the part that holds them.
    ///
    /// # Errors
    /// When the part is damaged, or holds more than any program writes.
    pub(crate) fn read_all(xml: &mut Xml<'_>) -> Result<Vec<Self>, Refusal> {
        let mut codes = HashMap::new();
        let mut formats = Vec::new();
        let mut cell_formats_depth = None;
        loop {
            match xml.next()? {
                Node::Start(element) => match element.name() {
                    "numFmt" => {
                        if let (Some(id), Some(code)) = (
                            element.number("numFmtId")?,
                            element.attribute("formatCode")?,
                        ) {
                            codes.insert(id, Self::of_code(&code));
                        }
                    }
                    "cellXfs" => cell_formats_depth = Some(element.depth),
                    "xf" if cell_formats_depth.is_some() => {
                        let id = element.number("numFmtId")?.unwrap_or(0);
                        let format = codes.get(&id).copied();
                        formats.push(format.unwrap_or_else(|| Self::built_in(id)));
                    }
                    _ => {}
                },
                Node::End(depth) if cell_formats_depth == Some(depth) => {
                    cell_formats_depth = None;
                }
                Node::EndOfPart => return Ok(formats),
                _ => {}
            }
            if formats.len().max(codes.len()) > MAXIMUM_FORMATS {
                return Err(Refusal::TooLargeInside);
            }
        }
    }

    /// The formats that have a number and no text (ECMA-376 part 1, 18.8.30), with those of East Asia.
    fn built_in(id: u32) -> Self {
        match id {
            14..=17 | 22 | 27..=31 | 34..=36 | 50..=58 => Self::Date,
            18..=21 | 32..=33 | 45 | 47 => Self::Time,
            46 => Self::Duration,
            _ => Self::Number,
        }
    }

    /// What a format's text makes of a number. Only the part for positive numbers is looked at.
    fn of_code(code: &str) -> Self {
        let Some(signs) = signs(code) else {
            return Self::Duration;
        };
        let has = |letters: [char; 2]| {
            signs
                .chars()
                .any(|sign| letters.contains(&sign.to_ascii_lowercase()))
        };
        if let Some(digits) = Self::of_zeros(&signs) {
            digits
        } else if signs.to_ascii_lowercase().starts_with("general") {
            Self::Number
        } else if has(['y', 'd']) || (has(['m', 'm']) && !has(['h', 's'])) {
            Self::Date
        } else if has(['h', 's']) {
            Self::Time
        } else {
            Self::Number
        }
    }

    fn of_zeros(signs: &str) -> Option<Self> {
        let (before, after) = signs.split_once('-').unwrap_or((signs, ""));
        let zeros = |text: &str| text.bytes().all(|sign| sign == b'0');
        let total = before.len() + after.len();
        let is_padded = total > 1 && total <= 15 && !before.is_empty();
        (is_padded && zeros(before) && zeros(after)).then_some(Self::Digits {
            total: total as u8,
            after_hyphen: after.len() as u8,
        })
    }
}

/// The signs of a format that mean something, without what is only shown: text in quotation marks,
/// colours and languages in brackets, spaces of a sign's width. A hyphen is kept. `None` when it counts
/// hours, minutes or seconds beyond a day, as `[h]:mm` does.
fn signs(code: &str) -> Option<String> {
    let mut signs = String::new();
    let mut rest = code.chars();
    while let Some(sign) = rest.next() {
        match sign {
            ';' => break,
            '"' => {
                let quoted: String = rest.by_ref().take_while(|sign| *sign != '"').collect();
                if quoted == "-" {
                    signs.push('-');
                }
            }
            '\\' => {
                if rest.next() == Some('-') {
                    signs.push('-');
                }
            }
            '_' | '*' => {
                rest.next();
            }
            '[' => {
                let inner: String = rest.by_ref().take_while(|sign| *sign != ']').collect();
                if ["h", "hh", "m", "mm", "s", "ss"]
                    .iter()
                    .any(|unit| inner.eq_ignore_ascii_case(unit))
                {
                    return None;
                }
            }
            sign => signs.push(sign),
        }
    }
    Some(signs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_tells_dates_from_numbers() {
        let table = [
            ("General", NumberFormat::Number),
            ("0.00", NumberFormat::Number),
            ("0.00E+00", NumberFormat::Number),
            ("#,##0 \"days\"", NumberFormat::Number),
            ("[Red]0;[Yellow]-0", NumberFormat::Number),
            ("[$USD] 0", NumberFormat::Number),
            (
                "[<=9999999]###\\-####;\\(###\\)\\ ###\\-####",
                NumberFormat::Number,
            ),
            ("yyyy\\-mm\\-dd", NumberFormat::Date),
            ("[$-409]d\\-mmm\\-yy;@", NumberFormat::Date),
            ("DD/MM/YYYY HH:MM", NumberFormat::Date),
            ("mmmm", NumberFormat::Date),
            ("h:mm AM/PM", NumberFormat::Time),
            ("mm:ss.0", NumberFormat::Time),
            ("[h]:mm:ss", NumberFormat::Duration),
            ("[MM]:ss", NumberFormat::Duration),
        ];
        for (code, format) in table {
            assert_eq!(NumberFormat::of_code(code), format, "{code}");
        }
    }

    #[test]
    fn a_format_of_zeros_keeps_them() {
        let digits = |total, after_hyphen| NumberFormat::Digits {
            total,
            after_hyphen,
        };
        let table = [
            ("00000", digits(5, 0)),
            ("00000\\-0000", digits(9, 4)),
            ("00000\"-\"0000", digits(9, 4)),
            ("00000-0000", digits(9, 4)),
            ("0", NumberFormat::Number),
            ("-0", NumberFormat::Number),
            ("000\\-00\\-0000", NumberFormat::Number),
        ];
        for (code, format) in table {
            assert_eq!(NumberFormat::of_code(code), format, "{code}");
        }
    }
}
