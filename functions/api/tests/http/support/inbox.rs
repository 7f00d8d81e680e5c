//! Texts that people send, and what came with them.

use std::sync::Arc;

use adapters::surroundings::SystemRandomness;
use app::error::Result;
use app::ports::{MediaFetch, MediaSource};
use app::read_settings::ReadSettings;
use app::receive_text::ReceiveText;
use app::record_opt_out::RecordOptOut;
use async_trait::async_trait;
use domain::inbound_text::InboundMedia;
use domain::{Country, InboundText, Sender, ThreadId, TimeZoneName};

use super::World;

/// A carrier that has one picture, whatever is asked for.
pub(crate) struct OnePicture;

#[async_trait]
impl MediaSource for OnePicture {
    async fn fetch_media(&self, _media: &InboundMedia, _maximum: usize) -> Result<MediaFetch> {
        Ok(MediaFetch::File(vec![1, 2, 3]))
    }
}

impl World {
    /// Somebody writes, with a picture; as the sms-webhook function takes it. Answers the thread.
    pub(crate) async fn receive(&self, sid: &str, from: &str, body: &str) -> ThreadId {
        let store = Arc::new(self.store.clone());
        let receive = ReceiveText {
            threads: store.clone(),
            record_opt_out: RecordOptOut {
                opt_outs: store.clone(),
                contacts: store.clone(),
                clock: self.clock.clone(),
                randomness: Arc::new(SystemRandomness),
            },
            answers: store.clone(),
            settings: ReadSettings {
                settings: store,
                time_zone: TimeZoneName::parse("America/Chicago").expect("a time zone"),
                country: Country::UNITED_STATES,
                quiet_hours: None,
            },
            church: "Grace Church".into(),
            clock: self.clock.clone(),
            randomness: Arc::new(SystemRandomness),
        };
        let text = InboundText {
            message_sid: sid.into(),
            from: Sender::from(from.to_owned()),
            to: "+12025550100".into(),
            body: body.into(),
            media: vec![InboundMedia {
                url: "https://api.twilio.com/ME1".into(),
                content_type: "image/png".into(),
            }],
            dropped_media: 0,
            segments: 1,
            answered_keyword: None,
        };
        receive.run(&text).await.expect("received");
        ThreadId::for_sender(from)
    }
}
