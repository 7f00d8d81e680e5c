//! What use cases need from the world. `adapters` implements each for one vendor.

mod calls;
mod carrier;
mod directory;
mod files;
mod imports;
mod keeping;
mod language_model;
mod queues;
mod reminders;
mod sending;
mod stores;
mod surroundings;
mod threads;
mod translations;
mod users;

pub use calls::{
    AssistantSettingsStore, CallCreation, CallStore, FollowUpStore, TurnBackground, TurnEffects,
};
pub use carrier::{
    CallCarrier, Carrier, CarrierLog, LoggedText, OutboundCall, PricedText, TextMessage,
};
pub use directory::{ContactSave, ContactStore, Deletion, GroupStore, MAXIMUM_GROUPS, OptOutStore};
pub use files::{FileLinks, FileStore, SignedRequest};
pub use imports::{DirectoryLock, ExportStore, ImportStore};
pub use keeping::{AuditStore, MAXIMUM_TEMPLATES, TemplateStore};
pub use language_model::{
    AnswerForm, ConversationModel, LanguageModel, ModelAnswer, ModelFailure, ModelRequest,
    PartialAnswer, SpentTokens, Turn,
};
pub use queues::{
    AssistantQueue, AssistantTask, BroadcastQueue, BroadcastTask, CallQueue, CallTask,
    DirectoryQueue, DirectoryTask, ReconciliationTask, SendQueue, SettlementPage, SettlementQueue,
    SettlementTask,
};
pub use reminders::{MAXIMUM_REMINDERS, ReminderScheduler, ReminderStore};
pub use sending::{
    BudgetStore, CallPlaceStore, MoneyDecision, MoneyReservation, ReviewStore, SenderStore,
    SettingsStore,
};
pub use stores::{
    BroadcastStore, ClaimResult, Creation, IdempotencyStore, MessageStore, MessageUpdate,
    PlanAdvance, Replacement, Reservation, Statistics, StatisticsStore,
};
pub use surroundings::{Clock, Randomness};
pub use threads::{
    AssigneeFilter, AutomaticAnswerStore, KeptText, MediaFetch, MediaSource, TextKeeping,
    ThreadSave, ThreadStore,
};
pub use translations::TranslationStore;
pub use users::UserStore;
