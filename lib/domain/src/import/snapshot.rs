//! Everyone in the directory, in a few megabytes: enough to tell whom a row is about.
//!
//! Names and phones are held as hashes of 64 bits. Two people whose hashes are equal by chance are told apart later:
//! whoever a row seems to be about is read from the directory and compared before anything is changed.

use sha2::{Digest, Sha256};

use crate::contact::Contact;
use crate::directory::folded;
use crate::ids::ContactId;
use crate::phone::PhoneNumber;

/// Everyone in the directory. 100,000 people take about 5 MB.
#[derive(Default)]
pub struct DirectorySnapshot {
    people: Vec<Person>,
    ids: Vec<ContactId>,
    /// Places in `people`, by phone, name and number.
    by_phone: Vec<u32>,
    /// Places in `people`, by number and name; those with a number.
    by_number: Vec<u32>,
    /// Places in `people`, by number and phone; those with a number.
    by_number_and_phone: Vec<u32>,
}

struct Person {
    name: u64,
    phone: u64,
    sl_no: Option<u32>,
}

/// Debug output ends up in logs; there is nothing to see but the size.
impl std::fmt::Debug for DirectorySnapshot {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "DirectorySnapshot({})", self.people.len())
    }
}

/// How names are compared: without case, accents and stray spaces.
pub(super) fn name_hash(name: &str) -> u64 {
    hash(&folded(name))
}

pub(super) fn phone_hash(phone: &PhoneNumber) -> u64 {
    hash(phone.as_str())
}

/// A hash that nobody can make collide on purpose within reason, and that is the same in every run.
pub(super) fn hash(text: &str) -> u64 {
    let digest = Sha256::digest(text);
    let mut first = [0; 8];
    first.copy_from_slice(&digest[..8]);
    u64::from_be_bytes(first)
}

impl DirectorySnapshot {
    /// Takes in some people.
    pub fn extend<'a>(&mut self, contacts: impl IntoIterator<Item = &'a Contact>) {
        for contact in contacts {
            self.ids.push(contact.id);
            self.people.push(Person {
                name: name_hash(&contact.details.name),
                phone: phone_hash(&contact.details.phone),
                sl_no: contact.details.sl_no,
            });
        }
    }

    /// Makes it ready to be asked, once everyone is in. People must have been taken in in the order of their ids.
    #[must_use]
    pub fn sorted(mut self) -> Self {
        let people = &self.people;
        let all = 0..u32::try_from(people.len()).unwrap_or(u32::MAX);
        let person = |place: &u32| &people[*place as usize];
        let mut by_phone: Vec<u32> = all.collect();
        let mut by_number: Vec<u32> = by_phone.clone();
        by_number.retain(|place| person(place).sl_no.is_some());
        let mut by_number_and_phone = by_number.clone();
        by_phone.sort_unstable_by_key(|place| {
            let person = person(place);
            (person.phone, person.name, person.sl_no, *place)
        });
        by_number.sort_unstable_by_key(|place| (person(place).sl_no, person(place).name, *place));
        by_number_and_phone
            .sort_unstable_by_key(|place| (person(place).sl_no, person(place).phone, *place));
        self.by_phone = by_phone;
        self.by_number = by_number;
        self.by_number_and_phone = by_number_and_phone;
        self
    }

    /// Whether there is such a contact.
    pub fn contains(&self, id: ContactId) -> bool {
        self.place_of(id).is_some()
    }

    /// Who has this name and phone, by hashes: to be compared with the record.
    pub fn person(&self, name: &str, phone: &PhoneNumber) -> Option<ContactId> {
        self.place_of_person(name_hash(name), phone_hash(phone), None)
            .map(|place| self.id(place))
    }

    pub(super) fn id(&self, place: u32) -> ContactId {
        self.ids[place as usize]
    }

    pub(super) fn place_of(&self, id: ContactId) -> Option<u32> {
        let place = self.ids.binary_search(&id).ok()?;
        u32::try_from(place).ok()
    }

    /// Who has this name and phone; of several, rather the one with this number.
    pub(super) fn place_of_person(&self, name: u64, phone: u64, sl_no: Option<u32>) -> Option<u32> {
        let key = |place: &u32| (self.at(place).phone, self.at(place).name);
        let exact = |place: &u32| {
            (
                self.at(place).phone,
                self.at(place).name,
                self.at(place).sl_no,
            )
        };
        first(&self.by_phone, (phone, name, sl_no), exact)
            .or_else(|| first(&self.by_phone, (phone, name), key))
    }

    /// Who has this phone.
    pub(super) fn place_of_phone(&self, phone: u64) -> Option<u32> {
        first(&self.by_phone, phone, |place| self.at(place).phone)
    }

    /// Who has this number.
    pub(super) fn place_of_number(&self, sl_no: u32) -> Option<u32> {
        first(&self.by_number, Some(sl_no), |place| self.at(place).sl_no)
    }

    /// Who has this number and name.
    pub(super) fn place_of_number_and_name(&self, sl_no: u32, name: u64) -> Option<u32> {
        let key = |place: &u32| (self.at(place).sl_no, self.at(place).name);
        first(&self.by_number, (Some(sl_no), name), key)
    }

    /// Who has this number and phone.
    pub(super) fn place_of_number_and_phone(&self, sl_no: u32, phone: u64) -> Option<u32> {
        let key = |place: &u32| (self.at(place).sl_no, self.at(place).phone);
        first(&self.by_number_and_phone, (Some(sl_no), phone), key)
    }

    fn at(&self, place: &u32) -> &Person {
        &self.people[*place as usize]
    }
}

/// The first of the places with this key, in a list sorted by it.
fn first<Key: Ord>(places: &[u32], wanted: Key, key: impl Fn(&u32) -> Key) -> Option<u32> {
    let start = places.partition_point(|place| key(place) < wanted);
    places
        .get(start)
        .copied()
        .filter(|place| key(place) == wanted)
}
