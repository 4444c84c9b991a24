//! Collects keys that are asked for at the same time, and reads each key once.
//!
//! A batch stays open while somebody joins it: it yields to the other resolvers of its operation, and is read when a
//! whole round brought no new key. No clock is involved, so the same operation makes the same batches on any machine,
//! and who asks for a key that is being read waits for that reading.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use cordata_app::AppError;
use futures_util::FutureExt;
use futures_util::future::{BoxFuture, Shared};
use tokio::task::yield_now;

use super::Source;

/// A key by which something is read from `S`.
pub trait Key<S = Source>: Clone + Eq + Hash + Send + Sync + 'static {
    /// What it names.
    type Value: Clone + Send + Sync + 'static;

    /// Reads what these keys name in one go; what is absent or hidden is left out.
    fn read(source: &S, keys: &[Self]) -> impl Future<Output = Result<HashMap<Self, Self::Value>, AppError>> + Send;
}

/// The batches of one operation.
pub struct Batches<S> {
    source: Arc<S>,
    shelves: Mutex<HashMap<TypeId, Box<dyn Any + Send>>>,
}

/// The keys of a batch while it is open; nothing afterwards.
type Collected<K> = Arc<Mutex<Option<Vec<K>>>>;

/// What a batch answers, for everybody who waits.
type Answers<K, V> = Result<Arc<HashMap<K, V>>, Arc<AppError>>;

/// Keys that are read together, for everybody who waits for one of them.
#[derive(Clone)]
struct Batch<K: Clone, V> {
    collected: Collected<K>,
    reading: Shared<BoxFuture<'static, Answers<K, V>>>,
}

/// All batches of one kind of key.
struct Shelf<K: Clone, V> {
    by_key: HashMap<K, Batch<K, V>>,
    newest: Option<Batch<K, V>>,
}

impl<S: Send + Sync + 'static> Batches<S> {
    /// No batches yet.
    pub fn new(source: S) -> Self {
        Self { source: Arc::new(source), shelves: Mutex::default() }
    }

    /// What `key` names; nothing if it is absent or hidden.
    pub async fn load<K: Key<S>>(&self, key: K) -> Result<Option<K::Value>, Arc<AppError>> {
        let batch = self.batch(&key);
        settle(&batch.collected).await;
        Ok(batch.reading.await?.get(&key).cloned())
    }

    /// The batch that `key` belongs to: the one that has it, the one still open, or a new one.
    fn batch<K: Key<S>>(&self, key: &K) -> Batch<K, K::Value> {
        let mut shelves = lock(&self.shelves);
        let empty = Shelf::<K, K::Value> { by_key: HashMap::new(), newest: None };
        let shelf = shelves.entry(TypeId::of::<K>()).or_insert_with(|| Box::new(empty));
        let Some(shelf) = shelf.downcast_mut::<Shelf<K, K::Value>>() else { return self.begin(key) };
        if let Some(batch) = shelf.by_key.get(key) {
            return batch.clone();
        }
        let open = shelf.newest.take().filter(|batch| join(&batch.collected, key));
        let batch = open.unwrap_or_else(|| self.begin(key));
        shelf.by_key.insert(key.clone(), batch.clone());
        shelf.newest = Some(batch.clone());
        batch
    }

    fn begin<K: Key<S>>(&self, key: &K) -> Batch<K, K::Value> {
        let collected: Collected<K> = Arc::new(Mutex::new(Some(vec![key.clone()])));
        let (source, mine) = (Arc::clone(&self.source), Arc::clone(&collected));
        let reading = async move {
            let keys = lock(&mine).take().unwrap_or_default();
            K::read(&source, &keys).await.map(Arc::new).map_err(Arc::new)
        };
        Batch { collected, reading: reading.boxed().shared() }
    }
}

/// Adds a key to a batch that is still open.
fn join<K: Clone>(collected: &Collected<K>, key: &K) -> bool {
    lock(collected).as_mut().map(|keys| keys.push(key.clone())).is_some()
}

/// Lets everybody who can ask now ask: returns when a whole round brought no new key, or when the batch is closed.
/// Everybody who waits does so, so that it matters to nobody if another gives up.
async fn settle<K>(collected: &Collected<K>) {
    let mut known = 0;
    loop {
        yield_now().await;
        match lock(collected).as_ref().map(Vec::len) {
            Some(count) if count > known => known = count,
            Some(_) | None => return,
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use cordata_domain::Reason;
    use futures_util::future::{join_all, try_join_all};
    use tokio::sync::Semaphore;

    use super::*;

    /// Notes what was read; each reading waits for a permit.
    struct Shop {
        readings: Mutex<Vec<Vec<u32>>>,
        doors: Semaphore,
    }

    impl Shop {
        fn open(doors: usize) -> Batches<Self> {
            Batches::new(Self { readings: Mutex::default(), doors: Semaphore::new(doors) })
        }
    }

    /// Names its double, if it is even.
    #[derive(Clone, PartialEq, Eq, Hash)]
    struct Number(u32);

    impl Key<Shop> for Number {
        type Value = u32;

        async fn read(shop: &Shop, keys: &[Self]) -> Result<HashMap<Self, u32>, AppError> {
            lock(&shop.readings).push(keys.iter().map(|key| key.0).collect());
            let permit = shop.doors.acquire().await.map_err(|_| AppError::from(Reason::NotFound))?;
            permit.forget();
            Ok(keys.iter().filter(|key| key.0.is_multiple_of(2)).map(|key| (key.clone(), key.0 * 2)).collect())
        }
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn what_is_asked_at_the_same_time_is_read_at_once_however_much_it_is() {
        let batches = Shop::open(9);
        let doubles = try_join_all((0..1000).map(|n| batches.load(Number(n / 2)))).await.unwrap();
        assert_eq!(doubles[..6], [Some(0), Some(0), None, None, Some(4), Some(4)]);
        let readings = lock(&batches.source.readings).clone();
        assert_eq!(readings, [(0..500).collect::<Vec<_>>()], "one reading, each key once");
    }

    #[tokio::test]
    async fn a_key_that_was_read_or_is_being_read_is_not_read_again() {
        let batches = Shop::open(0);
        let late = async {
            while lock(&batches.source.readings).is_empty() {
                yield_now().await;
            }
            let again = batches.load(Number(4));
            let open = async { batches.source.doors.add_permits(9) };
            tokio::join!(again, open).0
        };
        let (first, second) = tokio::join!(batches.load(Number(4)), late);
        assert_eq!((first.unwrap(), second.unwrap()), (Some(8), Some(8)));
        assert_eq!(batches.load(Number(4)).await.unwrap(), Some(8));
        assert_eq!(*lock(&batches.source.readings), [[4]]);
    }

    #[tokio::test]
    async fn who_gives_up_leaves_the_others_what_they_wait_for() {
        let batches = Shop::open(9);
        let mut first = Box::pin(batches.load(Number(2)));
        assert!(futures_util::poll!(&mut first).is_pending());
        let second = batches.load(Number(6));
        drop(first);
        assert_eq!(second.await.unwrap(), Some(12));
    }

    #[tokio::test]
    async fn a_failed_reading_fails_for_everybody_who_waits() {
        let batches = Shop::open(0);
        batches.source.doors.close();
        let outcomes = join_all((0..3).map(|n| batches.load(Number(n)))).await;
        assert!(outcomes.iter().all(Result::is_err));
    }
}
