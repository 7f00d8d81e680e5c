use domain::automatic_answers::{
    AfterHours, AnswerText, AnswerWords, Keyword, KeywordAnswer, OfficeDay, OfficeHours,
};
use domain::contact::{ContactChange, ContactDetails};
use domain::opt_out::OptOutSource;
use domain::thread::ThreadState;
use domain::{AutomaticAnswers, Sender};

use super::*;
use crate::fakes::{Fault, World, contact, settings, staff};
use crate::ports::{OptOutStore, SettingsStore};
use crate::record_opt_out::tests::record;

pub(crate) fn receive(world: &Arc<World>) -> ReceiveText {
    ReceiveText {
        threads: world.clone(),
        record_opt_out: record(world),
        answers: world.clone(),
        settings: settings(world),
        church: "Grace Church".into(),
        clock: world.clone(),
        randomness: world.clone(),
    }
}

/// A text of the person with phone 1.
pub(crate) fn text(sid: &str, body: &str) -> InboundText {
    InboundText {
        message_sid: sid.into(),
        from: Sender::Phone(contact(1, 1, true).details.phone),
        to: "+12025550100".into(),
        body: body.into(),
        media: Vec::new(),
        dropped_media: 0,
        segments: 1,
        answered_keyword: None,
    }
}

pub(crate) async fn send(world: &Arc<World>, sid: &str, body: &str) -> Option<String> {
    let answer = receive(world).run(&text(sid, body)).await;
    answer.expect("received")
}

async fn opt_out(world: &World) -> Option<OptOut> {
    let phone = contact(1, 1, true).details.phone;
    world.get_opt_out(&phone).await.expect("read")
}

fn is_marked(world: &World) -> bool {
    world.contacts()[0].opted_out_at.is_some()
}

/// What all threads hold, in order.
pub(crate) fn entries(world: &World) -> Vec<ThreadEntry> {
    let threads = world.threads.lock().expect("a lock");
    threads.entries.values().cloned().collect()
}

/// The thread of the person with phone 1.
pub(crate) fn thread(world: &World) -> Thread {
    let threads = world.threads.lock().expect("a lock");
    let id = ThreadId::for_sender(text("", "").from.as_str());
    threads.threads[&id].clone()
}

fn history(world: &World) -> usize {
    world.opt_out_history.lock().expect("a lock").len()
}

/// A church that has told Twilio not to answer.
async fn that_answers_itself() -> Arc<World> {
    let world = Arc::new(World::with_contacts(2));
    let mut decided = settings(&world).run().await.expect("settings");
    decided.carrier_answers_keywords = false;
    let replaced = world.replace_settings(&decided, 0).await;
    replaced.expect("decided");
    world
}

#[tokio::test]
async fn a_person_who_writes_stop_is_left_alone_and_twilio_has_answered() {
    let world = Arc::new(World::with_contacts(2));
    assert_eq!(send(&world, "SM1", "Stop").await, None);
    let noted = opt_out(&world).await.expect("an opt-out");
    assert!(noted.opted_out && is_marked(&world));
    assert_eq!(noted.source, OptOutSource::Text);
    assert_eq!(noted.certainty, Some(Certainty::Exact));
    assert_eq!(noted.wording.as_deref(), Some("Stop"));
    assert!(world.contacts()[1].opted_out_at.is_none());
}

#[tokio::test]
async fn what_twilio_does_not_know_is_answered_by_us_in_the_persons_language() {
    let world = Arc::new(World::default());
    let form = ContactChange {
        name: Some("Ruth".into()),
        phone: Some("+12125550001".into()),
        preferred_language: Some("es".into()),
        ..ContactChange::default()
    };
    let details = ContactDetails::from_form(form, "US".parse().expect("a country"));
    world.add_contact(Contact {
        details: details.expect("a good form"),
        ..contact(1, 1, true)
    });
    let answer = send(&world, "SM1", "opt out").await;
    let spanish = member_words(&LanguageTag::parse("es").expect("a tag"));
    assert_eq!(answer, Some(spanish.opted_out("Grace Church")));
    assert!(is_marked(&world));
}

#[tokio::test]
async fn an_unsure_opt_out_is_obeyed_and_flagged() {
    let world = Arc::new(World::with_contacts(1));
    let body = "Please stop texting me about this";
    assert_eq!(read_reply(body), ReplyMeaning::OptOut(Certainty::Fuzzy));
    assert!(send(&world, "SM1", body).await.is_some());
    let noted = opt_out(&world).await.expect("an opt-out");
    assert!(noted.opted_out);
    assert_eq!(noted.certainty, Some(Certainty::Fuzzy));
    let notes = world.changes(contact(1, 1, true).id);
    assert!(
        notes[0]
            .reason
            .as_deref()
            .is_some_and(|reason| reason.contains(body))
    );
}

#[tokio::test]
async fn a_person_may_come_back_and_each_change_is_kept() {
    let world = that_answers_itself().await;
    assert!(send(&world, "SM1", "STOP").await.is_some());
    world.pass(301);
    let answer = send(&world, "SM2", "START").await;
    let english = MemberWords::of(ShippedLanguage::English);
    assert_eq!(answer, Some(english.opted_in("Grace Church")));
    assert!(!opt_out(&world).await.expect("a note").opted_out);
    assert!(!is_marked(&world));
    assert_eq!(history(&world), 2);
}

#[tokio::test]
async fn yes_means_nothing_without_an_opt_out() {
    let world = that_answers_itself().await;
    assert_eq!(send(&world, "SM1", "Yes").await, None);
    assert_eq!((opt_out(&world).await, history(&world)), (None, 0));
}

#[tokio::test]
async fn a_person_who_asks_who_writes_is_told_unless_twilio_did() {
    let world = that_answers_itself().await;
    let english = MemberWords::of(ShippedLanguage::English);
    let help = Some(english.help("Grace Church", None));
    assert_eq!(send(&world, "SM1", "HELP").await, help);
    let twilio_answers = Arc::new(World::with_contacts(1));
    assert_eq!(send(&twilio_answers, "SM1", "HELP").await, None);
    let answered = InboundText {
        answered_keyword: Some(AnsweredKeyword::Help),
        ..text("SM2", "what is this")
    };
    world.pass(301);
    let answer = receive(&world).run(&answered).await.expect("received");
    assert_eq!(answer, None);
}

#[tokio::test]
async fn what_twilio_understood_counts_whatever_the_words() {
    let world = Arc::new(World::with_contacts(1));
    let stopped = InboundText {
        answered_keyword: Some(AnsweredKeyword::Stop),
        ..text("SM1", "basta ya")
    };
    assert_eq!(receive(&world).run(&stopped).await.expect("received"), None);
    assert!(is_marked(&world));
}

#[tokio::test]
async fn a_text_that_is_told_twice_gets_the_same_answer_and_no_new_note() {
    let world = that_answers_itself().await;
    for body in ["STOP", "HELP"] {
        let first = send(&world, body, body).await;
        assert!(first.is_some());
        for _ in 0..2 {
            assert_eq!(send(&world, body, body).await, first);
        }
        world.pass(301);
        assert_eq!(send(&world, body, body).await, first);
    }
    assert_eq!(history(&world), 1);
}

#[tokio::test]
async fn a_sender_gets_one_answer_in_five_minutes_and_an_unanswered_text_stays_so() {
    let world = that_answers_itself().await;
    assert!(send(&world, "SM1", "HELP").await.is_some());
    world.pass(299);
    assert_eq!(send(&world, "SM2", "HELP").await, None);
    assert_eq!(send(&world, "SM3", "STOP").await, None);
    assert!(is_marked(&world), "it is obeyed all the same");
    world.pass(1);
    assert_eq!(send(&world, "SM2", "HELP").await, None);
    assert!(send(&world, "SM4", "HELP").await.is_some());
}

#[tokio::test]
async fn a_machine_is_never_answered() {
    let world = that_answers_itself().await;
    for body in ["STOP", "HELP"] {
        let of_machine = InboundText {
            from: Sender::Other("12345".into()),
            ..text(body, body)
        };
        assert_eq!(receive(&world).run(&of_machine).await.expect("kept"), None);
    }
    assert_eq!(entries(&world).len(), 2);
    assert_eq!(history(&world), 0);
}

/// The answer to STOP was lost, START came, and then Twilio tells of STOP again.
#[tokio::test]
async fn a_text_that_comes_late_does_not_undo_what_was_asked_since() {
    let world = Arc::new(World::with_contacts(1));
    send(&world, "SM1", "STOP").await;
    world.pass(2);
    send(&world, "SM2", "START").await;
    world.pass(2);
    send(&world, "SM1", "STOP").await;
    assert!(!opt_out(&world).await.expect("a note").opted_out);
    assert!(!is_marked(&world));
}

#[tokio::test]
async fn whatever_fails_the_same_text_completes_it() {
    for fault in [Fault::Before, Fault::After] {
        for effect in 1..=4 {
            let world = that_answers_itself().await;
            world.fail(effect, fault);
            let stop = text("SM1", "STOP");
            assert!(
                receive(&world).run(&stop).await.is_err(),
                "{fault:?} {effect}"
            );
            world.pass(3);
            let answer = send(&world, "SM1", "STOP").await;
            let english = MemberWords::of(ShippedLanguage::English);
            assert_eq!(
                answer,
                Some(english.opted_out("Grace Church")),
                "{fault:?} {effect}"
            );
            assert!(is_marked(&world), "{fault:?} {effect}");
            assert_eq!(history(&world), 1, "{fault:?} {effect}");
            assert_eq!(
                world.changes(contact(1, 1, true).id).len(),
                1,
                "{fault:?} {effect}"
            );
        }
    }
}

#[tokio::test]
async fn an_unknown_number_is_opted_out_too_and_answered_in_english() {
    let world = Arc::new(World::default());
    let answer = send(&world, "SM1", "opt out").await;
    let english = MemberWords::of(ShippedLanguage::English);
    assert_eq!(answer, Some(english.opted_out("Grace Church")));
    assert!(opt_out(&world).await.expect("an opt-out").opted_out);
}

#[tokio::test]
async fn what_staff_noted_is_undone_by_the_person() {
    let world = Arc::new(World::with_contacts(1));
    let id = contact(1, 1, true).id;
    let noted = record(&world)
        .by_hand(id, true, domain::MessageType::Sms, "asked", staff())
        .await;
    assert!(noted.expect("noted").opted_out_at.is_some());
    world.pass(1);
    send(&world, "SM1", "START").await;
    assert!(!is_marked(&world));
}

fn answer_words(text: &str) -> AnswerWords {
    AnswerWords {
        answer: AnswerText::parse(text).expect("an answer"),
        translations: Default::default(),
    }
}

/// A church that answers DINNER, and is closed except on the first day, a Thursday, until one in the afternoon.
async fn that_answers_dinner(people: u32) -> Arc<World> {
    let world = Arc::new(World::with_contacts(people));
    let mut office_hours = OfficeHours::closed();
    office_hours
        .open_on(OfficeDay::Thursday, "00:00", "13:00")
        .expect("hours");
    let mut dinner = answer_words("Dinner is at six.");
    dinner.translations.insert(
        LanguageTag::parse("es").expect("a tag"),
        AnswerText::parse("La cena es a las seis.").expect("an answer"),
    );
    *world.automatic_answers.lock().expect("a lock") = AutomaticAnswers {
        keywords: vec![KeywordAnswer {
            keyword: Keyword::parse("DINNER").expect("a keyword"),
            words: dinner,
            starts_at: None,
            ends_at: None,
        }],
        after_hours: Some(AfterHours {
            words: answer_words("We are closed."),
            office_hours,
        }),
        version: 1,
    };
    world
}

#[tokio::test]
async fn a_keyword_is_answered_and_the_answer_stands_with_the_text() {
    let world = that_answers_dinner(1).await;
    assert_eq!(send(&world, "SM1", "Hello").await, None);
    let dinner = send(&world, "SM2", "dinner!").await;
    assert_eq!(dinner.as_deref(), Some("Dinner is at six."));
    let EntryContent::Text(text) = &entries(&world)[1].content else {
        panic!("a text");
    };
    let expected = AutomaticAnswer {
        content: "Dinner is at six.".into(),
        reason: AnswerReason::Keyword("DINNER".into()),
    };
    assert_eq!(text.answer, Some(Answer::Words(expected)));
}

#[tokio::test]
async fn whoever_writes_to_a_closed_office_is_told_once_in_five_minutes() {
    let world = that_answers_dinner(1).await;
    world.pass(3_600);
    assert_eq!(
        send(&world, "SM1", "Hello").await.as_deref(),
        Some("We are closed.")
    );
    world.pass(299);
    assert_eq!(send(&world, "SM2", "Are you there?").await, None);
    assert_eq!(send(&world, "SM3", "dinner").await, None);
    world.pass(1);
    let dinner = send(&world, "SM4", "dinner").await;
    assert_eq!(dinner.as_deref(), Some("Dinner is at six."));
}

#[tokio::test]
async fn neither_machines_nor_who_asked_to_be_left_alone_get_an_answer_of_the_church() {
    let world = that_answers_dinner(1).await;
    world.pass(3_600);
    let driving = "I'm driving with Do Not Disturb While Driving turned on.";
    assert_eq!(send(&world, "SM1", driving).await, None);
    let short_code = InboundText {
        from: Sender::Other("12345".into()),
        ..text("SM2", "dinner")
    };
    assert_eq!(receive(&world).run(&short_code).await.expect("kept"), None);
    // Twilio has answered it.
    assert_eq!(send(&world, "SM3", "STOP").await, None);
    assert_eq!(send(&world, "SM4", "dinner").await, None);
    assert_eq!(send(&world, "SM5", "Hello").await, None);
    assert_eq!(entries(&world).len(), 5);
}

#[tokio::test]
async fn an_answer_of_the_church_is_in_the_persons_language_where_it_was_written() {
    let world = that_answers_dinner(0).await;
    let mut person = contact(1, 1, true);
    person.details.preferred_language = LanguageTag::parse("es-MX").expect("a tag");
    world.add_contact(person);
    let dinner = send(&world, "SM1", "dinner").await;
    assert_eq!(dinner.as_deref(), Some("La cena es a las seis."));
}

#[tokio::test]
async fn a_text_begins_a_thread_that_says_whose_it_is() {
    let world = Arc::new(World::with_contacts(2));
    world.add_contact(contact(3, 1, true));
    send(&world, "SM1", "Hello").await;
    send(&world, "SM1", "Hello").await;
    let thread = thread(&world);
    let people = [contact(1, 1, true).id, contact(3, 1, true).id];
    assert_eq!(thread.contact_ids, people);
    assert!(thread.is_unread);
    assert_eq!((entries(&world).len(), thread.version), (1, 1));
}

/// Of everything that somebody else can do between our reading the thread and our writing it, another text and a
/// resolution are what could hide a text.
#[tokio::test]
async fn a_text_wins_whatever_is_done_to_its_thread_at_the_same_moment() {
    let world = Arc::new(World::with_contacts(1));
    send(&world, "SM1", "Hello").await;
    world.pass(1);
    let before = thread(&world);
    let resolved = before.resolved().expect("it was open");
    *world.intruder.lock().expect("a lock") = Some(ThreadSave {
        before: Some(before),
        after: resolved,
        entry: None,
    });
    send(&world, "SM2", "One more thing").await;
    let after = thread(&world);
    assert_eq!((after.state, after.is_unread), (ThreadState::Open, true));
    assert_eq!(
        (after.version, after.preview.content.as_str()),
        (3, "One more thing")
    );
    assert!(
        world.intruder.lock().expect("a lock").is_none(),
        "it was there"
    );
}

#[tokio::test]
async fn of_two_texts_at_once_both_are_kept() {
    for had_thread in [false, true] {
        let world = Arc::new(World::with_contacts(1));
        if had_thread {
            send(&world, "SM0", "Hello").await;
            world.pass(1);
        }
        let before = had_thread.then(|| thread(&world));
        let other = text("SM1", "first");
        let entry = ThreadEntry {
            id: ThreadEntryId::new(world.now(), u128::MAX),
            at: world.now(),
            content: EntryContent::Text(Box::new(ReceivedText::new(&other, ReplyMeaning::Other))),
        };
        *world.intruder.lock().expect("a lock") = Some(ThreadSave {
            after: Thread::after_text(before.as_ref(), &other, entry.id, entry.at),
            before,
            entry: Some(entry),
        });
        send(&world, "SM2", "second").await;
        assert_eq!(entries(&world).len(), 2 + usize::from(had_thread));
        assert_eq!(thread(&world).version, 2 + u32::from(had_thread));
    }
}

#[tokio::test]
async fn a_text_whose_first_try_was_cut_anywhere_is_in_its_thread_once() {
    for fault in [Fault::Before, Fault::After] {
        for effect in 1..=2 {
            let world = that_answers_dinner(1).await;
            world.fail(effect, fault);
            let first = receive(&world).run(&text("SM1", "dinner")).await;
            assert!(first.is_err(), "{fault:?} {effect}");
            world.pass(3);
            let answer = send(&world, "SM1", "dinner").await;
            assert_eq!(
                answer.as_deref(),
                Some("Dinner is at six."),
                "{fault:?} {effect}"
            );
            assert_eq!(entries(&world).len(), 1, "{fault:?} {effect}");
            assert_eq!(thread(&world).version, 1, "{fault:?} {effect}");
        }
    }
}
