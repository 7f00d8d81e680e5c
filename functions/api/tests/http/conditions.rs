//! Two people who change one record can't overwrite each other.

use serde_json::{Value, json};

use crate::support::{Ask, World};

async fn world_with_contact() -> (World, String) {
    let world = World::start().await;
    let contact = world.add("Samuel", "212 555 0123").await;
    let path = format!("/api/contacts/{}", contact["id"].as_str().expect("an id"));
    (world, path)
}

async fn city(world: &World, path: &str) -> Value {
    Ask::get(path).of(world).await.expect(200)["city"].clone()
}

#[tokio::test]
async fn who_read_an_old_version_can_not_change_the_new_one() {
    let (world, path) = world_with_contact().await;
    let read = Ask::get(&path).of(&world).await;
    let tag = read.header("etag").to_owned();
    assert_eq!(tag, "\"1\"");

    let first = Ask::patch(&path, &tag, &json!({ "city": "Dallas" }))
        .of(&world)
        .await;
    assert_eq!(first.header("etag"), "\"2\"");
    first.expect(200);
    let before = world.everything().await;
    let second = Ask::patch(&path, &tag, &json!({ "city": "Austin" }))
        .of(&world)
        .await;
    let sentence = second.expect_problem(412);
    assert!(sentence.contains("Someone else changed this"), "{sentence}");
    let deletion = Ask::new("DELETE", &path)
        .header("if-match", &tag)
        .of(&world)
        .await;
    deletion.expect_problem(412);
    assert_eq!(world.everything().await, before);
    assert_eq!(city(&world, &path).await, "Dallas");
}

#[tokio::test]
async fn a_change_must_say_which_version_was_read() {
    let (world, path) = world_with_contact().await;
    let before = world.everything().await;
    let ask = Ask::patch(&path, "*", &json!({ "city": "Dallas" })).without_header("if-match");
    ask.of(&world).await.expect_problem(428);
    for wrong in ["1", "\"one\"", "\"1\", \"2\"", "\"-1\""] {
        let ask = Ask::patch(&path, wrong, &json!({ "city": "Dallas" }));
        let answer = ask.of(&world).await;
        assert!(answer.expect_problem(400).contains("If-Match"), "{wrong}");
    }
    assert_eq!(world.everything().await, before);
}

#[tokio::test]
async fn a_star_changes_whatever_is_there() {
    let (world, path) = world_with_contact().await;
    for city in ["Dallas", "Austin"] {
        Ask::patch(&path, "*", &json!({ "city": city }))
            .of(&world)
            .await
            .expect(200);
    }
    assert_eq!(city(&world, &path).await, "Austin");
}

#[tokio::test]
async fn a_tag_that_a_cache_weakened_is_as_good() {
    let (world, path) = world_with_contact().await;
    Ask::patch(&path, "W/\"1\"", &json!({ "city": "Dallas" }))
        .of(&world)
        .await
        .expect(200);
    Ask::patch(&path, "W/\"1\"", &json!({ "city": "Austin" }))
        .of(&world)
        .await
        .expect_problem(412);
}

#[tokio::test]
async fn a_deletion_may_leave_the_version_out() {
    let (world, path) = world_with_contact().await;
    Ask::new("DELETE", &path).of(&world).await.expect(204);
    Ask::get(&path).of(&world).await.expect_problem(404);
    Ask::new("DELETE", &path)
        .of(&world)
        .await
        .expect_problem(404);
}
