//! The use cases of the inbox, put together.

use std::sync::Arc;

use app::audit::Audit;
use app::change_answers::ChangeAnswers;
use app::create_broadcast::CreateBroadcast;
use app::fetch_media::FetchMedia;
use app::manage_threads::ManageThreads;
use app::note_user::NoteUser;
use app::ports::{AutomaticAnswerStore, UserStore};
use app::read_inbox::ReadInbox;
use app::read_thread::ReadThread;
use app::reply_to_thread::ReplyToThread;
use app::thread_people::ThreadPeople;

use crate::Ports;

/// The use cases of the inbox.
pub(crate) struct Inbox {
    pub(crate) list: ReadInbox,
    pub(crate) read: ReadThread,
    pub(crate) manage: ManageThreads,
    pub(crate) reply: ReplyToThread,
    pub(crate) media: FetchMedia,
    pub(crate) answers: Arc<dyn AutomaticAnswerStore>,
    pub(crate) change_answers: ChangeAnswers,
    pub(crate) users: Arc<dyn UserStore>,
    pub(crate) note_user: NoteUser,
}

impl Inbox {
    pub(crate) fn new(ports: &Ports, create_broadcast: CreateBroadcast, audit: Audit) -> Self {
        Self {
            list: ReadInbox {
                threads: Arc::clone(&ports.threads),
                contacts: Arc::clone(&ports.contacts),
                opt_outs: Arc::clone(&ports.opt_outs),
                people: thread_people(ports),
            },
            read: ReadThread {
                threads: Arc::clone(&ports.threads),
                opt_outs: Arc::clone(&ports.opt_outs),
                broadcasts: Arc::clone(&ports.broadcasts),
                messages: Arc::clone(&ports.messages),
            },
            manage: ManageThreads {
                threads: Arc::clone(&ports.threads),
                users: Arc::clone(&ports.users),
                clock: Arc::clone(&ports.clock),
                randomness: Arc::clone(&ports.randomness),
            },
            reply: ReplyToThread {
                threads: Arc::clone(&ports.threads),
                opt_outs: Arc::clone(&ports.opt_outs),
                create_broadcast,
            },
            media: FetchMedia {
                threads: Arc::clone(&ports.threads),
                source: Arc::clone(&ports.media),
                files: Arc::clone(&ports.files),
                links: Arc::clone(&ports.links),
            },
            answers: Arc::clone(&ports.answers),
            change_answers: ChangeAnswers {
                answers: Arc::clone(&ports.answers),
                audit,
            },
            users: Arc::clone(&ports.users),
            note_user: NoteUser {
                users: Arc::clone(&ports.users),
                clock: Arc::clone(&ports.clock),
            },
        }
    }
}

/// Who looks up whose number a thread is of.
pub(crate) fn thread_people(ports: &Ports) -> ThreadPeople {
    ThreadPeople {
        threads: Arc::clone(&ports.threads),
        contacts: Arc::clone(&ports.contacts),
    }
}
