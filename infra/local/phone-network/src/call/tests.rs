use super::{check, wants_callback};
use crate::{
    clock,
    parameters::Parameters,
    record::{Kind, Origin, Record, Status},
};

const CHURCH: &str = "+12025550100";

fn form(text: &str) -> Parameters {
    Parameters::parse(text.as_bytes()).expect("a form")
}

#[test]
fn each_mistake_has_twilios_own_code() {
    for (text, code) in [
        ("From=%2B12025550100&Twiml=x", 21201),
        ("To=12&From=%2B12025550100&Twiml=x", 21211),
        ("To=%2B12025550143&Twiml=x", 21213),
        ("To=%2B12025550143&From=church&Twiml=x", 21212),
        ("To=%2B12025550143&From=%2B12025550199&Twiml=x", 21210),
        ("To=%2B12025550143&From=%2B12025550100", 21205),
        ("To=%2B12025550143&From=%2B12025550100&Url=nowhere", 21205),
        (
            "To=%2B12025550143&From=%2B12025550100&Twiml=x&StatusCallbackEvent=hung-up",
            21626,
        ),
        (
            "To=%2B12025550143&From=%2B12025550100&Twiml=x&Timeout=601",
            20001,
        ),
        (
            "To=%2B12025550143&From=%2B12025550100&Twiml=x&Voice=alice",
            20001,
        ),
    ] {
        assert_eq!(
            check(&form(text), CHURCH).expect_err("a mistake").code,
            code,
            "{text}"
        );
    }
    assert_eq!(
        check(
            &form("To=%2B12025550143&From=%2B12025550100&Twiml=x"),
            CHURCH
        ),
        Ok(())
    );
}

#[test]
fn only_the_wished_for_events_are_called_back() {
    let record = |text| {
        let sid = "CA1".into();
        Record::new(sid, Kind::Call, Origin::Api, clock::now(), form(text))
    };
    let silent = record("To=1");
    assert!(!wants_callback(&silent, Status::Ringing));
    assert!(wants_callback(&silent, Status::Completed));
    let curious = record("To=1&StatusCallbackEvent=ringing&StatusCallbackEvent=answered");
    assert!(wants_callback(&curious, Status::Ringing));
    assert!(wants_callback(&curious, Status::InProgress));
    assert!(!wants_callback(&curious, Status::Completed));
}
