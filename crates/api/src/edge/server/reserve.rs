//! Connections that are kept for questions about health. Who comes last gets in: those who came before and still say
//! nothing give way, so that nobody fills the reserve by waiting in it.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
};

use cordata_domain::network::Network;
use tokio_util::sync::CancellationToken;

/// Of the reserve, one network has this part at most.
const PART: usize = 4;

/// The reserve.
pub(super) struct Reserve {
    most: usize,
    inside: Inside,
}

type Inside = Arc<Mutex<VecDeque<Guest>>>;

struct Guest {
    network: Network,
    gives_way: CancellationToken,
}

/// The place of a connection that may only ask about health.
pub(super) struct HealthSlot {
    gives_way: CancellationToken,
    inside: Inside,
}

impl Reserve {
    /// A reserve of so many connections.
    pub(super) fn new(most: u32) -> Self {
        Self { most: usize::try_from(most).unwrap_or(usize::MAX), inside: Arc::default() }
    }

    /// Lets a connection in. Where its network has its part, the oldest of that gives way, else the oldest of all.
    pub(super) fn enter(&self, network: Network) -> HealthSlot {
        let mut inside = self.inside.lock().unwrap_or_else(PoisonError::into_inner);
        let of_network = inside.iter().filter(|guest| guest.network == network).count();
        let oldest = if of_network >= (self.most / PART).max(1) {
            inside.iter().position(|guest| guest.network == network)
        } else {
            (inside.len() >= self.most).then_some(0)
        };
        if let Some(guest) = oldest.and_then(|oldest| inside.remove(oldest)) {
            guest.gives_way.cancel();
        }
        let gives_way = CancellationToken::new();
        inside.push_back(Guest { network, gives_way: gives_way.clone() });
        HealthSlot { gives_way, inside: Arc::clone(&self.inside) }
    }
}

impl HealthSlot {
    /// Returns when it has to give way.
    pub(super) async fn gives_way(&self) {
        self.gives_way.cancelled().await;
    }
}

impl Drop for HealthSlot {
    fn drop(&mut self) {
        // Whoever gave way is not inside any more, and marked the same way.
        self.gives_way.cancel();
        self.inside.lock().unwrap_or_else(PoisonError::into_inner).retain(|guest| !guest.gives_way.is_cancelled());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn network(last: u8) -> Network {
        Network::of([192, 0, 2, last].into())
    }

    #[test]
    fn who_waits_in_the_reserve_gives_way_to_who_comes_last() {
        let reserve = Reserve::new(8);
        let patient: Vec<_> =
            (1..=4).flat_map(|last| [reserve.enter(network(last)), reserve.enter(network(last))]).collect();
        let gone = |slots: &[HealthSlot]| slots.iter().filter(|slot| slot.gives_way.is_cancelled()).count();
        assert_eq!(gone(&patient), 0);
        let another = reserve.enter(network(5));
        assert!(patient[0].gives_way.is_cancelled() && gone(&patient) == 1, "the oldest of all");
        let crowd: Vec<_> = (0..10).map(|_| reserve.enter(network(4))).collect();
        assert_eq!((gone(&crowd), gone(&patient)), (8, 3), "one network crowds out itself");
        assert!(!another.gives_way.is_cancelled());
        drop((patient, another, crowd));
        assert!(reserve.inside.lock().unwrap().is_empty());
    }
}
