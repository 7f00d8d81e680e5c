//! A previewed import is applied: exactly what the preview says, or nothing for a row.
//!
//! It can be run any number of times, also at the same time, and after a crash anywhere, and ends the same: new people
//! have ids that follow from the import and the row, and bear the time at which staff asked; a person who is known is
//! changed only as the version that the preview saw; and whether a change that is there was ours is told by its id,
//! which follows from the row too. One import is applied at a time in the whole church.
//!
//! An opt-out is a property of the number. No import sets or clears one: people get it with their number.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use std::time::Duration;

use domain::directory::folded;
use domain::history::{ChangeAction, ChangeRecord, ChangeSource};
use domain::import::{
    ApplyRequest, DirectorySnapshot, GroupNames, Import, ImportRow, ImportStage, RowOutcome,
    RowResult,
};
use domain::{Contact, ContactId, ImportId, PhoneNumber};
use futures::{StreamExt, TryStreamExt, stream};
use jiff::{SignedDuration, Timestamp};
use tracing::info;

use crate::error::{Error, Result};
use crate::imports::chunk_files::{read_rows, write_rows};
use crate::imports::desk::{Desk, Work};
use crate::imports::directory::{read_everyone, read_group_names};
use crate::ports::{
    Clock, ContactSave, ContactStore, DirectoryLock, DirectoryQueue, FileStore, GroupStore,
    ImportStore, OptOutStore, Randomness, Replacement,
};

/// How many contacts are handed to the store at once.
const SLICE: usize = 50;
/// How many of these are written at once.
const CONCURRENT_SLICES: usize = 8;
/// No more work is begun this long before the worker is stopped.
const MARGIN: SignedDuration = SignedDuration::from_secs(10);
/// When to look again while another import is being applied.
const ANOTHER_IS_APPLIED: Duration = Duration::from_secs(30);
/// What staff are told when the preview that they want applied is not there.
const PREVIEW_IS_GONE: &str = "The preview of this import is no longer kept. What is applied stays; upload the file again for the rest.";
/// What staff are told of a row that was left alone.
const CHANGED_MEANWHILE: &str =
    "Somebody changed this person, or deleted it, since the preview. Nothing was changed.";
const GROUP_IS_GONE: &str =
    "A group of this row was deleted since the preview. Nothing was changed.";

/// Applies imports.
pub struct ApplyImport {
    /// The imports.
    pub imports: Arc<dyn ImportStore>,
    /// So that one is applied at a time.
    pub lock: Arc<dyn DirectoryLock>,
    /// Their files.
    pub files: Arc<dyn FileStore>,
    /// The directory.
    pub contacts: Arc<dyn ContactStore>,
    /// To see whether groups still exist.
    pub groups: Arc<dyn GroupStore>,
    /// Whoever comes with a number that is opted out is opted out.
    pub opt_outs: Arc<dyn OptOutStore>,
    /// Where to ask for the rest of the work when time runs out.
    pub queue: Arc<dyn DirectoryQueue>,
    /// To see whether time runs out.
    pub clock: Arc<dyn Clock>,
    /// To tell workers apart.
    pub randomness: Arc<dyn Randomness>,
}

/// What is to be done for a row.
enum Step {
    Done(RowResult, Option<ContactId>),
    LeftAlone(&'static str),
    Save(Box<ContactSave>),
}

/// A contact to be written for a row: the row's place in its chunk, and its number in the spreadsheet.
type RowSave = (usize, u64, ContactSave);

/// What is known while rows are applied.
struct Applying<'a> {
    import: &'a Import,
    request: &'a ApplyRequest,
    snapshot: &'a DirectorySnapshot,
    groups: &'a GroupNames,
}

impl ApplyImport {
    /// Applies an import whose stage asks for it, until shortly before `deadline`; the rest is queued. Does nothing to
    /// others.
    ///
    /// # Errors
    /// When a store or queue fails: the queue message should come back later.
    pub async fn run(&self, id: ImportId, deadline: Timestamp) -> Result<()> {
        let desk = self.desk();
        let Some(mut import) = desk.take(id, ImportStage::Applying, deadline).await? else {
            return Ok(());
        };
        let Some(lease) = import.lease else {
            return Ok(());
        };
        let held = self.lock.hold_directory(id, lease, self.clock.now()).await;
        let work = match held {
            Ok(false) => return desk.put_off(&import, ANOTHER_IS_APPLIED).await,
            Ok(true) => self.apply(&desk, &mut import, deadline).await,
            Err(error) => Err(error),
        };
        // Only so that the next import need not wait for the lease to run out.
        self.lock.release_directory(lease.attempt).await.ok();
        desk.leave(&import, work).await
    }

    fn desk(&self) -> Desk {
        Desk {
            imports: self.imports.clone(),
            queue: self.queue.clone(),
            clock: self.clock.clone(),
            randomness: self.randomness.clone(),
        }
    }

    async fn apply(&self, desk: &Desk, import: &mut Import, deadline: Timestamp) -> Result<Work> {
        let Some(request) = import.apply.clone() else {
            return Err(Error::Unavailable(
                "nobody asked for this import to be applied".into(),
            ));
        };
        let groups = read_group_names(self.groups.as_ref()).await?;
        let snapshot = read_everyone(self.contacts.as_ref()).await?;
        let waiting = import
            .chunks
            .iter()
            .enumerate()
            .filter(|(_, chunk)| chunk.result.is_none());
        let waiting: Vec<usize> = waiting.map(|(number, _)| number).collect();
        for number in waiting {
            let chunk = import.chunks[number];
            let key = import.preview_key(number, chunk.preview);
            let Some(rows) = read_rows(self.files.as_ref(), &key).await? else {
                let next = import.refused(PREVIEW_IS_GONE.to_owned(), self.clock.now());
                return self.end(desk, import, next).await;
            };
            let applying = Applying {
                import,
                request: &request,
                snapshot: &snapshot,
                groups: &groups,
            };
            let rows = self.apply_rows(&applying, rows).await?;
            let key = |file| import.result_key(number, file);
            let file = write_rows(self.files.as_ref(), &rows, key).await?;
            let mut chunks = import.chunks.clone();
            chunks[number] = chunk.with_results(&rows, file);
            let next = import.with_chunks(chunks, self.clock.now());
            let Some(next) = desk.replace(import, next).await? else {
                return Ok(Work::Overtaken);
            };
            *import = next;
            if self.clock.now() >= deadline - MARGIN {
                return Ok(Work::MoreToDo);
            }
        }
        let counts = import.applied();
        info!(import.id = %import.id, created = counts.created, updated = counts.updated, conflicts = counts.conflicts, "Applied");
        let next = import.ended(self.clock.now());
        self.end(desk, import, next).await
    }

    async fn end(&self, desk: &Desk, import: &mut Import, next: Import) -> Result<Work> {
        let Some(next) = desk.replace(import, next).await? else {
            return Ok(Work::Overtaken);
        };
        *import = next;
        Ok(Work::Finished)
    }

    /// Applies the rows of a chunk, and answers them with their results.
    async fn apply_rows(
        &self,
        applying: &Applying<'_>,
        mut rows: Vec<ImportRow>,
    ) -> Result<Vec<ImportRow>> {
        let records = self.records(applying, &rows).await?;
        let mut saves: Vec<RowSave> = Vec::new();
        for (place, row) in rows.iter_mut().enumerate() {
            match self.step(applying, &records, row).await? {
                None => {}
                Some(Step::Save(save)) => saves.push((place, row.row, *save)),
                Some(Step::LeftAlone(why)) => row.leave_alone(why),
                Some(Step::Done(result, contact)) => row.finish(result, contact),
            }
        }
        self.add_opt_outs(&mut saves).await?;
        let written: Vec<Vec<(usize, RowResult, ContactId)>> = stream::iter(saves.chunks(SLICE))
            .map(|slice| self.save(applying, slice))
            .buffer_unordered(CONCURRENT_SLICES)
            .try_collect()
            .await?;
        for (place, result, contact) in written.into_iter().flatten() {
            match result {
                RowResult::Conflict => rows[place].leave_alone(CHANGED_MEANWHILE),
                result => rows[place].finish(result, Some(contact)),
            }
        }
        for row in &mut rows {
            // The preview's file has them; who looks at results wants to know what came of the row.
            row.details = None;
        }
        Ok(rows)
    }

    /// The records of those whom rows change, and of those who may have been added meanwhile.
    async fn records(
        &self,
        applying: &Applying<'_>,
        rows: &[ImportRow],
    ) -> Result<HashMap<ContactId, Contact>> {
        let wanted = rows.iter().filter_map(|row| match row.outcome {
            RowOutcome::Update => row.contact_id,
            RowOutcome::New | RowOutcome::SharedPhone => {
                let details = row.details.as_ref()?;
                applying.snapshot.person(&details.name, &details.phone)
            }
            RowOutcome::Unchanged | RowOutcome::Refused => None,
        });
        let ids: BTreeSet<ContactId> = wanted.collect();
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        let ids: Vec<ContactId> = ids.into_iter().collect();
        let contacts = self.contacts.get_contacts(&ids).await?;
        Ok(contacts
            .into_iter()
            .map(|contact| (contact.id, contact))
            .collect())
    }

    /// What is to be done for a row; `None` for one that is refused.
    async fn step(
        &self,
        applying: &Applying<'_>,
        records: &HashMap<ContactId, Contact>,
        row: &ImportRow,
    ) -> Result<Option<Step>> {
        match row.outcome {
            RowOutcome::Refused => Ok(None),
            RowOutcome::Unchanged => Ok(Some(Step::Done(RowResult::Unchanged, row.contact_id))),
            RowOutcome::New | RowOutcome::SharedPhone => Ok(Some(applying.addition(records, row))),
            RowOutcome::Update => {
                let record = row.contact_id.and_then(|id| records.get(&id));
                let step = applying.change(record, row);
                if let (Step::LeftAlone(_), Some(record)) = (&step, record)
                    && self.was_ours(applying, record.id, row.row).await?
                {
                    return Ok(Some(Step::Done(RowResult::Updated, Some(record.id))));
                }
                Ok(Some(step))
            }
        }
    }

    /// Whether an earlier run made the change of this row: whatever happened to the person since, it is done.
    async fn was_ours(
        &self,
        applying: &Applying<'_>,
        contact: ContactId,
        row: u64,
    ) -> Result<bool> {
        let change = applying.import.change_of_row(row, applying.request.at);
        let page = self
            .contacts
            .list_changes(contact, Some(change.next), 1)
            .await?;
        Ok(page
            .items
            .first()
            .is_some_and(|found| found.id == change.id))
    }

    /// Whoever has a number that is opted out is opted out.
    async fn add_opt_outs(&self, saves: &mut [RowSave]) -> Result<()> {
        let gets_number = |save: &ContactSave| {
            save.before.as_ref().map(|before| &before.details.phone)
                != Some(&save.after.details.phone)
        };
        let with_new_number = saves.iter().filter(|(.., save)| gets_number(save));
        let phones: BTreeSet<PhoneNumber> = with_new_number
            .map(|(.., save)| save.after.details.phone.clone())
            .collect();
        if phones.is_empty() {
            return Ok(());
        }
        let phones: Vec<PhoneNumber> = phones.into_iter().collect();
        let opt_outs = self.opt_outs.get_opt_outs(&phones).await?;
        let since: HashMap<PhoneNumber, Timestamp> = opt_outs
            .into_iter()
            .filter(|opt_out| opt_out.opted_out)
            .map(|opt_out| (opt_out.phone, opt_out.since))
            .collect();
        for (.., save) in saves.iter_mut().filter(|(.., save)| gets_number(save)) {
            save.after.opted_out_at = since.get(&save.after.details.phone).copied();
        }
        Ok(())
    }

    async fn save(
        &self,
        applying: &Applying<'_>,
        slice: &[RowSave],
    ) -> Result<Vec<(usize, RowResult, ContactId)>> {
        let saves: Vec<ContactSave> = slice.iter().map(|(.., save)| save.clone()).collect();
        let answers = self.contacts.save_contacts(&saves).await?;
        let mut results = Vec::with_capacity(slice.len());
        for ((place, row, save), answer) in slice.iter().zip(answers) {
            let id = save.after.id;
            let result = match (answer, &save.before) {
                // Whoever has the id that follows from the row was added by an earlier run.
                (_, None) => RowResult::Created,
                (Replacement::Done, Some(_)) => RowResult::Updated,
                // An answer of the store may have been lost on the way, and the request sent twice.
                _ if self.was_ours(applying, id, *row).await? => RowResult::Updated,
                _ => RowResult::Conflict,
            };
            results.push((*place, result, id));
        }
        Ok(results)
    }
}

impl Applying<'_> {
    /// A new person, unless it is there: added by an earlier run, or by hand since the preview.
    fn addition(&self, records: &HashMap<ContactId, Contact>, row: &ImportRow) -> Step {
        let id = self.import.contact_of_row(row.row);
        let Some(details) = &row.details else {
            return Step::LeftAlone(CHANGED_MEANWHILE);
        };
        if self.snapshot.contains(id) {
            return Step::Done(RowResult::Created, Some(id));
        }
        let is_same = |contact: &&Contact| {
            contact.details.phone == details.phone
                && folded(&contact.details.name) == folded(&details.name)
        };
        let known = self.snapshot.person(&details.name, &details.phone);
        if let Some(contact) = known.and_then(|id| records.get(&id)).filter(is_same) {
            return Step::Done(RowResult::Unchanged, Some(contact.id));
        }
        let after = Contact {
            id,
            details: details.clone(),
            opted_out_at: None,
            calls_opted_out_at: None,
            unreachable: None,
            former_phones: Vec::new(),
            created_at: self.request.at,
            updated_at: self.request.at,
            version: 1,
        };
        self.saving(None, after, row)
    }

    /// The change of a person, if the record is as the preview saw it.
    fn change(&self, record: Option<&Contact>, row: &ImportRow) -> Step {
        match (record, &row.details) {
            (Some(record), Some(details)) if Some(record.version) == row.version => {
                let after = record.changed(details.clone(), self.request.at);
                self.saving(Some(record.clone()), after, row)
            }
            _ => Step::LeftAlone(CHANGED_MEANWHILE),
        }
    }

    fn saving(&self, before: Option<Contact>, after: Contact, row: &ImportRow) -> Step {
        let kept = before.as_ref().map(|before| &before.details.groups);
        let mut joined = after
            .details
            .groups
            .iter()
            .filter(|group| kept.is_none_or(|kept| !kept.contains(group)));
        if !joined.all(|group| self.groups.contains(*group)) {
            return Step::LeftAlone(GROUP_IS_GONE);
        }
        let changes = before
            .as_ref()
            .map(|before| after.details.changes_since(&before.details));
        let change = ChangeRecord {
            id: self.import.change_of_row(row.row, self.request.at).id,
            contact_id: after.id,
            at: self.request.at,
            actor: self.request.by.clone(),
            action: if before.is_some() {
                ChangeAction::Changed
            } else {
                ChangeAction::Created
            },
            source: ChangeSource::Import {
                import_id: self.import.id,
            },
            reason: None,
            changes: changes.unwrap_or_default(),
        };
        Step::Save(Box::new(ContactSave {
            before,
            after,
            change,
        }))
    }
}

#[cfg(test)]
mod tests;
