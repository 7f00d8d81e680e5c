//! Spreadsheets of every kind: each gives its rows or a clear refusal, and nothing crashes.

mod hostile;
mod mutation;
mod round_trip;
mod workbook;
mod zip;
