//! Whatever is said, Twilio takes the document, and nobody is left in silence.

use std::sync::OnceLock;

use domain::shipped_language::SHIPPED_LANGUAGES;
use domain::voice_words::VoiceWords;
use domain::{CallId, PhoneNumber};
use jiff::Timestamp;
use proptest::prelude::*;

use super::schema::Schema;
use super::*;
use crate::twilio::voice::voice_options;

/// Read once for all cases.
static SCHEMA: OnceLock<Schema> = OnceLock::new();

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
                3,
            )
            .expect("another try"),
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

/// Whether Twilio takes a document, and it ends in a next step or in the end of the call.
fn check(schema: &Schema, xml: &str) -> Result<(), String> {
    schema.check(xml)?;
    let ends = [
        "</Redirect></Response>",
        "</Dial></Response>",
        "<Hangup/></Response>",
    ];
    match ends.iter().any(|end| xml.ends_with(end)) {
        true => Ok(()),
        false => Err("it leads nowhere".into()),
    }
}

#[test]
fn what_twilio_does_not_take_is_found_out() {
    let schema = Schema::read();
    for (verbs, reason) in [
        ("<Sing/>", "Sing in Response"),
        ("<Say pitch=\"high\">Hi</Say>", "Say has pitch"),
        ("<Say> </Say>", "Say says"),
        ("<Say>Hi<Hangup/></Say>", "Hangup in Say"),
        ("<Gather><Hangup/></Gather>", "Hangup in Gather"),
        ("<Gather language=\"ht-HT\"/>", "Gather has language"),
        ("<Gather input=\"voice\"/>", "Gather has input"),
        ("<Gather timeout=\"0\"/>", "Gather has timeout"),
        ("<Gather bargeIn=\"yes\"/>", "Gather has bargeIn"),
        (
            "<Say voice=\"Polly.Lupe-Neural\" language=\"ko-KR\">Hi</Say>",
            "does not speak",
        ),
        ("Hi", "Response says"),
    ] {
        let error = schema.check(&format!("<Response>{verbs}</Response>"));
        let error = error.expect_err(verbs);
        assert!(error.contains(reason), "{verbs}: {error}");
    }
    let long = format!("<Response><Say>{}</Say></Response>", "x".repeat(4_097));
    schema.check(&long).expect_err("it is too long");
}

#[test]
fn each_voice_that_can_be_chosen_speaks_its_language() {
    let schema = Schema::read();
    for option in voice_options() {
        let voices = BTreeMap::from([(option.language, option.name.to_owned())]);
        let reply = SpokenReply {
            say: vec![Spoken::new(option.language, "Hi")],
            next: NextStep::Listen {
                language: option.language,
            },
        };
        let xml = render_reply(&reply, &voices, BASE, place());
        assert!(xml.contains(option.name), "{xml}");
        assert_eq!(check(&schema, &xml), Ok(()), "{option:?}");
    }
}

#[test]
fn each_sentence_in_each_language_goes_with_each_next_step() {
    let schema = Schema::read();
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
                assert_eq!(
                    check(&schema, &render(&reply)),
                    Ok(()),
                    "{language:?} {next:?}"
                );
                let whisper = render_whisper(&reply, &BTreeMap::new(), BASE, place());
                assert_eq!(check(&schema, &whisper), Ok(()), "{language:?} {next:?}");
            }
        }
    }
}

proptest! {
    #[test]
    fn whatever_is_said_is_words_and_nothing_else(words in "(\\PC|[<>&'\"\n\t\u{0}\u{1b}\u{ffff}]|\\]\\]>|<!--|<Dial>){0,60}", step in 0_usize..4, language in 0_usize..16) {
        let schema = SCHEMA.get_or_init(Schema::read);
        let language = SHIPPED_LANGUAGES[language];
        let reply = SpokenReply {
            say: vec![Spoken::new(language, words)],
            next: steps(language)[step].clone(),
        };
        prop_assert_eq!(check(schema, &render(&reply)), Ok(()));
    }
}
