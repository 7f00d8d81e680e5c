//! REST API of the dashboard: an axum router that translates between HTTP and use cases.
//!
//! One file a noun holds its routes, handlers and what they take and give. What all share: who asks
//! ([`authentication`]), what goes wrong (`problem`), how requests are read (`extract`, `form`, `paging`), and
//! the log (`request_log`).

mod assistant_settings;
mod audience;
mod audit;
pub mod authentication;
mod broadcasts;
mod calling;
mod calls;
pub mod cold_start;
mod composition;
pub mod configuration;
mod contacts;
mod exports;
mod extract;
mod files;
mod form;
mod groups;
mod idempotency;
mod imports;
mod inbox;
mod me;
mod messages;
mod names;
mod openapi;
mod paging;
mod previews;
mod problem;
mod reminders;
mod request_log;
mod reviews;
mod sending;
mod settings;
mod spending;
mod statistics;
mod templates;
pub mod token_keys;
mod translations;
mod users;

use std::sync::Arc;

use app::audit::Audit;
use app::cancel_broadcast::CancelBroadcast;
use app::change_assistant_settings::ChangeAssistantSettings;
use app::change_settings::ChangeSettings;
use app::contact_history::ContactHistory;
use app::create_broadcast::CreateBroadcast;
use app::decide_proposed_change::DecideProposedChange;
use app::exports::Exports;
use app::find_contacts::FindContacts;
use app::flag_number::ClearNumberFault;
use app::imports::Imports;
use app::list_messages::ListMessages;
use app::manage_contacts::ManageContacts;
use app::manage_groups::ManageGroups;
use app::manage_reminders::ManageReminders;
use app::manage_templates::ManageTemplates;
use app::opt_out_by_hand::OptOutByHand;
use app::ports::{
    AssistantQueue, AssistantSettingsStore, AuditStore, AutomaticAnswerStore, BroadcastQueue,
    BroadcastStore, BudgetStore, CallStore, Clock, ContactStore, DirectoryQueue, ExportStore,
    FileLinks, FileStore, FollowUpStore, GroupStore, IdempotencyStore, ImportStore, MediaSource,
    MessageStore, OptOutStore, Randomness, ReminderScheduler, ReminderStore, ReviewStore,
    SendQueue, SenderStore, StatisticsStore, TemplateStore, ThreadStore, TranslationStore,
    UserStore,
};
use app::preview_message::PreviewMessage;
use app::preview_reminder::PreviewReminder;
use app::read_calls::ReadCalls;
use app::read_settings::ReadSettings;
use app::read_spending::ReadSpending;
use app::record_opt_out::RecordOptOut;
use app::reminder_history::ReminderHistory;
use app::resume_broadcast::ResumeBroadcast;
use app::review_messages::ReviewMessages;
use app::send_reminder_now::SendReminderNow;
use app::send_test::SendTest;
use app::set_alarms::SetAlarms;
use app::translations::Translations;
use authentication::Authenticator;
use axum::Router;
use axum::middleware::from_fn_with_state;
use domain::phone::DefaultRegion;
use inbox::{Inbox, thread_people};
use utoipa_axum::router::OpenApiRouter;

/// What handlers share.
pub(crate) type Shared = Arc<Api>;

/// Everything that the API needs from the world.
#[derive(Clone)]
pub struct Ports {
    /// The directory.
    pub contacts: Arc<dyn ContactStore>,
    /// The groups.
    pub groups: Arc<dyn GroupStore>,
    /// Who asked not to be texted.
    pub opt_outs: Arc<dyn OptOutStore>,
    /// The imports.
    pub imports: Arc<dyn ImportStore>,
    /// The exports.
    pub exports: Arc<dyn ExportStore>,
    /// Spreadsheets, and what is worked out of them.
    pub files: Arc<dyn FileStore>,
    /// How browsers reach single files.
    pub links: Arc<dyn FileLinks>,
    /// The broadcasts.
    pub broadcasts: Arc<dyn BroadcastStore>,
    /// The messages.
    pub messages: Arc<dyn MessageStore>,
    /// Messages that wait for a person.
    pub reviews: Arc<dyn ReviewStore>,
    /// The reminders.
    pub reminders: Arc<dyn ReminderStore>,
    /// What wakes us for them.
    pub scheduler: Arc<dyn ReminderScheduler>,
    /// The church's settings.
    pub settings: ReadSettings,
    /// The month's money.
    pub budget: Arc<dyn BudgetStore>,
    /// What the carrier has to do already.
    pub sender: Arc<dyn SenderStore>,
    /// The templates.
    pub templates: Arc<dyn TemplateStore>,
    /// Who did what.
    pub audit: Arc<dyn AuditStore>,
    /// The shared inbox.
    pub threads: Arc<dyn ThreadStore>,
    /// What the church answers by itself.
    pub answers: Arc<dyn AutomaticAnswerStore>,
    /// The files that came with texts, at the carrier's.
    pub media: Arc<dyn MediaSource>,
    /// Who works with the dashboard.
    pub users: Arc<dyn UserStore>,
    /// The church's calls.
    pub calls: Arc<dyn CallStore>,
    /// What is to be done about them.
    pub follow_ups: Arc<dyn FollowUpStore>,
    /// What the church tells its phone assistant.
    pub phone_assistant: Arc<dyn AssistantSettingsStore>,
    /// Keys of repeated requests.
    pub keys: Arc<dyn IdempotencyStore>,
    /// The totals.
    pub statistics: Arc<dyn StatisticsStore>,
    /// Translations by the language model.
    pub translations: Arc<dyn TranslationStore>,
    /// Who translates.
    pub assistant_queue: Arc<dyn AssistantQueue>,
    /// The language model's name; `None` where there is none.
    pub model: Option<String>,
    /// Who plans broadcasts.
    pub queue: Arc<dyn BroadcastQueue>,
    /// Who sends messages.
    pub send_queue: Arc<dyn SendQueue>,
    /// Who does long work on the directory.
    pub directory_queue: Arc<dyn DirectoryQueue>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Chance.
    pub randomness: Arc<dyn Randomness>,
}

/// The church, as the deployment knows it.
#[derive(Debug, Clone)]
pub struct Church {
    /// Its name, for texts that have the field of that name.
    pub name: String,
    /// The country of phone numbers without a country code.
    pub region: DefaultRegion,
}

/// The use cases behind the routes, and who may call them.
pub struct Api {
    authenticator: Authenticator,
    contacts: Arc<dyn ContactStore>,
    groups: Arc<dyn GroupStore>,
    broadcasts: Arc<dyn BroadcastStore>,
    reminders: Arc<dyn ReminderStore>,
    statistics: Arc<dyn StatisticsStore>,
    find_contacts: FindContacts,
    manage_contacts: ManageContacts,
    contact_history: ContactHistory,
    opt_out_by_hand: OptOutByHand,
    clear_number_fault: ClearNumberFault,
    manage_groups: ManageGroups,
    manage_templates: ManageTemplates,
    audit: Audit,
    imports: Imports,
    exports: Exports,
    create_broadcast: CreateBroadcast,
    send_test: SendTest,
    cancel_broadcast: CancelBroadcast,
    resume_broadcast: ResumeBroadcast,
    manage_reminders: ManageReminders,
    preview_reminder: PreviewReminder,
    reminder_history: ReminderHistory,
    send_reminder_now: SendReminderNow,
    review_messages: ReviewMessages,
    read_settings: ReadSettings,
    change_settings: ChangeSettings,
    read_spending: ReadSpending,
    read_calls: ReadCalls,
    decide_proposed_change: DecideProposedChange,
    change_assistant_settings: ChangeAssistantSettings,
    church: Church,
    preview_message: PreviewMessage,
    list_messages: ListMessages,
    inbox: Inbox,
    translations: Translations,
    clock: Arc<dyn Clock>,
    randomness: Arc<dyn Randomness>,
}

impl Api {
    /// Puts the use cases together.
    pub fn new(ports: Ports, authenticator: Authenticator, church: Church) -> Self {
        let list_messages = ListMessages {
            broadcasts: Arc::clone(&ports.broadcasts),
            messages: Arc::clone(&ports.messages),
            contacts: Arc::clone(&ports.contacts),
        };
        let audit = Audit {
            entries: Arc::clone(&ports.audit),
            clock: Arc::clone(&ports.clock),
            randomness: Arc::clone(&ports.randomness),
        };
        let record_opt_out = RecordOptOut {
            opt_outs: Arc::clone(&ports.opt_outs),
            contacts: Arc::clone(&ports.contacts),
            clock: Arc::clone(&ports.clock),
            randomness: Arc::clone(&ports.randomness),
        };
        let create_broadcast = CreateBroadcast {
            contacts: Arc::clone(&ports.contacts),
            groups: Arc::clone(&ports.groups),
            broadcasts: Arc::clone(&ports.broadcasts),
            keys: Arc::clone(&ports.keys),
            queue: Arc::clone(&ports.queue),
            church_name: church.name.clone(),
            audit: audit.clone(),
            clock: Arc::clone(&ports.clock),
            randomness: Arc::clone(&ports.randomness),
        };
        let manage_contacts = ManageContacts {
            contacts: Arc::clone(&ports.contacts),
            groups: Arc::clone(&ports.groups),
            opt_outs: Arc::clone(&ports.opt_outs),
            thread_people: thread_people(&ports),
            queue: Arc::clone(&ports.directory_queue),
            clock: Arc::clone(&ports.clock),
            randomness: Arc::clone(&ports.randomness),
            region: church.region,
        };
        let read_calls = ReadCalls {
            calls: Arc::clone(&ports.calls),
            follow_ups: Arc::clone(&ports.follow_ups),
            contacts: Arc::clone(&ports.contacts),
            clock: Arc::clone(&ports.clock),
        };
        Self {
            inbox: Inbox::new(&ports, create_broadcast.clone(), audit.clone()),
            authenticator,
            contacts: Arc::clone(&ports.contacts),
            groups: Arc::clone(&ports.groups),
            broadcasts: Arc::clone(&ports.broadcasts),
            statistics: Arc::clone(&ports.statistics),
            find_contacts: FindContacts {
                contacts: Arc::clone(&ports.contacts),
                groups: Arc::clone(&ports.groups),
            },
            contact_history: ContactHistory {
                contacts: Arc::clone(&ports.contacts),
                broadcasts: Arc::clone(&ports.broadcasts),
                messages: Arc::clone(&ports.messages),
            },
            clear_number_fault: ClearNumberFault {
                people: record_opt_out.clone(),
                audit: audit.clone(),
            },
            opt_out_by_hand: OptOutByHand {
                record: record_opt_out,
                audit: audit.clone(),
            },
            manage_templates: ManageTemplates {
                templates: ports.templates,
                audit: audit.clone(),
                clock: Arc::clone(&ports.clock),
                randomness: Arc::clone(&ports.randomness),
            },
            manage_groups: ManageGroups {
                groups: Arc::clone(&ports.groups),
                contacts: Arc::clone(&ports.contacts),
                queue: Arc::clone(&ports.directory_queue),
                clock: Arc::clone(&ports.clock),
                randomness: Arc::clone(&ports.randomness),
            },
            imports: Imports {
                imports: ports.imports,
                files: ports.files,
                links: Arc::clone(&ports.links),
                queue: Arc::clone(&ports.directory_queue),
                clock: Arc::clone(&ports.clock),
                randomness: Arc::clone(&ports.randomness),
            },
            exports: Exports {
                exports: ports.exports,
                links: ports.links,
                queue: Arc::clone(&ports.directory_queue),
                clock: Arc::clone(&ports.clock),
                randomness: Arc::clone(&ports.randomness),
            },
            decide_proposed_change: DecideProposedChange {
                calls: Arc::clone(&ports.calls),
                read: read_calls.clone(),
                contacts: manage_contacts.clone(),
                clock: Arc::clone(&ports.clock),
            },
            manage_contacts,
            send_test: SendTest {
                contacts: Arc::clone(&ports.contacts),
                create: create_broadcast.clone(),
            },
            manage_reminders: ManageReminders {
                reminders: Arc::clone(&ports.reminders),
                contacts: Arc::clone(&ports.contacts),
                groups: Arc::clone(&ports.groups),
                alarms: SetAlarms {
                    reminders: Arc::clone(&ports.reminders),
                    scheduler: ports.scheduler,
                },
                clock: Arc::clone(&ports.clock),
                randomness: Arc::clone(&ports.randomness),
            },
            preview_reminder: PreviewReminder {
                reminders: Arc::clone(&ports.reminders),
                settings: ports.settings.clone(),
                clock: Arc::clone(&ports.clock),
            },
            reminder_history: ReminderHistory {
                reminders: Arc::clone(&ports.reminders),
                broadcasts: Arc::clone(&ports.broadcasts),
            },
            send_reminder_now: SendReminderNow {
                reminders: Arc::clone(&ports.reminders),
                create: create_broadcast.clone(),
                clock: Arc::clone(&ports.clock),
            },
            reminders: ports.reminders,
            create_broadcast,
            cancel_broadcast: CancelBroadcast {
                broadcasts: Arc::clone(&ports.broadcasts),
                queue: Arc::clone(&ports.queue),
                audit: audit.clone(),
                clock: Arc::clone(&ports.clock),
            },
            resume_broadcast: ResumeBroadcast {
                broadcasts: ports.broadcasts,
                queue: ports.queue,
                audit: audit.clone(),
                clock: Arc::clone(&ports.clock),
            },
            preview_message: PreviewMessage {
                contacts: Arc::clone(&ports.contacts),
                groups: Arc::clone(&ports.groups),
                settings: ports.settings.clone(),
                budget: Arc::clone(&ports.budget),
                sender: ports.sender,
                statistics: Arc::clone(&ports.statistics),
                church_name: church.name.clone(),
                clock: Arc::clone(&ports.clock),
            },
            read_calls,
            change_assistant_settings: ChangeAssistantSettings {
                settings: ports.phone_assistant,
                audit: audit.clone(),
            },
            read_settings: ports.settings.clone(),
            change_settings: ChangeSettings {
                settings: ports.settings.clone(),
                audit: audit.clone(),
                clock: Arc::clone(&ports.clock),
            },
            read_spending: ReadSpending {
                budget: ports.budget,
                settings: ports.settings,
                clock: Arc::clone(&ports.clock),
            },
            review_messages: ReviewMessages {
                reviews: ports.reviews,
                messages: ports.messages,
                views: list_messages.clone(),
                queue: ports.send_queue,
                audit: audit.clone(),
                clock: Arc::clone(&ports.clock),
            },
            list_messages,
            audit,
            translations: Translations {
                translations: ports.translations,
                queue: ports.assistant_queue,
                model: ports.model,
                clock: Arc::clone(&ports.clock),
                randomness: Arc::clone(&ports.randomness),
            },
            clock: ports.clock,
            randomness: ports.randomness,
            church,
        }
    }
}

/// The routes, each with its handler and its description.
fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::with_openapi(openapi::frame())
        .merge(contacts::routes())
        .merge(groups::routes())
        .merge(imports::routes())
        .merge(exports::routes())
        .merge(sending::routes())
        .merge(messages::routes())
        .merge(previews::routes())
        .merge(templates::routes())
        .merge(reviews::routes())
        .merge(broadcasts::routes())
        .merge(reminders::routes())
        .merge(translations::routes())
        .merge(statistics::routes())
        .merge(calls::routes())
        .merge(calling::routes())
        .merge(settings::routes())
        .merge(assistant_settings::routes())
        .merge(spending::routes())
        .merge(audit::routes())
        .merge(inbox::routes())
        .merge(users::routes())
        .merge(me::routes())
}

/// The whole API as a service.
pub fn router(api: Api) -> Router {
    let api = Arc::new(api);
    let (router, _) = routes().split_for_parts();
    router
        .fallback(request_log::not_found)
        .method_not_allowed_fallback(request_log::method_not_allowed)
        .layer(from_fn_with_state(Arc::clone(&api), request_log::layer))
        .with_state(api)
}

/// The OpenAPI document of the API, as pretty JSON with a final line end.
///
/// # Errors
/// When the document can't be written as JSON, which would be a mistake in a handler's description.
pub fn openapi_json() -> serde_json::Result<String> {
    let (_, document) = routes().split_for_parts();
    let mut json = openapi::complete(document).to_pretty_json()?;
    json.push('\n');
    Ok(json)
}
