//! Which sheets a workbook has, and where in the package they and what they share are.

use std::collections::HashMap;

use crate::{Limits, Refusal};

use super::package::Package;
use super::xml::{Node, Xml};

/// What is unpacked at most of each of the small parts that say where the others are, in bytes. The
/// names of sheets are all of them that is kept.
const SMALL_PART_BYTES: u64 = 4 * 1024 * 1024;

/// A workbook's sheets and shared parts.
pub(crate) struct Workbook {
    pub(crate) sheets: Vec<Sheet>,
    /// The name of the part with the shared texts, if there is one.
    pub(crate) shared_texts: Option<String>,
    /// The name of the part with the formats of cells, if there is one.
    pub(crate) styles: Option<String>,
    /// Whether days are counted from 1904, as Excel for the Macintosh once did.
    pub(crate) is_1904: bool,
}

/// A sheet with cells.
#[derive(Clone)]
pub(crate) struct Sheet {
    pub(crate) name: String,
    pub(crate) part: String,
    pub(crate) is_hidden: bool,
}

/// A part that another part points to.
struct Target {
    kind: String,
    part: String,
}

impl Workbook {
    /// Finds the workbook in the package, and reads what it has.
    ///
    /// # Errors
    /// When the package is something else, or damaged.
    pub(crate) fn read(package: &Package<'_>, limits: &Limits) -> Result<Self, Refusal> {
        let workbook_part = main_part(package)?;
        let targets = targets(package, &workbook_part)?;
        let part_of_kind = |kind: &str| {
            targets
                .values()
                .find(|target| target.kind == kind)
                .map(|target| target.part.clone())
        };
        let mut workbook = Self {
            sheets: Vec::new(),
            shared_texts: part_of_kind("sharedStrings"),
            styles: part_of_kind("styles"),
            is_1904: false,
        };
        let mut xml = small_part(package, &workbook_part)?.ok_or(Refusal::Damaged)?;
        loop {
            match xml.next()? {
                Node::Start(element) => match element.name() {
                    "workbookPr" => {
                        if let Some(value) = element.attribute("date1904")? {
                            workbook.is_1904 = value == "1" || value == "true";
                        }
                    }
                    "sheet" if workbook.sheets.len() < limits.sheets => {
                        let id = element.attribute("id")?.unwrap_or_default();
                        // Sheets of charts and of dialogs have no cells.
                        if let Some(target) = targets.get(id.as_ref())
                            && target.kind == "worksheet"
                        {
                            workbook.sheets.push(Sheet {
                                name: element.attribute("name")?.unwrap_or_default().into_owned(),
                                part: target.part.clone(),
                                is_hidden: element
                                    .attribute("state")?
                                    .is_some_and(|state| state != "visible"),
                            });
                        }
                    }
                    _ => {}
                },
                Node::EndOfPart => return Ok(workbook),
                _ => {}
            }
        }
    }
}

/// The name of the part that is the workbook.
fn main_part(package: &Package<'_>) -> Result<String, Refusal> {
    if package.has("mimetype") && package.has("content.xml") {
        return Err(Refusal::OpenDocument);
    }
    if package.has_ending(".iwa") || package.has("index.zip") {
        return Err(Refusal::AppleNumbers);
    }
    if !package.has("[Content_Types].xml") || !package.has("_rels/.rels") {
        return Err(Refusal::Archive);
    }
    let main = targets(package, "")?
        .into_values()
        .find(|target| target.kind == "officeDocument")
        .ok_or(Refusal::Damaged)?
        .part;
    let name = main.to_ascii_lowercase();
    if name.starts_with("word/") || name.starts_with("ppt/") || name.starts_with("visio/") {
        Err(Refusal::Document)
    } else if name.ends_with(".bin") {
        Err(Refusal::BinaryExcel)
    } else {
        Ok(main)
    }
}

/// The parts that a part points to, by the ids under which it names them. The package itself is "".
fn targets(package: &Package<'_>, part: &str) -> Result<HashMap<String, Target>, Refusal> {
    let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
    let mut targets = HashMap::new();
    let Some(mut xml) = small_part(package, &joined(folder, &format!("_rels/{name}.rels")))? else {
        return Ok(targets);
    };
    loop {
        match xml.next()? {
            Node::Start(element) if element.name() == "Relationship" => {
                let attribute = |name| Ok(element.attribute(name)?.unwrap_or_default());
                let kind = attribute("Type")?;
                let target = Target {
                    // Two editions of the standard have different addresses before the same last word.
                    kind: kind.rsplit('/').next().unwrap_or_default().to_owned(),
                    part: joined(folder, &attribute("Target")?),
                };
                targets.insert(attribute("Id")?.into_owned(), target);
            }
            Node::EndOfPart => return Ok(targets),
            _ => {}
        }
    }
}

fn small_part<'a>(package: &Package<'a>, name: &str) -> Result<Option<Xml<'a>>, Refusal> {
    Ok(package.part(name, SMALL_PART_BYTES)?.map(Xml::new))
}

/// The name of a part as seen from a folder: `../a.xml` from `xl/worksheets` is `xl/a.xml`.
fn joined(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut steps: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_named_as_seen_from_its_folder() {
        assert_eq!(
            joined("xl", "worksheets/sheet1.xml"),
            "xl/worksheets/sheet1.xml"
        );
        assert_eq!(joined("xl/worksheets", "../styles.xml"), "xl/styles.xml");
        assert_eq!(joined("xl", "/xl/styles.xml"), "xl/styles.xml");
        assert_eq!(joined("", "../../workbook.xml"), "workbook.xml");
    }
}
