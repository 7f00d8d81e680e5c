//! On whose clocks a member's quiet hours are read.

use jiff::tz::TimeZone;

use crate::time_zone::TimeZoneName;

/// The zones that a member may be in: the member's own; or, where that is not known, the church's and all others in use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberZones {
    /// Never empty; the church's own comes first where the member's is not known.
    zones: Vec<TimeZone>,
}

impl MemberZones {
    /// For a member whose zone is known.
    pub fn known(zone: &TimeZoneName) -> Self {
        Self::of(zone.rules(), [])
    }

    /// For a member whose zone is not known: the church's own, and those of the other members.
    pub fn unknown<'a>(
        church: &TimeZoneName,
        in_use: impl IntoIterator<Item = &'a TimeZoneName>,
    ) -> Self {
        Self::of(church.rules(), in_use.into_iter().map(TimeZoneName::rules))
    }

    /// Takes each zone once; the first one is kept first.
    pub(super) fn of(first: TimeZone, others: impl IntoIterator<Item = TimeZone>) -> Self {
        let mut zones = vec![first];
        for zone in others {
            if !zones.contains(&zone) {
                zones.push(zone);
            }
        }
        Self { zones }
    }

    /// All of them.
    pub(super) fn all(&self) -> &[TimeZone] {
        &self.zones
    }

    /// The church's alone; the member's own where that is known.
    pub(super) fn church(&self) -> &[TimeZone] {
        &self.zones[..1]
    }
}
