//! Groups by their names, as cells and exports have them.

use std::collections::{BTreeSet, HashMap};

use crate::directory::folded;
use crate::group::{Group, GroupKind};
use crate::ids::GroupId;

/// The groups of a church, to be found by name. Case and accents don't matter, unless two names differ in nothing else.
#[derive(Debug, Clone, Default)]
pub struct GroupNames {
    groups: HashMap<String, Vec<Named>>,
    names: HashMap<GroupId, String>,
}

#[derive(Debug, Clone)]
struct Named {
    id: GroupId,
    name: String,
    is_static: bool,
}

impl GroupNames {
    /// The names of these groups.
    pub fn new(groups: &[Group]) -> Self {
        let mut names = Self::default();
        for group in groups {
            let name = group.name.as_str().to_owned();
            let named = Named {
                id: group.id,
                name: name.clone(),
                is_static: group.kind == GroupKind::Static,
            };
            names.groups.entry(folded(&name)).or_default().push(named);
            names.names.insert(group.id, name);
        }
        names
    }

    /// Whether there is such a group.
    pub fn contains(&self, id: GroupId) -> bool {
        self.names.contains_key(&id)
    }

    /// The names of these groups, with semicolons between, in the order of the alphabet; those that are gone are left
    /// out.
    pub fn written(&self, ids: &BTreeSet<GroupId>) -> String {
        let mut names: Vec<&str> = ids
            .iter()
            .filter_map(|id| self.names.get(id))
            .map(String::as_str)
            .collect();
        names.sort_unstable();
        names.join("; ")
    }

    /// Reads a cell of names with semicolons or commas between. A comma may be part of a name, too.
    ///
    /// # Errors
    /// A sentence for staff, when a group is not known or can't be chosen.
    pub(super) fn read(&self, cell: &str) -> Result<BTreeSet<GroupId>, String> {
        let mut ids = BTreeSet::new();
        for part in cell
            .split([';', '\n'])
            .filter(|part| !part.trim().is_empty())
        {
            if self.groups.contains_key(&folded(part)) {
                ids.insert(self.find(part)?);
                continue;
            }
            for name in part.split(',').filter(|name| !name.trim().is_empty()) {
                ids.insert(self.find(name)?);
            }
        }
        Ok(ids)
    }

    fn find(&self, name: &str) -> Result<GroupId, String> {
        let name = name.trim();
        let found = self
            .groups
            .get(&folded(name))
            .map_or(&[][..], Vec::as_slice);
        let exact = found.iter().find(|group| group.name == name);
        match (exact, found) {
            (Some(group), _) | (None, [group]) if group.is_static => Ok(group.id),
            (Some(_), _) | (None, [_]) => Err(format!(
                "\"{name}\" is a group with a rule: people belong to it by themselves. Leave it out here."
            )),
            (None, []) => {
                let name: String = name.chars().take(60).collect();
                Err(format!(
                    "There is no group called \"{name}\". Make it under Groups first, then preview the file again."
                ))
            }
            (None, _) => Err(format!(
                "More than one group is called \"{name}\". Write it as it is written under Groups."
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::group::{GroupName, GroupRule};

    fn group(number: u128, name: &str, kind: GroupKind) -> Group {
        Group {
            id: id(number),
            name: GroupName::parse(name).expect("a name"),
            kind,
            created_at: Timestamp::UNIX_EPOCH,
            updated_at: Timestamp::UNIX_EPOCH,
            version: 1,
        }
    }

    fn id(number: u128) -> GroupId {
        GroupId::new(Timestamp::UNIX_EPOCH, number)
    }

    fn names() -> GroupNames {
        let rule = GroupKind::Rule {
            rule: GroupRule::default(),
        };
        GroupNames::new(&[
            group(1, "Choir", GroupKind::Static),
            group(2, "Jóvenes", GroupKind::Static),
            group(3, "Youth, girls", GroupKind::Static),
            group(4, "Spanish readers", rule),
            group(5, "deacons", GroupKind::Static),
            group(6, "Deacons", GroupKind::Static),
        ])
    }

    #[test]
    fn groups_are_found_by_name_between_semicolons_and_commas() {
        for (cell, expected) in [
            ("Choir", &[1][..]),
            ("choir; jovenes", &[1, 2]),
            ("choir, JÓVENES ,", &[1, 2]),
            ("Youth, girls", &[3]),
            ("Choir; Youth, girls", &[1, 3]),
            ("Choir\nJóvenes", &[1, 2]),
            ("Deacons", &[6]),
            ("", &[]),
        ] {
            let expected: BTreeSet<GroupId> = expected.iter().map(|number| id(*number)).collect();
            assert_eq!(names().read(cell), Ok(expected), "{cell}");
        }
    }

    #[test]
    fn a_group_that_can_not_be_chosen_is_refused_with_the_reason() {
        for (cell, reason) in [
            ("Chior", "no group called \"Chior\""),
            ("Choir, Ushers", "no group called \"Ushers\""),
            ("Spanish readers", "by themselves"),
            ("DEACONS", "More than one group"),
        ] {
            let error = names().read(cell).expect_err("a refusal");
            assert!(error.contains(reason), "{error}");
        }
    }

    #[test]
    fn what_is_written_is_read_back() {
        let ids: BTreeSet<GroupId> = [1, 3, 5, 6].into_iter().map(id).collect();
        assert_eq!(names().read(&names().written(&ids)), Ok(ids));
    }
}
