//! Whom a row is about.
//!
//! In this order: the person with our own id; with the same name and phone; with the same number and name, whose phone
//! changed; with the same number and phone, whose name changed. Otherwise it is somebody new, who may share a phone
//! with others. A row that names a person exactly goes before one that only resembles the same person, wherever in the
//! file it stands: so when a file is imported again, each row finds whom it was about the first time.

use std::collections::HashMap;

use super::reading::RowReading;
use super::snapshot::{DirectorySnapshot, hash, name_hash, phone_hash};
use crate::contact::{Contact, ContactDetails};
use crate::directory::folded;
use crate::ids::ContactId;

/// Which people of the directory the rows of a file name exactly. All rows go through this before any is decided on.
#[derive(Debug, Default)]
pub struct Claims {
    /// Rows by the place of the person whose id they have.
    by_id: HashMap<u32, u64>,
    /// Rows by the place of the person whose name and phone they have.
    by_person: HashMap<u32, u64>,
}

/// Decides of each row whom it is about, in the order of the file.
#[derive(Debug)]
pub struct Matcher<'a> {
    snapshot: &'a DirectorySnapshot,
    claims: Claims,
    /// Rows by the place of the person whom they resemble.
    resembling: HashMap<u32, u64>,
    people: HashMap<u64, u64>,
    phones: HashMap<u64, u64>,
    numbers: HashMap<u32, u64>,
}

/// Whom a row is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Match {
    /// A person who is known, if the record bears it out.
    Known {
        /// The person.
        id: ContactId,
        /// How it was told.
        by: Evidence,
    },
    /// Somebody new.
    New {
        /// Who has the same phone.
        phone_of: Option<Other>,
        /// Who has the same number.
        number_of: Option<Other>,
    },
    /// A person whom another row is about.
    Repeats {
        /// That row.
        row: u64,
    },
}

/// How it was told whom a row is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Evidence {
    /// By our own id.
    Id,
    /// By name and phone.
    NameAndPhone,
    /// By number and name.
    NumberAndName,
    /// By number and phone.
    NumberAndPhone,
}

/// Somebody else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Other {
    /// In the directory.
    Contact(ContactId),
    /// In the file.
    Row(u64),
}

impl Evidence {
    /// Whether the record bears it out: hashes are equal by chance now and then, and records change.
    pub(super) fn holds(self, reading: &RowReading, contact: &Contact) -> bool {
        let ContactDetails {
            name, phone, sl_no, ..
        } = &contact.details;
        let same_name = || reading.name.as_deref().map(folded) == Some(folded(name));
        let same_phone = || reading.phone.as_ref() == Some(phone);
        let same_number = || reading.sl_no.is_some() && reading.sl_no == *sl_no;
        match self {
            Self::Id => true,
            Self::NameAndPhone => same_name() && same_phone(),
            Self::NumberAndName => same_number() && same_name(),
            Self::NumberAndPhone => same_number() && same_phone(),
        }
    }
}

/// What of a row is looked up.
struct Traits {
    name: Option<u64>,
    phone: Option<u64>,
    sl_no: Option<u32>,
}

impl Traits {
    fn of(reading: &RowReading) -> Self {
        Self {
            name: reading.name.as_deref().map(name_hash),
            phone: reading.phone.as_ref().map(phone_hash),
            sl_no: reading.sl_no,
        }
    }

    fn exact(&self, snapshot: &DirectorySnapshot) -> Option<u32> {
        snapshot.place_of_person(self.name?, self.phone?, self.sl_no)
    }

    fn number_and_name(&self, snapshot: &DirectorySnapshot) -> Option<u32> {
        snapshot.place_of_number_and_name(self.sl_no?, self.name?)
    }

    fn number_and_phone(&self, snapshot: &DirectorySnapshot) -> Option<u32> {
        snapshot.place_of_number_and_phone(self.sl_no?, self.phone?)
    }

    /// Name and phone as one.
    fn person(&self) -> Option<u64> {
        Some(hash(&format!("{}+{}", self.name?, self.phone?)))
    }
}

impl Claims {
    /// Notes whom a row names exactly. The first row that names a person has it, and one with an id goes before others.
    pub fn note(&mut self, snapshot: &DirectorySnapshot, reading: &RowReading) {
        if let Some(place) = reading.id.and_then(|id| snapshot.place_of(id)) {
            self.by_id.entry(place).or_insert(reading.row);
        } else if let Some(place) = Traits::of(reading).exact(snapshot) {
            self.by_person.entry(place).or_insert(reading.row);
        }
    }

    /// The row that names this person.
    fn row(&self, place: u32) -> Option<u64> {
        self.by_id
            .get(&place)
            .or_else(|| self.by_person.get(&place))
            .copied()
    }
}

impl<'a> Matcher<'a> {
    /// Decides with what all rows of the file claim.
    pub fn new(snapshot: &'a DirectorySnapshot, claims: Claims) -> Self {
        Self {
            snapshot,
            claims,
            resembling: HashMap::new(),
            people: HashMap::new(),
            phones: HashMap::new(),
            numbers: HashMap::new(),
        }
    }

    /// Decides whom the next row of the file is about.
    pub fn decide(&mut self, reading: &RowReading) -> Match {
        let traits = Traits::of(reading);
        let decision = self
            .known(reading, &traits)
            .unwrap_or_else(|| self.new_person(&traits));
        if !matches!(decision, Match::Repeats { .. }) {
            let row = reading.row;
            traits
                .person()
                .map(|person| self.people.entry(person).or_insert(row));
            traits
                .phone
                .map(|phone| self.phones.entry(phone).or_insert(row));
            traits
                .sl_no
                .map(|number| self.numbers.entry(number).or_insert(row));
        }
        decision
    }

    fn known(&mut self, reading: &RowReading, traits: &Traits) -> Option<Match> {
        let snapshot = self.snapshot;
        let place_of_id = reading.id.and_then(|id| snapshot.place_of(id));
        let exact = place_of_id
            .map(|place| (place, Evidence::Id))
            .or_else(|| Some((traits.exact(snapshot)?, Evidence::NameAndPhone)));
        if let Some((place, by)) = exact {
            return Some(match self.claims.row(place) {
                Some(row) if row != reading.row => Match::Repeats { row },
                _ => self.is(place, by),
            });
        }
        let resembled = [
            (traits.number_and_name(snapshot), Evidence::NumberAndName),
            (traits.number_and_phone(snapshot), Evidence::NumberAndPhone),
        ];
        for (place, by) in resembled {
            let Some(place) = place else { continue };
            // Whoever is named exactly by another row, or resembled by an earlier one, is not this row's person.
            if self.claims.row(place).is_none() && !self.resembling.contains_key(&place) {
                self.resembling.insert(place, reading.row);
                return Some(self.is(place, by));
            }
        }
        None
    }

    fn is(&self, place: u32, by: Evidence) -> Match {
        Match::Known {
            id: self.snapshot.id(place),
            by,
        }
    }

    fn new_person(&self, traits: &Traits) -> Match {
        let earlier = traits.person().and_then(|person| self.people.get(&person));
        if let Some(row) = earlier {
            return Match::Repeats { row: *row };
        }
        let contact = |place| Other::Contact(self.snapshot.id(place));
        let row = |row: &u64| Other::Row(*row);
        let phone_of = traits.phone.and_then(|phone| {
            let known = self.snapshot.place_of_phone(phone).map(contact);
            known.or_else(|| self.phones.get(&phone).map(row))
        });
        let number_of = traits.sl_no.and_then(|number| {
            let known = self.snapshot.place_of_number(number).map(contact);
            known.or_else(|| self.numbers.get(&number).map(row))
        });
        Match::New {
            phone_of,
            number_of,
        }
    }
}
