//! Who would get a message, and what its texts come to, counted person by person.

use std::collections::BTreeMap;

use domain::pace::TextKind;
use domain::segments::Encoding;
use domain::{Contact, ContactId, LanguageTag, MicroDollars, SkipReason, TimeZoneName};

use super::{Decision, LeftOut, MessageWriter, NAMED_PEOPLE};

/// What the readers of one language get.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextShare {
    /// How many readers.
    pub recipients: u64,
    /// One of them, whose text has the most segments.
    pub sample: Sample,
    /// Unicode where the text of at least one reader needs it.
    pub encoding: Encoding,
    /// The fewest segments of a reader's text.
    pub segments_min: u32,
    /// The most.
    pub segments_max: u32,
    /// Those of all readers.
    pub segments: u64,
    /// What all of them cost by the price list.
    pub price: MicroDollars,
}

/// One reader, and what that person gets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample {
    /// The person.
    pub contact_id: ContactId,
    /// The person's name.
    pub name: String,
    /// The text.
    pub text: String,
}

/// What was counted so far.
#[derive(Default)]
pub(super) struct Tally {
    /// Everyone that was looked at, in the audience or not.
    pub(super) looked_at: u64,
    pub(super) recipients: u64,
    pub(super) languages: BTreeMap<LanguageTag, u64>,
    pub(super) left_out: BTreeMap<SkipReason, LeftOut>,
    pub(super) texts: BTreeMap<LanguageTag, TextShare>,
    /// The zones of the recipients; a [`TextKind`] names one by its place.
    pub(super) zones: Vec<Option<TimeZoneName>>,
    pub(super) kinds: BTreeMap<TextKind, u64>,
}

impl Tally {
    /// Counts a person on whose message it was decided.
    pub(super) fn add(&mut self, decision: Decision, contact: Contact, writer: &MessageWriter<'_>) {
        let draft = match decision {
            Ok(draft) => draft,
            Err(left_out) => return self.leave_out(left_out.reason, contact),
        };
        let wanted = draft.recipient.language;
        let language = writer.wording.language_for(&wanted);
        let sample = || Sample {
            contact_id: contact.id,
            name: contact.details.name.clone(),
            text: writer.wording.text_for(&wanted, draft.values.as_ref()),
        };
        let alone = || TextShare {
            recipients: 0,
            sample: sample(),
            encoding: draft.encoding,
            segments_min: draft.segments,
            segments_max: draft.segments,
            segments: 0,
            price: MicroDollars::ZERO,
        };
        if !self.texts.contains_key(language) {
            self.texts.insert(language.clone(), alone());
        }
        if let Some(share) = self.texts.get_mut(language) {
            if draft.segments > share.segments_max {
                share.sample = sample();
            }
            if draft.encoding == Encoding::Unicode {
                share.encoding = Encoding::Unicode;
            }
            share.recipients += 1;
            share.segments_min = share.segments_min.min(draft.segments);
            share.segments_max = share.segments_max.max(draft.segments);
            share.segments += u64::from(draft.segments);
            share.price = share.price.plus(draft.cost);
        }
        let kind = TextKind {
            zone: self.place_of(draft.recipient.time_zone),
            // Of a call its seconds, as the forecast has it.
            segments: draft.segments.max(draft.seconds),
        };
        *self.kinds.entry(kind).or_default() += 1;
        self.add_recipient(wanted);
    }

    /// Counts a person while there is no text.
    pub(super) fn add_unwritten(
        &mut self,
        admitted: std::result::Result<LanguageTag, SkipReason>,
        contact: Contact,
    ) {
        match admitted {
            Ok(language) => self.add_recipient(language),
            Err(reason) => self.leave_out(reason, contact),
        }
    }

    fn add_recipient(&mut self, language: LanguageTag) {
        self.looked_at += 1;
        self.recipients += 1;
        *self.languages.entry(language).or_default() += 1;
    }

    fn leave_out(&mut self, reason: SkipReason, contact: Contact) {
        self.looked_at += 1;
        let left_out = self.left_out.entry(reason).or_default();
        left_out.count += 1;
        if left_out.people.len() < NAMED_PEOPLE {
            left_out.people.push((contact.id, contact.details.name));
        }
    }

    fn place_of(&mut self, zone: Option<TimeZoneName>) -> usize {
        let known = self.zones.iter().position(|known| *known == zone);
        known.unwrap_or_else(|| {
            self.zones.push(zone);
            self.zones.len() - 1
        })
    }

    /// Has those that were looked at stand for so many people.
    pub(super) fn stand_for(&mut self, total: u64) {
        let looked_at = self.looked_at;
        let scaled = |count: u64| scale(count, total, looked_at);
        // The sum of the parts is what the whole has to be.
        self.recipients = 0;
        for count in self.languages.values_mut() {
            *count = scaled(*count);
            self.recipients += *count;
        }
        for left_out in self.left_out.values_mut() {
            left_out.count = scaled(left_out.count);
        }
        for share in self.texts.values_mut() {
            share.recipients = scaled(share.recipients);
            share.segments = scaled(share.segments);
            let price = u64::try_from(share.price.micros()).unwrap_or(0);
            share.price = MicroDollars::new(i64::try_from(scaled(price)).unwrap_or(i64::MAX));
        }
        for count in self.kinds.values_mut() {
            *count = scaled(*count);
        }
    }
}

/// `count` of `looked_at`, as a part of `total`, rounded up: an estimate should not turn out too low. What was counted is
/// never made less.
fn scale(count: u64, total: u64, looked_at: u64) -> u64 {
    let product = u128::from(count) * u128::from(total);
    let scaled = product.div_ceil(u128::from(looked_at.max(1)));
    u64::try_from(scaled).unwrap_or(u64::MAX).max(count)
}
