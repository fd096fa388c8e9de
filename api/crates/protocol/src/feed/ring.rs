//! The newest events of a feed, bounded by count and bytes. Pure.

use std::collections::VecDeque;

use axum::extract::ws::Utf8Bytes;

/// Holds every event after [`base`](Ring::base), and none up to it.
#[derive(Debug)]
pub(super) struct Ring {
    entries: VecDeque<(u64, Utf8Bytes)>,
    base: u64,
    bytes: usize,
    max_entries: usize,
    max_bytes: usize,
}

/// What there is for someone at a position.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Read {
    /// The next event.
    Entry(u64, Utf8Bytes),
    /// Nothing yet.
    UpToDate,
    /// Events may be missing here: get those up to and with this position elsewhere first.
    Behind(u64),
}

impl Ring {
    /// A ring that will hold everything after `base`.
    pub(super) fn new(base: u64, max_entries: usize, max_bytes: usize) -> Self {
        Self { entries: VecDeque::new(), base, bytes: 0, max_entries: max_entries.max(1), max_bytes }
    }

    /// Adds an event. The oldest give way, the newest always stays.
    ///
    /// # Errors
    /// The newest position, if the given one is not beyond it.
    pub(super) fn push(&mut self, position: u64, payload: Utf8Bytes) -> Result<(), u64> {
        let newest = self.entries.back().map_or(self.base, |(newest, _)| *newest);
        if position <= newest {
            return Err(newest);
        }
        self.bytes += payload.len();
        self.entries.push_back((position, payload));
        while self.entries.len() > 1 && (self.entries.len() > self.max_entries || self.bytes > self.max_bytes) {
            if let Some((position, payload)) = self.entries.pop_front() {
                self.base = position;
                self.bytes -= payload.len();
            }
        }
        Ok(())
    }

    /// What comes after a position.
    pub(super) fn read(&self, after: u64) -> Read {
        if after < self.base {
            return Read::Behind(self.base);
        }
        let next = self.entries.partition_point(|(position, _)| *position <= after);
        match self.entries.get(next) {
            Some((position, payload)) => Read::Entry(*position, payload.clone()),
            None => Read::UpToDate,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn payload(position: u64) -> Utf8Bytes {
        position.to_string().into()
    }

    #[test]
    fn the_newest_event_stays_however_large_it_is() {
        let mut ring = Ring::new(0, 10, 5);

        ring.push(1, "12345".into()).unwrap();
        ring.push(2, "1234567890".into()).unwrap();

        assert_eq!(ring.read(0), Read::Behind(1));
        assert_eq!(ring.read(1), Read::Entry(2, "1234567890".into()));
        assert_eq!(ring.read(2), Read::UpToDate);
    }

    #[test]
    fn positions_that_do_not_rise_are_refused() {
        let mut ring = Ring::new(5, 10, 1000);

        assert_eq!(ring.push(5, payload(5)), Err(5));
        ring.push(7, payload(7)).unwrap();
        assert_eq!(ring.push(7, payload(7)), Err(7));
        assert_eq!(ring.push(6, payload(6)), Err(7));
    }

    /// What happens to a ring and those who read it.
    #[derive(Debug, Clone)]
    enum Step {
        /// The log grows by this many positions, the last of which matches.
        Push(u64),
        /// A reader joins at a fraction of the log.
        Join(f64),
        /// A reader reads this many times.
        Read(usize, usize),
        Leave(usize),
    }

    fn step() -> impl Strategy<Value = Step> {
        prop_oneof![
            4 => (1..4u64).prop_map(Step::Push),
            1 => (0.0..1.0f64).prop_map(Step::Join),
            4 => (any::<usize>(), 1..6usize).prop_map(|(who, times)| Step::Read(who, times)),
            1 => any::<usize>().prop_map(Step::Leave),
        ]
    }

    proptest! {
        #[test]
        fn whoever_reads_by_position_and_fetches_what_is_behind_gets_the_log_exactly(
            entries in 1..6usize,
            steps in prop::collection::vec(step(), 1..200),
        ) {
            let mut log: Vec<u64> = Vec::new();
            let mut ring = Ring::new(0, entries, 12);
            let mut readers: Vec<(u64, u64, Vec<u64>)> = Vec::new();
            let read = |reader: &mut (u64, u64, Vec<u64>), ring: &Ring, log: &[u64]| match ring.read(reader.1) {
                Read::Entry(position, text) => {
                    prop_assert_eq!(text, payload(position));
                    reader.2.push(position);
                    reader.1 = position;
                    Ok(true)
                }
                Read::Behind(until) => {
                    reader.2.extend(log.iter().filter(|position| (reader.1 + 1..=until).contains(*position)));
                    reader.1 = until;
                    Ok(true)
                }
                Read::UpToDate => Ok(false),
            };
            for step in steps {
                match step {
                    Step::Push(by) => {
                        let position = log.last().copied().unwrap_or(0) + by;
                        log.push(position);
                        ring.push(position, payload(position)).unwrap();
                    }
                    Step::Join(at) => {
                        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "small")]
                        let from = (log.last().copied().unwrap_or(0) as f64 * at) as u64;
                        readers.push((from, from, Vec::new()));
                    }
                    Step::Read(who, times) if !readers.is_empty() => {
                        let who = who % readers.len();
                        for _ in 0..times {
                            read(&mut readers[who], &ring, &log)?;
                        }
                    }
                    Step::Leave(who) if !readers.is_empty() => {
                        let who = who % readers.len();
                        readers.swap_remove(who);
                    }
                    Step::Read(..) | Step::Leave(_) => {}
                }
            }
            for reader in &mut readers {
                while read(reader, &ring, &log)? {}
                let from = reader.0;
                let expected: Vec<u64> = log.iter().copied().filter(|position| *position > from).collect();
                prop_assert_eq!(&reader.2, &expected);
            }
        }
    }
}
