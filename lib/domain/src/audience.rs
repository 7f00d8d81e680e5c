//! Whom a broadcast is for, and who of them gets it.

use std::collections::HashSet;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::contact::Contact;
use crate::ids::{ContactId, GroupId, ThreadId};
use crate::language::LanguageTag;
use crate::message::{MessageType, SkipReason};
use crate::phone::PhoneNumber;
use crate::reach::FaultReason;
use crate::time_zone::TimeZoneName;

/// Whom a broadcast is for, as staff chose it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Audience {
    /// Everyone in the directory when the broadcast is planned.
    All,
    /// These people.
    Contacts {
        /// The people, each once, 1 to [`Audience::MAXIMUM_CONTACTS`].
        contact_ids: Vec<ContactId>,
    },
    /// Whoever is in one of these groups when the broadcast is planned.
    Groups {
        /// The groups, each once, 1 to [`Audience::MAXIMUM_GROUPS`].
        group_ids: Vec<GroupId>,
    },
    /// Whoever has this number: the answer in a conversation.
    Reply {
        /// The conversation.
        thread_id: ThreadId,
        /// The number.
        phone: PhoneNumber,
        /// The person, when the number is in the directory.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        contact_id: Option<ContactId>,
        /// When whoever is answered last wrote: see [`Broadcast::window_at`](crate::Broadcast::window_at).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        wrote_at: Option<Timestamp>,
    },
}

impl Audience {
    /// The most people that can be chosen one by one. It keeps the broadcast's record small.
    pub const MAXIMUM_CONTACTS: usize = 500;
    /// The most groups that can be chosen.
    pub const MAXIMUM_GROUPS: usize = 20;

    /// Of which everybody is forgotten.
    pub fn nobody() -> Self {
        Self::Contacts {
            contact_ids: Vec::new(),
        }
    }
}

/// Someone who gets the message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient {
    /// The person; `None` for a number that is not in the directory.
    pub contact_id: Option<ContactId>,
    /// Where the message goes.
    pub phone: PhoneNumber,
    /// The language that the person reads.
    pub language: LanguageTag,
    /// The zone that the person is known to live in.
    pub time_zone: Option<TimeZoneName>,
}

/// Goes through an audience person by person and says who gets the message. It remembers the phones that
/// were let in, for one phone gets one message.
#[derive(Debug, Default)]
pub struct AudienceRoll {
    phones: HashSet<PhoneNumber>,
}

impl AudienceRoll {
    /// Takes the next person: either as a recipient of a text or a call, or left out for a reason.
    ///
    /// # Errors
    /// The reason why the person is left out.
    pub fn admit(
        &mut self,
        contact: &Contact,
        message_type: MessageType,
    ) -> Result<Recipient, SkipReason> {
        let details = &contact.details;
        if !details.active {
            return Err(SkipReason::Inactive);
        }
        // Whoever said stop to texts is not called either.
        if contact.opted_out_at.is_some() {
            return Err(SkipReason::OptedOut);
        }
        let fault = contact.unreachable.as_ref().map(|fault| fault.reason);
        match message_type {
            MessageType::Sms => {
                if let Some(fault) = fault {
                    return Err(fault.skip_reason());
                }
            }
            MessageType::Voice => {
                if contact.calls_opted_out_at.is_some() {
                    return Err(SkipReason::CallsOptedOut);
                }
                if !details.call_consent {
                    return Err(SkipReason::NoCallConsent);
                }
                // A landline is what calls are for.
                if let Some(fault) = fault.filter(|fault| *fault != FaultReason::Landline) {
                    return Err(fault.skip_reason());
                }
            }
        }
        if !self.phones.insert(details.phone.clone()) {
            return Err(SkipReason::SamePhone);
        }
        Ok(Recipient {
            contact_id: Some(contact.id),
            phone: details.phone.clone(),
            language: details.preferred_language.clone(),
            time_zone: details.effective_time_zone(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contact::{ContactChange, ContactDetails};
    use crate::reach::NumberFault;

    fn contact(random: u128, phone: &str, active: bool) -> Contact {
        let form = ContactChange {
            name: Some("Someone".into()),
            phone: Some(phone.into()),
            active: Some(active),
            ..ContactChange::default()
        };
        let region = "US".parse().expect("a country code");
        Contact {
            id: ContactId::new(Timestamp::UNIX_EPOCH, random),
            details: ContactDetails::from_form(form, region).expect("a good form"),
            opted_out_at: None,
            calls_opted_out_at: None,
            unreachable: None,
            former_phones: Vec::new(),
            created_at: Timestamp::UNIX_EPOCH,
            updated_at: Timestamp::UNIX_EPOCH,
            version: 1,
        }
    }

    #[test]
    fn a_family_that_shares_a_phone_gets_one_message() {
        let mut roll = AudienceRoll::default();
        assert!(
            roll.admit(&contact(1, "212 555 0101", true), MessageType::Sms)
                .is_ok()
        );
        assert_eq!(
            roll.admit(&contact(2, "212 555 0101", true), MessageType::Sms),
            Err(SkipReason::SamePhone)
        );
        assert!(
            roll.admit(&contact(3, "212 555 0102", true), MessageType::Sms)
                .is_ok()
        );
    }

    #[test]
    fn an_inactive_person_is_left_out_and_does_not_take_the_phone_from_others() {
        let mut roll = AudienceRoll::default();
        assert_eq!(
            roll.admit(&contact(1, "212 555 0101", false), MessageType::Sms),
            Err(SkipReason::Inactive)
        );
        assert!(
            roll.admit(&contact(2, "212 555 0101", true), MessageType::Sms)
                .is_ok()
        );
    }

    #[test]
    fn a_person_who_asked_not_to_be_texted_is_left_out() {
        let stopped = Contact {
            opted_out_at: Some(Timestamp::UNIX_EPOCH),
            ..contact(1, "212 555 0101", true)
        };
        let mut roll = AudienceRoll::default();
        assert_eq!(
            roll.admit(&stopped, MessageType::Sms),
            Err(SkipReason::OptedOut)
        );
    }

    #[test]
    fn a_person_whose_number_can_not_be_texted_is_left_out() {
        for reason in [FaultReason::Landline, FaultReason::Unreachable] {
            let fault = NumberFault {
                code: "30006".into(),
                reason,
                since: Timestamp::UNIX_EPOCH,
            };
            let person = Contact {
                unreachable: Some(fault),
                ..contact(1, "212 555 0101", true)
            };
            let mut roll = AudienceRoll::default();
            assert_eq!(
                roll.admit(&person, MessageType::Sms),
                Err(reason.skip_reason())
            );
        }
    }

    #[test]
    fn only_who_agreed_is_called_and_nobody_who_said_stop() {
        let agreed = || {
            let mut person = contact(1, "212 555 0101", true);
            person.details.call_consent = true;
            person
        };
        let admitted = |person: &Contact| {
            AudienceRoll::default()
                .admit(person, MessageType::Voice)
                .map(|recipient| recipient.phone.to_string())
        };
        assert_eq!(admitted(&agreed()), Ok("+12125550101".into()));
        let not_asked = contact(1, "212 555 0101", true);
        assert_eq!(admitted(&not_asked), Err(SkipReason::NoCallConsent));
        let no_calls = Contact {
            calls_opted_out_at: Some(Timestamp::UNIX_EPOCH),
            ..agreed()
        };
        assert_eq!(admitted(&no_calls), Err(SkipReason::CallsOptedOut));
        let mut roll = AudienceRoll::default();
        assert!(roll.admit(&no_calls, MessageType::Sms).is_ok());
        let no_texts = Contact {
            opted_out_at: Some(Timestamp::UNIX_EPOCH),
            ..agreed()
        };
        assert_eq!(admitted(&no_texts), Err(SkipReason::OptedOut));
        let with_fault = |reason| Contact {
            unreachable: Some(NumberFault {
                code: "30006".into(),
                reason,
                since: Timestamp::UNIX_EPOCH,
            }),
            ..agreed()
        };
        assert!(admitted(&with_fault(FaultReason::Landline)).is_ok());
        assert_eq!(
            admitted(&with_fault(FaultReason::Unreachable)),
            Err(SkipReason::Unreachable)
        );
    }
}
