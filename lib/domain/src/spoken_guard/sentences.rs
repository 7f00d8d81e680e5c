//! Where a sentence ends.

/// Words with a dot that end no sentence.
const SHORTENED: [&str; 14] = [
    "st", "mr", "mrs", "ms", "dr", "rev", "fr", "sr", "sra", "jr", "no", "vs", "a.m", "p.m",
];

/// The longest beginning that ends with a sentence; `None` when no sentence ends.
pub fn cut_at_sentence(text: &str) -> Option<&str> {
    let mut end = None;
    for (index, mark) in text.char_indices() {
        let after = index + mark.len_utf8();
        let is_end = match mark {
            '。' | '！' | '？' | '।' | '؟' | '۔' | '!' | '?' | '…' => true,
            '.' => is_full_stop(&text[..index], &text[after..]),
            _ => false,
        };
        if is_end {
            let closing = text[after..]
                .chars()
                .take_while(|next| matches!(next, '"' | '”' | '’' | '»' | '」' | '』' | ')'));
            end = Some(after + closing.map(char::len_utf8).sum::<usize>());
        }
    }
    end.map(|end| text[..end].trim_end())
}

/// Whether a dot between these ends a sentence: not within a number or an abbreviation.
fn is_full_stop(before: &str, after: &str) -> bool {
    let is_apart = after
        .chars()
        .next()
        .is_none_or(|next| !next.is_alphanumeric());
    let word = before
        .rsplit(|letter: char| letter.is_whitespace())
        .next()
        .unwrap_or_default()
        .to_lowercase();
    let is_initial = word.chars().count() == 1 && word.chars().all(char::is_alphabetic);
    let is_at_end = after.trim().is_empty();
    let is_shortened = SHORTENED.contains(&word.as_str()) || is_initial;
    // "at 9 a.m." may end the text; "St." does not.
    let may_end = is_at_end && word.contains('.');
    is_apart && (!is_shortened || may_end)
}
