//! An XML document as a tree of elements.

use quick_xml::{
    Reader, XmlVersion,
    escape::resolve_predefined_entity,
    events::{BytesStart, Event},
};

use super::Problem;

/// An element with what stands in it.
#[derive(Debug, Clone, Default)]
pub(super) struct Element {
    pub(super) name: String,
    /// The line on which it begins; the first is 1.
    pub(super) line: usize,
    attributes: Vec<(String, String)>,
    /// All text directly in it, entities resolved.
    pub(super) text: String,
    pub(super) children: Vec<Element>,
}

impl Element {
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    pub(super) fn refuse_attributes(&self, known: &[&str]) -> Result<(), Problem> {
        match self
            .attributes
            .iter()
            .find(|(name, _)| !known.contains(&name.as_str()))
        {
            None => Ok(()),
            Some((name, _)) => Err(Problem::schema(
                self,
                &format!("<{}> has no attribute {name}.", self.name),
            )),
        }
    }

    pub(super) fn refuse_text(&self) -> Result<(), Problem> {
        if self.text.trim().is_empty() {
            Ok(())
        } else {
            Err(Problem::schema(
                self,
                &format!("text may not stand in <{}> beside its elements.", self.name),
            ))
        }
    }
}

/// Reads a document into its outermost element.
///
/// # Errors
/// 12100 when it is not well-formed, not UTF-8, or has a document type.
pub(super) fn parse(bytes: &[u8]) -> Result<Element, Problem> {
    let text =
        std::str::from_utf8(bytes).map_err(|_| Problem::new(12100, "The answer is not UTF-8."))?;
    if text.trim().is_empty() {
        return Err(Problem::new(
            12100,
            "The answer is empty: <Response/> is the way to say nothing.",
        ));
    }
    if text.trim_start().starts_with("<?xml") && !text.starts_with("<?xml") {
        return Err(Problem::new(12100, "Something stands before <?xml."));
    }
    let mut reader = Reader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    let mut open: Vec<Element> = Vec::new();
    let mut root: Option<Element> = None;
    let (mut line, mut counted) = (1, 0);
    loop {
        let event = reader.read_event();
        let place = usize::try_from(reader.buffer_position()).unwrap_or(text.len());
        let place = place.min(text.len());
        let passed = &text.as_bytes()[counted..place.max(counted)];
        line += passed.iter().filter(|byte| **byte == b'\n').count();
        counted = place.max(counted);
        let broken = |what: &str| Problem::new(12100, format!("Line {line}: {what}"));
        match event.map_err(|error| broken(&format!("{error}.")))? {
            Event::Start(tag) | Event::Empty(tag) => {
                if root.is_some() {
                    return Err(broken("there is a second outermost element."));
                }
                open.push(begin(&tag, line).ok_or_else(|| broken("an attribute is broken."))?);
            }
            Event::End(_) => match open.pop() {
                Some(closed) => match open.last_mut() {
                    Some(parent) => parent.children.push(closed),
                    None => root = Some(closed),
                },
                None => return Err(broken("an element ends that did not begin.")),
            },
            Event::Text(more) => add(&mut open, &more.xml10_content())
                .ok_or_else(|| broken("text stands outside of the outermost element."))?,
            Event::CData(more) => add(&mut open, &more.xml10_content())
                .ok_or_else(|| broken("text stands outside of the outermost element."))?,
            Event::GeneralRef(reference) => {
                let resolved = match reference.resolve_char_ref() {
                    Ok(Some(character)) => Some(character.to_string()),
                    Ok(None) => resolve_predefined_entity(&reference).map(str::to_owned),
                    Err(_) => None,
                };
                let resolved = resolved.ok_or_else(|| broken("an entity is unknown."))?;
                add(&mut open, &resolved)
                    .ok_or_else(|| broken("text stands outside of the outermost element."))?;
            }
            Event::DocType(_) => return Err(broken("a document type may not be declared.")),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            Event::Eof if open.is_empty() => {
                return root.ok_or_else(|| broken("there is no element."));
            }
            Event::Eof => return Err(broken("an element does not end.")),
        }
    }
}

fn begin(tag: &BytesStart<'_>, line: usize) -> Option<Element> {
    let mut element = Element {
        name: tag.name().into_inner().to_owned(),
        line,
        ..Element::default()
    };
    for attribute in tag.attributes() {
        let attribute = attribute.ok()?;
        let value = attribute.normalized_value(XmlVersion::Explicit1_0).ok()?;
        let name = attribute.key.into_inner().to_owned();
        element.attributes.push((name, value.into_owned()));
    }
    Some(element)
}

/// Adds text to the innermost open element; none when there is none and the text is not mere space.
fn add(open: &mut [Element], text: &str) -> Option<()> {
    match open.last_mut() {
        Some(element) => element.text.push_str(text),
        None if text.trim().is_empty() => {}
        None => return None,
    }
    Some(())
}
