//! Staff look at a picture that came with a text. It stays at the carrier until somebody does: then it is fetched, with
//! our credentials and never by the browser, and kept for some days among our files, which a signed address reaches.
//!
//! Nothing of it is on the way of the text that brought it. When the file has expired, the next look fetches it again.

use std::sync::Arc;

use domain::inbound_text::{InboundMedia, MediaKind};
use domain::thread::EntryContent;
use domain::{ThreadEntryId, ThreadId};

use crate::error::{Error, Result};
use crate::ports::{FileLinks, FileStore, MediaFetch, MediaSource, SignedRequest, ThreadStore};

/// The carrier takes no more than 5 MB with one text: <https://www.twilio.com/docs/messaging/guides/accepted-mime-types>.
const MAXIMUM_BYTES: usize = 5 * 1024 * 1024;

/// Fetches files that came with texts.
pub struct FetchMedia {
    /// The threads.
    pub threads: Arc<dyn ThreadStore>,
    /// Where the carrier keeps them.
    pub source: Arc<dyn MediaSource>,
    /// Where we do.
    pub files: Arc<dyn FileStore>,
    /// How browsers reach them.
    pub links: Arc<dyn FileLinks>,
}

impl FetchMedia {
    /// Answers how a browser gets the file at this place of a text.
    ///
    /// # Errors
    /// When there is no such file, or not any more; it is too large, or of a kind that we do not take; or something fails.
    pub async fn run(
        &self,
        thread: ThreadId,
        entry: ThreadEntryId,
        index: usize,
    ) -> Result<SignedRequest> {
        let entry_id = entry;
        let entry = self.threads.get_entry(thread, entry).await?;
        let text = match entry.map(|entry| entry.content) {
            Some(EntryContent::Text(text)) => text,
            _ => return Err(Error::NotFound("file")),
        };
        let media = text.media.get(index).ok_or(Error::NotFound("file"))?;
        let kind = media.kind().ok_or_else(|| {
            let sentence = "Files of this kind are not shown: they may do harm. Ask the person to send a picture.";
            Error::Conflict(sentence.into())
        })?;
        let key = format!("{}{entry_id}/{index}", folder(thread));
        if !self.files.has_file(&key).await? {
            self.keep(&key, media, kind).await?;
        }
        let file_name = format!("{entry_id}-{}.{}", index + 1, kind.extension());
        self.links.download_link(&key, &file_name).await
    }

    async fn keep(&self, key: &str, media: &InboundMedia, kind: MediaKind) -> Result<()> {
        match self.source.fetch_media(media, MAXIMUM_BYTES).await? {
            MediaFetch::File(bytes) => {
                // What a browser is told that it is, is one of our own words, whatever the carrier calls it now.
                self.files.put_file(key, kind.content_type(), bytes).await
            }
            MediaFetch::Gone => Err(Error::NotFound("file")),
            MediaFetch::TooLarge => Err(Error::Conflict(
                "This file is larger than 5 MB. Ask the person to send a smaller one.".into(),
            )),
        }
    }
}

/// Where the files of a thread are kept.
pub(crate) fn folder(thread: ThreadId) -> String {
    format!("inbox/{thread}/")
}

#[cfg(test)]
mod tests;
