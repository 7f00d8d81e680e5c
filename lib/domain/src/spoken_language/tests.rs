use super::*;

/// What callers say, by language.
const SENTENCES: &str = include_str!("tests/sentences.tsv");

/// Too little, or too mixed, to be sure of.
const UNCLEAR: [&str; 14] = [
    "amen",
    "hola",
    "Maria",
    "hello",
    "José García",
    "hallelujah",
    "ok",
    "no",
    "yes",
    "gloria a Dios amen hallelujah",
    "I want to go to la misa",
    "Nguyen Van An",
    "pastor Kim",
    "merci beaucoup",
];

#[test]
fn what_is_sure_is_right_and_most_sentences_are() {
    let (mut sure, mut right, mut all, mut wrong) = (0, 0, 0, Vec::new());
    for (tag, sentence) in SENTENCES.lines().filter_map(|line| line.split_once('\t')) {
        all += 1;
        let Some(detected) = detect_language(sentence) else {
            continue;
        };
        right += usize::from(detected.language.tag() == tag);
        if detected.is_sure {
            sure += 1;
            if detected.language.tag() != tag {
                wrong.push(format!("{tag} {sentence}: {}", detected.language.tag()));
            }
        }
    }
    println!("{sure} of {all} sentences sure, {right} right");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(all >= 90 && sure * 10 >= all * 9, "{sure} of {all}");
}

#[test]
fn a_name_or_a_word_is_never_sure() {
    for words in UNCLEAR {
        let detected = detect_language(words);
        assert!(
            detected.is_none_or(|detected| !detected.is_sure),
            "{words}: {detected:?}"
        );
    }
}
