//! Before anything is sent, staff see who will get it and what it says, who is left out and why, what it costs, and when
//! the last one will be out. All of it is decided by the code that plans, on the directory as it is now.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::audience::AudienceRoll;
use domain::group::Membership;
use domain::money::{CallLength, OutboundCallPrices};
use domain::segments::{Encoding, count_segments};
use domain::{
    Audience, ChurchSettings, Contact, ContactId, LanguageTag, MessageType, MicroDollars, Purpose,
    SkipReason,
};
use jiff::Timestamp;

use crate::composition::Composition;
use crate::create_broadcast::{check_groups, find_contacts};
use crate::error::{Error, Result};
use crate::plan_broadcast::{Decision, MessageWriter, is_texted, read_membership};
use crate::ports::{BudgetStore, Clock, ContactStore, GroupStore, SenderStore, StatisticsStore};
use crate::read_settings::ReadSettings;

mod estimate;
mod tally;

pub use estimate::{BudgetShare, Estimate};
use tally::Tally;
pub use tally::{Sample, TextShare};

/// How many contacts are read at once.
const PAGE: usize = 1_000;
/// How many people are looked at; what a larger directory comes to is worked out from them. It is asked for at each
/// pause in writing, of a function that has a seventh of a processor.
const MAXIMUM_PEOPLE: u64 = 5_000;
/// How many people are named for each reason; beyond that, the count must do.
const NAMED_PEOPLE: usize = 50;

/// Says what a broadcast would come to, by the same rules by which it is planned.
pub struct PreviewMessage {
    /// The directory.
    pub contacts: Arc<dyn ContactStore>,
    /// Who is in a group.
    pub groups: Arc<dyn GroupStore>,
    /// What the church has decided.
    pub settings: ReadSettings,
    /// The month's money.
    pub budget: Arc<dyn BudgetStore>,
    /// What the carrier has to do already.
    pub sender: Arc<dyn SenderStore>,
    /// How many people there are, where not all of them are looked at.
    pub statistics: Arc<dyn StatisticsStore>,
    /// The church's name, for the field of that name in a text.
    pub church_name: String,
    /// For when it would go out.
    pub clock: Arc<dyn Clock>,
}

/// What staff are about to send.
#[derive(Debug, Clone)]
pub struct Draft {
    /// What it says.
    pub composition: Composition,
    /// What it is for.
    pub purpose: Purpose,
    /// When it is to go out; `None` for at once, as is a time that has passed.
    pub scheduled_at: Option<Timestamp>,
    /// Whose own text is to be shown.
    pub preview_as: Option<ContactId>,
}

/// What a broadcast would come to.
#[derive(Debug, Clone, PartialEq)]
pub struct MessagePreview {
    /// How many messages would be sent.
    pub recipients: u64,
    /// How many of their readers prefer each language.
    pub languages: BTreeMap<LanguageTag, u64>,
    /// Who would be left out.
    pub left_out: BTreeMap<SkipReason, LeftOut>,
    /// Whether a part of the directory stands for the whole of it.
    pub is_estimate: bool,
    /// What the texts come to; `None` while there is no text.
    pub estimate: Option<Estimate>,
    /// What one person would get, if that was asked.
    pub preview_as: Option<PersonPreview>,
}

/// The people who are left out for one reason.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// How many.
    pub count: u64,
    /// The first of them, with names.
    pub people: Vec<(ContactId, String)>,
}

/// What one person would get.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonPreview {
    /// The person.
    pub contact_id: ContactId,
    /// The person's name.
    pub name: String,
    /// The language of the text.
    pub language: LanguageTag,
    /// The text.
    pub text: String,
    /// How it travels.
    pub encoding: Encoding,
    /// In how many segments.
    pub segments: u32,
    /// What it costs by the price list.
    pub price: MicroDollars,
    /// Why the person would not get it, as far as it is up to the person and the text alone.
    pub skip_reason: Option<SkipReason>,
}

impl PreviewMessage {
    /// Goes through the audience as it is now. Nothing is changed.
    ///
    /// # Errors
    /// When a chosen contact or group, or the person whose text is to be shown, does not exist, or a store fails.
    pub async fn run(
        &self,
        audience: &Audience,
        message_type: MessageType,
        draft: Option<&Draft>,
    ) -> Result<MessagePreview> {
        let settings = self.settings.run().await?;
        check_groups(self.groups.as_ref(), audience).await?;
        let members = read_membership(self.groups.as_ref(), audience).await?;
        let writer =
            draft.map(|draft| self.writer(draft, message_type, &settings, members.as_ref()));
        let preview_as = match (draft.and_then(|draft| draft.preview_as), &writer) {
            (Some(id), Some(writer)) => Some(self.preview_as(id, writer).await?),
            _ => None,
        };
        let mut tally = Tally::default();
        let is_whole = self
            .count(
                (audience, message_type),
                &settings,
                writer.as_ref(),
                members.as_ref(),
                &mut tally,
            )
            .await?;
        if !is_whole {
            let total = self.statistics.get_statistics().await?.contacts_total;
            tally.stand_for(total);
        }
        let estimate = match draft {
            Some(draft) => Some(
                self.estimate(draft, message_type, &settings, &tally)
                    .await?,
            ),
            None => None,
        };
        Ok(MessagePreview {
            recipients: tally.recipients,
            languages: tally.languages,
            left_out: tally.left_out,
            is_estimate: !is_whole,
            estimate,
            preview_as,
        })
    }

    fn writer<'a>(
        &self,
        draft: &Draft,
        message_type: MessageType,
        settings: &'a ChurchSettings,
        members: Option<&'a Membership>,
    ) -> MessageWriter<'a> {
        MessageWriter {
            wording: draft.composition.wording(&self.church_name),
            message_type,
            settings,
            members,
        }
    }

    /// Counts the audience. Answers whether all of it was looked at.
    async fn count(
        &self,
        (audience, message_type): (&Audience, MessageType),
        settings: &ChurchSettings,
        writer: Option<&MessageWriter<'_>>,
        members: Option<&Membership>,
        tally: &mut Tally,
    ) -> Result<bool> {
        let mut roll = AudienceRoll::default();
        let mut add = |contact: Contact| {
            if members.is_some_and(|members| !members.contains(&contact)) {
                tally.looked_at += 1;
                return;
            }
            match writer {
                Some(writer) => tally.add(writer.decide_on(&contact, &mut roll), contact, writer),
                None => {
                    let admitted = admit(&contact, message_type, &mut roll, settings);
                    tally.add_unwritten(admitted, contact);
                }
            }
        };
        match audience {
            Audience::Contacts { contact_ids } => {
                let chosen = find_contacts(self.contacts.as_ref(), contact_ids).await?;
                chosen.into_iter().for_each(add);
                Ok(true)
            }
            Audience::All | Audience::Groups { .. } => {
                let mut after = None;
                let mut looked_at = 0;
                loop {
                    let page = self.contacts.list_contacts(after, PAGE).await?;
                    looked_at += page.items.len() as u64;
                    page.items.into_iter().for_each(&mut add);
                    after = page.next;
                    if after.is_none() {
                        return Ok(true);
                    }
                    if looked_at >= MAXIMUM_PEOPLE {
                        return Ok(false);
                    }
                }
            }
            // Whoever answers sees the conversation; there is nobody to count.
            Audience::Reply { .. } => Ok(true),
        }
    }

    /// What a person would get, shown even when the person would not.
    async fn preview_as(&self, id: ContactId, writer: &MessageWriter<'_>) -> Result<PersonPreview> {
        let missing = || {
            let message = format!("There is no contact {id}. Choose a person from the directory.");
            Error::field("preview_as", message)
        };
        let contact = self.contacts.get_contact(id).await?.ok_or_else(missing)?;
        let decision = writer.decide_on(&contact, &mut AudienceRoll::default());
        let details = contact.details;
        let wanted = &details.preferred_language;
        let values = writer.wording.values_of(&details);
        let text = writer.wording.text_for(wanted, values.as_ref());
        let counted = count_segments(&text);
        let country = details.phone.country();
        let price = match writer.message_type {
            MessageType::Sms => writer.settings.prices.text_price(country, counted.segments),
            MessageType::Voice => OutboundCallPrices::ASSUMED.most(country, CallLength::of(&text)),
        };
        Ok(PersonPreview {
            contact_id: id,
            language: writer.wording.language_for(wanted).clone(),
            encoding: counted.encoding,
            segments: counted.segments,
            price,
            skip_reason: decision.err().map(|left_out| left_out.reason),
            name: details.name,
            text,
        })
    }
}

/// Whether somebody may be written to, whatever is written.
fn admit(
    contact: &Contact,
    message_type: MessageType,
    roll: &mut AudienceRoll,
    settings: &ChurchSettings,
) -> std::result::Result<LanguageTag, SkipReason> {
    let recipient = roll.admit(contact, message_type)?;
    match is_texted(settings, &recipient.phone) {
        true => Ok(recipient.language),
        false => Err(SkipReason::CountryNotAllowed),
    }
}

#[cfg(test)]
mod tests;
