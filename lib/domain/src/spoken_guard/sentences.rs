//! Where a sentence ends, in all scripts.

/// Words with a point that ends no sentence, in small letters.
const ABBREVIATIONS: [&str; 46] = [
    "st", "mr", "mrs", "ms", "dr", "rev", "fr", "sr", "jr", "sra", "srta", "pr", "prof", "hno",
    "hna", "ave", "blvd", "rd", "no", "vs", "etc", "a.m", "p.m", "a", "p", "m", "e.g", "i.e",
    "u.s", "ste", "mme", "mlle", "av", "ud", "uds", "dept", "apt", "approx", "jan", "feb", "ул",
    "т.е", "св", "пр", "г", "им",
];

/// The longest beginning of a text that ends with a sentence; `None` where no sentence has ended.
///
/// For answers that were cut off: a point at the very end may have been one within a number or an abbreviation, and is
/// taken for an end all the same if nothing else tells.
pub fn cut_at_sentence(text: &str) -> Option<&str> {
    last_end(text, usize::MAX).map(|end| text[..end].trim_end())
}

/// At most `maximum` characters: whole sentences, or whole words where the first sentence is longer.
pub(super) fn shortened(text: &str, maximum: usize) -> &str {
    let Some((limit, _)) = text.char_indices().nth(maximum) else {
        return text.trim();
    };
    if let Some(end) = last_end(text, limit) {
        return text[..end].trim();
    }
    let within = &text[..limit];
    let end = within.rfind(char::is_whitespace).unwrap_or(limit);
    within[..end].trim()
}

/// The position after the last sentence that ends within `limit` bytes; the text that follows is looked at as well.
fn last_end(text: &str, limit: usize) -> Option<usize> {
    let mut last = None;
    let mut characters = text.char_indices().peekable();
    while let Some((position, mark)) = characters.next() {
        if !is_end_mark(mark) {
            continue;
        }
        let mut end = position + mark.len_utf8();
        let is_end = mark != '.' || is_full_stop(&text[..position], &text[end..]);
        // "?!", "...", and the marks that close what was said in quotation marks.
        while let Some((_, next)) = characters.peek() {
            if !is_end_mark(*next) && !is_closing(*next) {
                break;
            }
            end += next.len_utf8();
            characters.next();
        }
        if end > limit {
            break;
        }
        if is_end {
            last = Some(end);
        }
    }
    last
}

fn is_end_mark(mark: char) -> bool {
    matches!(
        mark,
        '.' | '!' | '?' | '…' | '。' | '！' | '？' | '．' | '।' | '॥' | '؟' | '۔' | '｡'
    )
}

fn is_closing(mark: char) -> bool {
    matches!(
        mark,
        '"' | '\'' | ')' | ']' | '”' | '’' | '»' | '」' | '』' | '）'
    )
}

/// Whether a point ends a sentence: not within "3.5", "example.org" or "a.m.", and not after "St".
fn is_full_stop(before: &str, after: &str) -> bool {
    let next = after
        .chars()
        .find(|character| !is_closing(*character) && *character != '.');
    if next.is_some_and(|next| {
        !next.is_whitespace() && !is_end_mark(next) && (next.is_lowercase() || next.is_numeric())
    }) {
        return false;
    }
    let word = before
        .rsplit(|character: char| character.is_whitespace() || "(\"“«¿¡".contains(character))
        .next()
        .unwrap_or_default()
        .to_lowercase();
    if !ABBREVIATIONS.contains(&word.as_str()) {
        return !word.is_empty();
    }
    // "at 9 a.m. The choir sings": a time may end a sentence where the next one begins.
    let is_time = ["a.m", "p.m", "m"].contains(&word.as_str());
    let follows = after.trim_start().chars().next();
    is_time && follows.is_none_or(char::is_uppercase)
}
