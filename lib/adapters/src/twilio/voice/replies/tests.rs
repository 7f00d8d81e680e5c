//! Whatever is said, Twilio takes the document, and nobody is left in silence.

use domain::shipped_language::SHIPPED_LANGUAGES;
use domain::voice_words::VoiceWords;
use domain::{CallId, PhoneNumber};
use jiff::Timestamp;
use proptest::prelude::*;
use quick_xml::Reader;
use quick_xml::events::Event;

use super::*;

const BASE: &str = "https://api.example.org";

fn place() -> CallPlace {
    CallPlace {
        call: CallId::new(Timestamp::UNIX_EPOCH, 1),
        turn: 3,
        language: ShippedLanguage::Spanish,
        failures: 0,
    }
}

fn reply(words: &str, next: NextStep) -> SpokenReply {
    SpokenReply {
        say: vec![Spoken::new(ShippedLanguage::Spanish, words)],
        next,
    }
}

fn render(reply: &SpokenReply) -> String {
    render_reply(reply, &BTreeMap::new(), BASE, place())
}

fn phone() -> PhoneNumber {
    PhoneNumber::from_e164("+12125550123").expect("a number in E.164")
}

fn steps(language: ShippedLanguage) -> [NextStep; 4] {
    [
        NextStep::Listen { language },
        NextStep::AwaitKey,
        NextStep::Connect { phone: phone() },
        NextStep::HangUp,
    ]
}

#[test]
fn each_next_step_in_twiml() {
    let spanish = ShippedLanguage::Spanish;
    let documents: Vec<String> = steps(spanish)
        .into_iter()
        .map(|next| render(&reply("Hola & \"adiós\"", next)))
        .chain([
            render_whisper(
                &reply("¿Sí?", NextStep::AwaitKey),
                &BTreeMap::new(),
                BASE,
                place(),
            ),
            retry_inbound(
                &Spoken::new(spanish, "Perdón"),
                BASE,
                "https://a.example/x?failures=1",
            ),
            hang_up(&[Spoken::new(spanish, "Adiós")]),
            bridge(),
        ])
        .map(|xml| xml.replace("><", ">\n<"))
        .collect();
    insta::assert_snapshot!(documents.join("\n\n"));
}

#[test]
fn a_place_is_read_from_the_address_that_was_made_of_it() {
    for failures in [0, 2] {
        let place = CallPlace {
            failures,
            ..place()
        };
        for step in Step::ALL {
            let address = place.address(BASE, step);
            assert_eq!(CallPlace::read(&address), Some(place), "{address}");
            let path = address
                .strip_prefix(BASE)
                .and_then(|rest| rest.split('?').next());
            assert_eq!(path.and_then(Step::find), Some(step));
        }
    }
    for bad in [
        "",
        "https://a.example/",
        "https://a.example/?call=cal_1",
        "https://a.example/?turn=1",
    ] {
        assert_eq!(CallPlace::read(bad), None, "{bad}");
    }
}

/// What Twilio documents of each verb that we use, written down a second time: where it may stand, what it has.
fn check(xml: &str) -> Result<(), String> {
    let mut reader = Reader::from_str(xml);
    let (mut open, mut top): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    loop {
        let event = reader.read_event().map_err(|error| error.to_string())?;
        let (start, is_empty) = match event {
            Event::Eof => break,
            Event::End(_) => {
                open.pop();
                continue;
            }
            Event::Start(start) => (start, false),
            Event::Empty(start) => (start, true),
            Event::Decl(_) => continue,
            Event::Text(_) | Event::GeneralRef(_) => match open.last().map(String::as_str) {
                Some("Say" | "Redirect" | "Number") => continue,
                inside => return Err(format!("words in {inside:?}")),
            },
            other => return Err(format!("{other:?}")),
        };
        let name: String = start.name().as_ref().to_owned();
        let allowed: &[&str] = match (open.last().map(String::as_str), name.as_str()) {
            (None, "Response") | (Some("Response"), "Hangup") => &[],
            (Some("Response" | "Gather"), "Say") => &["voice", "language"],
            (Some("Response"), "Gather") => &[
                "action",
                "method",
                "timeout",
                "numDigits",
                "actionOnEmptyResult",
                "input",
                "language",
                "speechTimeout",
                "bargeIn",
            ],
            (Some("Response"), "Redirect") => &["method"],
            (Some("Response"), "Dial") => {
                &["action", "method", "timeout", "timeLimit", "answerOnBridge"]
            }
            (Some("Dial"), "Number") => &["url", "method"],
            (parent, name) => return Err(format!("{name} in {parent:?}")),
        };
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|error| error.to_string())?;
            let key: String = attribute.key.as_ref().to_owned();
            if !allowed.contains(&key.as_str()) {
                return Err(format!("{name} has {key}"));
            }
        }
        if open.len() == 1 {
            top.push(name.clone());
        }
        if !is_empty {
            open.push(name);
        }
    }
    match top.last().map(String::as_str) {
        Some("Redirect" | "Hangup" | "Dial") => Ok(()),
        last => Err(format!("it ends in {last:?}")),
    }
}

#[test]
fn each_sentence_in_each_language_goes_with_each_next_step() {
    for language in SHIPPED_LANGUAGES {
        let words = VoiceWords::of(language);
        let sentences = [
            words.trouble().to_owned(),
            words.goodbye().to_owned(),
            words.self_harm().to_owned(),
            words.greeting("Grace & \"Peace\" <Church>", Some("Ruth")),
        ];
        for next in steps(language) {
            for sentence in &sentences {
                let reply = SpokenReply {
                    say: vec![
                        Spoken::new(language, sentence),
                        Spoken::new(ShippedLanguage::English, "Press 2."),
                    ],
                    next: next.clone(),
                };
                assert_eq!(check(&render(&reply)), Ok(()), "{language:?} {next:?}");
                let whisper = render_whisper(&reply, &BTreeMap::new(), BASE, place());
                assert_eq!(check(&whisper), Ok(()), "{language:?} {next:?}");
            }
        }
    }
}

proptest! {
    #[test]
    fn whatever_is_said_is_words_and_nothing_else(words in "(\\PC|[<>&'\"\n\t\u{0}\u{1b}\u{ffff}]|\\]\\]>|<!--|<Dial>){0,60}", step in 0_usize..4, language in 0_usize..16) {
        let language = SHIPPED_LANGUAGES[language];
        let reply = SpokenReply {
            say: vec![Spoken::new(language, words)],
            next: steps(language)[step].clone(),
        };
        prop_assert_eq!(check(&render(&reply)), Ok(()));
    }
}
