//! Threads of texts, and what they change: what the ports promise.

use adapters::dynamodb::keys;
use adapters::testing::TestTable;
use app::ports::{
    AssigneeFilter, AutomaticAnswerStore, KeptText, OptOutStore, Replacement, TextKeeping,
    ThreadSave, ThreadStore, UserStore,
};
use aws_sdk_dynamodb::types::AttributeValue;
use domain::automatic_answers::{AnswerText, AnswerWords, Keyword, KeywordAnswer};
use domain::history::Actor;
use domain::inbound_text::{InboundMedia, InboundText, Sender};
use domain::opt_out::OptOut;
use domain::reply_meaning::Certainty;
use domain::thread::{
    Answer, AnswerReason, AutomaticAnswer, EntryContent, NoteContent, ReceivedText, Thread,
    ThreadEntry, ThreadList,
};
use domain::user::{Role, User};
use domain::{AutomaticAnswers, OptOutId, PhoneNumber, ReplyMeaning, ThreadEntryId, ThreadId};
use jiff::Timestamp;

use crate::samples::{contact, noon, seconds_later};

fn phone(number: u32) -> PhoneNumber {
    contact(number).details.phone
}

fn text(sid: &str, number: u32) -> InboundText {
    InboundText {
        message_sid: sid.into(),
        from: Sender::Phone(phone(number)),
        to: "+12025550100".into(),
        body: "Stop, please".into(),
        media: vec![InboundMedia {
            url: "https://api.twilio.com/ME1".into(),
            content_type: "image/jpeg".into(),
        }],
        dropped_media: 0,
        segments: 1,
        answered_keyword: None,
    }
}

fn entry(text: &InboundText, at: Timestamp) -> ThreadEntry {
    let meaning = ReplyMeaning::OptOut(Certainty::Fuzzy);
    ThreadEntry {
        id: ThreadEntryId::new(at, 1),
        at,
        content: EntryContent::Text(Box::new(ReceivedText::new(text, meaning))),
    }
}

/// What a text that comes in at `at` makes of a thread.
fn save_of(before: Option<Thread>, text: &InboundText, at: Timestamp) -> ThreadSave {
    let entry = entry(text, at);
    ThreadSave {
        after: Thread::after_text(before.as_ref(), text, entry.id, at),
        before,
        entry: Some(entry),
    }
}

/// Keeps a text as the webhook does, and answers the thread.
async fn keep(table: &TestTable, sid: &str, number: u32, second: i64) -> Thread {
    let text = text(sid, number);
    let id = ThreadId::for_sender(text.from.as_str());
    let before = table.store.get_thread(id).await.expect("read");
    let save = save_of(before, &text, seconds_later(second));
    let kept = table.store.keep_text(&save, sid).await.expect("kept");
    assert_eq!(kept, TextKeeping::Kept);
    save.after
}

fn ruth() -> Actor {
    Actor {
        id: "ruth".into(),
        shown_as: "ruth@example.org".into(),
    }
}

async fn save(table: &TestTable, before: &Thread, after: Thread) -> Replacement {
    let save = ThreadSave {
        before: Some(before.clone()),
        after,
        entry: None,
    };
    table.store.save_thread(&save).await.expect("an answer")
}

/// The keys of all items of a partition.
async fn items_of(table: &TestTable, pk: String) -> Vec<String> {
    let output = table
        .client
        .query()
        .table_name(&table.table)
        .key_condition_expression("pk = :pk")
        .expression_attribute_values(":pk", AttributeValue::S(pk))
        .send()
        .await
        .expect("read");
    output
        .items()
        .iter()
        .map(|item| item["sk"].as_s().expect("a text").clone())
        .collect()
}

#[tokio::test]
async fn a_text_is_kept_once_with_the_time_at_which_it_first_came() {
    let table = TestTable::start().await;
    let thread = keep(&table, "SM1", 1, 0).await;
    let again = save_of(Some(thread.clone()), &text("SM1", 1), seconds_later(9));
    let kept = table
        .store
        .keep_text(&again, "SM1")
        .await
        .expect("an answer");
    let first = KeptText {
        entry: thread.place,
        at: noon(),
        answer: None,
    };
    assert_eq!(kept, TextKeeping::KeptBefore(first));
    assert_eq!(
        table.store.get_thread(thread.id).await.expect("read"),
        Some(thread.clone())
    );
    let page = table
        .store
        .list_entries(thread.id, None, 10)
        .await
        .expect("a page");
    assert_eq!(page.items, [entry(&text("SM1", 1), noon())]);
}

#[tokio::test]
async fn of_two_texts_at_once_the_second_is_to_be_written_anew() {
    let table = TestTable::start().await;
    let first = save_of(None, &text("SM1", 1), noon());
    let second = save_of(None, &text("SM2", 1), seconds_later(1));
    let kept = table
        .store
        .keep_text(&first, "SM1")
        .await
        .expect("an answer");
    assert_eq!(kept, TextKeeping::Kept);
    let kept = table
        .store
        .keep_text(&second, "SM2")
        .await
        .expect("an answer");
    assert_eq!(kept, TextKeeping::Stale);
    assert_eq!(
        items_of(&table, keys::thread(first.after.id)).await.len(),
        3
    );
    keep(&table, "SM2", 1, 1).await;
    // A text that was read before, and is written late.
    let resolved = first.after.resolved().expect("it was open");
    assert_eq!(
        save(&table, &first.after, resolved).await,
        Replacement::Stale
    );
}

#[tokio::test]
async fn a_thread_stands_where_its_record_says_and_nowhere_else() {
    let table = TestTable::start().await;
    let store = &table.store;
    for number in 1..=3 {
        keep(&table, &format!("SM{number}"), number, number.into()).await;
    }
    let first = keep(&table, "SM9", 1, 9).await;
    let ids = |numbers: &[u32]| -> Vec<ThreadId> {
        let phones = numbers.iter().map(|number| phone(*number));
        phones
            .map(|phone| ThreadId::for_sender(phone.as_str()))
            .collect()
    };
    let list = async |list, filter: Option<AssigneeFilter>| {
        let (mut found, mut before) = (Vec::new(), None);
        loop {
            let page = store
                .list_threads(list, filter.as_ref(), before, 2, 2)
                .await;
            let page = page.expect("a page");
            found.extend(page.items);
            before = page.next;
            if before.is_none() {
                return found;
            }
        }
    };
    assert_eq!(list(ThreadList::Open, None).await, ids(&[1, 3, 2]));
    assert_eq!(
        store
            .count_threads(ThreadList::Unread, 3)
            .await
            .expect("a count"),
        (3, true)
    );
    assert_eq!(
        store
            .count_threads(ThreadList::Unread, 2)
            .await
            .expect("a count"),
        (2, false)
    );
    let assigned = first.assigned(Some(ruth())).expect("a change");
    assert_eq!(
        save(&table, &first, assigned.clone()).await,
        Replacement::Done
    );
    // As when the answer was lost: it is recognised.
    assert_eq!(
        save(&table, &first, assigned.clone()).await,
        Replacement::Done
    );
    let of_ruth = Some(AssigneeFilter::Of("ruth".into()));
    assert_eq!(list(ThreadList::Open, of_ruth.clone()).await, ids(&[1]));
    assert_eq!(
        list(ThreadList::Open, Some(AssigneeFilter::Nobody)).await,
        ids(&[3, 2])
    );
    let resolved = assigned.resolved().expect("a change");
    assert_eq!(save(&table, &assigned, resolved).await, Replacement::Done);
    assert_eq!(list(ThreadList::Open, None).await, ids(&[3, 2]));
    assert_eq!(list(ThreadList::Unread, None).await, ids(&[3, 2]));
    assert_eq!(list(ThreadList::Resolved, None).await, ids(&[1]));
    assert!(list(ThreadList::Open, of_ruth).await.is_empty());
    let mut all = store.get_threads(&ids(&[1, 2, 9])).await.expect("threads");
    all.sort_by_key(|thread| thread.created_at);
    assert_eq!(all.len(), 2);
}

#[tokio::test]
async fn entries_come_newest_first_and_notes_change_no_version() {
    let table = TestTable::start().await;
    let thread = keep(&table, "SM1", 1, 0).await;
    let note = ThreadEntry {
        id: ThreadEntryId::new(seconds_later(5), 2),
        at: seconds_later(5),
        content: EntryContent::Note {
            content: NoteContent::parse("Called her.").expect("a note"),
            actor: ruth(),
        },
    };
    assert!(
        table
            .store
            .add_entry(thread.id, &note)
            .await
            .expect("added")
    );
    let unknown = ThreadId::for_sender("12345");
    assert!(
        !table
            .store
            .add_entry(unknown, &note)
            .await
            .expect("an answer")
    );
    assert!(items_of(&table, keys::thread(unknown)).await.is_empty());
    let page = table
        .store
        .list_entries(thread.id, None, 1)
        .await
        .expect("a page");
    assert_eq!(page.items, std::slice::from_ref(&note));
    let page = table
        .store
        .list_entries(thread.id, page.next, 5)
        .await
        .expect("a page");
    assert_eq!(page.items, [entry(&text("SM1", 1), noon())]);
    // A page may start where nothing is.
    let between = Some(ThreadEntryId::new(seconds_later(3), 0));
    let page = table
        .store
        .list_entries(thread.id, between, 5)
        .await
        .expect("a page");
    assert_eq!(page.items.len(), 1);
    let found = table
        .store
        .get_entry(thread.id, note.id)
        .await
        .expect("read");
    assert_eq!(found, Some(note));
    let people = [contact(1).id];
    table
        .store
        .set_people(thread.id, &people)
        .await
        .expect("noted");
    table
        .store
        .set_people(unknown, &people)
        .await
        .expect("passed over");
    let found = table
        .store
        .get_thread(thread.id)
        .await
        .expect("read")
        .expect("a thread");
    assert_eq!(
        (found.contact_ids.as_slice(), found.version),
        (people.as_slice(), 1)
    );
    assert!(items_of(&table, keys::thread(unknown)).await.is_empty());
}

#[tokio::test]
async fn an_answer_is_decided_once_and_is_one_in_five_minutes() {
    let table = TestTable::start().await;
    let mut threads = Vec::new();
    for (sid, second) in [("SM1", 0), ("SM2", 1), ("SM3", 2)] {
        threads.push(keep(&table, sid, 1, second).await);
    }
    let words = |text: &str| AutomaticAnswer {
        content: text.into(),
        reason: AnswerReason::Keyword("DONE".into()),
    };
    // Decides at some second after noon, with five minutes between answers.
    let decide = async |index: usize, text: &str, second| {
        let (now, quiet_since) = (seconds_later(second), seconds_later(second - 300));
        let Thread { id, place, .. } = threads[index];
        let words = words(text);
        let decided = table
            .store
            .decide_answer(id, place, &words, now, quiet_since);
        decided.await.expect("decided")
    };
    let done = Answer::Words(words("Done."));
    assert_eq!(decide(0, "Done.", 0).await, done);
    assert_eq!(decide(0, "Other words.", 0).await, done);
    assert_eq!(decide(1, "Done.", 299).await, Answer::Nothing);
    assert_eq!(decide(1, "Done.", 301).await, Answer::Nothing);
    assert_eq!(decide(2, "Done.", 300).await, done);
    let again = save_of(Some(threads[2].clone()), &text("SM1", 1), seconds_later(9));
    let TextKeeping::KeptBefore(kept) = table.store.keep_text(&again, "SM1").await.expect("kept")
    else {
        panic!("it was there");
    };
    assert_eq!(kept.answer, Some(done));
}

#[tokio::test]
async fn all_that_a_number_sent_is_deleted_and_stays_deleted() {
    let table = TestTable::start().await;
    let mut thread = keep(&table, "SM0", 1, 0).await;
    for number in 1..30 {
        thread = keep(&table, &format!("SM{number}"), 1, number).await;
    }
    let words = AutomaticAnswer {
        content: "Done.".into(),
        reason: AnswerReason::Help,
    };
    let decide = async || {
        let decided = table
            .store
            .decide_answer(thread.id, thread.place, &words, noon(), noon());
        decided.await.expect("decided")
    };
    assert_eq!(decide().await, Answer::Words(words.clone()));
    let pk = keys::thread(thread.id);
    assert_eq!(items_of(&table, pk.clone()).await.len(), 62);
    while table.store.delete_thread(thread.id).await.expect("deleted") {}
    assert!(items_of(&table, pk.clone()).await.is_empty());
    for list in [ThreadList::Open, ThreadList::Unread] {
        assert!(items_of(&table, keys::thread_list(list)).await.is_empty());
    }
    assert_eq!(decide().await, Answer::Nothing);
    let late = thread.resolved().expect("it was open");
    assert_eq!(save(&table, &thread, late).await, Replacement::Missing);
    assert!(items_of(&table, pk).await.is_empty());
}

#[tokio::test]
async fn each_change_of_an_opt_out_stays_beside_what_holds() {
    let table = TestTable::start().await;
    let phone = phone(1);
    let changes = [
        OptOut::by_text(phone.clone(), Some(Certainty::Fuzzy), noon(), "no more"),
        OptOut::by_text(phone.clone(), None, seconds_later(1), "START"),
        OptOut::by_carrier(phone.clone(), seconds_later(2)),
    ];
    let mut expected = Vec::new();
    for change in &changes {
        let id = OptOutId::new(change.since, 1);
        table.store.put_opt_out(id, change).await.expect("noted");
        let found = table.store.get_opt_out(&phone).await.expect("read");
        assert_eq!(found.as_ref(), Some(change));
        expected.insert(0, (id, change.clone()));
    }
    let (mut listed, mut before) = (Vec::new(), None);
    loop {
        let page = table
            .store
            .list_opt_outs(&phone, before, 2)
            .await
            .expect("a page");
        listed.extend(page.items);
        before = page.next;
        if before.is_none() {
            break;
        }
    }
    assert_eq!(listed, expected);
}

#[tokio::test]
async fn automatic_answers_are_replaced_by_who_has_read_them() {
    let table = TestTable::start().await;
    let store = &table.store;
    assert_eq!(
        store.get_answers().await.expect("none"),
        AutomaticAnswers::default()
    );
    let answers = |version| AutomaticAnswers {
        keywords: vec![KeywordAnswer {
            keyword: Keyword::parse("DINNER").expect("a keyword"),
            words: AnswerWords {
                answer: AnswerText::parse("At six.").expect("an answer"),
                translations: Default::default(),
            },
            starts_at: Some(noon()),
            ends_at: None,
        }],
        after_hours: None,
        version,
    };
    for (version, read, expected) in [
        (1, 0, Replacement::Done),
        (1, 0, Replacement::Done),
        (2, 1, Replacement::Done),
        (3, 1, Replacement::Stale),
    ] {
        let replaced = store.replace_answers(&answers(version), read).await;
        assert_eq!(replaced.expect("an answer"), expected, "{version}");
    }
    assert_eq!(store.get_answers().await.expect("read"), answers(2));
}

#[tokio::test]
async fn who_uses_the_dashboard_is_noted_once_each() {
    let table = TestTable::start().await;
    let user = |id: &str, role| User {
        account: Actor {
            id: id.into(),
            ..ruth()
        },
        role,
        seen_at: noon(),
    };
    for user in [
        user("b", Role::Staff),
        user("a", Role::Viewer),
        user("b", Role::Admin),
    ] {
        table.store.put_user(&user).await.expect("noted");
    }
    let all = table.store.list_users().await.expect("users");
    assert_eq!(all, [user("a", Role::Viewer), user("b", Role::Admin)]);
    assert_eq!(table.store.get_user("c").await.expect("read"), None);
    assert_eq!(
        table.store.get_user("a").await.expect("read").as_ref(),
        all.first()
    );
}
