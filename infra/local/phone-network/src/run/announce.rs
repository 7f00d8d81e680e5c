//! Tells the account of each status of a call, one after the other, while the call goes on.

use std::sync::Arc;

use tokio::sync::mpsc;

use crate::{app::App, record::Record};

/// Begins to tell of a call; it ends when nothing more can come.
pub(super) fn begin(app: &Arc<App>) -> mpsc::UnboundedSender<Record> {
    let (announcer, mut shown) = mpsc::unbounded_channel::<Record>();
    let app = Arc::clone(app);
    tokio::spawn(async move {
        let mut held = Vec::new();
        while let Some(record) = shown.recv().await {
            app.call_back(&record, &mut held).await;
            let kept = app.network().mark_announced(&record.sid, record.status);
            if let Err(error) = kept {
                tracing::error!(twilio.sid = record.sid, %error, "progress could not be kept");
            }
        }
        app.send_held(&held).await;
    });
    announcer
}
