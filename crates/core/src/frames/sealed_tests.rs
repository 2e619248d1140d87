#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use zeroize::Zeroizing;

use super::tests::{self, entry};
use super::*;
use crate::id::{Hash, Id, SystemEntropy};
use crate::vault::{ExchangeKey, Part, SEAL};

const CLEAR: usize = PLACE_LEN + 2 + 4;

fn key() -> ExchangeKey {
    ExchangeKey::generate(&mut SystemEntropy)
}

fn sealed(record: &Record, key: &ExchangeKey) -> Sealed {
    Sealed::seal(record, key, &mut SystemEntropy).unwrap()
}

fn bytes(frame: &Sealed) -> Vec<u8> {
    let mut out = Vec::new();
    frame.write(&mut out).unwrap();
    out
}

fn read(mut bytes: &[u8], key: &ExchangeKey) -> Result<Vec<Record>, Fault> {
    let mut records = Vec::new();
    while let Some(frame) = Sealed::read(&mut bytes)? {
        records.push(frame.open(key)?);
    }
    Ok(records)
}

fn saying(payload: &[u8]) -> Record {
    Record::Entry(tests::saying(3, Hash([9; 32]), payload), None)
}

/// A part that somebody who has the key sealed for that place, whatever it says.
fn forged(frame: &Sealed, part: Part, pieces: &[&[u8]], key: &ExchangeKey) -> Vec<u8> {
    let aad = &bytes(frame)[..PLACE_LEN];
    let plain = Zeroizing::new(pieces.concat());
    key.seal((part, frame.place.hash), aad, plain, &mut SystemEntropy)
}

fn every_shape() -> Vec<Record> {
    let first = entry(0, Hash::ZERO);
    let second = entry(1, first.hash());
    let third = entry(2, second.hash());
    vec![
        saying(b"synthetic"),
        saying(&[7; 200_000]),
        Record::Entry(first, None),
        Record::Entry(second.without_body(), Some(Absence::Erased)),
        Record::Entry(third.clone().without_body(), Some(Absence::Withheld)),
        Record::Evidence(third.without_body()),
    ]
}

#[test]
fn what_was_sealed_comes_out_as_it_was() {
    let key = key();
    let records = every_shape();
    let stream: Vec<u8> = records
        .iter()
        .flat_map(|record| bytes(&sealed(record, &key)))
        .collect();
    assert_eq!(read(&stream, &key).unwrap(), records);
    assert!(matches!(
        read(&stream, &ExchangeKey::generate(&mut SystemEntropy)),
        Err(Fault::Damaged)
    ));
}

#[test]
fn a_body_that_travels_apart_is_elsewhere_until_it_comes() {
    let key = key();
    let record = saying(b"synthetic");
    let mut frame = sealed(&record, &key);
    let body = std::mem::take(&mut frame.body);
    let Record::Entry(entry, absence) = read(&bytes(&frame), &key).unwrap().remove(0) else {
        panic!("an entry");
    };
    assert_eq!((entry.body(), absence), (None, Some(Absence::Withheld)));
    frame.body = body;
    assert_eq!(read(&bytes(&frame), &key).unwrap(), [record]);
}

#[test]
fn every_flipped_bit_and_every_cut_is_refused() {
    let key = key();
    let whole = bytes(&sealed(&saying(b"synthetic"), &key));
    for bit in 0..whole.len() * 8 {
        let mut flipped = whole.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        assert!(read(&flipped, &key).is_err(), "bit {bit}");
    }
    for length in 1..whole.len() {
        assert!(
            matches!(read(&whole[..length], &key), Err(Fault::Cut)),
            "{length} bytes"
        );
    }
}

/// A body of one entry under the place of another, a header of one under the hash of another.
#[test]
fn parts_of_two_frames_make_no_third() {
    let key = key();
    let (one, other) = (
        sealed(&saying(b"one"), &key),
        sealed(&saying(b"other"), &key),
    );
    for mixed in [
        Sealed {
            body: other.body.clone(),
            ..one.clone()
        },
        Sealed {
            head: other.head.clone(),
            ..one.clone()
        },
        Sealed {
            place: other.place,
            ..one.clone()
        },
        Sealed {
            head: one.body.clone(),
            body: one.head.clone(),
            ..one
        },
    ] {
        assert!(matches!(mixed.open(&key), Err(Fault::Damaged)));
    }
}

#[test]
fn a_desk_that_lies_about_the_place_is_found_out() {
    let key = key();
    let record = saying(b"synthetic");
    let mut frame = sealed(&record, &key);
    frame.place.seq += 1;
    // It has the key, so that it can seal the head for the false place.
    let Record::Entry(entry, _) = &record else {
        panic!("an entry");
    };
    let length = u16::try_from(entry.header_bytes().len() + 64).unwrap();
    let said: [&[u8]; 4] = [
        &[1],
        &length.to_be_bytes(),
        entry.header_bytes(),
        entry.signature(),
    ];
    frame.head = forged(&frame, Part::Head, &said, &key);
    frame.body.clear();
    assert!(matches!(frame.open(&key), Err(Fault::Damaged)));
}

/// A deflated body that would fill the memory stops where the header's promise ends.
#[test]
fn a_body_inflates_to_what_its_header_promises_or_not_at_all() {
    use std::io::Read as _;
    let key = key();
    let record = saying(b"synthetic");
    let mut frame = sealed(&record, &key);
    let mut bomb = Vec::new();
    flate2::read::DeflateEncoder::new(
        std::io::repeat(0).take(64 << 20),
        flate2::Compression::fast(),
    )
    .read_to_end(&mut bomb)
    .unwrap();
    let length = u32::try_from(bomb.len()).unwrap();
    let said: [&[u8]; 3] = [&[1], &length.to_be_bytes(), &bomb];
    frame.body = forged(&frame, Part::Body, &said, &key);
    assert!(matches!(frame.open(&key), Err(Fault::Damaged)));
}

/// Neither what is in it nor whether it is there: names, kinds and subjects are nowhere, and a refusal is as long as a word.
#[test]
fn the_carrier_sees_places_and_padded_lengths() {
    let key = key();
    let canary = b"910312400121 synthetic";
    let record = saying(canary);
    let Record::Entry(entry, _) = &record else {
        panic!("an entry");
    };
    let seen = bytes(&sealed(&record, &key));
    let holds = |what: &[u8]| seen.windows(what.len()).any(|window| window == what);
    assert!(!holds(canary) && !holds(entry.header_bytes()));
    assert!(!holds(&entry.header().subject.0) && !holds(&entry.header().session.0));
    assert!(holds(&entry.header().device.0), "whose chain it is");
    let length = |record: &Record| bytes(&sealed(record, &key)).len();
    let withheld = Record::Entry(entry.clone().without_body(), Some(Absence::Withheld));
    let erased = Record::Entry(entry.clone().without_body(), Some(Absence::Erased));
    assert_eq!(length(&record), length(&withheld));
    assert_eq!(length(&record), length(&erased));
}

#[test]
fn what_claims_to_be_long_or_newer_is_refused_unread() {
    let key = key();
    let whole = bytes(&sealed(&saying(b"synthetic"), &key));
    let mut long = whole.clone();
    long[PLACE_LEN + 2..CLEAR].copy_from_slice(&u32::MAX.to_be_bytes());
    assert!(matches!(read(&long, &key), Err(Fault::Damaged)));
    let mut newer = whole.clone();
    newer[4] = 2;
    assert!(matches!(read(&newer, &key), Err(Fault::Newer)));
    assert!(matches!(read(b"PK\x03\x04 and so on, a file of somebody else's that is long enough to have a place of a hundred and twenty-five", &key), Err(Fault::Foreign | Fault::Cut)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_body_comes_out_as_it_went_in(payload in prop::collection::vec(any::<u8>(), 0..4_000), run in 0..40_000_usize) {
        let key = key();
        let payload = [payload, vec![0; run]].concat();
        let record = saying(&payload);
        let frame = sealed(&record, &key);
        prop_assert_eq!(frame.open(&key).unwrap(), record);
        let most = (33 + payload.len()).max(256);
        prop_assert!(frame.body.len() <= most + most / 8 + 5 + SEAL, "an eighth at most");
    }

    #[test]
    fn bytes_of_anybody_are_never_more_than_an_error(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
        let mut whole = FRAME_MAGIC.to_vec();
        whole.push(1);
        whole.extend(bytes);
        prop_assert!(read(&whole, &key()).is_err());
    }
}

#[test]
fn places_of_one_organisation_say_which_key_they_need() {
    let key = key();
    let frame = sealed(&saying(b"synthetic"), &key);
    assert_eq!(frame.place.key, key.id());
    assert_eq!(frame.place.org, Id([1; 16]));
}
