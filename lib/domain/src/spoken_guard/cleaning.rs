//! Takes away what is not to be spoken: marks of Markdown, tags, emoji, control characters, who is said to speak.

/// Whether it is for a machine: JSON, code, a page.
pub(super) fn is_markup(text: &str) -> bool {
    let text = text.trim();
    let is_json = (text.starts_with('{') && text.contains("\":"))
        || (text.starts_with('[') && text.ends_with(']') && text.contains('"'));
    let lower = text.to_lowercase();
    is_json
        || text.contains("```")
        || [
            "<!doctype",
            "<html",
            "<script",
            "<?xml",
            "<response",
            "<|im_",
            "<|end",
        ]
        .iter()
        .any(|mark| lower.contains(mark))
}

/// The words to be spoken, in one line.
pub(super) fn cleaned(text: &str) -> String {
    let text = without_tags(text);
    let lines = text
        .lines()
        .map(without_line_mark)
        .filter(|line| !line.is_empty());
    let joined = join_lines(lines);
    let spoken: String = joined
        .chars()
        .map(|character| {
            if character.is_control() {
                ' '
            } else {
                character
            }
        })
        .filter(|character| !is_silent(*character))
        .collect();
    let spoken = spoken.split_whitespace().collect::<Vec<_>>().join(" ");
    without_role(&spoken).to_owned()
}

/// A line of a list ends as a sentence does, or the voice would run on.
fn join_lines<'text>(lines: impl Iterator<Item = &'text str>) -> String {
    let mut joined = String::new();
    for line in lines {
        if !joined.is_empty() {
            if joined.ends_with(|last: char| last.is_alphanumeric()) {
                joined.push(',');
            }
            joined.push(' ');
        }
        joined.push_str(line);
    }
    joined
}

/// `<speak>`, `<break time="1s"/>`, `</b>`; not "3 < 4".
fn without_tags(text: &str) -> String {
    let mut rest = text;
    let mut clean = String::with_capacity(text.len());
    while let Some(start) = rest.find('<') {
        let (before, from) = rest.split_at(start);
        clean.push_str(before);
        let is_tag = from[1..]
            .chars()
            .next()
            .is_some_and(|first| first.is_ascii_alphabetic() || "/!?|".contains(first));
        match from.find('>').filter(|_| is_tag) {
            Some(end) => {
                clean.push(' ');
                rest = &from[end + 1..];
            }
            None => {
                clean.push(' ');
                rest = &from[1..];
            }
        }
    }
    clean.push_str(rest);
    clean
}

/// The line without the mark of a list, a heading or a quotation.
fn without_line_mark(line: &str) -> &str {
    let line = line.trim().trim_start_matches(['#', '>']).trim_start();
    let line = line
        .strip_prefix(['-', '*', '•', '–', '+'])
        .filter(|rest| rest.starts_with(' '))
        .unwrap_or(line);
    let is_rule = line.chars().count() > 2 && line.chars().all(|mark| "-*_= |".contains(mark));
    if is_rule { "" } else { line.trim() }
}

/// "Assistant: hello" is "hello".
fn without_role(text: &str) -> &str {
    const ROLES: [&str; 12] = [
        "assistant",
        "system",
        "user",
        "ai",
        "bot",
        "asistente",
        "assistente",
        "助手",
        "助理",
        "ассистент",
        "مساعد",
        "answer",
    ];
    let mut text = text.trim();
    while let Some((role, rest)) = text.split_once([':', '：']) {
        let role = role.trim().to_lowercase();
        if !ROLES.contains(&role.as_str()) {
            break;
        }
        text = rest.trim();
    }
    text
}

/// What a voice names or stumbles over: marks of Markdown, emoji, and what is not seen.
fn is_silent(character: char) -> bool {
    matches!(character,
        '*' | '_' | '`' | '#' | '~' | '|' | '<' | '>' | '{' | '}' | '\\' | '^' | '[' | ']'
        | '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{feff}' | '\u{fe00}'..='\u{fe0f}' | '\u{2190}'..='\u{2bff}' | '\u{e000}'..='\u{f8ff}' | '\u{fffd}'
        | '\u{20d0}'..='\u{20ff}' | '\u{1f000}'..='\u{1faff}' | '\u{e0000}'..='\u{e01ff}' | '\u{f0000}'..='\u{10ffff}')
}
