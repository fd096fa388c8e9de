//! How many sockets each holder has open: a user or API key, or the network of those of whom nothing is known yet.

use std::{
    collections::HashMap,
    net::{IpAddr, Ipv6Addr},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use crate::{Code, Fault, Limits};

/// Who is counted.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Holder {
    /// A socket that has not shown whose it is, or is nobody's.
    Network(Option<IpAddr>),
    /// By [`holder`](crate::Session::holder).
    Named(String),
}

impl Holder {
    /// IPv6 clients own a whole /64.
    pub(super) fn at(ip: Option<IpAddr>) -> Self {
        Self::Network(ip.map(|ip| match ip.to_canonical() {
            IpAddr::V6(ip) => IpAddr::V6(Ipv6Addr::from_bits(ip.to_bits() >> 64 << 64)),
            v4 @ IpAddr::V4(_) => v4,
        }))
    }
}

/// All sockets of an endpoint.
pub(crate) struct Crowd {
    open: Mutex<HashMap<Holder, usize>>,
    limit: usize,
}

impl Crowd {
    pub(crate) fn new(limits: &Limits) -> Self {
        Self { open: Mutex::default(), limit: limits.sockets_per_caller }
    }

    /// One more of `holder`.
    ///
    /// # Errors
    /// `LIMIT_SOCKETS`.
    pub(super) fn enter(self: &Arc<Self>, holder: Holder) -> Result<Place, Fault> {
        let mut open = self.lock();
        let count = open.entry(holder.clone()).or_insert(0);
        if *count >= self.limit {
            return Err(Fault::limit(Code::LimitSockets, "sockets_per_caller", self.limit as u64, None));
        }
        *count += 1;
        drop(open);
        Ok(Place { crowd: Arc::clone(self), holder })
    }

    fn leave(&self, holder: &Holder) {
        let mut open = self.lock();
        if let Some(count) = open.get_mut(holder) {
            *count -= 1;
            if *count == 0 {
                open.remove(holder);
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Holder, usize>> {
        // Nothing that is done under this lock can panic halfway.
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A socket's place, given back when dropped.
pub(super) struct Place {
    crowd: Arc<Crowd>,
    holder: Holder,
}

impl Place {
    /// Counts the socket as `holder`'s from now on.
    ///
    /// # Errors
    /// `LIMIT_SOCKETS`; then nothing has changed.
    pub(super) fn hand_over(&mut self, holder: Holder) -> Result<(), Fault> {
        if holder != self.holder {
            *self = self.crowd.enter(holder)?;
        }
        Ok(())
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.crowd.leave(&self.holder);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn crowd() -> Arc<Crowd> {
        Arc::new(Crowd::new(&Limits { sockets_per_caller: 2, ..Limits::default() }))
    }

    fn at(ip: &str) -> Holder {
        Holder::at(Some(ip.parse().unwrap()))
    }

    #[test]
    fn a_network_has_its_limit_and_nobody_elses() {
        let crowd = crowd();
        let (one, _two) = (crowd.enter(at("2001:db8::1")).unwrap(), crowd.enter(at("2001:db8::2")).unwrap());

        assert_eq!(crowd.enter(at("2001:db8::3")).map(drop).unwrap_err().code, Code::LimitSockets);
        assert!(crowd.enter(at("2001:db8:0:1::3")).is_ok());
        drop(one);
        assert!(crowd.enter(at("2001:db8::3")).is_ok());
    }

    #[test]
    fn who_tells_whose_it_is_makes_room_for_others_of_its_network() {
        let crowd = crowd();
        let mut places: Vec<Place> = (0..2).map(|_| crowd.enter(at("192.0.2.1")).unwrap()).collect();

        for place in &mut places {
            place.hand_over(Holder::Named("ana".to_owned())).unwrap();
            place.hand_over(Holder::Named("ana".to_owned())).unwrap();
        }

        let mut third = crowd.enter(at("192.0.2.1")).unwrap();
        assert_eq!(third.hand_over(Holder::Named("ana".to_owned())).unwrap_err().code, Code::LimitSockets);
        assert!(third.hand_over(Holder::Named("pau".to_owned())).is_ok());
    }

    #[test]
    fn who_has_none_is_forgotten() {
        let crowd = crowd();

        drop(crowd.enter(at("192.0.2.1")).unwrap());

        assert!(crowd.lock().is_empty());
    }
}
