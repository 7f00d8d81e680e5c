//! The texts of a workbook, which cells name by number.

use crate::{Limits, Refusal};

use super::xml::{Node, Xml};

/// All texts one after another in one piece of memory: with a piece for each, a file of many short
/// texts would take many times its size.
#[derive(Default)]
pub(crate) struct SharedTexts {
    text: String,
    ends: Vec<u32>,
}

impl SharedTexts {
    /// Reads the part that holds them. How many it says there are is not believed.
    ///
    /// # Errors
    /// When it is damaged, or holds more than is allowed.
    pub(crate) fn read(xml: &mut Xml<'_>, limits: &Limits) -> Result<Self, Refusal> {
        let mut texts = Self::default();
        let mut item_depth = None;
        loop {
            match xml.next()? {
                Node::Start(element) => match element.name() {
                    "si" if item_depth.is_none() => item_depth = Some(element.depth),
                    "t" if item_depth.is_some() => {
                        let fits =
                            xml.text_of_element(&mut texts.text, limits.shared_text_bytes)?;
                        if !fits {
                            return Err(Refusal::TooLargeInside);
                        }
                    }
                    // How the text is pronounced in Japanese is no part of it.
                    "rPh" => xml.skip_element()?,
                    _ => {}
                },
                Node::End(depth) if item_depth == Some(depth) => {
                    item_depth = None;
                    texts.end_text(limits)?;
                }
                Node::EndOfPart => return Ok(texts),
                _ => {}
            }
        }
    }

    fn end_text(&mut self, limits: &Limits) -> Result<(), Refusal> {
        if self.ends.len() == limits.shared_texts {
            return Err(Refusal::TooLargeInside);
        }
        let end = u32::try_from(self.text.len()).map_err(|_| Refusal::TooLargeInside)?;
        self.ends.push(end);
        Ok(())
    }

    /// The text of a number, counted from 0.
    pub(crate) fn get(&self, number: usize) -> Option<&str> {
        let end = *self.ends.get(number)? as usize;
        let start = match number {
            0 => 0,
            _ => *self.ends.get(number - 1)? as usize,
        };
        self.text.get(start..end)
    }
}
