//! Numbers and streets that the church has not given.

/// Fewer digits are years, times, verses and prices.
const FEWEST_DIGITS: usize = 7;

/// The digits as they are said, for models that spell a number out.
const SPELLED: [(&str, char); 33] = [
    ("zero", '0'),
    ("oh", '0'),
    ("one", '1'),
    ("two", '2'),
    ("three", '3'),
    ("four", '4'),
    ("five", '5'),
    ("six", '6'),
    ("seven", '7'),
    ("eight", '8'),
    ("nine", '9'),
    ("cero", '0'),
    ("uno", '1'),
    ("dos", '2'),
    ("tres", '3'),
    ("cuatro", '4'),
    ("cinco", '5'),
    ("seis", '6'),
    ("siete", '7'),
    ("ocho", '8'),
    ("nueve", '9'),
    ("zéro", '0'),
    ("deux", '2'),
    ("trois", '3'),
    ("quatre", '4'),
    ("cinq", '5'),
    ("sept", '7'),
    ("huit", '8'),
    ("neuf", '9'),
    ("um", '1'),
    ("dois", '2'),
    ("quatro", '4'),
    ("oito", '8'),
];

/// Whether there is a long number that is not among those that are known.
pub(super) fn is_made_up_number(text: &str, known: &str) -> bool {
    let known = long_numbers(known);
    let is_known = |number: &String| {
        known
            .iter()
            .any(|known| known == number || known.ends_with(number) || number.ends_with(known))
    };
    !long_numbers(text).iter().all(is_known)
}

/// Every run of digits, in any script or spelled out, that is long enough for a telephone.
fn long_numbers(text: &str) -> Vec<String> {
    let mut numbers = Vec::new();
    let mut number = String::new();
    // What may stand between the digits of one number.
    let mut gap = 0;
    let mut word = String::new();
    let mut end_word = |word: &mut String, number: &mut String, gap: &mut usize| {
        if word.is_empty() {
            return;
        }
        let lower = word.to_lowercase();
        match SPELLED.iter().find(|(spelled, _)| *spelled == lower) {
            Some((_, digit)) => {
                number.push(*digit);
                *gap = 0;
            }
            None => end_number(number, &mut numbers),
        }
        word.clear();
    };
    for letter in text.chars().chain(['\n']) {
        if let Some(digit) = digit_of(letter) {
            end_word(&mut word, &mut number, &mut gap);
            number.push(digit);
            gap = 0;
        } else if letter.is_alphabetic() {
            word.push(letter);
        } else {
            end_word(&mut word, &mut number, &mut gap);
            gap += 1;
            let is_within = gap <= 3
                && matches!(
                    letter,
                    ' ' | '-' | '.' | '(' | ')' | '+' | '–' | '‑' | '\u{a0}' | '/' | ','
                );
            // A comma alone goes on with a spelled number; a list of years and times has colons and words.
            if !is_within && !number.is_empty() {
                word.push('\u{fffd}');
                end_word(&mut word, &mut number, &mut gap);
            }
        }
    }
    word.push('\u{fffd}');
    end_word(&mut word, &mut number, &mut gap);
    numbers
}

fn end_number(number: &mut String, numbers: &mut Vec<String>) {
    if number.len() >= FEWEST_DIGITS {
        numbers.push(number.clone());
    }
    number.clear();
}

/// The value of a digit of any script that a shipped language is written in.
fn digit_of(letter: char) -> Option<char> {
    const ZEROS: [u32; 9] = [
        0x30, 0x660, 0x6f0, 0x966, 0xbe6, 0xc66, 0xd66, 0xff10, 0x9e6,
    ];
    let code = letter as u32;
    let zero = ZEROS
        .iter()
        .find(|zero| (**zero..**zero + 10).contains(&code))?;
    char::from_digit(code - zero, 10)
}

/// Words that make a street of what stands before them.
const STREETS: [&str; 16] = [
    "street",
    "st",
    "avenue",
    "ave",
    "road",
    "rd",
    "lane",
    "ln",
    "drive",
    "dr",
    "boulevard",
    "blvd",
    "court",
    "highway",
    "parkway",
    "terrace",
];
/// Words that stand in no street's name: "16 is a good lane".
const NO_STREET: [&str; 12] = [
    "is", "a", "an", "the", "to", "of", "at", "in", "for", "and", "we", "you",
];
/// Words that make a street of what stands behind them.
const STREETS_BEFORE: [&str; 6] = ["calle", "avenida", "rue", "rua", "улица", "carrera"];

/// Whether there is a house in a street that is not known.
pub(super) fn is_made_up_address(text: &str, known: &str) -> bool {
    let words = plain_words(text);
    let known = plain_words(known).join(" ");
    let is_number =
        |word: &String| word.chars().all(|letter| letter.is_ascii_digit()) && word.len() <= 6;
    let is_unknown = |part: &[String]| !known.contains(&part.join(" "));
    let within = |from: usize| &words[from..words.len().min(from + 5)];
    (0..words.len()).any(|start| {
        let part = within(start);
        let is_house = is_number(&words[start]);
        let street = part
            .iter()
            .skip(2)
            .position(|word| STREETS.contains(&word.as_str()));
        let is_name = |end: usize| {
            part[1..end]
                .iter()
                .all(|word| !NO_STREET.contains(&word.as_str()))
        };
        let street = street.filter(|street| is_name(street + 2));
        let is_street = STREETS_BEFORE.contains(&words[start].as_str());
        let number = part.iter().skip(1).position(is_number);
        match (is_house, street, is_street, number) {
            (true, Some(street), ..) => is_unknown(&part[..street + 3]),
            (_, _, true, Some(number)) => is_unknown(&part[..number + 2]),
            _ => false,
        }
    })
}

fn plain_words(text: &str) -> Vec<String> {
    text.to_lowercase()
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}
