//! One row for each mistake.

use super::{Conversation, Problem, read};

const PHONE: &str = "+12025550143";
const CHURCH: &str = "+12025550100";

fn texts(body: &str) -> Result<Vec<Vec<(String, String)>>, Problem> {
    let conversation = Conversation {
        phone: PHONE,
        church_phone: CHURCH,
        webhook_url: "http://127.0.0.1:9/api/sms-inbound?church=1",
    };
    read(
        Some("text/xml; charset=utf-8"),
        body.as_bytes(),
        conversation,
    )
    .map(|texts| texts.into_iter().map(|text| text.0).collect())
}

fn bodies(body: &str) -> Vec<String> {
    texts(body)
        .expect("well-formed")
        .into_iter()
        .map(|text| text[2].1.clone())
        .collect()
}

#[test]
fn an_empty_response_says_nothing() {
    for body in [
        "<Response/>",
        "<Response></Response>",
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Response>\n</Response>\n",
        "<Response><!-- nothing --></Response>",
    ] {
        assert_eq!(texts(body), Ok(Vec::new()), "{body}");
    }
}

#[test]
fn a_message_is_sent_with_its_entities_resolved() {
    assert_eq!(
        bodies("<Response><Message>Fish &amp; chips &#x1F41F; &lt;6&gt;</Message></Response>"),
        ["Fish & chips 🐟 <6>"]
    );
    assert_eq!(
        bodies(
            "<Response>\n<Message>\n<Body><![CDATA[One & two]]></Body>\n</Message><Message> Two </Message></Response>"
        ),
        ["One & two", "Two"]
    );
}

#[test]
fn attributes_say_to_whom_and_where_statuses_go() {
    let sent = texts(
        "<Response><Message to=\"+12025550177\" from=\"+12025550100\" action=\"/status?a=1&amp;b=2\" method=\"GET\">Hello</Message></Response>",
    )
    .expect("well-formed");
    let pairs: Vec<(&str, &str)> = sent[0]
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    assert_eq!(
        pairs,
        [
            ("To", "+12025550177"),
            ("From", CHURCH),
            ("Body", "Hello"),
            ("StatusCallback", "http://127.0.0.1:9/status?a=1&b=2"),
            ("StatusCallbackMethod", "GET"),
        ]
    );
}

#[test]
fn each_mistake_has_twilios_own_code_and_says_where_it_is() {
    let long = format!(
        "<Response><Message>{}</Message></Response>",
        "a".repeat(1_601)
    );
    let many = format!("<Response>{}</Response>", "<Message>a</Message>".repeat(11));
    let large = format!("<Response><!--{}--></Response>", "a".repeat(64 * 1024));
    for (body, code, part) in [
        ("", 12100, "empty"),
        (" <?xml version=\"1.0\"?><Response/>", 12100, "before <?xml"),
        ("Thank you!", 12100, "outside"),
        ("<Response>", 12100, "does not end"),
        ("<Response></response>", 12100, "Line 1"),
        ("<Response/><Response/>", 12100, "second outermost"),
        (
            "<Response><Message>Fish & chips</Message></Response>",
            12100,
            "Line 1",
        ),
        (
            "<Response><Message>&nbsp;</Message></Response>",
            12100,
            "entity",
        ),
        (
            "<Response><Message to=+1>Hello</Message></Response>",
            12100,
            "attribute",
        ),
        ("<!DOCTYPE Response><Response/>", 12100, "document type"),
        ("<response/>", 12100, "<response> rather than <Response>"),
        ("<html><body>Error</body></html>", 12100, "<html>"),
        (
            "<Response>Hello</Response>",
            12200,
            "text may not stand in <Response>",
        ),
        ("<Response version=\"1\"/>", 12200, "no attribute version"),
        (
            "<Response>\n\n<Say>Hello</Say></Response>",
            12200,
            "Line 3: <Say>",
        ),
        (
            "<Response><message>Hello</message></Response>",
            12200,
            "<message> is no verb",
        ),
        ("<Response><Sms>Hello</Sms></Response>", 12200, "<Sms>"),
        (
            "<Response><Redirect>/a</Redirect></Response>",
            12200,
            "does not play <Redirect>",
        ),
        (
            "<Response><Message too=\"+1\">a</Message></Response>",
            12200,
            "no attribute too",
        ),
        (
            "<Response><Message>a<Body>b</Body></Message></Response>",
            12200,
            "beside",
        ),
        (
            "<Response><Message><Body>a</Body><Body>b</Body></Message></Response>",
            12200,
            "two <Body>",
        ),
        (
            "<Response><Message><Body x=\"1\">a</Body></Message></Response>",
            12200,
            "no attribute x",
        ),
        (
            "<Response><Message><Body><b>a</b></Body></Message></Response>",
            12200,
            "<b> may not stand in <Body>",
        ),
        (
            "<Response><Message><Media>http://a/b.png</Media></Message></Response>",
            12200,
            "does not play <Media>",
        ),
        (
            "<Response><Message><Message>a</Message></Message></Response>",
            12200,
            "<Message> may not stand",
        ),
        (
            "<Response><Message method=\"GET\">a</Message></Response>",
            12200,
            "goes with action",
        ),
        (
            "<Response><Message action=\"/a\" statusCallback=\"/b\">a</Message></Response>",
            12200,
            "give one",
        ),
        (
            "<Response><Message to=\"2025550143\">a</Message></Response>",
            14101,
            "2025550143",
        ),
        (
            "<Response><Message to=\"+12025550100\">a</Message></Response>",
            14101,
            "+12025550100",
        ),
        (
            "<Response><Message from=\"+12025550199\">a</Message></Response>",
            14102,
            "church's number",
        ),
        ("<Response><Message> </Message></Response>", 14103, "empty"),
        (
            "<Response><Message><Body/></Message></Response>",
            14103,
            "empty",
        ),
        (&long, 14103, "1600"),
        (
            "<Response><Message action=\"/a\" method=\"PUT\">a</Message></Response>",
            14104,
            "GET or POST",
        ),
        (
            "<Response><Message action=\"mailto:a@b\">a</Message></Response>",
            14105,
            "mailto",
        ),
        (&many, 14109, "more than ten"),
        (&large, 11750, "64 kB"),
    ] {
        let problem = texts(body).expect_err(body);
        assert_eq!(problem.code, code, "{body}: {problem:?}");
        assert!(problem.sentence.contains(part), "{body}: {problem:?}");
    }
}

#[test]
fn only_xml_is_taken_for_twiml() {
    let conversation = Conversation {
        phone: PHONE,
        church_phone: CHURCH,
        webhook_url: "http://127.0.0.1:9/",
    };
    for (content_type, taken) in [
        (Some("text/xml"), true),
        (Some("Application/XML; charset=utf-8"), true),
        (Some("text/plain"), false),
        (Some("application/json"), false),
        (Some("text/html"), false),
        (None, false),
    ] {
        let read = read(content_type, b"<Response/>", conversation);
        match read {
            Ok(_) => assert!(taken, "{content_type:?}"),
            Err(problem) => assert!(!taken && problem.code == 12300, "{content_type:?}"),
        }
    }
}
