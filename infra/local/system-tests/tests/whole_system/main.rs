//! The whole system, seen from outside: by its REST API, by what the phones received, and by its logs.

mod api;
mod bad_input;
mod broadcasts;
mod calls;
mod crashes;
mod directory;
mod imports;
mod logs;
mod people;
mod phones;
mod processes;
mod reminders;
mod sending;
mod stack;
mod translations;
