//! How many are in at once, counted by who they are. A place is given back on every way out, a panic too, so that no
//! more is remembered than there are places taken.

use std::{
    collections::HashMap,
    hash::Hash,
    sync::{Arc, Mutex, PoisonError},
};

type Taken<K> = Arc<Mutex<HashMap<K, u32>>>;

/// The places that are taken, by whom.
pub(super) struct Places<K> {
    taken: Taken<K>,
}

impl<K: Clone + Eq + Hash> Places<K> {
    /// Nobody is in.
    pub(super) fn new() -> Self {
        Self { taken: Arc::default() }
    }

    /// One more place for somebody, if they have fewer than `most`.
    pub(super) fn take(&self, who: K, most: u32) -> Option<Place<K>> {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let count = taken.get(&who).copied().unwrap_or(0);
        if count >= most {
            return None;
        }
        taken.insert(who.clone(), count.saturating_add(1));
        Some(Place { who, taken: Arc::clone(&self.taken) })
    }
}

/// A place that somebody has until it is dropped.
pub(super) struct Place<K: Eq + Hash> {
    who: K,
    taken: Taken<K>,
}

impl<K: Eq + Hash> Place<K> {
    /// Who has it.
    pub(super) fn who(&self) -> &K {
        &self.who
    }
}

impl<K: Eq + Hash> Drop for Place<K> {
    fn drop(&mut self) {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = taken.get_mut(&self.who) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                taken.remove(&self.who);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_free_again_once_it_is_left_and_nobody_is_remembered() {
        let places = Places::new();
        let first = places.take("a", 2).unwrap();
        let second = places.take("a", 2).unwrap();
        assert!(places.take("a", 2).is_none());
        assert!(places.take("b", 2).is_some(), "another one has places of their own");
        drop(first);
        assert!(places.take("a", 2).is_some());
        drop(second);
        assert!(places.taken.lock().unwrap().is_empty());
    }

    #[test]
    fn a_panic_gives_the_place_back() {
        let places = Places::new();
        let place = places.take("a", 1).unwrap();
        let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(move || {
            let _place = place;
            panic!("the work fails");
        }));
        assert!(panicked.is_err() && places.take("a", 1).is_some());
    }
}
