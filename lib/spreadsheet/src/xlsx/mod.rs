//! Workbooks as Excel writes them since 2007 (ECMA-376), read as streams.
//!
//! This reads the few parts it needs by itself, because the common readers can't be given a hostile
//! file: calamine 0.38 aborts the process on a workbook of 1 KB that says it has many texts, and takes
//! 3.9 GB for one of 2.5 KB with a long number format, whatever is checked of sizes beforehand. Here
//! each piece of XML, its depth and what is kept of it are bounded, so that memory is too.

mod number;
mod number_format;
mod package;
mod rows;
mod shared_texts;
mod workbook;
mod xml;

use std::sync::Arc;

use crate::heading::{FirstRows, HeadingRow};
use crate::{Limits, Refusal};

use number_format::NumberFormat;
use package::Package;
use rows::Shared;
pub(crate) use rows::XlsxRows;
use shared_texts::SharedTexts;
use workbook::{Sheet, Workbook};
use xml::Xml;

/// A workbook of which one sheet was chosen.
pub(crate) struct XlsxFile<'a> {
    package: Package<'a>,
    shared: Arc<Shared>,
    sheet: Sheet,
    limits: Limits,
}

impl<'a> XlsxFile<'a> {
    /// Reads what the sheets share, and chooses the sheet whose headings the caller knows best; the
    /// first with anything in it, when it knows none. Hidden sheets only count if the others are empty,
    /// for staff would not find in them what they are told.
    ///
    /// # Errors
    /// When the file is no workbook, is damaged, has too much in it, or has nothing in it.
    pub(crate) fn open(
        bytes: &'a [u8],
        limits: &Limits,
        recognised: &dyn Fn(&[String]) -> usize,
    ) -> Result<(Self, HeadingRow), Refusal> {
        let package = Package::open(bytes, limits)?;
        let workbook = Workbook::read(&package, limits)?;
        let mut budget = limits.unpacked_bytes;
        let shared = Arc::new(Shared {
            texts: read_part(
                &package,
                workbook.shared_texts.as_deref(),
                &mut budget,
                |xml| SharedTexts::read(xml, limits),
            )?,
            formats: read_part(
                &package,
                workbook.styles.as_deref(),
                &mut budget,
                NumberFormat::read_all,
            )?,
            is_1904: workbook.is_1904,
        });
        let (visible, hidden): (Vec<Sheet>, Vec<Sheet>) = workbook
            .sheets
            .into_iter()
            .partition(|sheet| !sheet.is_hidden);
        for sheets in [visible, hidden] {
            let mut best: Option<(usize, Sheet, Result<HeadingRow, Refusal>)> = None;
            for sheet in sheets {
                let mut rows = rows_of(&package, &sheet, &shared, limits, budget)?;
                let first = FirstRows::look_at(&mut rows, limits, recognised);
                budget = budget.saturating_sub(rows.unpacked());
                let heading = match (first.refusal, first.best) {
                    (Some(refusal), _) => Err(refusal),
                    (None, Some(heading)) => Ok(heading),
                    (None, None) => continue,
                };
                // A sheet that can't be read stands back behind one whose headings are known.
                let known = heading.as_ref().map_or(0, |heading| heading.recognised);
                if best.as_ref().is_none_or(|(best, ..)| known > *best) {
                    best = Some((known, sheet, heading));
                }
            }
            if let Some((_, sheet, heading)) = best {
                let file = Self {
                    package,
                    shared,
                    sheet,
                    limits: *limits,
                };
                return Ok((file, heading?));
            }
        }
        Err(Refusal::Empty)
    }

    /// The name of the sheet that was chosen.
    pub(crate) fn sheet_name(&self) -> &str {
        &self.sheet.name
    }

    /// All rows of the sheet, from its beginning.
    ///
    /// # Errors
    /// When the sheet can't be unpacked.
    pub(crate) fn rows(&self) -> Result<XlsxRows<'a>, Refusal> {
        rows_of(
            &self.package,
            &self.sheet,
            &self.shared,
            &self.limits,
            self.limits.unpacked_bytes,
        )
    }
}

fn rows_of<'a>(
    package: &Package<'a>,
    sheet: &Sheet,
    shared: &Arc<Shared>,
    limits: &Limits,
    budget: u64,
) -> Result<XlsxRows<'a>, Refusal> {
    let part = package.part(&sheet.part, budget)?.ok_or(Refusal::Damaged)?;
    Ok(XlsxRows::new(Xml::new(part), Arc::clone(shared), limits))
}

/// Reads a part that a workbook need not have, and takes what was unpacked of it off the budget.
fn read_part<T: Default>(
    package: &Package<'_>,
    name: Option<&str>,
    budget: &mut u64,
    read: impl FnOnce(&mut Xml<'_>) -> Result<T, Refusal>,
) -> Result<T, Refusal> {
    let part = match name {
        Some(name) => package.part(name, *budget)?,
        None => None,
    };
    let Some(part) = part else {
        return Ok(T::default());
    };
    let mut xml = Xml::new(part);
    let value = read(&mut xml)?;
    *budget = budget.saturating_sub(xml.unpacked());
    Ok(value)
}
