//! Ids that follow from an import and a row: however often an import is applied, it adds the same people and notes the
//! same changes.

use jiff::Timestamp;
use sha2::{Digest, Sha256};

use super::record::Import;
use crate::ids::{ChangeId, ContactId};

/// The id of a change of an import, and the next id after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RowChange {
    /// The change's id.
    pub id: ChangeId,
    /// The next id: whoever lists the changes before it finds this one first, if it was made.
    pub next: ChangeId,
}

impl Import {
    /// The id of the person whom a row adds.
    pub fn contact_of_row(&self, row: u64) -> ContactId {
        ContactId::new(self.created_at, self.derive("contact", row))
    }

    /// The id of the change that a row makes.
    pub fn change_of_row(&self, row: u64, at: Timestamp) -> RowChange {
        // One less than what fits, so that there is a next one.
        let random = self.derive("change", row) & !1;
        RowChange {
            id: ChangeId::new(at, random),
            next: ChangeId::new(at, random | 1),
        }
    }

    /// 80 bits that follow from the import and the row.
    fn derive(&self, kind: &str, row: u64) -> u128 {
        let digest = Sha256::new()
            .chain_update(self.id.to_string())
            .chain_update([0])
            .chain_update(kind)
            .chain_update([0])
            .chain_update(row.to_be_bytes())
            .finalize();
        let mut bytes = [0; 16];
        bytes[6..].copy_from_slice(&digest[..10]);
        u128::from_be_bytes(bytes)
    }
}
