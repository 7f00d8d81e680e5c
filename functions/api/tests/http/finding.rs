//! Looking for people: what is found, and what it costs whatever the size of the directory.

use app::ports::{ContactSave, ContactStore};
use domain::contact::ContactChange;
use serde_json::{Value, json};

use crate::support::{Ask, World, new_person};

async fn names(world: &World, query: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut cursor = String::new();
    loop {
        let path = format!("/api/contacts?{query}&limit=3{cursor}");
        let page = Ask::get(&path).of(world).await.expect(200);
        let items = page["items"].as_array().expect("a list");
        names.extend(
            items
                .iter()
                .filter_map(|item| item["name"].as_str())
                .map(str::to_owned),
        );
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return names,
        }
    }
}

async fn make(world: &World, path: &str, body: Value) -> String {
    let made = Ask::post(path, &body).of(world).await.expect(201);
    made["id"].as_str().expect("an id").to_owned()
}

#[tokio::test]
async fn people_are_found_by_every_word_and_filter_and_in_either_order() {
    let world = World::start().await;
    let choir = make(
        &world,
        "/api/groups",
        json!({ "name": "Choir", "kind": "static" }),
    )
    .await;
    let rule = json!({ "name": "Spanish in Dallas", "kind": "rule", "rule": { "languages": ["es"], "cities": ["dallas"] } });
    let spanish = make(&world, "/api/groups", rule).await;
    for (number, name, phone, city, language, active, group) in [
        (
            3,
            "José García",
            "212 555 0101",
            "Dallas",
            "es-MX",
            true,
            true,
        ),
        (1, "Ruth Okafor", "212 555 0102", "Plano", "en", true, true),
        (
            2,
            "Ana García",
            "212 555 0103",
            "Dallas",
            "es",
            false,
            false,
        ),
        (
            4,
            "Min-jun Kim",
            "212 555 0104",
            "Fort Worth",
            "ko",
            true,
            false,
        ),
    ] {
        let groups: Vec<&String> = if group { vec![&choir] } else { Vec::new() };
        let body = json!({
            "sl_no": number, "name": name, "phone": phone, "city": city, "preferred_language": language,
            "active": active, "group_ids": groups,
        });
        make(&world, "/api/contacts", body).await;
    }
    let ruth = Ask::get("/api/contacts?search=ruth")
        .of(&world)
        .await
        .expect(200);
    let id = ruth["items"][0]["id"].as_str().expect("an id");
    let stop = json!({ "opted_out": true, "reason": "asked" });
    Ask::post(&format!("/api/contacts/{id}/opt-out"), &stop)
        .of(&world)
        .await
        .expect(200);
    for (query, expected) in [
        (
            "",
            vec!["Ana García", "José García", "Min-jun Kim", "Ruth Okafor"],
        ),
        (
            "sort=sl_no",
            vec!["Ruth Okafor", "Ana García", "José García", "Min-jun Kim"],
        ),
        ("search=garc", vec!["Ana García", "José García"]),
        ("search=jose%20garcia", vec!["José García"]),
        ("search=0104", vec!["Min-jun Kim"]),
        ("search=worth", vec!["Min-jun Kim"]),
        ("search=garcia&active=true", vec!["José García"]),
        ("language=es", vec!["Ana García", "José García"]),
        ("language=es-MX", vec!["José García"]),
        ("active=false", vec!["Ana García"]),
        ("opted_out=true", vec!["Ruth Okafor"]),
        (
            "opted_out=false&active=true",
            vec!["José García", "Min-jun Kim"],
        ),
        (
            &format!("group={choir}"),
            vec!["José García", "Ruth Okafor"],
        ),
        (&format!("group={choir}&language=en"), vec!["Ruth Okafor"]),
        (
            &format!("group={spanish}"),
            vec!["Ana García", "José García"],
        ),
        (
            &format!("group={spanish}&sort=sl_no&active=true"),
            vec!["José García"],
        ),
    ] {
        assert_eq!(names(&world, query).await, expected, "{query}");
    }
    let size = Ask::get(&format!("/api/groups/{spanish}/size"))
        .of(&world)
        .await
        .expect(200);
    assert_eq!(size, json!({ "people": 2, "is_complete": true }));
}

/// Fills the directory. Every hundredth person reads Korean, and one in all is called Zebedee.
async fn fill(world: &World, people: u32) {
    let saves: Vec<ContactSave> = (0..people)
        .map(|number| {
            let korean = number % 100 == 0;
            let name = if number == people / 2 {
                "Zebedee".to_owned()
            } else {
                format!("Person {number}")
            };
            new_person(
                number,
                ContactChange {
                    name: Some(name),
                    phone: Some(format!("+1212{:07}", 2_000_000 + number)),
                    city: Some(Some("Dallas".into())),
                    preferred_language: Some(if korean { "ko" } else { "en" }.into()),
                    ..ContactChange::default()
                },
            )
        })
        .collect();
    for chunk in saves.chunks(1_000) {
        world.store.save_contacts(chunk).await.expect("saved");
    }
}

/// The questions that each kind of page asks DynamoDB.
async fn questions(world: &World) -> Vec<(&'static str, usize)> {
    let mut asked = Vec::new();
    for (what, query) in [
        ("the first page", ""),
        ("a page by number", "sort=sl_no"),
        ("a word that one person has", "search=zeb"),
        ("a word that everyone has", "search=person"),
        (
            "a city that everyone has, and a number",
            "search=dallas%20person",
        ),
        ("the end of a phone", "search=0000"),
        ("a rare language", "language=ko"),
        ("a rare language by number", "language=ko&sort=sl_no"),
        ("nobody", "active=false"),
        ("nobody, by number", "active=false&sort=sl_no"),
        (
            "nobody opted out who reads Korean",
            "opted_out=true&language=ko",
        ),
    ] {
        world.dynamodb_requests.take();
        Ask::get(&format!("/api/contacts?{query}&limit=50"))
            .of(world)
            .await
            .expect(200);
        asked.push((what, world.dynamodb_requests.take().len()));
    }
    asked
}

/// The most questions of a page: four about a list, and one for the records after each.
const MOST_QUESTIONS: usize = 8;

#[tokio::test]
async fn a_page_asks_a_bounded_number_of_questions_whatever_the_size_of_the_directory() {
    // 100,000 take minutes to write to the embedded DynamoDB: `TIDINGS_TEST_PEOPLE=100000` does it.
    let many = std::env::var("TIDINGS_TEST_PEOPLE")
        .ok()
        .and_then(|number| number.parse().ok());
    for people in [100, many.unwrap_or(3_000)] {
        let world = World::start().await;
        let started = std::time::Instant::now();
        fill(&world, people).await;
        println!(
            "{people} people, written in {} s",
            started.elapsed().as_secs()
        );
        for (what, asked) in questions(&world).await {
            println!("{people} people, {what}: {asked} questions");
            assert!(
                asked <= MOST_QUESTIONS,
                "{people} people, {what}: {asked} questions"
            );
        }
    }
}
