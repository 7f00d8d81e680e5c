//! Staff read the church's calls, what was said in them, and what is to be done about them, and tick off what is done.
//!
//! What a caller asked to keep between them and the pastor is withheld here, in one place: who is no pastor sees that
//! there was a call, whose, and when, and nothing of what was said.

use std::sync::Arc;

use domain::call::{CallSummary, FollowUpDone, FollowUpKind};
use domain::conversation::Turn;
use domain::history::Actor;
use domain::{Call, CallId, ContactId, FollowUp, FollowUpId};
use futures::future::try_join_all;
use futures::try_join;

use crate::error::{Error, Result};
use crate::manage_contacts::ReadVersion;
use crate::page::Page;
use crate::ports::{CallStore, Clock, ContactStore, FollowUpStore, Replacement};

/// More turns than any call may have.
const MOST_TURNS: usize = 200;

/// Reads calls.
#[derive(Clone)]
pub struct ReadCalls {
    /// The calls.
    pub calls: Arc<dyn CallStore>,
    /// What is to be done about them.
    pub follow_ups: Arc<dyn FollowUpStore>,
    /// Who has which number.
    pub contacts: Arc<dyn ContactStore>,
    /// For when something was done.
    pub clock: Arc<dyn Clock>,
}

/// Who reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reader {
    /// Whether this is somebody to whom callers entrust what nobody else may know.
    pub is_pastor: bool,
}

/// A call as somebody may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallView {
    /// The call; without its summary and changes where these are withheld.
    pub call: Call,
    /// Whether something is withheld.
    pub is_withheld: bool,
}

/// A call with all that was said and is to be done; nothing of it where it is withheld.
#[derive(Debug, Clone, PartialEq)]
pub struct WholeCall {
    /// The call.
    pub view: CallView,
    /// What was said, in order.
    pub turns: Vec<Turn>,
    /// What is to be done, in order.
    pub follow_ups: Vec<FollowUp>,
}

/// Something to be done, and the call that it came of, if that is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowUpView {
    /// What is to be done; without words where these are withheld.
    pub follow_up: FollowUp,
    /// The call.
    pub call: Option<CallView>,
    /// Whether the words are withheld.
    pub is_withheld: bool,
}

impl ReadCalls {
    /// At most `limit` calls, newest first, older than the given one.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn list(
        &self,
        before: Option<CallId>,
        limit: usize,
        reader: Reader,
    ) -> Result<Page<CallView, CallId>> {
        let page = self.calls.list_calls(before, limit).await?;
        let items = page.items.into_iter();
        Ok(Page {
            items: items.map(|call| reader.sees(call)).collect(),
            next: page.next,
        })
    }

    /// At most `limit` calls with a person's number, newest first, older than the given one. Nobody can tell who of a household
    /// called, so that all of them have these.
    ///
    /// # Errors
    /// When there is no such contact, or the store fails.
    pub async fn list_with(
        &self,
        contact: ContactId,
        before: Option<CallId>,
        limit: usize,
        reader: Reader,
    ) -> Result<Page<CallView, CallId>> {
        let contact = self.contacts.get_contact(contact).await?;
        let phone = contact.ok_or(Error::NotFound("contact"))?.details.phone;
        let page = self.calls.list_calls_with(&phone, before, limit).await?;
        let items = page.items.into_iter();
        Ok(Page {
            items: items.map(|call| reader.sees(call)).collect(),
            next: page.next,
        })
    }

    /// One call with all that belongs to it.
    ///
    /// # Errors
    /// When there is no such call, or the store fails.
    pub async fn get(&self, id: CallId, reader: Reader) -> Result<WholeCall> {
        let call = self.calls.get_call(id).await?;
        let view = reader.sees(call.ok_or(Error::NotFound("call"))?);
        if view.is_withheld {
            return Ok(WholeCall {
                view,
                turns: Vec::new(),
                follow_ups: Vec::new(),
            });
        }
        let (turns, follow_ups) = try_join!(
            self.calls.list_turns(id, None, MOST_TURNS),
            self.follow_ups.list_follow_ups_of(id),
        )?;
        Ok(WholeCall {
            view,
            turns: turns.items,
            follow_ups,
        })
    }

    /// At most `limit` things to be done, or done, newest first, older than the given one; each with its call.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn list_follow_ups(
        &self,
        is_done: bool,
        before: Option<FollowUpId>,
        limit: usize,
        reader: Reader,
    ) -> Result<Page<FollowUpView, FollowUpId>> {
        let kind: Option<FollowUpKind> = None;
        let page = self
            .follow_ups
            .list_follow_ups(is_done, kind, before, limit)
            .await?;
        let views = page.items.into_iter();
        let views = views.map(|follow_up| self.view(follow_up, reader));
        Ok(Page {
            items: try_join_all(views).await?,
            next: page.next,
        })
    }

    /// Notes that something is done, or that it is to be done after all.
    ///
    /// # Errors
    /// When there is no such thing, it was changed since it was read, it is withheld from whoever asks, or the store
    /// fails.
    pub async fn finish_follow_up(
        &self,
        id: FollowUpId,
        is_done: bool,
        version: ReadVersion,
        actor: Actor,
        reader: Reader,
    ) -> Result<FollowUpView> {
        let before = self.follow_ups.get_follow_up(id).await?;
        let before = before.ok_or(Error::NotFound("follow-up"))?;
        version.check(before.version)?;
        if self.view(before.clone(), reader).await?.is_withheld {
            let sentence =
                "This is between the caller and the pastor. Only the pastor can tick it off.";
            return Err(Error::Conflict(sentence.into()));
        }
        let after = FollowUp {
            done: is_done.then(|| FollowUpDone {
                by: actor,
                at: self.clock.now(),
            }),
            version: before.version + 1,
            ..before.clone()
        };
        match self.follow_ups.replace_follow_up(&before, &after).await? {
            Replacement::Done => self.view(after, reader).await,
            Replacement::Missing => Err(Error::NotFound("follow-up")),
            Replacement::Stale => Err(Error::Stale),
        }
    }

    /// What a reader sees of something to be done. A call that became confidential later withholds it too.
    async fn view(&self, mut follow_up: FollowUp, reader: Reader) -> Result<FollowUpView> {
        let call = self.calls.get_call(follow_up.call_id).await?;
        let call = call.map(|call| reader.sees(call));
        let is_confidential =
            follow_up.is_confidential || call.as_ref().is_some_and(|call| call.is_withheld);
        let is_withheld = is_confidential && !reader.is_pastor;
        if is_withheld {
            follow_up.words.clear();
        }
        Ok(FollowUpView {
            follow_up,
            call,
            is_withheld,
        })
    }
}

impl Reader {
    fn sees(self, mut call: Call) -> CallView {
        let is_withheld = call.is_confidential && !self.is_pastor;
        if is_withheld {
            call.summary = CallSummary::None {
                reason: "The caller asked that only the pastor should know what was said.".into(),
            };
            call.changes.clear();
        }
        CallView { call, is_withheld }
    }
}

#[cfg(test)]
mod tests {
    use domain::conversation::Heard;

    use super::*;
    use crate::answer_call::tests::{answering, ringing};
    use crate::continue_call::tests::continuing;
    use crate::fakes::{World, contact, staff};

    const PASTOR: Reader = Reader { is_pastor: true };
    const OTHERS: Reader = Reader { is_pastor: false };

    fn reading(world: &Arc<World>) -> ReadCalls {
        ReadCalls {
            calls: world.clone(),
            follow_ups: world.clone(),
            contacts: world.clone(),
            clock: world.clone(),
        }
    }

    async fn talked(world: &Arc<World>, all: &[&str]) -> CallId {
        let from = contact(1, 1, true).details.phone;
        let answered = answering(world).run(&ringing("CA1", Some(&from))).await;
        let id = answered.expect("answered").call;
        for (index, words) in all.iter().enumerate() {
            let heard = Heard::Words {
                words: (*words).into(),
            };
            let number = u16::try_from(index + 1).expect("a number");
            let answered = continuing(world).run(id, number, heard).await;
            answered.expect("answered");
        }
        id
    }

    #[tokio::test]
    async fn what_a_caller_left_is_listed_until_somebody_has_done_it() {
        let world = Arc::new(World::with_contacts(1));
        let id = talked(&world, &["I want to leave a message", "the gate is open"]).await;
        let reading = reading(&world);
        let open = reading.list_follow_ups(false, None, 10, OTHERS).await;
        let open = open.expect("listed").items;
        assert_eq!(open[0].follow_up.words, "the gate is open");
        assert_eq!(open[0].call.as_ref().expect("a call").call.id, id);
        let one = open[0].follow_up.id;
        let stale = ReadVersion::Exactly(7);
        let refused = reading
            .finish_follow_up(one, true, stale, staff(), OTHERS)
            .await;
        assert!(matches!(refused, Err(Error::Stale)));
        let done = reading
            .finish_follow_up(one, true, ReadVersion::Exactly(1), staff(), OTHERS)
            .await;
        assert_eq!(done.expect("done").follow_up.version, 2);
        for (is_done, count) in [(false, 0), (true, 1)] {
            let listed = reading.list_follow_ups(is_done, None, 10, OTHERS).await;
            assert_eq!(listed.expect("listed").items.len(), count);
        }
    }

    #[tokio::test]
    async fn what_is_confidential_is_read_by_the_pastor_alone_also_what_was_said_before() {
        let world = Arc::new(World::with_contacts(1));
        let said = [
            "I want to leave a message",
            "it is about my marriage",
            "please keep this confidential",
        ];
        let id = talked(&world, &said).await;
        let reading = reading(&world);
        let others = reading.get(id, OTHERS).await.expect("read");
        assert!(others.view.is_withheld && others.turns.is_empty() && others.follow_ups.is_empty());
        let pastor = reading.get(id, PASTOR).await.expect("read");
        assert_eq!((pastor.turns.len(), pastor.follow_ups.len()), (4, 1));
        let listed = reading
            .list_follow_ups(false, None, 10, OTHERS)
            .await
            .expect("listed");
        assert_eq!(listed.items[0].follow_up.words, "");
        let one = listed.items[0].follow_up.id;
        let refused = reading
            .finish_follow_up(one, true, ReadVersion::Any, staff(), OTHERS)
            .await;
        assert!(matches!(refused, Err(Error::Conflict(_))));
        let calls = reading.list(None, 10, OTHERS).await.expect("listed");
        assert!(calls.items[0].is_withheld);
        let person = contact(1, 1, true).id;
        let of_person = reading.list_with(person, None, 10, OTHERS).await;
        assert_eq!(of_person.expect("listed").items, calls.items);
        let unknown = contact(2, 2, true).id;
        let of_nobody = reading.list_with(unknown, None, 10, PASTOR).await;
        assert!(matches!(of_nobody, Err(Error::NotFound(_))));
    }
}
