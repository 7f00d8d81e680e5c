//! Threads, what the church answers by itself, who works with the dashboard, and files, in memory.

use std::collections::BTreeMap;

use async_trait::async_trait;
use domain::inbound_text::InboundMedia;
use domain::thread::{Answer, AutomaticAnswer, EntryContent, Thread, ThreadEntry, ThreadList};
use domain::user::User;
use domain::{AutomaticAnswers, ContactId, ThreadEntryId, ThreadId};
use jiff::Timestamp;

use super::World;
use crate::error::{Error, Result};
use crate::page::Page;
use crate::ports::{
    AssigneeFilter, AutomaticAnswerStore, FileStore, KeptText, MediaFetch, MediaSource,
    Replacement, TextKeeping, ThreadSave, ThreadStore, UserStore,
};

/// The threads and what they hold.
#[derive(Default)]
pub(crate) struct Threads {
    pub(crate) threads: BTreeMap<ThreadId, Thread>,
    pub(crate) entries: BTreeMap<(ThreadId, ThreadEntryId), ThreadEntry>,
    sids: BTreeMap<(ThreadId, String), ThreadEntryId>,
    /// When each sender got the last automatic answer.
    answered: BTreeMap<ThreadId, Timestamp>,
}

impl Threads {
    fn write(&mut self, save: &ThreadSave) -> Replacement {
        let found = self.threads.get(&save.after.id);
        if found == Some(&save.after) {
            return Replacement::Done;
        }
        match (found, &save.before) {
            (None, Some(_)) => return Replacement::Missing,
            (found, before)
                if found.map(|thread| thread.version)
                    != before.as_ref().map(|thread| thread.version) =>
            {
                return Replacement::Stale;
            }
            _ => {}
        }
        self.threads.insert(save.after.id, save.after.clone());
        if let Some(entry) = &save.entry {
            self.entries
                .entry((save.after.id, entry.id))
                .or_insert_with(|| entry.clone());
        }
        Replacement::Done
    }

    fn answer(&mut self, thread: ThreadId, entry: ThreadEntryId) -> Option<&mut Option<Answer>> {
        match &mut self.entries.get_mut(&(thread, entry))?.content {
            EntryContent::Text(text) => Some(&mut text.answer),
            _ => None,
        }
    }
}

#[async_trait]
impl ThreadStore for World {
    async fn get_thread(&self, id: ThreadId) -> Result<Option<Thread>> {
        Ok(self
            .threads
            .lock()
            .expect("a lock")
            .threads
            .get(&id)
            .cloned())
    }

    async fn get_threads(&self, ids: &[ThreadId]) -> Result<Vec<Thread>> {
        let threads = self.threads.lock().expect("a lock");
        let found = ids.iter().filter_map(|id| threads.threads.get(id).cloned());
        Ok(found.collect())
    }

    async fn save_thread(&self, save: &ThreadSave) -> Result<Replacement> {
        self.effect(|| self.threads.lock().expect("a lock").write(save))
    }

    async fn keep_text(&self, save: &ThreadSave, message_sid: &str) -> Result<TextKeeping> {
        self.effect(|| {
            // Somebody else is quicker, where a test says so.
            let intruder = self.intruder.lock().expect("a lock").take();
            let mut threads = self.threads.lock().expect("a lock");
            if let Some(intruder) = intruder {
                threads.write(&intruder);
            }
            let key = (save.after.id, message_sid.to_owned());
            if let Some(entry) = threads.sids.get(&key).copied() {
                let answer = threads.answer(save.after.id, entry).cloned().flatten();
                let at = threads.entries[&(save.after.id, entry)].at;
                return TextKeeping::KeptBefore(KeptText { entry, at, answer });
            }
            let Some(entry) = &save.entry else {
                return TextKeeping::Stale;
            };
            match threads.write(save) {
                Replacement::Done => {
                    threads.sids.insert(key, entry.id);
                    TextKeeping::Kept
                }
                Replacement::Stale | Replacement::Missing => TextKeeping::Stale,
            }
        })
    }

    async fn add_entry(&self, thread: ThreadId, entry: &ThreadEntry) -> Result<bool> {
        self.effect(|| {
            let mut threads = self.threads.lock().expect("a lock");
            let is_there = threads.threads.contains_key(&thread);
            if is_there {
                threads.entries.insert((thread, entry.id), entry.clone());
            }
            is_there
        })
    }

    async fn set_people(&self, id: ThreadId, people: &[ContactId]) -> Result<()> {
        self.effect(|| {
            let mut threads = self.threads.lock().expect("a lock");
            if let Some(thread) = threads.threads.get_mut(&id) {
                thread.contact_ids = people.to_vec();
            }
        })
    }

    async fn list_threads(
        &self,
        list: ThreadList,
        assignee: Option<&AssigneeFilter>,
        before: Option<ThreadEntryId>,
        limit: usize,
        look_at: usize,
    ) -> Result<Page<ThreadId, ThreadEntryId>> {
        let threads = self.threads.lock().expect("a lock");
        let mut places: Vec<&Thread> = threads
            .threads
            .values()
            .filter(|thread| thread.lists().any(|of| of == list))
            .filter(|thread| before.is_none_or(|before| thread.place < before))
            .collect();
        places.sort_by_key(|thread| std::cmp::Reverse(thread.place));
        let mut items = Vec::new();
        let mut looked_at = None;
        for thread in places.iter().take(look_at) {
            looked_at = Some(thread.place);
            let id = thread.assignee.as_ref().map(|actor| actor.id.as_str());
            let fits = match assignee {
                None => true,
                Some(AssigneeFilter::Nobody) => id.is_none(),
                Some(AssigneeFilter::Of(wanted)) => id == Some(wanted),
            };
            if fits {
                items.push(thread.id);
            }
            if items.len() == limit {
                break;
            }
        }
        let last = places.last().map(|thread| thread.place);
        Ok(Page {
            items,
            next: looked_at.filter(|place| Some(*place) != last),
        })
    }

    async fn count_threads(&self, list: ThreadList, at_most: usize) -> Result<(u64, bool)> {
        let threads = self.threads.lock().expect("a lock");
        let all = threads.threads.values();
        let count = all.filter(|thread| thread.lists().any(|of| of == list));
        let count = count.count();
        Ok((count.min(at_most) as u64, count <= at_most))
    }

    async fn list_entries(
        &self,
        thread: ThreadId,
        before: Option<ThreadEntryId>,
        limit: usize,
    ) -> Result<Page<ThreadEntry, ThreadEntryId>> {
        let threads = self.threads.lock().expect("a lock");
        let mut of_thread = threads
            .entries
            .iter()
            .rev()
            .filter(|((of, id), _)| *of == thread && before.is_none_or(|before| *id < before));
        let items: Vec<ThreadEntry> = of_thread
            .by_ref()
            .take(limit)
            .map(|(_, entry)| entry.clone())
            .collect();
        let next = of_thread.next().and(items.last()).map(|entry| entry.id);
        Ok(Page { items, next })
    }

    async fn get_entry(&self, thread: ThreadId, id: ThreadEntryId) -> Result<Option<ThreadEntry>> {
        let threads = self.threads.lock().expect("a lock");
        Ok(threads.entries.get(&(thread, id)).cloned())
    }

    async fn decide_answer(
        &self,
        thread: ThreadId,
        entry: ThreadEntryId,
        answer: &AutomaticAnswer,
        now: Timestamp,
        quiet_since: Timestamp,
    ) -> Result<Answer> {
        self.effect(|| {
            let mut threads = self.threads.lock().expect("a lock");
            let is_quiet = threads
                .answered
                .get(&thread)
                .is_none_or(|last| *last <= quiet_since);
            let gone = || Error::Unavailable("the text is gone".into());
            let decided = threads.answer(thread, entry).ok_or_else(gone)?;
            if let Some(answer) = decided {
                return Ok(answer.clone());
            }
            let answer = match is_quiet {
                true => Answer::Words(answer.clone()),
                false => Answer::Nothing,
            };
            *decided = Some(answer.clone());
            if is_quiet {
                threads.answered.insert(thread, now);
            }
            Ok(answer)
        })?
    }

    async fn delete_thread(&self, id: ThreadId) -> Result<bool> {
        self.effect(|| {
            let mut threads = self.threads.lock().expect("a lock");
            let was_there = threads.threads.remove(&id).is_some();
            threads.sids.retain(|(of, _), _| *of != id);
            let entry = threads.entries.keys().find(|(of, _)| *of == id).copied();
            entry.and_then(|key| threads.entries.remove(&key)).is_some() || was_there
        })
    }
}

#[async_trait]
impl AutomaticAnswerStore for World {
    async fn get_answers(&self) -> Result<AutomaticAnswers> {
        Ok(self.automatic_answers.lock().expect("a lock").clone())
    }

    async fn replace_answers(
        &self,
        answers: &AutomaticAnswers,
        read_version: u32,
    ) -> Result<Replacement> {
        self.effect(|| {
            let mut found = self.automatic_answers.lock().expect("a lock");
            if found.version != read_version {
                return Replacement::Stale;
            }
            *found = answers.clone();
            Replacement::Done
        })
    }
}

#[async_trait]
impl UserStore for World {
    async fn get_user(&self, id: &str) -> Result<Option<User>> {
        Ok(self.users.lock().expect("a lock").get(id).cloned())
    }

    async fn list_users(&self) -> Result<Vec<User>> {
        Ok(self
            .users
            .lock()
            .expect("a lock")
            .values()
            .cloned()
            .collect())
    }

    async fn put_user(&self, user: &User) -> Result<()> {
        self.effect(|| {
            let mut users = self.users.lock().expect("a lock");
            users.insert(user.account.id.clone(), user.clone());
        })
    }
}

#[async_trait]
impl FileStore for World {
    async fn has_file(&self, key: &str) -> Result<bool> {
        Ok(self.files.lock().expect("a lock").contains_key(key))
    }

    async fn get_file(&self, key: &str) -> Result<Option<Vec<u8>>> {
        Ok(self.files.lock().expect("a lock").get(key).cloned())
    }

    async fn put_file(&self, key: &str, _content_type: &str, bytes: Vec<u8>) -> Result<()> {
        self.effect(|| {
            let mut files = self.files.lock().expect("a lock");
            files.insert(key.to_owned(), bytes);
        })
    }

    async fn delete_files(&self, prefix: &str) -> Result<()> {
        self.effect(|| {
            let mut files = self.files.lock().expect("a lock");
            files.retain(|key, _| !key.starts_with(prefix));
        })
    }
}

#[async_trait]
impl MediaSource for World {
    async fn fetch_media(&self, media: &InboundMedia, maximum: usize) -> Result<MediaFetch> {
        let found = self.media.lock().expect("a lock").get(&media.url).cloned();
        Ok(match found {
            None => MediaFetch::Gone,
            Some(bytes) if bytes.len() > maximum => MediaFetch::TooLarge,
            Some(bytes) => MediaFetch::File(bytes),
        })
    }
}
