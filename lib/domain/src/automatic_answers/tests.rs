use super::*;

fn at(time: &str) -> Timestamp {
    time.parse().expect("a time")
}

fn zone() -> TimeZoneName {
    TimeZoneName::parse("America/Chicago").expect("a time zone")
}

fn tag(text: &str) -> LanguageTag {
    LanguageTag::parse(text).expect("a tag")
}

fn words(text: &str) -> AnswerWords {
    AnswerWords {
        answer: AnswerText::parse(text).expect("an answer"),
        translations: BTreeMap::new(),
    }
}

fn keyword(word: &str, answer: &str) -> KeywordAnswer {
    KeywordAnswer {
        keyword: Keyword::parse(word).expect("a keyword"),
        words: words(answer),
        starts_at: None,
        ends_at: None,
    }
}

fn answers(keywords: Vec<KeywordAnswer>) -> AutomaticAnswers {
    AutomaticAnswers {
        keywords,
        ..AutomaticAnswers::default()
    }
}

fn weekdays() -> OfficeHours {
    let mut hours = OfficeHours::closed();
    for day in [OfficeDay::Monday, OfficeDay::Wednesday] {
        hours.open_on(day, "09:00", "17:00").expect("hours");
    }
    hours
}

/// A Wednesday, at eleven in the morning in Chicago.
const IN_OFFICE: &str = "2026-11-25T17:00:00Z";

#[test]
fn the_whole_text_must_be_the_keyword_however_it_is_written() {
    let answers = answers(vec![
        keyword("Dinner", "At six."),
        keyword("été", "En juin."),
    ]);
    let answer = |body: &str| {
        let found = answers.answer_to(body, at(IN_OFFICE), &zone());
        found.map(|(words, _)| words.for_reader(&tag("en")).to_owned())
    };
    for body in [
        "dinner",
        " DINNER! ",
        "“Dinner”.",
        "dinner 🍲",
        "ＤＩＮＮＥＲ",
    ] {
        assert_eq!(answer(body).as_deref(), Some("At six."), "{body}");
    }
    // The accent is one character or two.
    for body in ["Été", "E\u{301}te\u{301}"] {
        assert_eq!(answer(body).as_deref(), Some("En juin."), "{body}");
    }
    for body in [
        "",
        "🍲",
        "dinner on Friday?",
        "dinners",
        "ete",
        &"d".repeat(2_000),
    ] {
        assert_eq!(answer(body), None, "{body}");
    }
}

#[test]
fn a_keyword_is_answered_in_its_time_only() {
    let advent = KeywordAnswer {
        starts_at: Some(at("2026-11-29T06:00:00Z")),
        ends_at: Some(at("2026-12-24T06:00:00Z")),
        ..keyword("Advent", "Each Sunday at five.")
    };
    let answers = answers(vec![advent]);
    let is_answered = |time: &str| answers.answer_to("advent", at(time), &zone()).is_some();
    assert!(!is_answered("2026-11-29T05:59:59Z"));
    assert!(is_answered("2026-11-29T06:00:00Z"));
    assert!(is_answered("2026-12-24T05:59:59Z"));
    assert!(!is_answered("2026-12-24T06:00:00Z"));
}

#[test]
fn outside_office_hours_everybody_else_is_told_so_by_the_clock_on_the_wall() {
    let answers = AutomaticAnswers {
        keywords: vec![keyword("Dinner", "At six.")],
        after_hours: Some(AfterHours {
            words: words("We are closed."),
            office_hours: weekdays(),
        }),
        version: 1,
    };
    let reason = |body: &str, time: &str| {
        let found = answers.answer_to(body, at(time), &zone());
        found.map(|(_, reason)| reason)
    };
    assert_eq!(reason("Hello", IN_OFFICE), None);
    for closed in [
        // A minute before nine, and five, on Wednesday; noon on Thursday; in summer, an hour before nine.
        "2026-11-25T14:59:59Z",
        "2026-11-25T23:00:00Z",
        "2026-11-26T18:00:00Z",
        "2026-07-01T13:30:00Z",
    ] {
        let expected = Some(AnswerReason::AfterHours);
        assert_eq!(reason("Hello", closed), expected, "{closed}");
        let expected = Some(AnswerReason::Keyword("Dinner".into()));
        assert_eq!(reason("dinner", closed), expected, "{closed}");
    }
    assert_eq!(reason("Hello", "2026-07-01T14:00:00Z"), None);
}

#[test]
fn a_reader_is_answered_in_the_nearest_language() {
    let mut words = words("At six.");
    let spanish = AnswerText::parse("A las seis.").expect("an answer");
    words.translations.insert(tag("es"), spanish);
    assert_eq!(words.for_reader(&tag("es-MX")), "A las seis.");
    assert_eq!(words.for_reader(&tag("ko")), "At six.");
}

#[test]
fn a_machine_that_answers_us_is_not_answered() {
    let answers = AutomaticAnswers {
        after_hours: Some(AfterHours {
            words: words("We are closed."),
            office_hours: weekdays(),
        }),
        ..AutomaticAnswers::default()
    };
    let sunday = at("2026-11-29T12:00:00Z");
    for body in [
        "I'm driving with Do Not Disturb While Driving turned on.",
        "(I’m driving right now - I'll get back to you later.)",
        "Automatic reply: I am out of office until Monday",
        "AUTO-REPLY: Thanks for your message",
        "Respuesta automática: gracias",
    ] {
        assert_eq!(answers.answer_to(body, sunday, &zone()), None, "{body}");
    }
    for body in [
        "Thanks!",
        "Who is driving on Sunday?",
        "Is the office open?",
    ] {
        assert!(answers.answer_to(body, sunday, &zone()).is_some(), "{body}");
    }
}

#[test]
fn a_word_of_consent_and_a_word_that_is_there_twice_are_refused() {
    for word in ["stop", "Start", "HELP", "yes"] {
        let answers = answers(vec![keyword("Dinner", "a"), keyword(word, "b")]);
        assert_eq!(answers.misfit().map(|(index, _)| index), Some(1), "{word}");
    }
    let twice = answers(vec![keyword("Dinner", "a"), keyword("DINNER", "b")]);
    assert_eq!(twice.misfit().map(|(index, _)| index), Some(1));
    assert_eq!(answers(vec![keyword("Dinner", "a")]).misfit(), None);
}

#[test]
fn what_can_not_be_answered_is_refused() {
    assert!(AnswerText::parse(" ").is_err());
    assert!(AnswerText::parse(&"a".repeat(480)).is_ok());
    let error = AnswerText::parse(&"a".repeat(481));
    assert_eq!(error, Err(InvalidAnswer::TooLong { characters: 481 }));
    assert_eq!(Keyword::parse("…"), Err(InvalidKeyword::Empty));
    assert_eq!(
        Keyword::parse(&"a".repeat(31)),
        Err(InvalidKeyword::TooLong)
    );
    let mut hours = weekdays();
    for (opens, closes) in [
        ("9:00", "17:00"),
        ("09:00", "24:01"),
        ("09:60", "17:00"),
        ("", ""),
    ] {
        let error = hours.open_on(OfficeDay::Friday, opens, closes);
        assert_eq!(error, Err(InvalidOfficeHours::NotATime), "{opens} {closes}");
    }
    assert_eq!(
        hours.open_on(OfficeDay::Friday, "09:00", "09:00"),
        Err(InvalidOfficeHours::TooShort)
    );
    assert_eq!(
        hours.open_on(OfficeDay::Monday, "09:00", "24:00"),
        Err(InvalidOfficeHours::Twice)
    );
}

#[test]
fn an_office_may_close_at_midnight() {
    let mut hours = OfficeHours::closed();
    assert!(hours.is_empty());
    hours
        .open_on(OfficeDay::Sunday, "00:00", "24:00")
        .expect("hours");
    assert!(hours.is_open(at("2026-11-30T05:59:59Z"), &zone()));
    assert!(!hours.is_open(at("2026-11-30T06:00:00Z"), &zone()));
    let days: Vec<_> = hours.days().collect();
    assert_eq!(days, [(OfficeDay::Sunday, "00:00".into(), "24:00".into())]);
}

#[test]
fn answers_are_read_from_json_as_they_were_written() {
    let answers = AutomaticAnswers {
        keywords: vec![keyword("Dinner", "At six.")],
        after_hours: Some(AfterHours {
            words: words("We are closed."),
            office_hours: weekdays(),
        }),
        version: 3,
    };
    let json = serde_json::to_string(&answers).expect("JSON");
    let read: AutomaticAnswers = serde_json::from_str(&json).expect("answers");
    assert_eq!(read, answers);
}
