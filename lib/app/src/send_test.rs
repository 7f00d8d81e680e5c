//! Staff try out what they have composed: one text, to one person of the directory, who is mostly the writer.
//!
//! It is a broadcast like any other, so that what comes is what everybody would get, and who asked not to be texted gets
//! no tests either. Whoever may send a test may write to anybody in the directory anyway.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::{
    Audience, BroadcastProgress, ContactId, LanguageTag, MessageTemplate, MessageType, Purpose,
};

use crate::composition::Composition;
use crate::create_broadcast::{CreateBroadcast, IdempotencyKey, NewBroadcast};
use crate::error::{Error, Result};
use crate::ports::ContactStore;

/// Sends tests.
pub struct SendTest {
    /// To find the reader.
    pub contacts: Arc<dyn ContactStore>,
    /// Who sends it.
    pub create: CreateBroadcast,
}

/// A test.
#[derive(Debug, Clone)]
pub struct TestMessage {
    /// What was composed.
    pub composition: Composition,
    /// In which of its languages it is sent, whatever the reader prefers; `None` for the original.
    pub test_language: Option<LanguageTag>,
    /// Who gets it.
    pub contact_id: ContactId,
    /// The e-mail address or id of the member of staff.
    pub created_by: String,
    /// When given, a repeated request changes nothing and gets the same answer.
    pub idempotency: Option<IdempotencyKey>,
}

impl SendTest {
    /// Sends one text in one language.
    ///
    /// # Errors
    /// When there is no such contact, the text was not written in that language, the idempotency key was used with
    /// another request, or a store fails: then the same request may be repeated with the same key.
    pub async fn run(&self, test: TestMessage) -> Result<BroadcastProgress> {
        let language = test
            .test_language
            .unwrap_or_else(|| test.composition.language.clone());
        let content = self.text(&test.composition, &language)?;
        let id = test.contact_id;
        if self.contacts.get_contact(id).await?.is_none() {
            let message = format!("There is no contact {id}. Choose a person from the directory.");
            return Err(Error::field("contact_id", message));
        }
        self.create
            .run(NewBroadcast {
                content,
                language,
                translations: BTreeMap::new(),
                purpose: Purpose::Information,
                is_emergency_confirmed: false,
                is_test: true,
                scheduled_at: None,
                message_type: MessageType::Sms,
                audience: Audience::Contacts {
                    contact_ids: vec![id],
                },
                birthday: None,
                created_by: test.created_by,
                idempotency: test.idempotency,
            })
            .await
    }

    fn text(&self, composition: &Composition, language: &LanguageTag) -> Result<MessageTemplate> {
        composition.in_language(language).cloned().ok_or_else(|| {
            let message = "The message is not written in this language. Choose one that it has.";
            Error::field("test_language", message)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fakes::{World, audit, contact};
    use crate::plan_broadcast::tests::run as plan;

    fn send(world: &Arc<World>) -> SendTest {
        SendTest {
            contacts: world.clone(),
            create: CreateBroadcast {
                contacts: world.clone(),
                groups: world.clone(),
                broadcasts: world.clone(),
                keys: world.clone(),
                queue: world.clone(),
                audit: audit(world),
                church_name: "Grace Church".into(),
                clock: world.clone(),
                randomness: world.clone(),
            },
        }
    }

    fn tag(text: &str) -> LanguageTag {
        LanguageTag::parse(text).expect("a tag")
    }

    fn test(language: Option<&str>, number: u32) -> TestMessage {
        let template = |text| MessageTemplate::parse(text).expect("a template");
        TestMessage {
            composition: Composition {
                content: template("Hi {first_name}"),
                language: tag("en"),
                translations: BTreeMap::from([(tag("es"), template("Hola {first_name}"))]),
            },
            test_language: language.map(tag),
            contact_id: contact(number, number, true).id,
            created_by: "staff".into(),
            idempotency: None,
        }
    }

    #[tokio::test]
    async fn one_person_gets_the_text_in_the_language_that_was_chosen() {
        for (language, text) in [
            (None, "Hi Person"),
            (Some("en"), "Hi Person"),
            (Some("es"), "Hola Person"),
        ] {
            let world = Arc::new(World::with_contacts(3));
            let sent = send(&world).run(test(language, 2)).await.expect("sent");
            let broadcast = sent.broadcast;
            assert!(broadcast.is_test);
            plan(&world, broadcast.id).await.expect("planned");
            let messages = world.messages();
            assert_eq!(messages.len(), 1);
            assert_eq!(messages[0].contact_id, Some(contact(2, 2, true).id));
            assert_eq!(broadcast.text_for(&messages[0]), text);
        }
    }

    #[tokio::test]
    async fn nothing_is_sent_in_a_language_that_is_missing_or_to_nobody() {
        let world = Arc::new(World::with_contacts(3));
        for (wrong, field) in [
            (test(Some("fr"), 2), "test_language"),
            (test(None, 9), "contact_id"),
        ] {
            match send(&world).run(wrong).await {
                Err(Error::Invalid(errors)) => assert_eq!(errors[0].field, field),
                other => panic!("{other:?}"),
            }
        }
        assert_eq!(world.broadcast_count(), 0);
    }
}
