//! One page of the audience: who of it gets the message, what it says to each, when it may go out; then the records.

use std::collections::HashMap;

use domain::audience::AudienceRoll;
use domain::broadcast::PlanProgress;
use domain::group::Membership;
use domain::money::{CallLength, OutboundCallPrices};
use domain::pace::{Backlog, SlotDecision, Slots};
use domain::quiet_hours::{SendDecision, SendWindow};
use domain::segments::{Encoding, count_segments};
use domain::wording::{RecipientValues, Wording};
use domain::{
    Audience, Broadcast, ChurchSettings, Contact, LanguageTag, Message, MessageContent, MessageId,
    MessageStatus, MessageType, MicroDollars, PhoneNumber, Recipient, SkipReason, TimeZoneName,
};
use jiff::{SignedDuration, Timestamp};

use super::PlanBroadcast;
use crate::error::Result;
use crate::ports::Creation;

/// How often the note of the carrier's work is tried when other broadcasts are planned at the same moment. It is an
/// estimate: after that it is left as it is.
const BACKLOG_TRIES: u32 = 5;

/// What decides on the message of one person, beside the person. What is shown before sending is decided by it too.
pub(crate) struct MessageWriter<'a> {
    /// What is said.
    pub(crate) wording: Wording,
    /// Text or call.
    pub(crate) message_type: MessageType,
    /// What the church has decided.
    pub(crate) settings: &'a ChurchSettings,
    /// Who is meant; everyone when it is `None`.
    pub(crate) members: Option<&'a Membership>,
}

/// A message that is to be sent.
pub(crate) struct Draft {
    pub(crate) recipient: Recipient,
    pub(crate) values: Option<RecipientValues>,
    pub(crate) encoding: Encoding,
    /// None of a call.
    pub(crate) segments: u32,
    /// Of a call; nothing of a text.
    pub(crate) seconds: u32,
    pub(crate) cost: MicroDollars,
    hold_until: Option<Timestamp>,
}

/// Someone who gets nothing, and why.
pub(crate) struct LeftOut {
    recipient: Recipient,
    pub(crate) reason: SkipReason,
}

/// Whether somebody gets a message.
pub(crate) type Decision = std::result::Result<Draft, Box<LeftOut>>;

/// What the records of a page came to.
#[derive(Default)]
struct Recorded {
    /// Messages that may go out now.
    to_queue: Vec<MessageId>,
    /// How many people get a message, now or later.
    recipients: u64,
    /// How many people get none.
    left_out: u64,
}

/// The hours of a release, found once for each zone: there are few zones, and many people.
pub(super) struct Windows<'a> {
    settings: &'a ChurchSettings,
    broadcast: &'a Broadcast,
    now: Timestamp,
    found: HashMap<Option<TimeZoneName>, SendWindow>,
}

impl<'a> Windows<'a> {
    pub(super) fn new(
        settings: &'a ChurchSettings,
        broadcast: &'a Broadcast,
        now: Timestamp,
    ) -> Self {
        Self {
            settings,
            broadcast,
            now,
            found: HashMap::new(),
        }
    }

    /// Whether somebody in this zone may be texted.
    pub(super) fn of(&mut self, zone: Option<&TimeZoneName>) -> SendWindow {
        *self
            .found
            .entry(zone.cloned())
            .or_insert_with(|| self.broadcast.window_at(self.settings, self.now, zone))
    }
}

impl MessageWriter<'_> {
    /// Decides on the people of a page, in order.
    pub(super) fn decide(&self, broadcast: &Broadcast, contacts: &[Contact]) -> Vec<Decision> {
        if let Audience::Reply {
            phone, contact_id, ..
        } = &broadcast.audience
        {
            let recipient = Recipient {
                contact_id: *contact_id,
                phone: phone.clone(),
                language: LanguageTag::english(),
                time_zone: None,
            };
            return vec![self.draft(recipient, None)];
        }
        // Phones shared within the page are settled here, in order; those shared across pages by the store.
        let mut roll = AudienceRoll::default();
        contacts
            .iter()
            .filter(|contact| self.members.is_none_or(|members| members.contains(contact)))
            .filter(|contact| broadcast.is_meant_for(contact))
            .map(|contact| self.decide_on(contact, &mut roll))
            .collect()
    }

    /// Decides on one person, after those who are on the roll.
    pub(crate) fn decide_on(&self, contact: &Contact, roll: &mut AudienceRoll) -> Decision {
        match roll.admit(contact, self.message_type) {
            Ok(recipient) => self.draft(recipient, self.wording.values_of(&contact.details)),
            Err(reason) => Err(Box::new(LeftOut {
                recipient: recipient_of(contact),
                reason,
            })),
        }
    }

    fn draft(&self, recipient: Recipient, values: Option<RecipientValues>) -> Decision {
        if !is_texted(self.settings, &recipient.phone) {
            return Err(Box::new(LeftOut {
                recipient,
                reason: SkipReason::CountryNotAllowed,
            }));
        }
        let country = recipient.phone.country();
        let text = self.wording.text_for(&recipient.language, values.as_ref());
        if MessageContent::parse(&text).is_err() {
            return Err(Box::new(LeftOut {
                recipient,
                reason: SkipReason::TooLong,
            }));
        }
        let counted = count_segments(&text);
        let draft = Draft {
            cost: self.settings.prices.text_price(country, counted.segments),
            recipient,
            values,
            encoding: counted.encoding,
            segments: counted.segments,
            seconds: 0,
            hold_until: None,
        };
        Ok(match self.message_type {
            MessageType::Sms => draft,
            MessageType::Voice => {
                let length = CallLength::of(&text);
                Draft {
                    cost: OutboundCallPrices::ASSUMED.most(country, length),
                    segments: 0,
                    seconds: length.seconds(),
                    ..draft
                }
            }
        })
    }
}

impl PlanBroadcast {
    /// Records and queues the messages of a page, and answers the progress that this makes. `money` is what may be
    /// spent on the whole broadcast.
    pub(super) async fn plan_page(
        &self,
        broadcast: &Broadcast,
        contacts: &[Contact],
        writer: &MessageWriter<'_>,
        money: MicroDollars,
    ) -> Result<PlanProgress> {
        let mut progress = broadcast.plan;
        let mut decisions = writer.decide(broadcast, contacts);
        for decision in &mut decisions {
            if let Ok(draft) = decision {
                let cost = progress.cost.plus(draft.cost);
                // Somebody joined since the money was set aside.
                if cost > money {
                    *decision = Err(Box::new(LeftOut {
                        recipient: draft.recipient.clone(),
                        reason: SkipReason::OverBudget,
                    }));
                    continue;
                }
                progress.cost = cost;
                progress.segments += u64::from(draft.segments);
            }
        }
        let out_by = match broadcast.message_type {
            MessageType::Sms => {
                self.hold(broadcast, writer.settings, &mut decisions)
                    .await?
            }
            MessageType::Voice => self.hold_calls(broadcast, writer.settings, &mut decisions),
        };
        progress.out_by = out_by.or(progress.out_by);
        let held = decisions.iter().flatten();
        let earliest = held.filter_map(|draft| draft.hold_until).min();
        progress.held_until = [progress.held_until, earliest].into_iter().flatten().min();
        let recorded = self.record(broadcast, decisions).await?;
        self.send_queue.enqueue_messages(&recorded.to_queue).await?;
        progress.recipients += recorded.recipients;
        progress.left_out += recorded.left_out;
        progress.last_contact = contacts
            .last()
            .map(|contact| contact.id)
            .or(progress.last_contact);
        Ok(progress)
    }

    /// Decides which messages may go out now, and until when the others are held. Answers when the last of the former
    /// will be out.
    async fn hold(
        &self,
        broadcast: &Broadcast,
        settings: &ChurchSettings,
        decisions: &mut [Decision],
    ) -> Result<Option<Timestamp>> {
        let mut out_by = None;
        for _ in 0..BACKLOG_TRIES {
            let now = self.clock.now();
            let noted = self.sender.get_sender().await?.busy_until;
            let mut slots = Slots::new(
                settings.pace,
                now,
                Backlog {
                    busy_until: noted.unwrap_or(now),
                },
            );
            let mut windows = Windows::new(settings, broadcast, now);
            out_by = None;
            for draft in decisions.iter_mut().flatten() {
                // What belongs to an hour of the person's own day waits for it, and takes no room at the carrier yet.
                let own_hour = own_hour(broadcast, draft.recipient.time_zone.as_ref());
                draft.hold_until = own_hour.filter(|hour| *hour > now);
                if draft.hold_until.is_some() {
                    continue;
                }
                let window = windows.of(draft.recipient.time_zone.as_ref());
                draft.hold_until = match slots.next(draft.segments, &window) {
                    SlotDecision::SendNow { leaves_at, .. } => {
                        out_by = Some(leaves_at);
                        None
                    }
                    SlotDecision::Hold { until } => Some(until),
                };
            }
            let Some(busy_until) = out_by else { break };
            if self.sender.extend_backlog(noted, busy_until).await? {
                break;
            }
        }
        Ok(out_by)
    }

    /// The same for calls: what is to be called now waits in our own queue, until one of the few calls at once has ended.
    fn hold_calls(
        &self,
        broadcast: &Broadcast,
        settings: &ChurchSettings,
        decisions: &mut [Decision],
    ) -> Option<Timestamp> {
        let now = self.clock.now();
        let mut windows = Windows::new(settings, broadcast, now);
        let mut seconds = 0_u64;
        let begun = broadcast.plan.out_by.map_or(now, |out_by| out_by.max(now));
        for draft in decisions.iter_mut().flatten() {
            let zone = draft.recipient.time_zone.as_ref();
            let own_hour = own_hour(broadcast, zone).filter(|hour| *hour > now);
            draft.hold_until = own_hour.or_else(|| match windows.of(zone).decide(now) {
                SendDecision::SendNow { .. } => None,
                SendDecision::Hold { until } => Some(until),
            });
            if draft.hold_until.is_none() {
                seconds += u64::from(draft.seconds);
            }
        }
        let at_once = u64::from(settings.calls.at_once.max(1));
        let lasts = SignedDuration::from_secs(i64::try_from(seconds / at_once).unwrap_or(0));
        (seconds > 0).then(|| begun.saturating_add(lasts).unwrap_or(begun))
    }

    /// Writes a record for everybody: the message, or why there is none.
    async fn record(&self, broadcast: &Broadcast, decisions: Vec<Decision>) -> Result<Recorded> {
        let messages: Vec<Message> = decisions
            .into_iter()
            .map(|decision| match decision {
                Ok(draft) => self.queued_message(broadcast, draft),
                Err(left_out) => self.skipped_message(broadcast, *left_out),
            })
            .collect();
        let creations = self.messages.create_messages(&messages).await?;
        let mut recorded = Recorded::default();
        let mut same_phone: Vec<Message> = Vec::new();
        for (message, creation) in messages.into_iter().zip(creations) {
            let is_ours = match creation {
                Creation::Created => true,
                // An earlier run made it, or another page, for somebody who shares the phone.
                Creation::Exists { contact_id } => contact_id == message.contact_id,
            };
            match message.status {
                MessageStatus::Skipped => recorded.left_out += 1,
                _ if !is_ours => same_phone.push(skipped(message, SkipReason::SamePhone)),
                _ => {
                    recorded.recipients += 1;
                    if message.hold_until.is_none() {
                        recorded.to_queue.push(message.id);
                    }
                }
            }
        }
        self.messages.create_messages(&same_phone).await?;
        recorded.left_out += same_phone.len() as u64;
        Ok(recorded)
    }

    fn queued_message(&self, broadcast: &Broadcast, draft: Draft) -> Message {
        let now = self.clock.now();
        Message {
            id: MessageId::for_phone(broadcast.id, &draft.recipient.phone),
            contact_id: draft.recipient.contact_id,
            phone: Some(draft.recipient.phone),
            language: draft.recipient.language,
            time_zone: draft.recipient.time_zone,
            values: draft.values,
            segments: (draft.segments > 0).then_some(draft.segments),
            message_type: broadcast.message_type,
            status: MessageStatus::Queued,
            skip_reason: None,
            hold_until: draft.hold_until,
            attempts: 0,
            last_attempt: None,
            twilio_sid: None,
            error_code: None,
            error_message: None,
            sent_at: None,
            delivered_at: None,
            created_at: now,
            updated_at: now,
        }
    }

    /// The record that somebody was left out.
    fn skipped_message(&self, broadcast: &Broadcast, left_out: LeftOut) -> Message {
        let draft = Draft {
            recipient: left_out.recipient,
            values: None,
            encoding: Encoding::Gsm7,
            segments: 0,
            seconds: 0,
            cost: MicroDollars::ZERO,
            hold_until: None,
        };
        skipped(self.queued_message(broadcast, draft), left_out.reason)
    }
}

/// In place of a message, the record why there is none. It has an id of its own where it is about somebody in the
/// directory, for another's message may have the one of the phone.
fn skipped(message: Message, reason: SkipReason) -> Message {
    let id = match message.contact_id {
        Some(contact) => MessageId::for_left_out(message.id.broadcast_id(), contact),
        None => message.id,
    };
    Message {
        id,
        values: None,
        segments: None,
        hold_until: None,
        status: MessageStatus::Skipped,
        skip_reason: Some(reason),
        ..message
    }
}

/// Whether the church texts numbers of this country.
pub(crate) fn is_texted(settings: &ChurchSettings, phone: &PhoneNumber) -> bool {
    let country = phone.country();
    country.is_some_and(|country| settings.countries.contains(&country))
}

/// When the message belongs to an hour of a person's own day: that hour, where the zone is known.
fn own_hour(broadcast: &Broadcast, zone: Option<&TimeZoneName>) -> Option<Timestamp> {
    broadcast.birthday.as_ref()?.moment_in(zone?)
}

fn recipient_of(contact: &Contact) -> Recipient {
    Recipient {
        contact_id: Some(contact.id),
        phone: contact.details.phone.clone(),
        language: contact.details.preferred_language.clone(),
        time_zone: None,
    }
}
