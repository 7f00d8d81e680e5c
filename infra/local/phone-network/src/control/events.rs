//! Server-sent events, by which the page follows what changes.

use std::{convert::Infallible, sync::Arc, time::Duration};

use axum::{
    extract::State,
    response::sse::{Event, KeepAlive, Sse},
};
use futures::stream::{self, Stream};
use serde_json::json;
use tokio::{sync::watch, time::sleep};

use super::calls;
use crate::app::App;

/// How many texts of a phone the page and its events show; a single phone shows all.
const SHOWN_TEXTS: usize = 20;
/// Changes that come close together travel in one event.
const GATHER: Duration = Duration::from_millis(100);

/// What one page follows, and how far it has come.
struct Follower {
    app: Arc<App>,
    network: watch::Receiver<u64>,
    calls: watch::Receiver<u64>,
    seen: u64,
    heard: u64,
}

/// Each event `phones` holds the phones that changed since the one before; the first holds none, and the version from
/// which the stream goes on. Each event `calls` holds the calls that changed, without their dialogue.
pub(super) async fn stream(
    State(app): State<Arc<App>>,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let calls = app.calls().watch();
    let network = app.version.subscribe();
    let (seen, totals) = {
        let network = app.network();
        (network.version(), network.totals())
    };
    let heard = *calls.borrow();
    let hello = Event::default()
        .event("phones")
        .data(json!({ "version": seen, "phones": [], "totals": totals }).to_string());
    let follower = Follower {
        app,
        network,
        calls,
        seen,
        heard,
    };
    let changes = stream::unfold(follower, |mut follower| async move {
        let event = follower.next().await?;
        Some((Ok(event), follower))
    });
    let stream = futures::StreamExt::chain(stream::once(async { Ok(hello) }), changes);
    Sse::new(stream).keep_alive(KeepAlive::default())
}

impl Follower {
    async fn next(&mut self) -> Option<Event> {
        loop {
            // What is heard of a call goes first: a person waits for it.
            if *self.calls.borrow_and_update() > self.heard {
                return Some(self.changed_calls());
            }
            if *self.network.borrow_and_update() > self.seen {
                sleep(GATHER).await;
                return Some(self.changed_phones());
            }
            tokio::select! {
                changed = self.calls.changed() => changed.ok()?,
                changed = self.network.changed() => changed.ok()?,
            }
        }
    }

    fn changed_phones(&mut self) -> Event {
        let network = self.app.network();
        let phones = network.phones_changed_after(self.seen, SHOWN_TEXTS);
        self.seen = network.version();
        let data = json!({
            "version": self.seen,
            "phones": phones,
            "totals": network.totals(),
        });
        Event::default().event("phones").data(data.to_string())
    }

    fn changed_calls(&mut self) -> Event {
        let (sids, version) = {
            let calls = self.app.calls();
            let version = *calls.watch().borrow();
            (calls.changed_after(self.heard), version)
        };
        self.heard = version;
        let changed: Vec<_> = sids
            .iter()
            .filter_map(|sid| calls::view(&self.app, sid, 0))
            .collect();
        let data = json!({ "version": version, "calls": changed });
        Event::default().event("calls").data(data.to_string())
    }
}
