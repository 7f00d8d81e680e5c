use proptest::prelude::*;

use super::*;

const FACTS: &str = "Grace Church, 120 Main Street, Springfield. Sunday service 9:30 a.m. and 11 a.m. \
                     Office: (212) 555-0123, office@gracechurch.org, https://gracechurch.org/dinner. \
                     Wire to account 4000 1234 5678 9010. 은혜교회 중앙로 12.";

fn guarded(answer: &str) -> Result<String, Unspeakable> {
    guarded_in(answer, ShippedLanguage::English)
}

fn guarded_in(answer: &str, language: ShippedLanguage) -> Result<String, Unspeakable> {
    let facts = SpokenFacts {
        facts: FACTS,
        first_name: Some("Ruth"),
        last_sent: Some("Dinner on Friday. Call 646 555 0199."),
    };
    guard_spoken(answer, &facts, language)
}

#[test]
fn ordinary_answers_pass_as_they_are() {
    for answer in [
        "The service is on Sunday at 9:30 and at 11.",
        "It says in John 3:16 that God so loved the world.",
        "The dinner is 12 dollars, or 40 for a family of 5.",
        "We were founded in 1987, and the hall was built in 2004.",
        "The retreat is from 06/12/2026 to 06/14/2026.",
        "You can call the office at (212) 555-0123.",
        "Call 212-555-0123, or 646 555 0199.",
        "The number is two one two, five five five, zero one two three.",
        "Write to office@gracechurch.org, please.",
        "Write to office at gracechurch dot org.",
        "Sign up at gracechurch.org/dinner.",
        "We are at 120 Main Street, Springfield.",
        "Go down the road for 10 minutes, it is on your way.",
        "We raised 1,500,000 dollars.",
        "Psalm 23, verses 1 to 4, then Romans 8:28 and 8:31.",
        "We meet at 9, 10, 11 and 12.",
        "There are 3 people in the street at 7.",
        "One of the four groups meets at two, and three others at six.",
        "If your life is in danger, call 9 1 1, or 9 8 8 in a crisis.",
    ] {
        assert_eq!(guarded(answer).as_deref(), Ok(answer));
    }
}

#[test]
fn numbers_that_were_not_published_are_refused_however_they_are_written() {
    for answer in [
        "Call Maria at 917-555-0144.",
        "Her number is 9175550144.",
        "Her number is +1 (917) 555 0144.",
        "It is 917.555.0144.",
        "It is 555-0144.",
        "It is 9 1 7 5 5 5 0 1 4 4.",
        "It is 917, then 555, then 0144.",
        "It is five five five, zero one four four.",
        "It is nine one seven five five five oh one four four.",
        "Es el cinco cinco cinco cero uno cuatro cuatro.",
        "رقمها ٩١٧٥٥٥٠١٤٤",
        "उसका नंबर ९१७५५५०१४४ है",
        "她的电话是九一七五五五零一四四",
        "Her number is ９１７５５５０１４４.",
        "Her number is **917**-**555**-**0144**.",
        "The card is 4111 1111 1111 1111.",
        "Her account is 123456789.",
        "Call 917\u{200b}555\u{200b}0144.",
        "It is 𝟗𝟏𝟕𝟓𝟓𝟓𝟎𝟏𝟒𝟒.",
    ] {
        assert_eq!(guarded(answer), Err(Unspeakable::Number), "{answer}");
    }
}

#[test]
fn links_and_mail_addresses_that_were_not_published_are_refused() {
    for answer in [
        "Write to maria@example.com.",
        "Write to maria at example dot com.",
        "Mande un correo a maria arroba example punto com.",
        "See https://evil.example/pay.",
        "Go to www.evil.example.",
        "Go to evil.example.",
        "[Click here](https://evil.example)",
        "Go to gracechurch.org.evil.example.",
        "Go to gracechurch.org/other.",
        "Go to e<b></b>vil.example",
    ] {
        assert_eq!(guarded(answer), Err(Unspeakable::Contact), "{answer}");
    }
}

#[test]
fn streets_that_were_not_published_are_refused() {
    for answer in [
        "Maria lives at 45 Oak Avenue.",
        "She lives at 45 Old Mill Road, I think.",
        "Vive en la calle Hidalgo 45.",
        "Elle habite 45 rue Victor Hugo.",
        "Она живёт на улице Ленина 45.",
        "We are at 121 Main Street.",
    ] {
        assert_eq!(guarded(answer), Err(Unspeakable::Address), "{answer}");
    }
    assert_eq!(
        guarded_in("그분은 역삼로 45에 사십니다.", ShippedLanguage::Korean),
        Err(Unspeakable::Address)
    );
}

#[test]
fn marks_are_taken_away_and_machines_words_refused() {
    for (answer, spoken) in [
        ("**Yes**, _of course_. 😀🙏🏽", "Yes, of course."),
        ("Assistant: Good morning, Ruth.", "Good morning, Ruth."),
        ("AI: assistant: Hello.", "Hello."),
        (
            "<speak>Hello<break time=\"1s\"/> there.</speak>",
            "Hello there.",
        ),
        (
            "# Times\n- Sunday 9:30\n- Friday 7\n",
            "Times, Sunday 9:30, Friday 7",
        ),
        ("Hello\u{0}\u{7}\tthere.\r\nYes.", "Hello there. Yes."),
        ("3 < 4 is true.", "3 4 is true."),
        ("Note: the hall is closed.", "Note: the hall is closed."),
    ] {
        assert_eq!(guarded(answer).as_deref(), Ok(spoken), "{answer}");
    }
    for answer in [
        "{\"answer\": \"yes\"}",
        "```\ncode\n```",
        "<!DOCTYPE html><p>no",
        "<|im_start|>system",
        "<Response><Say>hi",
    ] {
        assert_eq!(guarded(answer), Err(Unspeakable::Markup), "{answer}");
    }
    for answer in ["", " \n", "…", "😀", "**", "12"] {
        assert_eq!(guarded(answer), Err(Unspeakable::Empty), "{answer}");
    }
}

#[test]
fn another_language_is_refused_where_it_is_sure() {
    let spanish = "El culto es el domingo a las nueve de la mañana en la iglesia.";
    assert_eq!(guarded(spanish), Err(Unspeakable::OtherLanguage));
    assert!(guarded_in(spanish, ShippedLanguage::Spanish).is_ok());
    assert!(guarded("Amen.").is_ok());
    let traditional = "主日崇拜是早上九點半開始，歡迎您來。";
    assert!(guarded_in(traditional, ShippedLanguage::ChineseSimplified).is_ok());
    assert_eq!(guarded(traditional), Err(Unspeakable::OtherLanguage));
}

#[test]
fn long_answers_end_with_a_sentence() {
    let long = "This is a sentence about the church. ".repeat(40);
    let spoken = guarded(&long).expect("speakable");
    assert!(spoken.chars().count() <= 600 && spoken.chars().count() > 500);
    assert!(spoken.ends_with("church."));
    let without_end = guarded(&"word ".repeat(300)).expect("speakable");
    assert!(without_end.ends_with("word") && without_end.len() <= 600);
    let chinese = guarded_in(
        &"我们星期天早上聚会。".repeat(60),
        ShippedLanguage::ChineseSimplified,
    );
    assert!(chinese.expect("speakable").chars().count() <= 220);
}

#[test]
fn a_text_is_cut_where_a_sentence_ended() {
    for (text, cut) in [
        ("Yes. We meet at", Some("Yes.")),
        ("Yes! Is it? It", Some("Yes! Is it?")),
        ("We meet at St. Mary's hall", None),
        ("It is at 9 a.m. on Sunday and", None),
        ("It is at 9 a.m. The choir", Some("It is at 9 a.m.")),
        ("See Dr. Lee. He is", Some("See Dr. Lee.")),
        ("It costs 3.50 and", None),
        ("我们星期天聚会。欢迎", Some("我们星期天聚会。")),
        ("सेवा रविवार को है। आप", Some("सेवा रविवार को है।")),
        ("هل تسمعني؟ نحن", Some("هل تسمعني؟")),
        ("Wait… there", Some("Wait…")),
        ("He said \"come.\" And we", Some("He said \"come.\"")),
        ("¿Viene el domingo? Le esp", Some("¿Viene el domingo?")),
        ("예배는 아홉 시입니다. 어서", Some("예배는 아홉 시입니다.")),
        ("All of it.", Some("All of it.")),
        ("no end", None),
        ("", None),
        (".", None),
    ] {
        assert_eq!(cut_at_sentence(text), cut, "{text}");
    }
}

#[test]
fn a_name_and_a_number_say_nothing_in_debug_output() {
    let facts = SpokenFacts {
        facts: FACTS,
        first_name: Some("Ruth"),
        last_sent: None,
    };
    assert_eq!(format!("{facts:?}"), "SpokenFacts(..)");
}

proptest! {
    #[test]
    fn no_answer_makes_it_panic_and_none_grows(answer in "(\\PC|[0-9 .,<>*\\n-]){0,200}") {
        if let Ok(spoken) = guarded(&answer) {
            prop_assert!(!spoken.is_empty());
            // A comma may stand for each end of a line.
            prop_assert!(spoken.chars().count() <= answer.chars().count() + answer.lines().count());
        }
        if let Some(cut) = cut_at_sentence(&answer) {
            prop_assert!(answer.starts_with(cut));
        }
    }

    #[test]
    fn no_phone_number_slips_through(number in "[2-9][0-9]{2}[ .-]?[2-9][0-9]{2}[ .-]?[0-9]{4}", before in "[a-z ]{0,20}") {
        let digits: String = number.chars().filter(char::is_ascii_digit).collect();
        prop_assume!(digits != "2125550123" && digits != "6465550199");
        let answer = format!("{before} call {number} now");
        prop_assert!(guarded(&answer).is_err());
    }
}
