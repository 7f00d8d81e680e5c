use super::{
    Address, GATHER, Prompt, Verb,
    dial::{DIAL, NUMBER},
    read, read_text,
};
use crate::twiml::document::{self, Element};

const URL: &str = "http://127.0.0.1:1/voice/inbound?church=1";

fn code_of(content: &str) -> u32 {
    let document = format!("<Response>{content}</Response>");
    match read_text(document.as_bytes(), URL) {
        Ok(_) => 0,
        Err(problem) => problem.code,
    }
}

#[test]
fn a_question_is_read_with_its_defaults_and_the_documents_own_address() {
    let text = "<Response><Gather input=\"dtmf speech\" language=\"es-US\" hints=\"sí, no\">
        <Say voice=\"Polly.Lupe-Neural\" language=\"es-US\">Hola,\n  hermana.</Say></Gather></Response>";
    let verbs = read(Some("text/xml; charset=utf-8"), text.as_bytes(), URL).expect("a document");
    let [Verb::Gather(gather)] = verbs.as_slice() else {
        panic!("one question: {verbs:?}");
    };
    assert!(gather.takes_keys && gather.takes_speech && gather.barge_in && !gather.reports_silence);
    assert_eq!((gather.timeout, gather.finish_on.as_str()), (5, "#"));
    assert_eq!(gather.hints, ["sí", "no"]);
    assert_eq!(gather.action.url, URL);
    assert_eq!(
        gather.prompts,
        [Prompt::Say {
            text: "Hola, hermana.".to_owned(),
            voice: "Polly.Lupe-Neural".to_owned(),
            language: "es-US".to_owned(),
            loops: 1,
        }]
    );
}

#[test]
fn addresses_are_relative_to_the_document_and_keep_their_fragment() {
    let text = "<Response><Redirect method=\"GET\"> ../next?a=1#rc=2 </Redirect></Response>";
    let verbs = read_text(text.as_bytes(), URL).expect("a document");
    let address = Address {
        url: "http://127.0.0.1:1/next?a=1#rc=2".to_owned(),
        by_get: true,
    };
    assert_eq!(verbs, [Verb::Redirect(address)]);
    // A document in a parameter has no address of its own.
    for text in [
        "<Response><Redirect>next</Redirect></Response>",
        "<Response><Gather/></Response>",
    ] {
        assert_eq!(
            read_text(text.as_bytes(), "").expect_err("no base").code,
            12200
        );
    }
}

#[test]
fn what_is_played_is_taken() {
    for content in [
        "",
        "<Say>Hello</Say><Pause/><Pause length=\"2\"/><Play digits=\"ww1#\"/><Hangup/>",
        "<Say loop=\"0\">Hello</Say>",
        "<Gather action=\"a\" method=\"GET\" timeout=\"3\" speechTimeout=\"auto\" numDigits=\"1\" finishOnKey=\"\"
            actionOnEmptyResult=\"true\" enhanced=\"true\" speechModel=\"phone_call\" profanityFilter=\"false\"
            bargeIn=\"false\"><Pause/><Play digits=\"1\"/></Gather>",
        "<Dial>+12025550143</Dial>",
        "<Dial action=\"a\" method=\"POST\" timeout=\"20\" timeLimit=\"60\" callerId=\"+12025550100\" answerOnBridge=\"true\">
            <Number url=\"w\" method=\"POST\" statusCallback=\"s\" statusCallbackEvent=\"ringing completed\"
            statusCallbackMethod=\"GET\">+12025550143</Number><Number>+12025550144</Number></Dial>",
        "<Reject/>",
        "<Reject reason=\"busy\"/>",
    ] {
        assert_eq!(code_of(content), 0, "{content}");
    }
}

#[test]
fn every_mistake_has_its_code() {
    let long = format!("<Say>{}</Say>", "a".repeat(4_097));
    for (content, code) in [
        ("<Record/>", 12200),
        ("<say>Hello</say>", 12200),
        ("<Message>Hello</Message>", 12200),
        ("Hello", 12200),
        ("<Say>", 12100),
        ("<Say/>", 13520),
        (&long, 13520),
        ("<Say voice=\"alice\">Hello</Say>", 13511),
        (
            "<Say voice=\"Polly.Lupe\" language=\"en-US\">Hello</Say>",
            13511,
        ),
        ("<Say language=\"xx\">Hello</Say>", 12200),
        ("<Say rate=\"fast\">Hello</Say>", 12200),
        ("<Say loop=\"-1\">Hello</Say>", 12200),
        ("<Say>Hello <emphasis>you</emphasis></Say>", 12200),
        ("<Play>https://church.example/a.mp3</Play>", 12200),
        ("<Play digits=\"1x\"/>", 12200),
        ("<Pause length=\"0\"/>", 12200),
        ("<Gather language=\"xx\"/>", 13331),
        ("<Gather input=\"voice\"/>", 12200),
        ("<Gather timeout=\"0\"/>", 12200),
        ("<Gather timeout=\"+5\"/>", 12200),
        ("<Gather speechTimeout=\"soon\"/>", 12200),
        ("<Gather speechModel=\"best\"/>", 12200),
        ("<Gather enhanced=\"true\"/>", 12200),
        ("<Gather hints=\"a,,b\"/>", 12200),
        ("<Gather numDigits=\"0\"/>", 12200),
        ("<Gather finishOnKey=\"x\"/>", 12200),
        ("<Gather bargeIn=\"yes\"/>", 12200),
        ("<Gather partialResultCallback=\"a\"/>", 12200),
        ("<Gather><Hangup/></Gather>", 12200),
        ("<Gather>Hello</Gather>", 12200),
        ("<Gather action=\"\"/>", 12200),
        ("<Gather method=\"PUT\"/>", 12200),
        ("<Dial/>", 12200),
        ("<Dial>2025550143</Dial>", 12200),
        ("<Dial><Sip>sip:a@b</Sip></Dial>", 12200),
        (
            "<Dial>+12025550143<Number>+12025550144</Number></Dial>",
            12200,
        ),
        ("<Dial record=\"true\">+12025550143</Dial>", 12200),
        (
            "<Dial><Number statusCallbackEvent=\"hung-up\">+12025550143</Number></Dial>",
            12200,
        ),
        ("<Redirect/>", 12200),
        ("<Reject reason=\"rude\"/>", 12200),
        ("<Hangup now=\"true\"/>", 12200),
        ("<Hangup>now</Hangup>", 12200),
    ] {
        assert_eq!(code_of(content), code, "{content}");
    }
}

/// The attributes that the schema has for a type.
fn attributes<'a>(element: &'a Element, found: &mut Vec<&'a str>) {
    if element.name == "xs:attribute" {
        found.extend(element.attribute("name"));
    }
    element
        .children
        .iter()
        .for_each(|child| attributes(child, found));
}

#[test]
fn the_schema_and_the_reader_know_the_same_attributes() {
    let schema = include_bytes!("../../../schema/voice.xsd");
    let schema = document::parse(schema).expect("well-formed");
    for (name, known) in [
        ("Say", &["voice", "language", "loop"][..]),
        ("Play", &["digits"]),
        ("Pause", &["length"]),
        ("Gather", GATHER),
        ("Dial", DIAL),
        ("Number", NUMBER),
        ("Redirect", &["method"]),
        ("Reject", &["reason"]),
        ("Hangup", &[]),
    ] {
        let of_name = |child: &&Element| {
            child.name == "xs:complexType" && child.attribute("name") == Some(name)
        };
        let kind = schema.children.iter().find(of_name).expect(name);
        let mut found = Vec::new();
        attributes(kind, &mut found);
        assert_eq!(found, known, "{name}");
    }
}
