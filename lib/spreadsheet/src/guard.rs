//! The guard against cells that a spreadsheet program would run.
//!
//! A contact's name may be `=HYPERLINK(...)`, and whoever opens our export would run it. So such a cell
//! is written with an apostrophe before it, which spreadsheet programs show and do not run
//! (<https://owasp.org/www-community/attacks/CSV_Injection>). A phone number starts with `+`, so the
//! guard must come off again on the way in, exactly: a text that already starts with an apostrophe gets
//! one too, so that no two texts are guarded alike.

use std::borrow::Cow;

const GUARD: char = '\'';

/// The text as it may stand in a cell: with an apostrophe before it when a spreadsheet program might
/// run it, or when it starts with an apostrophe itself.
///
/// [`unguard`] gives the same text back.
#[must_use]
pub fn guard(text: &str) -> Cow<'_, str> {
    if text.starts_with(GUARD) || would_run(text) {
        Cow::Owned(format!("{GUARD}{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// The text that was guarded: `unguard(&guard(text)) == text` for every text.
///
/// A text that [`guard`] cannot have made is left as it is: `'tis` keeps its apostrophe.
#[must_use]
pub fn unguard(text: &str) -> &str {
    match text.strip_prefix(GUARD) {
        Some(inner) if inner.starts_with(GUARD) || would_run(inner) => inner,
        _ => text,
    }
}

/// Whether a spreadsheet program might take the text for a formula. Some pass over what is not
/// printed before they look at the first sign, and some take the wide signs of East Asian keyboards.
fn would_run(text: &str) -> bool {
    text.starts_with(['\t', '\r', '\n'])
        || text
            .trim_start_matches(|character: char| {
                character.is_whitespace() || character.is_control() || character == '\u{feff}'
            })
            .starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_a_spreadsheet_program_would_run_gets_an_apostrophe() {
        for text in [
            "=1+1",
            "+15551234567",
            "-1",
            "@SUM(A1)",
            "\t=1",
            "\rx",
            " =1",
            "＝1",
        ] {
            assert_eq!(guard(text), format!("'{text}"));
        }
    }

    #[test]
    fn other_text_is_left_alone_both_ways() {
        for text in ["", "Ruth", "O'Neill", "'tis", "a=b", "1-2"] {
            assert_eq!(unguard(text), text);
        }
        assert_eq!(guard("Ruth"), "Ruth");
    }

    proptest! {
        #[test]
        fn every_text_comes_back_from_behind_its_guard(text in "['=+@ \t\r\n\u{feff}-]{0,5}\\PC{0,5}") {
            let guarded = guard(&text);
            prop_assert_eq!(unguard(&guarded), text.as_str());
        }

        #[test]
        fn nothing_that_is_guarded_would_run(text in any::<String>()) {
            let guarded = guard(&text);
            prop_assert!(!would_run(&guarded));
            prop_assert_eq!(unguard(&guarded), text.as_str());
        }
    }
}
