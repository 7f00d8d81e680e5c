use domain::InboundText;

use super::*;
use crate::fakes::World;
use crate::imports::fakes::Shelf;
use crate::receive_text::tests::{entries, receive, text, thread};

fn fetch(world: &Arc<World>) -> FetchMedia {
    FetchMedia {
        threads: world.clone(),
        source: world.clone(),
        files: world.clone(),
        links: Arc::new(Shelf::default()),
    }
}

/// Somebody sends these files, by their kinds; the carrier has the first one.
async fn with_files(kinds: &[&str]) -> (Arc<World>, ThreadId, ThreadEntryId) {
    let world = Arc::new(World::with_contacts(1));
    let media = kinds.iter().enumerate().map(|(index, kind)| InboundMedia {
        url: format!("https://api.twilio.com/ME{index}"),
        content_type: (*kind).into(),
    });
    let with_picture = InboundText {
        media: media.collect(),
        ..text("SM1", "Look!")
    };
    receive(&world).run(&with_picture).await.expect("received");
    let has = |size| (format!("https://api.twilio.com/ME{}", 0), vec![1; size]);
    let mut at_carrier = world.media.lock().expect("a lock");
    at_carrier.extend([has(10)]);
    drop(at_carrier);
    let id = entries(&world)[0].id;
    let thread = thread(&world).id;
    (world, thread, id)
}

#[tokio::test]
async fn a_picture_is_fetched_when_it_is_looked_at_and_kept() {
    let (world, thread, entry) = with_files(&["image/png"]).await;
    assert!(world.files.lock().expect("a lock").is_empty());
    let first = fetch(&world).run(thread, entry, 0).await.expect("a link");
    world.media.lock().expect("a lock").clear();
    let second = fetch(&world).run(thread, entry, 0).await.expect("a link");
    assert_eq!(first.url, second.url);
    let kept: Vec<String> = world
        .files
        .lock()
        .expect("a lock")
        .keys()
        .cloned()
        .collect();
    assert_eq!(kept, [format!("inbox/{thread}/{entry}/0")]);
}

#[tokio::test]
async fn what_is_gone_too_large_or_could_do_harm_is_refused() {
    let (world, thread, entry) = with_files(&["image/png", "image/png", "image/svg+xml"]).await;
    let large = vec![1; MAXIMUM_BYTES + 1];
    let url = "https://api.twilio.com/ME0".to_owned();
    world.media.lock().expect("a lock").insert(url, large);
    let fetch = fetch(&world);
    for index in [0, 2] {
        let refused = fetch.run(thread, entry, index).await;
        assert!(matches!(refused, Err(Error::Conflict(_))), "{index}");
    }
    for index in [1, 3] {
        let refused = fetch.run(thread, entry, index).await;
        assert!(matches!(refused, Err(Error::NotFound("file"))), "{index}");
    }
    assert!(world.files.lock().expect("a lock").is_empty());
}
