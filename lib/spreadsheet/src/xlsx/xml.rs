//! The XML inside an .xlsx file, piece by piece, each of bounded size and depth.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};

use crate::Refusal;

use super::package::Part;

/// The longest tag, text or comment that is read, in bytes: far above what a cell can hold.
const PIECE_BYTES: u64 = 512 * 1024;

/// How deep elements lie in each other at most; a cell's text lies eight deep.
const MAXIMUM_DEPTH: usize = 32;

/// A part of a workbook, read as XML.
pub(crate) struct Xml<'a> {
    reader: Reader<Part<'a>>,
    piece: Vec<u8>,
    depth: usize,
}

/// What comes next in a part.
pub(crate) enum Node<'b> {
    /// An element begins; one without content ends right afterwards.
    Start(Element<'b>),
    /// An element of this depth ends: the one that began last of those that have not ended.
    End(usize),
    /// Text between tags, as it is meant.
    Text(Cow<'b, str>),
    /// A comment or the like, of no meaning.
    Other,
    /// The part has come to its end.
    EndOfPart,
}

/// An element's name, attributes and depth.
pub(crate) struct Element<'b> {
    tag: BytesStart<'b>,
    /// How deep it lies; the outermost has 1.
    pub(crate) depth: usize,
}

impl<'a> Xml<'a> {
    pub(crate) fn new(part: Part<'a>) -> Self {
        let mut reader = Reader::from_reader(part);
        reader.config_mut().expand_empty_elements = true;
        Self {
            reader,
            piece: Vec::new(),
            depth: 0,
        }
    }

    /// How many bytes were unpacked for this so far.
    pub(crate) fn unpacked(&self) -> u64 {
        self.reader.get_ref().read()
    }

    /// What comes next.
    ///
    /// # Errors
    /// When it is no XML, ends within an element, or passes a limit.
    pub(crate) fn next(&mut self) -> Result<Node<'_>, Refusal> {
        self.piece.clear();
        self.reader.get_mut().begin_piece(PIECE_BYTES);
        let event = match self.reader.read_event_into(&mut self.piece) {
            Ok(event) => event,
            Err(_) => return Err(self.reader.get_ref().refusal()),
        };
        Ok(match event {
            Event::Start(element) | Event::Empty(element) => {
                self.depth += 1;
                if self.depth > MAXIMUM_DEPTH {
                    return Err(Refusal::TooLargeInside);
                }
                Node::Start(Element {
                    tag: element,
                    depth: self.depth,
                })
            }
            Event::End(_) => {
                self.depth -= 1;
                Node::End(self.depth + 1)
            }
            Event::Text(text) => Node::Text(text.xml10_content()),
            Event::CData(text) => Node::Text(text.xml10_content()),
            Event::GeneralRef(reference) => {
                let text = match reference.resolve_char_ref() {
                    Ok(Some(character)) => Cow::Owned(character.to_string()),
                    Ok(None) => resolve_predefined_entity(&reference)
                        .map(Cow::Borrowed)
                        .ok_or(Refusal::Damaged)?,
                    Err(_) => return Err(Refusal::Damaged),
                };
                Node::Text(text)
            }
            // Definitions of entities are how XML is made to explode; a workbook must not have any.
            Event::DocType(_) => return Err(Refusal::Damaged),
            Event::Eof if self.depth > 0 => return Err(Refusal::Damaged),
            Event::Eof => Node::EndOfPart,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => Node::Other,
        })
    }

    /// Adds the text of the element that began last to `text`, up to its end. Gives `false`, and stops
    /// adding, when `text` would have more than `limit` bytes.
    ///
    /// # Errors
    /// Those of [`Xml::next`].
    pub(crate) fn text_of_element(
        &mut self,
        text: &mut String,
        limit: usize,
    ) -> Result<bool, Refusal> {
        let depth = self.depth;
        let mut fits = true;
        while self.depth >= depth {
            match self.next()? {
                Node::Text(more) if text.len() + more.len() <= limit => text.push_str(&more),
                Node::Text(_) => fits = false,
                _ => {}
            }
        }
        Ok(fits)
    }

    /// Passes over the element that began last, and all that is in it.
    ///
    /// # Errors
    /// Those of [`Xml::next`].
    pub(crate) fn skip_element(&mut self) -> Result<(), Refusal> {
        let depth = self.depth;
        while self.depth >= depth {
            self.next()?;
        }
        Ok(())
    }

    /// Passes over the rest of the part, and compares its checksum.
    ///
    /// # Errors
    /// When the rest is damaged or too large.
    pub(crate) fn finish(&mut self) -> Result<(), Refusal> {
        self.reader.get_mut().finish()
    }
}

impl Element<'_> {
    /// The name without the prefix of its namespace, which is each program's own choice.
    pub(crate) fn name(&self) -> &str {
        self.tag.local_name().into_inner()
    }

    /// The value of an attribute, by its name without a prefix.
    ///
    /// # Errors
    /// When the attributes are not well-formed.
    pub(crate) fn attribute(&self, name: &str) -> Result<Option<Cow<'_, str>>, Refusal> {
        // Looking for attributes that are there twice would take time by the square of their number.
        for attribute in self.tag.attributes().with_checks(false) {
            let attribute = attribute.map_err(|_| Refusal::Damaged)?;
            if attribute.key.local_name().into_inner() == name {
                return attribute
                    .normalized_value(quick_xml::XmlVersion::Explicit1_0)
                    .map(Some)
                    .map_err(|_| Refusal::Damaged);
            }
        }
        Ok(None)
    }

    /// The value of an attribute that is a number, if there is one.
    ///
    /// # Errors
    /// When the attributes are not well-formed, or this one is no number.
    pub(crate) fn number(&self, name: &str) -> Result<Option<u32>, Refusal> {
        self.attribute(name)?
            .map(|text| text.trim().parse().map_err(|_| Refusal::Damaged))
            .transpose()
    }
}
