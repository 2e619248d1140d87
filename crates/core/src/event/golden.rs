//! One body of every kind with golden bytes: what is stored today is read for ever.

use super::codec::Sig;
use super::{Event, kinds, older_samples, samples};
use crate::id::{Hash, Id};
use crate::journal::Body;

/// A value that shows the encoding of its type.
pub trait Sample {
    fn sample() -> Self;
}

macro_rules! samples_of {
    ($($t:ty = $value:expr;)*) => {$(impl Sample for $t { fn sample() -> Self { $value } })*};
}

samples_of! {
    u8 = 200;
    u16 = 300;
    u32 = 70_000;
    u64 = 5_000_000_000;
    String = "Әлия, «и»".to_owned();
    Id = Id([0xCD; 16]);
    Hash = Hash([0xAB; 32]);
    Sig = Sig([0xEF; 64]);
}

impl<T: Sample> Sample for Option<T> {
    fn sample() -> Self {
        Some(T::sample())
    }
}

impl<T: Sample> Sample for Vec<T> {
    fn sample() -> Self {
        vec![T::sample(), T::sample()]
    }
}

impl<A: Sample, B: Sample> Sample for (A, B) {
    fn sample() -> Self {
        (A::sample(), B::sample())
    }
}

impl<A: Sample, B: Sample, C: Sample> Sample for (A, B, C) {
    fn sample() -> Self {
        (A::sample(), B::sample(), C::sample())
    }
}

impl<A: Sample, B: Sample, C: Sample, D: Sample> Sample for (A, B, C, D) {
    fn sample() -> Self {
        (A::sample(), B::sample(), C::sample(), D::sample())
    }
}

/// `TIRKEU_BLESS=1` writes the file instead; a line that changes is a new version of the body, never a new
/// encoding of the old one.
#[test]
fn the_body_of_every_kind_has_its_golden_bytes() {
    let golden = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../tests/golden/journal/bodies.txt"
    );
    let mut events = samples();
    events.sort_by_key(Event::kind);
    let lines: Vec<String> = events
        .iter()
        .map(|event| {
            let name = kinds::spec(event.kind()).unwrap().name;
            format!("{name} {}\n", hex::encode(event.payload()))
        })
        .collect();
    let older = older_samples();
    let lines: Vec<String> = lines
        .into_iter()
        .chain(older.iter().map(|(kind, version, payload)| {
            let name = kinds::spec(*kind).unwrap().name;
            format!("{name}.{version} {}\n", hex::encode(payload))
        }))
        .collect();
    if std::env::var_os("TIRKEU_BLESS").is_some() {
        std::fs::write(golden, lines.concat()).unwrap();
    }
    assert_eq!(std::fs::read_to_string(golden).unwrap(), lines.concat());
    for event in events {
        let body = Body::new([7; 32], &event.payload());
        let version = kinds::spec(event.kind()).unwrap().version;
        assert_eq!(Event::read(event.kind(), version, &body), Ok(event));
    }
    for (kind, version, payload) in older {
        let body = Body::new([7; 32], &payload);
        assert!(Event::read(kind, version, &body).is_ok_and(|event| event.kind() == kind));
        let newest = kinds::spec(kind).unwrap().version;
        assert!(
            Event::read(kind, newest, &body).is_err(),
            "an old body under the newest number"
        );
    }
}
