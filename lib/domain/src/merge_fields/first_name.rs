//! Guessing how to address a person from the name in a spreadsheet.

/// Titles and words between them, without their dots.
const TITLES: &str = "mr mrs ms miss mx dr doctor prof professor rev revd reverend pastor pr ps fr father bro brother \
    sis sister sr sra srta señor señora senor senora deacon deaconess dcn elder bishop archbishop apostle evangelist \
    minister msgr monsignor canon hon judge sir madam mme mlle herr frau the very most rt right & and";

/// Titles that are also names: they count only with a dot.
const DOTTED_TITLES: &str = "min gen col lt maj sgt capt bp don st";

/// What follows a name after a comma, or after the last name.
const SUFFIXES: &str = "jr sr ii iii iv v md phd dds dmin mdiv esq rn cpa dd ret";

/// The name that a person is called by, of a name in one line; `None` where there is none.
///
/// It is the first word, but for these: what follows the comma in `Okafor, Ruth`; titles are left out, and kept
/// where only one word follows (`Mrs. Okafor`); couples stay together (`John & Mary Smith`); a single initial gives
/// way to the name after it (`J. Robert Smith`), and stands with the last name otherwise; names in Chinese, Japanese
/// and Korean script stay whole, for their first word is the family's or there is only one.
pub(super) fn of(line: &str) -> Option<String> {
    let name = without_brackets(line);
    let parts: Vec<Vec<&str>> = name
        .split([',', '，'])
        .map(|part| part.split_whitespace().collect())
        .filter(|words: &Vec<_>| !words.iter().all(|word| is_one_of(SUFFIXES, word)))
        .collect();
    match parts.as_slice() {
        [] => None,
        [family, given, ..] => Some(after_comma(family, given)),
        [words] => Some(addressed(words)),
    }
    .filter(|name| !name.is_empty())
}

/// `Okafor, Ruth` is Ruth; `Okafor, Mrs.` is Mrs. Okafor.
fn after_comma(family: &[&str], given: &[&str]) -> String {
    let (titles, names) = without_titles(given);
    if names.is_empty() {
        return [titles, family].concat().join(" ");
    }
    given_name(names)
}

/// `Rev. Ruth Okafor` is Ruth; `Mrs. Okafor` stays.
fn addressed(words: &[&str]) -> String {
    let (titles, names) = without_titles(words);
    match names {
        [] => words.join(" "),
        [_] if !titles.is_empty() => words.join(" "),
        [first, ..] if is_east_asian(first) => names.join(" "),
        _ => given_name(names),
    }
}

/// The first name of words without titles.
fn given_name(names: &[&str]) -> String {
    match names {
        [first, and, second, ..] if ["&", "and"].contains(&and.to_lowercase().as_str()) => {
            format!("{first} {and} {second}")
        }
        [first, ..] if is_initial(first) => after_initials(names),
        [first, ..] => (*first).to_owned(),
        [] => String::new(),
    }
}

/// `J. Robert Smith` is Robert. `K. Joseph` stays: in some places the initial comes before the only name.
fn after_initials(names: &[&str]) -> String {
    let full = names.iter().position(|word| !is_initial(word));
    match full.map(|index| &names[index..]) {
        Some([name, _, ..]) => (*name).to_owned(),
        _ => names.join(" "),
    }
}

/// The titles in front, and the words after them.
fn without_titles<'a, 'b>(words: &'a [&'b str]) -> (&'a [&'b str], &'a [&'b str]) {
    let is_title = |word: &&str| {
        is_one_of(TITLES, word) || (word.ends_with('.') && is_one_of(DOTTED_TITLES, word))
    };
    let names = words.iter().position(|word| !is_title(word));
    words.split_at(names.unwrap_or(words.len()))
}

/// Whether the word is in a list, whatever its case and its dots.
fn is_one_of(list: &str, word: &str) -> bool {
    let word = word.replace('.', "").to_lowercase();
    list.split_whitespace().any(|known| known == word)
}

/// One letter, with or without a dot. Scripts in which one letter is a whole name are no initials.
fn is_initial(word: &str) -> bool {
    let mut letters = word.trim_end_matches('.').chars();
    let first = letters.next();
    first.is_some_and(char::is_uppercase) && letters.next().is_none()
}

/// Whether the word begins in Chinese, Japanese or Korean script.
fn is_east_asian(word: &str) -> bool {
    word.starts_with(|letter| {
        matches!(letter,
            '\u{1100}'..='\u{11ff}' | '\u{3040}'..='\u{30ff}' | '\u{3130}'..='\u{318f}' | '\u{31f0}'..='\u{31ff}'
            | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}'
            | '\u{20000}'..='\u{3ffff}')
    })
}

/// Leaves out what stands in round brackets: `Ruth (Chidi's wife) Okafor`.
fn without_brackets(line: &str) -> String {
    let mut depth = 0_usize;
    let mut outside = String::with_capacity(line.len());
    for letter in line.chars() {
        match letter {
            '(' | '（' => depth += 1,
            ')' | '）' => depth = depth.saturating_sub(1),
            _ if depth == 0 => outside.push(letter),
            _ => {}
        }
    }
    outside
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_called_by_the_first_name() {
        for (name, expected) in [
            ("Ruth Okafor", "Ruth"),
            ("Ruth", "Ruth"),
            ("Okafor, Ruth", "Ruth"),
            ("OKAFOR,RUTH N.", "RUTH"),
            ("van der Berg, Anna Maria", "Anna"),
            ("Mary-Jane O'Neil", "Mary-Jane"),
            ("María del Carmen Ruiz", "María"),
            ("Ruth (Chidi's wife) Okafor", "Ruth"),
            ("김민수", "김민수"),
            ("山田 太郎", "山田 太郎"),
            ("Grace Kim (김은혜)", "Grace"),
            ("รูธ โบอาส", "รูธ"),
        ] {
            assert_eq!(of(name).as_deref(), Some(expected), "{name}");
        }
    }

    #[test]
    fn titles_are_left_out_unless_only_one_name_follows() {
        for (name, expected) in [
            ("Rev. Dr. Ruth Okafor", "Ruth"),
            ("The Very Rev. John Smith", "John"),
            ("MRS RUTH OKAFOR", "RUTH"),
            ("Lt. Daniel Cho", "Daniel"),
            ("Min Lee", "Min"),
            ("Don Smith", "Don"),
            ("Mrs. Okafor", "Mrs. Okafor"),
            ("Mr. & Mrs. Smith", "Mr. & Mrs. Smith"),
            ("Sister Ruth", "Sister Ruth"),
            ("Okafor, Rev. Ruth", "Ruth"),
            ("Okafor, Mrs.", "Mrs. Okafor"),
            ("Pastor", "Pastor"),
        ] {
            assert_eq!(of(name).as_deref(), Some(expected), "{name}");
        }
    }

    #[test]
    fn suffixes_initials_and_couples_are_known() {
        for (name, expected) in [
            ("Martin King, Jr.", "Martin"),
            ("King, Jr., Martin", "Martin"),
            ("John Smith, M.D., Ph.D.", "John"),
            ("J. Robert Smith", "Robert"),
            ("J Robert Smith", "Robert"),
            ("P. J. Thomas", "P. J. Thomas"),
            ("K. Joseph", "K. Joseph"),
            ("J.R. Smith", "J.R."),
            ("John & Mary Smith", "John & Mary"),
            ("Smith, John and Mary", "John and Mary"),
        ] {
            assert_eq!(of(name).as_deref(), Some(expected), "{name}");
        }
    }

    #[test]
    fn a_name_of_nothing_gives_no_first_name() {
        for name in ["", ",", " , , ", "(unknown)", "Jr."] {
            assert_eq!(of(name), None, "{name}");
        }
    }
}
