use super::*;
use crate::phone::PhoneNumber;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).expect("a time")
}

fn entry(second: i64) -> ThreadEntryId {
    ThreadEntryId::new(at(second), 1)
}

fn text(body: &str) -> InboundText {
    InboundText {
        message_sid: "SM1".into(),
        from: Sender::Phone(PhoneNumber::from_e164("+12125550123").expect("a number in E.164")),
        to: "+12025550100".into(),
        body: body.into(),
        media: Vec::new(),
        dropped_media: 0,
        segments: 1,
        answered_keyword: None,
    }
}

fn thread() -> Thread {
    Thread::after_text(None, &text("Hello"), entry(10), at(10))
}

fn ruth() -> Actor {
    Actor {
        id: "account".into(),
        shown_as: "ruth@example.org".into(),
    }
}

fn lists(thread: &Thread) -> Vec<ThreadList> {
    thread.lists().collect()
}

#[test]
fn a_thread_begins_open_and_unread() {
    let thread = thread();
    assert_eq!(lists(&thread), [ThreadList::Open, ThreadList::Unread]);
    assert_eq!(thread.preview.content, "Hello");
    assert_eq!((thread.last_activity_at(), thread.version), (at(10), 1));
}

#[test]
fn a_text_opens_what_was_resolved_and_makes_it_unread() {
    let resolved = thread().resolved().expect("it was open");
    assert_eq!(lists(&resolved), [ThreadList::Resolved]);
    let again = Thread::after_text(Some(&resolved), &text("And now?"), entry(20), at(20));
    assert_eq!(lists(&again), [ThreadList::Open, ThreadList::Unread]);
    assert_eq!(again.preview.content, "And now?");
    assert_eq!(again.created_at, at(10));
}

#[test]
fn a_text_stays_unread_when_somebody_read_only_what_came_before_it() {
    let thread = Thread::after_text(Some(&thread()), &text("And now?"), entry(20), at(20));
    assert_eq!(thread.read(at(10)), None);
    let read = thread.read(at(20)).expect("a change");
    assert!(!read.is_unread);
    assert_eq!(read.read(at(20)), None);
}

#[test]
fn of_two_texts_at_once_the_newer_one_is_on_top_in_whichever_order_they_are_written() {
    let older = Thread::after_text(Some(&thread()), &text("first"), entry(20), at(20));
    let both = Thread::after_text(Some(&older), &text("second"), entry(21), at(21));
    let newer = Thread::after_text(Some(&thread()), &text("second"), entry(21), at(21));
    assert_eq!(
        Thread::after_text(Some(&newer), &text("first"), entry(20), at(20)),
        both
    );
    assert_eq!(both.preview.content, "second");
}

#[test]
fn a_reply_moves_a_thread_to_the_top_and_changes_nothing_else() {
    let resolved = thread().resolved().expect("it was open");
    let replied = resolved.after_reply(entry(30), "See you there!");
    assert_eq!(lists(&replied), [ThreadList::Resolved]);
    assert_eq!(replied.preview.direction, Direction::Out);
    assert_eq!(replied.last_activity_at(), at(30));
    assert_eq!(replied.last_text_at, at(10));
    assert!(thread().after_reply(entry(30), "Yes").is_unread);
}

#[test]
fn what_is_so_already_is_no_change() {
    let thread = thread();
    assert_eq!(thread.reopened(), None);
    assert_eq!(thread.assigned(None), None);
    let assigned = thread.assigned(Some(ruth())).expect("a change");
    assert_eq!(assigned.assigned(Some(ruth())), None);
    assert_eq!(assigned.version, 2);
    let resolved = assigned.resolved().expect("a change");
    assert_eq!(resolved.resolved(), None);
    assert_eq!(resolved.assignee, Some(ruth()));
    let reopened = resolved.reopened().expect("a change");
    assert_eq!(lists(&reopened), [ThreadList::Open]);
}

#[test]
fn a_long_text_and_a_large_household_are_cut() {
    let long = Thread::after_text(None, &text(&"я".repeat(500)), entry(10), at(10));
    assert_eq!(long.preview.content.chars().count(), Preview::CHARACTERS);
    let people = (0..20).rev().map(|number| ContactId::new(at(0), number));
    let thread = thread().with_people(people.collect());
    assert_eq!(thread.contact_ids.len(), Thread::MAXIMUM_PEOPLE);
    assert!(thread.contact_ids.is_sorted());
}

#[test]
fn neither_words_nor_numbers_are_shown_by_debug_output() {
    let content = EntryContent::Note {
        content: NoteContent::parse("swordfish").expect("a note"),
        actor: ruth(),
    };
    let received = ReceivedText::new(&text("swordfish"), crate::ReplyMeaning::Other);
    let answer = Answer::Words(AutomaticAnswer {
        content: "swordfish".into(),
        reason: AnswerReason::Help,
    });
    let thread = Thread::after_text(None, &text("swordfish"), entry(1), at(1));
    let shown = format!("{thread:?} {content:?} {received:?} {answer:?}");
    for secret in ["swordfish", "5550123", "ruth"] {
        assert!(!shown.contains(secret), "{shown}");
    }
}
