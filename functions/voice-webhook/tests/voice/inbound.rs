//! Calls that come in, from the greeting to the end, and whatever goes wrong.

use std::time::{Duration, Instant};

use app::ports::{AssistantSettingsStore, CallStore, CallTask};
use domain::call::CallStatus;
use domain::voice_words::VoiceWords;
use domain::{AssistantSettings, PhoneNumber, ShippedLanguage};
use wiremock::ResponseTemplate;

use crate::support::{
    BASE, INBOUND, action, address, escaped, event, redirect, saying, signature, trouble, world,
};

#[tokio::test]
async fn a_call_goes_from_the_greeting_to_its_end_and_each_turn_is_answered_once() {
    let world = world(saying("The service is on Sunday morning."), true).await;
    let greeting = world.ring().await;
    assert!(greeting.contains("Grace Church"), "{greeting}");
    assert_eq!(world.ring().await, greeting, "Twilio may ask again");
    let first = action(&greeting);
    let question = [
        ("SpeechResult", "When is the service?"),
        ("Confidence", "0.9"),
    ];
    let answer = world.twiml(&first, &question).await;
    assert!(
        answer.contains("The service is on Sunday morning."),
        "{answer}"
    );
    let again = world
        .twiml(&first, &[("SpeechResult", "Something else")])
        .await;
    assert_eq!(again, answer);
    let mut twiml = answer;
    let mut silences = 0;
    while !twiml.contains("<Hangup/>") {
        silences += 1;
        assert!(silences < 5, "silence comes to an end");
        twiml = world.twiml(&redirect(&twiml), &[]).await;
    }
    let status = format!("{BASE}/api/webhooks/twilio/voice-status");
    let end = [
        ("CallSid", "CA1"),
        ("CallStatus", "completed"),
        ("CallDuration", "61"),
    ];
    assert_eq!(world.post(&status, &end).await.0, 204);
    let store = &world.table.store;
    let id = store.find_call("CA1").await.expect("read").expect("a call");
    let call = store.get_call(id).await.expect("read").expect("a call");
    assert_eq!(
        (call.status, call.duration),
        (CallStatus::Completed, Some(61))
    );
    let turns = store.list_turns(id, None, 20).await.expect("read").items;
    assert_eq!(turns.len(), 2 + silences);
    let tasks = world.queue.0.lock().expect("the tasks");
    assert!(tasks.iter().all(|task| *task == CallTask::Finish(id)));
    assert_eq!(tasks.len(), 2);
}

#[tokio::test]
async fn whatever_the_model_does_the_caller_hears_words_and_a_next_step_in_time() {
    let stalls = saying("Late.").set_delay(Duration::from_secs(60));
    let raw = |body: Vec<u8>| ResponseTemplate::new(200).set_body_raw(body, "text/event-stream");
    let faults = [
        ("a stall", stalls),
        ("429", ResponseTemplate::new(429)),
        ("500", ResponseTemplate::new(500)),
        ("garbage", raw(b"<html>".to_vec())),
        ("nothing", raw(Vec::new())),
        ("no words", saying("")),
        ("100 KB", raw(vec![b'x'; 100 * 1024])),
        ("100 KB of words", saying(&"word ".repeat(20 * 1024))),
        (
            "a number of somebody's",
            saying("Call Ruth on 212 555 0199."),
        ),
    ];
    let each = faults.map(async |(name, fault)| {
        let world = world(fault, true).await;
        let url = action(&world.ring().await);
        let started = Instant::now();
        let answer = world
            .twiml(&url, &[("SpeechResult", "When is the service?")])
            .await;
        assert!(started.elapsed() < Duration::from_secs(10), "{name}");
        assert!(
            answer.contains("<Say ") && answer.contains("<Gather "),
            "{name}: {answer}"
        );
        assert!(
            !answer.contains("0199") && !answer.contains("Late"),
            "{name}: {answer}"
        );
        assert!(action(&answer).contains("turn=2"), "{name}");
    });
    let [a, b, c, d, e, f, g, h, i] = each;
    tokio::join!(a, b, c, d, e, f, g, h, i);
}

#[tokio::test]
async fn a_caller_who_wants_a_person_is_put_through_or_asked_for_a_message() {
    let world = world(saying("I can't."), true).await;
    let mut settings = AssistantSettings::initial();
    settings.transfer_phone = PhoneNumber::from_e164("+12125550177");
    settings.version = 1;
    let store = &world.table.store;
    store
        .replace_assistant_settings(&settings, 0)
        .await
        .expect("kept");
    let greeting = world.ring().await;
    let person = [("SpeechResult", "I want to talk to a person")];
    let dial = world.twiml(&action(&greeting), &person).await;
    assert!(dial.contains(">+12125550177</Number>"), "{dial}");
    let whisper = world
        .twiml(&address(&dial, "<Number url=\"", '"'), &[])
        .await;
    assert!(
        whisper.contains("Grace Church") && whisper.contains("<Hangup/>"),
        "{whisper}"
    );
    let key = action(&whisper);
    assert!(
        world
            .twiml(&key, &[("Digits", "1")])
            .await
            .ends_with("<Response></Response>")
    );
    for other in [[("Digits", "2")], [("Digits", "")]] {
        assert!(world.twiml(&key, &other).await.contains("<Hangup/>"));
    }
    let nobody = [("DialCallStatus", "no-answer")];
    let answer = world.twiml(&action(&dial), &nobody).await;
    let words = VoiceWords::of(ShippedLanguage::English).nobody_there();
    assert!(
        answer.contains(&escaped(words)) && answer.contains("<Gather "),
        "{answer}"
    );
}

#[tokio::test]
async fn when_our_table_is_out_of_order_the_caller_hears_so_and_goes_on_or_takes_leave() {
    let world = world(saying("Hi."), false).await;
    let mut twiml = world.ring().await;
    for _ in 0..3 {
        assert!(
            twiml.contains(&trouble(ShippedLanguage::English)),
            "{twiml}"
        );
        let form = [("CallSid", "CA1"), ("From", "+12125550123")];
        twiml = world.twiml(&redirect(&twiml), &form).await;
    }
    assert!(twiml.contains("<Hangup/>"), "{twiml}");
    let call = "call=cal_00000000000000000000000001&turn=4&language=es";
    let mut url = format!("{BASE}/api/webhooks/twilio/voice-response?{call}");
    for turn in 5..8 {
        let answer = world.twiml(&url, &[("SpeechResult", "Hola")]).await;
        assert!(
            answer.contains(&trouble(ShippedLanguage::Spanish)),
            "{answer}"
        );
        url = action(&answer);
        assert!(url.contains(&format!("turn={turn}&language=es")), "{url}");
    }
    assert!(world.twiml(&url, &[]).await.contains("<Hangup/>"));
    let whisper = format!("{BASE}/api/webhooks/twilio/voice-whisper?{call}");
    assert!(world.twiml(&whisper, &[]).await.contains("<Hangup/>"));
    let end = [("CallSid", "CA1"), ("CallStatus", "completed")];
    let status = format!("{BASE}/api/webhooks/twilio/voice-status");
    assert_eq!(
        world.post(&status, &end).await.0,
        500,
        "nobody waits, and Twilio asks again"
    );
}

#[tokio::test]
async fn what_twilio_could_not_play_is_made_good_where_the_call_stands() {
    let world = world(saying("Hi."), true).await;
    let url = format!("{BASE}/api/webhooks/twilio/voice-fallback");
    let failed = format!(
        "{BASE}/api/webhooks/twilio/voice-response?call=cal_00000000000000000000000001&turn=2&language=ko"
    );
    let form = [
        ("CallSid", "CA1"),
        ("ErrorCode", "11200"),
        ("ErrorUrl", &failed),
    ];
    let answer = world.twiml(&url, &form).await;
    assert!(
        answer.contains(&trouble(ShippedLanguage::Korean)),
        "{answer}"
    );
    assert!(action(&answer).contains("turn=3&language=ko&failures=1"));
    let failed = format!("{BASE}{INBOUND}");
    let form = [
        ("CallSid", "CA1"),
        ("ErrorCode", "11200"),
        ("ErrorUrl", &failed),
    ];
    let answer = world.twiml(&url, &form).await;
    assert_eq!(redirect(&answer), format!("{BASE}{INBOUND}?failures=1"));
}

#[tokio::test]
async fn what_is_not_signed_by_twilio_changes_nothing_and_learns_nothing() {
    let world = world(saying("Hi."), true).await;
    let url = format!("{BASE}{INBOUND}");
    let form = [("CallSid", "CA1"), ("From", "+12125550123")];
    let other = [("CallSid", "CA2"), ("From", "+12125550123")];
    for signature in [String::new(), signature(&url, &other)] {
        let answer = world.webhook.handle(event(&url, &form, &signature)).await;
        let answer = answer.expect("an answer");
        assert_eq!((answer.status_code, answer.body.is_none()), (403, true));
    }
    let all = world.table.client.scan().table_name(&world.table.table);
    assert!(all.send().await.expect("the table").items().is_empty());
    assert!(world.queue.0.lock().expect("the tasks").is_empty());
}
