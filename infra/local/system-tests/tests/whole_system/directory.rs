//! A directory of thousands: imported, crashed into, exported, searched.
//!
//! These leave their people behind, with whom a message to everybody would take minutes: so they run only when asked
//! for, and last. `TIDINGS_IMPORT_ROWS` says how many people are imported; 5,000 if it does not.

use std::{
    env,
    time::{Duration, Instant},
};

use serde_json::Value;

use crate::{
    broadcasts::Congregation,
    imports::Import,
    people::{First, Person, people, spreadsheet},
    processes,
    stack::Stack,
};

/// What the worker may take; Lambda would end it at 512 MB.
const MEMORY: u64 = 256 * 1_024 * 1_024;
const WORKER: &str = "directory-worker";
/// What a crash test needs no more of.
const MANY: u64 = 5_000;

fn rows() -> u64 {
    let given = env::var("TIDINGS_IMPORT_ROWS").ok();
    given.map_or(MANY, |rows| {
        rows.parse().expect("TIDINGS_IMPORT_ROWS is a number")
    })
}

/// Long enough for a busy machine.
fn patience(rows: u64) -> Duration {
    Duration::from_secs(120 + rows / 50)
}

/// People whom no earlier run has brought in: each import has a number of its own.
async fn strangers(stack: &Stack, count: u64) -> Vec<Person> {
    people(stack.api.list("/api/imports").await.len() as u64, count)
}

fn number_of(people: &[Person], first: First) -> u64 {
    people
        .iter()
        .filter(|person| person.at_first() == first)
        .count() as u64
}

fn assert_counts(import: &Import, field: &str, expected: &[(&str, u64)]) {
    for (kind, count) in expected {
        assert_eq!(import.0[field][kind], *count, "{kind}: {}", import.0[field]);
    }
}

/// Measures, so that the caller's test shows it: `cargo xtask test --large` looks for these lines.
fn say(what: &str) {
    println!("measured: {what}");
}

async fn timed<T>(what: &str, work: impl Future<Output = T>) -> T {
    let started = Instant::now();
    let result = work.await;
    say(&format!("{what}: {:.1} s", started.elapsed().as_secs_f64()));
    result
}

#[tokio::test]
#[ignore = "leaves thousands of people in the directory; `cargo xtask test` runs it last"]
async fn a_spreadsheet_becomes_the_directory_and_a_second_time_changes_nothing() {
    let stack = Stack::take().await;
    let patience = patience(rows());
    let people = strangers(&stack, rows()).await;
    let known = people.len() as u64 - number_of(&people, First::Refused);
    let text = spreadsheet(&people, false);

    let import = timed("preview", stack.preview(&text, patience)).await;
    say_and_check_memory(&stack).await;
    let new = number_of(&people, First::New);
    let kin = number_of(&people, First::SharedPhone);
    let refused = number_of(&people, First::Refused);
    assert_eq!(import.0["rows_total"], people.len() as u64);
    assert_counts(
        &import,
        "counts",
        &[
            ("new", new),
            ("update", 0),
            ("unchanged", 0),
            ("shared_phone", kin),
            ("refused", refused),
        ],
    );
    assert_rows_are_refused_with_a_reason(&stack, &import, refused).await;

    let import = timed("apply", stack.apply(&import, patience)).await;
    say_and_check_memory(&stack).await;
    assert_counts(
        &import,
        "applied",
        &[
            ("created", known),
            ("updated", 0),
            ("unchanged", 0),
            ("conflicts", 0),
        ],
    );
    for index in [0, 3, 25, 49, people.len() - 1] {
        assert_is_in_the_directory(&stack, people[index], false).await;
    }

    let again = timed("preview of the same", stack.preview(&text, patience)).await;
    let nothing = [
        ("new", 0),
        ("update", 0),
        ("unchanged", known),
        ("shared_phone", 0),
        ("refused", refused),
    ];
    assert_counts(&again, "counts", &nothing);
    let again = timed("apply of the same", stack.apply(&again, patience)).await;
    assert_counts(
        &again,
        "applied",
        &[
            ("created", 0),
            ("updated", 0),
            ("unchanged", known),
            ("conflicts", 0),
        ],
    );

    let (exported, text) = timed("export", stack.export(patience)).await;
    let lines = csv::Reader::from_reader(text.as_bytes())
        .into_records()
        .count() as u64;
    assert_eq!(lines, exported, "every person is one row of the file");
    assert!(exported >= known);
    let back = timed("preview of the export", stack.preview(&text, patience)).await;
    assert_counts(
        &back,
        "counts",
        &[
            ("new", 0),
            ("update", 0),
            ("unchanged", exported),
            ("shared_phone", 0),
            ("refused", 0),
        ],
    );
    say_and_check_memory(&stack).await;

    measure_lists(&stack, &people).await;
    stack
        .assert_logs_hold_nothing_personal(&congregation(&people), &[])
        .await;
}

#[tokio::test]
#[ignore = "leaves thousands of people in the directory; `cargo xtask test` runs it last"]
async fn killing_the_worker_anywhere_ends_in_the_same_directory() {
    let stack = Stack::take().await;
    let count = rows().min(MANY);
    let patience = patience(count) * 2;
    let people = strangers(&stack, count + count / 10).await;
    let (settled, newcomers) = people.split_at(count as usize);
    let import = stack.preview(&spreadsheet(settled, false), patience).await;
    stack.apply(&import, patience).await;
    let (before, _) = stack.export(patience).await;

    // For what a dead worker was at, nobody would wait five minutes, nor half an hour for its queue message.
    let hurry = async |patience| {
        processes::hurry(&stack.description, WORKER, "DirectoryQueue", patience).await
    };
    let before_hurry = hurry((15, 10)).await;
    let import = stack.upload(&spreadsheet(&people, true)).await;
    stack.begin_preview(&import).await;
    kill_at_work(&stack, &import, "previewed", 1).await;
    let import = stack.await_stage(&import, "previewed", patience).await;
    stack.begin_to_apply(&import).await;
    kill_at_work(&stack, &import, "applied", 2).await;
    let import = stack.await_stage(&import, "applied", patience).await;
    hurry(before_hurry).await;

    let is_known = |person: &&Person| person.at_first() != First::Refused;
    let stayed = settled.iter().filter(is_known).count() as u64;
    let moved = settled
        .iter()
        .filter(is_known)
        .filter(|person| person.moves())
        .count() as u64;
    let came = newcomers.iter().filter(is_known).count() as u64;
    let refused = number_of(&people, First::Refused);
    assert_counts(
        &import,
        "counts",
        &[
            ("new", number_of(newcomers, First::New)),
            ("shared_phone", number_of(newcomers, First::SharedPhone)),
            ("update", moved),
            ("unchanged", stayed - moved),
            ("refused", refused),
        ],
    );
    assert_counts(
        &import,
        "applied",
        &[
            ("created", came),
            ("updated", moved),
            ("unchanged", stayed - moved),
            ("conflicts", 0),
        ],
    );
    let (after, _) = stack.export(patience).await;
    assert_eq!(
        after,
        before + came,
        "nobody is missing, and nobody is there twice"
    );
    for person in [
        settled[0],
        settled[1],
        settled[3],
        newcomers[0],
        newcomers[newcomers.len() - 1],
    ] {
        if person.at_first() != First::Refused {
            assert_is_in_the_directory(&stack, person, true).await;
        }
    }
    stack
        .assert_logs_hold_nothing_personal(&congregation(&people), &[])
        .await;
}

/// Kills the worker soon after it has begun, and again whenever it has gone on since, until it was hit so often or has
/// come to its end.
async fn kill_at_work(stack: &Stack, import: &Import, end: &str, times: u64) {
    let path = format!("/api/imports/{}", import.id());
    let (mut hits, mut done_then) = (0, None);
    for moment in 0..100 * times {
        // As good as random.
        tokio::time::sleep(Duration::from_millis(50 + 70 * (moment % 4))).await;
        let now = stack.api.get(&path).await;
        if hits == times || now["stage"] == end {
            break;
        }
        let done = now["rows_done"].as_u64();
        if hits > 0 && done <= done_then {
            continue;
        }
        if processes::kill_workers(&stack.description, WORKER).await > 0 {
            (hits, done_then) = (hits + 1, done);
        }
    }
    say(&format!("the worker was killed {hits} times"));
    assert!(hits > 0, "the worker was too quick to be killed");
}

async fn assert_rows_are_refused_with_a_reason(stack: &Stack, import: &Import, refused: u64) {
    let path = format!("/api/imports/{}/rows?outcome=refused", import.id());
    let rows = stack.api.list(&path).await;
    assert_eq!(rows.len() as u64, refused);
    for row in rows {
        // The first person stands in row 2, below the headings.
        assert_eq!((row["row"].as_u64().expect("a row") - 2) % 50, 7);
        assert_eq!(row["errors"][0]["field"], "phone");
        let message = row["errors"][0]["message"].as_str().expect("a sentence");
        assert!(message.ends_with('.'), "{message}");
    }
}

async fn assert_is_in_the_directory(stack: &Stack, person: Person, later: bool) {
    let name = person.name();
    let path = format!("/api/contacts?search={}", name.replace(' ', "%20"));
    let found = stack.api.list(&path).await;
    let found: Vec<&Value> = found
        .iter()
        .filter(|contact| contact["name"] == name.as_str())
        .collect();
    assert_eq!(found.len(), 1, "so often is somebody there");
    assert_eq!(found[0]["phone"], person.phone().as_str());
    assert_eq!(found[0]["city"], person.city(later));
    assert_eq!(found[0]["active"], person.is_active());
}

async fn say_and_check_memory(stack: &Stack) {
    if let Some(peak) = processes::peak_memory(&stack.description, WORKER).await {
        say(&format!(
            "peak memory of the worker: {} MB",
            peak / 1_048_576
        ));
        assert!(peak < MEMORY, "{peak} bytes");
    }
}

/// How long staff wait for a list, through the emulator, which adds most of it.
async fn measure_lists(stack: &Stack, people: &[Person]) {
    let name = people[people.len() / 2].name();
    let (first, second) = name.split_once(' ').expect("two words");
    let phone = people[people.len() / 2].phone();
    for (what, query) in [
        ("search for a word", format!("search={first}")),
        (
            "search for three letters",
            format!("search={}", &second[..3]),
        ),
        ("search for two words", format!("search={first}%20{second}")),
        ("search for four digits", format!("search={}", &phone[8..])),
        ("first page", String::new()),
        ("filter by language", "language=es".to_owned()),
        (
            "filter by language and activity",
            "language=es&active=false".to_owned(),
        ),
    ] {
        let mut times = Vec::new();
        for _ in 0..5 {
            let started = Instant::now();
            stack
                .api
                .get(&format!("/api/contacts?limit=50&{query}"))
                .await;
            times.push(started.elapsed().as_millis());
        }
        times.sort_unstable();
        say(&format!("{what}: {} ms", times[2]));
    }
}

/// Some of them, as the search of logs wants them.
fn congregation(people: &[Person]) -> Congregation {
    let contacts = people
        .iter()
        .take(200)
        .filter(|person| person.at_first() != First::Refused);
    Congregation {
        contacts: contacts
            .map(|person| {
                serde_json::json!({ "id": "con_imported", "name": person.name(), "phone": person.phone() })
            })
            .collect(),
        active_phones: Default::default(),
    }
}
