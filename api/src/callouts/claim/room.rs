//! Within what callouts share: whom a look asks about, and what it waits for when there is no room.

use std::collections::HashMap;

use entity::{callout_participation, id::ProviderId};
use sea_orm::DbErr;

use super::{Again, LOOK, Look};
use crate::callouts::shared::{Full, Shared, What};

/// Participations of a look.
pub(super) struct Asked {
    pub(super) parts: Vec<callout_participation::Model>,
    /// Whether nobody else is due.
    pub(super) all: bool,
    /// Whether whoever else is due is to be called over a provider that takes no more.
    pub(super) held: bool,
}

impl Look<'_> {
    /// Participations to be judged: as many as there is room for, over all and over each provider.
    pub(super) async fn asked(&self, room: u64, shared: &Shared) -> Result<Asked, DbErr> {
        let rooms = |place: &usize| self.provider_at(*place).and_then(|id| shared.room_over(id));
        let places: Vec<usize> = self.served.iter().copied().filter(|place| rooms(place) != Some(0)).collect();
        // As much as all of them together can take, a provider that stands at several places counted for each.
        let together = places.iter().map(rooms).collect::<Option<Vec<u64>>>().map(|rooms| rooms.into_iter().sum());
        let wanted = together.map_or(room, |together: u64| Ord::min(together, room));
        let found = if wanted == 0 { Vec::new() } else { self.due(&places, wanted).await? };
        let short = u64::try_from(found.len()).unwrap_or(u64::MAX) < wanted;
        let some_are_full = places.len() < self.served.len();
        let mut taken: HashMap<ProviderId, u64> = HashMap::new();
        let count = found.len();
        let fits = |part: &callout_participation::Model| {
            let Some(provider) = self.routes.after(part.route).map(|route| route.provider) else { return true };
            let taken = taken.entry(provider).or_default();
            *taken += 1;
            shared.room_over(provider).is_none_or(|room| *taken <= room)
        };
        // Who does not fit stays as they are; the next look begins with those of other providers.
        let parts: Vec<_> = found.into_iter().filter(fits).collect();
        let all_fit = parts.len() == count;
        Ok(Asked { parts, all: short && all_fit && !some_are_full, held: places.is_empty() || (short && all_fit && some_are_full) })
    }

    /// Waits for a limit that is shared: until its bucket fills, or a call ends, whosever it is.
    pub(super) fn hold(&mut self, shared: &Shared, providers: &[ProviderId]) -> Again {
        let mut full: Vec<Full> = shared.full(providers).collect();
        if full.iter().any(|full| full.provider.is_none()) {
            full.retain(|full| full.provider.is_none());
        }
        let counts = full.iter().find(|full| matches!(full.what, What::AtOnce(_))).or(full.first());
        if let Some(full) = counts {
            (self.row.held_by, self.row.held_ended) = (Some(full.owner), full.ended);
        }
        let look = self.now + LOOK;
        let again = full.iter().map(|full| match full.what {
            What::Rate(_, at) => at,
            What::AtOnce(_) => look,
        });
        Again::At(again.min().unwrap_or(look))
    }
}
