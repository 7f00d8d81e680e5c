//! A church to try imports on: its directory, its files, and whoever works on them.

use std::sync::Arc;

use domain::import::{Import, ImportRow, ImportStage, RowFilter};
use domain::{Contact, ImportId};
use jiff::SignedDuration;

use super::Shelf;
use crate::apply_import::ApplyImport;
use crate::error::Result;
use crate::fakes::{World, staff};
use crate::imports::{Imports, RowPosition};
use crate::manage_contacts::ReadVersion;
use crate::ports::Clock;
use crate::read_import::ReadImport;

/// How long a worker lives.
pub(crate) const LIFE: SignedDuration = SignedDuration::from_secs(600);

/// A church with a directory that imports change.
#[derive(Clone, Default)]
pub(crate) struct Church {
    pub(crate) world: Arc<World>,
    pub(crate) shelf: Arc<Shelf>,
}

impl Church {
    pub(crate) fn of(world: World) -> Self {
        Self {
            world: Arc::new(world),
            shelf: Arc::default(),
        }
    }

    pub(crate) fn imports(&self) -> Imports {
        Imports {
            imports: self.shelf.clone(),
            files: self.shelf.clone(),
            links: self.shelf.clone(),
            queue: self.world.clone(),
            clock: self.world.clone(),
            randomness: self.world.clone(),
        }
    }

    pub(crate) fn reader(&self) -> ReadImport {
        ReadImport {
            imports: self.shelf.clone(),
            files: self.shelf.clone(),
            contacts: self.world.clone(),
            groups: self.world.clone(),
            queue: self.world.clone(),
            clock: self.world.clone(),
            randomness: self.world.clone(),
            region: "US".parse().expect("a country"),
        }
    }

    pub(crate) fn applier(&self) -> ApplyImport {
        ApplyImport {
            imports: self.shelf.clone(),
            lock: self.shelf.clone(),
            files: self.shelf.clone(),
            contacts: self.world.clone(),
            groups: self.world.clone(),
            opt_outs: self.world.clone(),
            queue: self.world.clone(),
            clock: self.world.clone(),
            randomness: self.world.clone(),
        }
    }

    /// An import whose file has arrived.
    pub(crate) async fn upload(&self, file: impl Into<Vec<u8>>) -> ImportId {
        let (import, _) = self
            .imports()
            .create("members.csv", 1_000, staff())
            .await
            .expect("created");
        let key = import.upload_key();
        self.shelf
            .files
            .lock()
            .expect("a lock")
            .insert(key, file.into());
        import.id
    }

    /// An import that a worker is to read.
    pub(crate) async fn to_read(&self, file: impl Into<Vec<u8>>) -> ImportId {
        let id = self.upload(file).await;
        self.imports()
            .request_preview(id, None)
            .await
            .expect("requested");
        id
    }

    pub(crate) async fn previewed(&self, file: impl Into<Vec<u8>>) -> ImportId {
        let id = self.to_read(file).await;
        self.read(id).await.expect("read");
        id
    }

    /// An import that a worker is to apply.
    pub(crate) async fn to_apply(&self, file: impl Into<Vec<u8>>) -> ImportId {
        let id = self.previewed(file).await;
        self.request_apply(id).await;
        id
    }

    pub(crate) async fn applied(&self, file: impl Into<Vec<u8>>) -> ImportId {
        let id = self.to_apply(file).await;
        self.apply(id).await.expect("applied");
        id
    }

    pub(crate) async fn request_apply(&self, id: ImportId) {
        let imports = self.imports();
        imports
            .request_apply(id, ReadVersion::Any, staff())
            .await
            .expect("requested");
    }

    pub(crate) async fn read(&self, id: ImportId) -> Result<()> {
        self.reader().run(id, self.world.now() + LIFE).await
    }

    pub(crate) async fn apply(&self, id: ImportId) -> Result<()> {
        self.applier().run(id, self.world.now() + LIFE).await
    }

    pub(crate) fn import(&self, id: ImportId) -> Import {
        self.shelf.imports.lock().expect("a lock")[&id].clone()
    }

    pub(crate) fn stage(&self, id: ImportId) -> ImportStage {
        self.import(id).stage
    }

    /// All rows of one kind, page by page.
    pub(crate) async fn rows(&self, id: ImportId, filter: Option<RowFilter>) -> Vec<ImportRow> {
        let mut rows = Vec::new();
        let mut from = Some(RowPosition::default());
        while let Some(position) = from {
            let page = self
                .imports()
                .rows(id, filter, position, 100)
                .await
                .expect("rows");
            assert!(page.items.len() <= 100);
            rows.extend(page.items);
            from = page.next;
        }
        rows
    }

    /// The person with this name.
    pub(crate) fn person(&self, name: &str) -> Contact {
        let contacts = self.world.contacts();
        let mut found = contacts
            .into_iter()
            .filter(|contact| contact.details.name == name);
        found.next().expect("a person of this name")
    }
}

/// A file of `count` people with phones of their own.
pub(crate) fn people(count: u32) -> String {
    let mut file = String::from("SL No,Name,Mobile,City\n");
    for number in 1..=count {
        file.push_str(&format!(
            "{number},Member {number},(212) 555-{number:04},Dallas\n"
        ));
    }
    file
}
