//! Calls that go out: what is spoken, and what is reported of them.

use std::time::Duration;

use app::ports::{BroadcastStore, MessageStore, MessageUpdate, OptOutStore};
use domain::message::Transition;
use domain::voice_words::VoiceWords;
use domain::{
    AttemptId, Audience, Broadcast, BroadcastId, LanguageTag, Message, MessageContent, MessageId,
    MessageStatus, MessageType, PhoneNumber, ShippedLanguage,
};
use jiff::Timestamp;

use crate::support::{BASE, World, action, escaped, event, saying, world};

const ATTEMPT: u128 = 7;

/// A message in Spanish that is with the carrier, as a call.
async fn placed(world: &World) -> Message {
    let store = &world.table.store;
    let now = Timestamp::UNIX_EPOCH;
    let phone = PhoneNumber::from_e164("+12125550123").expect("a number");
    let id = BroadcastId::new(now, 1);
    let words = "Cena el viernes a las seis.";
    let broadcast = Broadcast {
        message_type: MessageType::Voice,
        language: LanguageTag::parse("es").expect("a tag"),
        ..Broadcast::new(
            id,
            MessageContent::parse(words).expect("content"),
            Audience::All,
            "staff".into(),
            now,
        )
    };
    store.create_broadcast(&broadcast).await.expect("created");
    let message = Message {
        id: MessageId::for_phone(id, &phone),
        contact_id: None,
        phone: Some(phone),
        language: broadcast.language.clone(),
        time_zone: None,
        values: None,
        segments: None,
        message_type: MessageType::Voice,
        status: MessageStatus::Queued,
        skip_reason: None,
        hold_until: None,
        attempts: 0,
        last_attempt: None,
        twilio_sid: None,
        error_code: None,
        error_message: None,
        sent_at: None,
        delivered_at: None,
        created_at: now,
        updated_at: now,
    };
    let made = store.create_messages(std::slice::from_ref(&message)).await;
    made.expect("created");
    let attempt = AttemptId::new(now, ATTEMPT);
    let claimed = store.claim_message(message.id, attempt, now, now).await;
    claimed.expect("claimed");
    let accept = MessageUpdate {
        attempt: Some(attempt),
        twilio_sid: Some("CA1".into()),
        ..MessageUpdate::new(Transition::Accept, now)
    };
    let accepted = store.transition_message(message.id, &accept).await;
    assert!(accepted.expect("answered"));
    message
}

fn of_placed(step: &str, message: &Message) -> String {
    let attempt = AttemptId::new(Timestamp::UNIX_EPOCH, ATTEMPT);
    let id = message.id;
    format!("{BASE}/api/webhooks/twilio/{step}?message_id={id}&attempt_id={attempt}")
}

#[tokio::test]
async fn a_call_of_ours_speaks_its_message_and_ends_our_calls_by_a_key() {
    let world = world(saying("Nobody asks."), true).await;
    let message = placed(&world).await;
    let answered = [("CallSid", "CA1"), ("AnsweredBy", "human")];
    let announcement = of_placed("voice-announcement", &message);
    let twiml = world.twiml(&announcement, &answered).await;
    let words = VoiceWords::of(ShippedLanguage::Spanish);
    for part in [
        &escaped(&words.outbound_opening("Grace Church")),
        "Cena el viernes a las seis.",
        &escaped(words.outbound_keys()),
        "input=\"dtmf\"",
    ] {
        assert!(twiml.contains(part), "{part}: {twiml}");
    }
    let again = world.twiml(&announcement, &answered).await;
    assert_eq!(again, twiml, "Twilio may ask again");
    let heard_again = world.twiml(&action(&twiml), &[("Digits", "1")]).await;
    assert!(heard_again.contains("Cena el viernes"), "{heard_again}");
    let stopped = world.twiml(&action(&heard_again), &[("Digits", "9")]).await;
    let calls_stopped = escaped(words.calls_stopped());
    assert!(
        stopped.contains(&calls_stopped) && stopped.contains("<Hangup/>"),
        "{stopped}"
    );
    let phone = message.phone.expect("a phone");
    let noted = world.table.store.get_call_opt_out(&phone).await;
    assert!(noted.expect("read").expect("noted").opted_out);
}

#[tokio::test]
async fn a_machine_gets_the_message_and_a_fax_or_a_call_of_nobodys_gets_nothing() {
    let world = world(saying("Nobody asks."), true).await;
    let message = placed(&world).await;
    let announcement = of_placed("voice-announcement", &message);
    let by = |answered_by| [("CallSid", "CA1"), ("AnsweredBy", answered_by)];
    let fax = world.twiml(&announcement, &by("fax")).await;
    assert!(fax.contains("<Response><Hangup/></Response>"), "{fax}");
    let machine = world.twiml(&announcement, &by("machine_end_beep")).await;
    assert!(
        machine.contains("Cena el viernes") && machine.contains("<Hangup/>"),
        "{machine}"
    );
    assert!(!machine.contains("<Gather"), "{machine}");
    for url in [
        format!("{BASE}/api/webhooks/twilio/voice-announcement"),
        announcement.replace(
            &message.id.to_string(),
            &MessageId::for_phone(
                BroadcastId::new(Timestamp::UNIX_EPOCH, 2),
                &PhoneNumber::from_e164("+12125550124").expect("a number"),
            )
            .to_string(),
        ),
    ] {
        let form = [("CallSid", "CA2"), ("AnsweredBy", "human")];
        let twiml = world.twiml(&url, &form).await;
        assert!(twiml.contains("<Response><Hangup/></Response>"), "{twiml}");
    }
}

#[tokio::test]
async fn what_became_of_a_call_of_ours_is_noted_and_a_busy_line_is_called_again() {
    let world = world(saying("Nobody asks."), true).await;
    let message = placed(&world).await;
    let progress = of_placed("voice-progress", &message);
    let status = async || {
        let read = world.table.store.get_message(message.id).await;
        read.expect("read").expect("there").status
    };
    for (call_status, expected) in [
        ("initiated", MessageStatus::Accepted),
        ("ringing", MessageStatus::Sent),
        ("busy", MessageStatus::Queued),
        ("completed", MessageStatus::Queued),
    ] {
        let form = [("CallSid", "CA1"), ("CallStatus", call_status)];
        assert_eq!(world.post(&progress, &form).await.0, 204);
        assert_eq!(status().await, expected, "{call_status}");
    }
    let waiting = world.queue.1.lock().expect("the messages").clone();
    assert_eq!(waiting, [(message.id, Duration::from_secs(300))]);
    let unsigned = event(&progress, &[("CallStatus", "failed")], "AAAA");
    let answer = world.webhook.handle(unsigned).await.expect("an answer");
    assert_eq!(answer.status_code, 403);
}
