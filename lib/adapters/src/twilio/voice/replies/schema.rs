//! Checks TwiML against the phone network's schema, which is written from Twilio's documentation: as much of XML Schema
//! as that schema uses.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::escape::{resolve_predefined_entity, unescape};
use quick_xml::events::Event;

const SCHEMAS: [&str; 2] = [
    include_str!("../../../../../../infra/local/phone-network/schema/voice.xsd"),
    include_str!("../../../../../../infra/local/phone-network/schema/voices.xsd"),
];

#[derive(Debug, Default)]
struct Node {
    name: String,
    attributes: BTreeMap<String, String>,
    children: Vec<Node>,
    text: String,
}

fn parse(xml: &str) -> Result<Node, String> {
    let mut reader = Reader::from_str(xml);
    let mut open = vec![Node::default()];
    loop {
        let event = reader.read_event().map_err(|error| error.to_string())?;
        let (start, is_empty) = match event {
            Event::Eof => break,
            Event::Start(start) => (start, false),
            Event::Empty(start) => (start, true),
            Event::End(_) => {
                let closed = open.pop().ok_or("an end without a beginning")?;
                let parent = open.last_mut().ok_or("an end without a beginning")?;
                parent.children.push(closed);
                continue;
            }
            other => {
                let inside = open.last_mut().ok_or("words outside of everything")?;
                match other {
                    Event::Text(text) => inside.text.push_str(&text),
                    Event::GeneralRef(reference) => {
                        let known = resolve_predefined_entity(&reference);
                        inside.text.push_str(known.ok_or("an unknown entity")?);
                    }
                    Event::Decl(_) | Event::Comment(_) => {}
                    other => return Err(format!("{other:?}")),
                }
                continue;
            }
        };
        let mut node = Node {
            name: start.name().as_ref().to_owned(),
            ..Node::default()
        };
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|error| error.to_string())?;
            let key: String = attribute.key.as_ref().to_owned();
            let value = unescape(&attribute.value).map_err(|error| error.to_string())?;
            node.attributes.insert(key, value.into_owned());
        }
        match is_empty {
            true => open.last_mut().ok_or("no parent")?.children.push(node),
            false => open.push(node),
        }
    }
    let mut document = open.pop().ok_or("nothing")?;
    document.children.pop().ok_or_else(|| "nothing".to_owned())
}

impl Node {
    fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str)
    }

    /// All that is declared here under a tag, not within another declaration of that tag.
    fn declared<'node>(&'node self, tag: &str, found: &mut Vec<&'node Node>) {
        for child in &self.children {
            match child.name == tag {
                true => found.push(child),
                false => child.declared(tag, found),
            }
        }
    }

    fn declared_as(&self, tag: &str, name: &str) -> Option<&Node> {
        let mut found = Vec::new();
        self.declared(tag, &mut found);
        found
            .into_iter()
            .find(|one| one.attribute("name") == Some(name))
    }
}

/// The schema, by the names of its types and elements.
pub(super) struct Schema(BTreeMap<String, Node>);

impl Schema {
    pub(super) fn read() -> Self {
        let all = SCHEMAS
            .iter()
            .flat_map(|xml| parse(xml).expect("a schema").children);
        let named = all.filter_map(|node| Some((node.attribute("name")?.to_owned(), node)));
        Self(named.collect())
    }

    /// Checks a document; what is wrong with it otherwise.
    pub(super) fn check(&self, xml: &str) -> Result<(), String> {
        let root = parse(xml)?;
        if root.name != "Response" {
            return Err(format!("{} is no document", root.name));
        }
        self.check_node(&root, self.named("Response")?)
    }

    fn named(&self, name: &str) -> Result<&Node, String> {
        self.0.get(name).ok_or_else(|| format!("no type {name}"))
    }

    fn check_node(&self, node: &Node, of: &Node) -> Result<(), String> {
        for (name, value) in &node.attributes {
            let declared = of.declared_as("xs:attribute", name);
            let declared = declared.ok_or_else(|| format!("{} has {name}", node.name))?;
            let is_good = match declared.attribute("type") {
                Some(kind) => self.is_a(value, kind),
                None => declared.children.iter().any(|kind| self.is_of(value, kind)),
            };
            if !is_good {
                return Err(format!("{} has {name}={value:?}", node.name));
            }
        }
        for child in &node.children {
            let declared = of.declared_as("xs:element", &child.name);
            let declared = declared.ok_or_else(|| format!("{} in {}", child.name, node.name))?;
            let kind = declared
                .attribute("type")
                .ok_or("an element without a type")?;
            self.check_node(child, self.named(kind)?)?;
        }
        let mut extensions = Vec::new();
        of.declared("xs:extension", &mut extensions);
        let base = extensions.first().and_then(|one| one.attribute("base"));
        let is_good = match base {
            Some("Speech") => self.is_a(&node.text, "Speech") && !node.text.trim().is_empty(),
            Some(base) => self.is_a(&node.text, base),
            None => node.text.trim().is_empty() || of.attribute("mixed") == Some("true"),
        };
        if !is_good {
            return Err(format!("{} says {:?}", node.name, node.text));
        }
        match (node.attribute("voice"), node.attribute("language")) {
            (Some(voice), Some(language)) if !self.is_a(voice, &format!("voice.{language}")) => {
                Err(format!("{voice} does not speak {language}"))
            }
            _ => Ok(()),
        }
    }

    fn is_a(&self, value: &str, kind: &str) -> bool {
        match kind {
            "xs:integer" => value.parse::<i64>().is_ok(),
            kind if kind.starts_with("xs:") => true,
            kind => self.0.get(kind).is_some_and(|kind| self.is_of(value, kind)),
        }
    }

    /// Whether a value is of a simple type, or within a restriction, a union or a list.
    fn is_of(&self, value: &str, kind: &Node) -> bool {
        match kind.name.as_str() {
            "xs:simpleType" => kind.children.iter().all(|child| self.is_of(value, child)),
            "xs:union" => {
                let members = kind.attribute("memberTypes").unwrap_or_default();
                members
                    .split_whitespace()
                    .any(|member| self.is_a(value, member))
                    || kind.children.iter().any(|child| self.is_of(value, child))
            }
            "xs:restriction" => {
                let base = kind.attribute("base").unwrap_or_default();
                self.is_a(value, base) && has_facets(value, kind)
            }
            other => panic!("the schema uses {other}, which is not read here"),
        }
    }
}

/// Patterns are not read: what they say of numbers and speech is checked otherwise.
fn has_facets(value: &str, restriction: &Node) -> bool {
    let facets = |name: &'static str| {
        let named = restriction
            .children
            .iter()
            .filter(move |facet| facet.name == name);
        named.filter_map(|facet| facet.attribute("value"))
    };
    let number = value.parse::<i64>().unwrap_or(0);
    let bound = |text: &str| text.parse::<i64>().expect("a bound");
    let length = i64::try_from(value.chars().count()).expect("a length");
    let mut enumerated = facets("xs:enumeration").peekable();
    (enumerated.peek().is_none() || enumerated.any(|one| one == value))
        && facets("xs:minInclusive").all(|least| number >= bound(least))
        && facets("xs:maxInclusive").all(|most| number <= bound(most))
        && facets("xs:minLength").all(|least| length >= bound(least))
        && facets("xs:maxLength").all(|most| length <= bound(most))
}
