//! Columns as spreadsheet programs name them.

use std::fmt;

/// A column by its index, counted from 0; shown as spreadsheet programs do: A, Z, AA, XFD.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ColumnName(pub usize);

impl ColumnName {
    /// Reads a column's name, up to XFD, the last there is.
    pub(crate) fn parse(letters: &str) -> Option<Self> {
        if !(1..=3).contains(&letters.len())
            || !letters.bytes().all(|byte| byte.is_ascii_uppercase())
        {
            return None;
        }
        let number = letters.bytes().fold(0, |number, letter| {
            number * 26 + usize::from(letter - b'A') + 1
        });
        (number <= 16_384).then(|| Self(number - 1))
    }

    /// The name of the cell where this column meets a row, such as `B7`.
    pub(crate) fn cell(self, row: u64) -> String {
        format!("{self}{row}")
    }
}

impl fmt::Display for ColumnName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // There is no zero in this way of counting, so each place takes one off before it divides.
        let mut letters = Vec::new();
        let mut rest = self.0;
        loop {
            letters.push(char::from(b'A' + (rest % 26) as u8));
            if rest < 26 {
                break;
            }
            rest = rest / 26 - 1;
        }
        letters
            .iter()
            .rev()
            .try_for_each(|letter| write!(formatter, "{letter}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_the_names_that_spreadsheet_programs_show() {
        let named = [
            (0, "A"),
            (25, "Z"),
            (26, "AA"),
            (51, "AZ"),
            (52, "BA"),
            (701, "ZZ"),
            (702, "AAA"),
            (16_383, "XFD"),
        ];
        for (index, name) in named {
            assert_eq!(ColumnName(index).to_string(), name);
            assert_eq!(ColumnName::parse(name), Some(ColumnName(index)));
        }
    }
}
