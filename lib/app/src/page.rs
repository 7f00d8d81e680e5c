//! Lists are read page by page.

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<Item, Position> {
    /// The items, in the order of the list.
    pub items: Vec<Item>,
    /// Where the next page starts; `None` at the end. A page may be empty and still have a next one.
    pub next: Option<Position>,
}
