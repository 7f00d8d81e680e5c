//! A church of 100,000 people. Run it by hand, and read the figures:
//! `cargo test -p app a_hundred_thousand -- --ignored --nocapture`.

use std::time::Instant;

use super::*;

const PEOPLE: u64 = 100_000;

/// The memory of this process, in megabytes: now, or at most so far (`VmRSS`, `VmHWM`; see proc(5)).
fn megabytes(what: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(what));
    let kilobytes = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok());
    kilobytes.unwrap_or_default() / 1024
}

fn file() -> String {
    let mut file = String::from("SL No,Name,Mobile,City,State/Zip,Language\n");
    for number in 0..PEOPLE {
        let (exchange, line) = (200 + number / 10_000 * 10, number % 10_000);
        let row = format!(
            "{number},Member {number},(212) {exchange} {line:04},Dallas,TX 75001,Spanish\n"
        );
        file.push_str(&row);
    }
    file
}

#[tokio::test]
#[ignore = "takes minutes without optimisation"]
async fn a_hundred_thousand_rows_are_previewed_and_applied() {
    let church = Church::default();
    let id = church.to_read(file()).await;
    let stored = |church: &Church| {
        let files = church.shelf.files.lock().expect("a lock");
        files.values().map(Vec::len).sum::<usize>() / (1024 * 1024)
    };
    let step = |name: &str, start: Instant, church: &Church| {
        println!(
            "{name}: {:.1} s, {} MB, at most {} MB, of which files {} MB",
            start.elapsed().as_secs_f64(),
            megabytes("VmRSS"),
            megabytes("VmHWM"),
            stored(church),
        );
    };
    let start = Instant::now();
    step("before", start, &church);
    church.reader().run(id, Timestamp::MAX).await.expect("read");
    step("previewed", start, &church);
    assert_eq!(church.import(id).counts().new, PEOPLE);
    church.request_apply(id).await;
    let start = Instant::now();
    church
        .applier()
        .run(id, Timestamp::MAX)
        .await
        .expect("applied");
    step("applied", start, &church);
    assert_eq!(church.import(id).applied(), counts(PEOPLE, 0, 0, 0));
    church.shelf.files.lock().expect("a lock").clear();
    let id = church.to_read(file()).await;
    let start = Instant::now();
    step("before the second preview", start, &church);
    church.reader().run(id, Timestamp::MAX).await.expect("read");
    step("previewed again", start, &church);
    assert_eq!(church.import(id).counts().unchanged, PEOPLE);
}
