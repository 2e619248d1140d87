#![allow(clippy::unwrap_used)]

use ed25519_dalek::SigningKey;
use proptest::prelude::*;

use super::*;
use crate::id::{Hash, Id};
use crate::journal::{Draft, log};
use crate::time::Hlc;

const AT: Wall = Wall {
    ms: 1_795_000_000_000,
    tz_min: 300,
};

fn key() -> SigningKey {
    SigningKey::from_bytes(&[7; 32])
}

pub(super) fn entry(seq: u64, prev: Hash) -> Entry {
    saying(seq, prev, &[0x80])
}

/// An entry whose body holds this.
pub(super) fn saying(seq: u64, prev: Hash, payload: &[u8]) -> Entry {
    let draft = Draft {
        org: Id([1; 16]),
        device: Id([2; 16]),
        seq,
        prev,
        hlc: Hlc((AT.ms + seq) << 16),
        wall: AT,
        kind: 0x0141,
        kind_ver: 1,
        flags: 0,
        class: 1,
        batch_left: 0,
        session: Id([3; 16]),
        subject: Id([4; 16]),
        refs: vec![Hash([9; 32])],
        body: Body::new([6; 32], payload),
    };
    draft.sign(&key()).unwrap()
}

fn records() -> Vec<Record> {
    let first = entry(0, Hash::ZERO);
    let second = entry(1, first.hash());
    let third = entry(2, second.hash());
    let rival = entry(2, first.hash());
    vec![
        Record::Entry(first, None),
        Record::Entry(second.without_body(), Some(Absence::Erased)),
        Record::Entry(third.without_body(), Some(Absence::Withheld)),
        Record::Evidence(rival.without_body()),
    ]
}

fn written(records: &[Record]) -> Vec<u8> {
    let head = Head {
        purpose: Use::Backup,
        org: Id([1; 16]),
        device: Id([2; 16]),
        wall: AT,
        schema: 8,
    };
    let mut writer = Writer::begin(Hashed::new(Vec::new()), head).unwrap();
    for record in records {
        writer.record(record).unwrap();
    }
    let last = log::Head {
        device: Id([2; 16]),
        seq: 2,
        hash: Hash([5; 32]),
        hlc: Hlc::default(),
    };
    let (through, written) = writer.close();
    let signed = written.sign(through, &[last], 50_063, "0.1.0", &key());
    signed.unwrap().0
}

fn read(bytes: &[u8]) -> Result<(Vec<Record>, Trailer), Fault> {
    let mut reader = Reader::begin(bytes)?;
    let mut records = Vec::new();
    while let Some(record) = reader.record()? {
        records.push(record);
    }
    let public = Hash(key().verifying_key().to_bytes());
    Ok((records, reader.end()?.verified(public)?))
}

/// `TIRKEU_BLESS=1` writes the file instead. A container that was written is read for ever.
#[test]
fn the_container_of_version_1_never_changes() {
    let golden = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/src/frames/golden/frames-v1.hex"
    );
    let bytes = written(&records());
    if std::env::var_os("TIRKEU_BLESS").is_some() {
        std::fs::write(golden, format!("{}\n", hex::encode(&bytes))).unwrap();
    }
    let kept = hex::decode(std::fs::read_to_string(golden).unwrap().trim()).unwrap();
    assert_eq!(kept, bytes, "golden bytes of the container");
    let (read, trailer) = read(&kept).unwrap();
    assert_eq!(read, records());
    assert_eq!(
        (trailer.entries, trailer.evidence, trailer.bodies),
        (3, 1, 1)
    );
}

#[test]
fn every_flipped_bit_is_refused() {
    let bytes = written(&records());
    for bit in 0..bytes.len() * 8 {
        let mut flipped = bytes.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        assert!(read(&flipped).is_err(), "bit {bit}");
    }
}

#[test]
fn every_cut_and_every_byte_too_many_is_refused() {
    let bytes = written(&records());
    for length in 0..bytes.len() {
        assert!(
            matches!(read(&bytes[..length]), Err(Fault::Cut)),
            "{length} bytes"
        );
    }
    let longer = [bytes.as_slice(), &[0]].concat();
    assert!(matches!(read(&longer), Err(Fault::Damaged)));
}

#[test]
fn a_record_left_out_or_moved_is_refused() {
    let whole = written(&records());
    let ends: Vec<Vec<u8>> = (1..=4).map(|n| written(&records()[..n])).collect();
    assert!(ends[..3].iter().all(|shorter| shorter.len() < whole.len()));
    let size = |record: &Record| written(std::slice::from_ref(record)).len() - written(&[]).len();
    let cut = HEAD_LEN + size(&records()[0]);
    let gone = [&whole[..HEAD_LEN], &whole[cut..]].concat();
    assert!(matches!(read(&gone), Err(Fault::Damaged)));
}

#[test]
fn a_newer_container_and_an_unknown_suite_are_named() {
    let bytes = written(&records());
    for at in [3, HEAD_LEN + 1] {
        let mut newer = bytes.clone();
        newer[at] = 9;
        assert!(matches!(read(&newer), Err(Fault::Newer)), "byte {at}");
    }
    assert!(matches!(read(b"PK\x03\x04"), Err(Fault::Cut)));
    assert!(matches!(read(&[b'x'; 100]), Err(Fault::Foreign)));
}

#[test]
fn hostile_sizes_are_refused_before_memory_is_taken() {
    let head = written(&[])[..HEAD_LEN].to_vec();
    let hostile: [&[u8]; 4] = [
        &[ENTRY, PLAIN, 0, 0xff, 0xff, 0, 0, 0, 1],
        &[ENTRY, PLAIN, 0, 2, 0, 0xff, 0xff, 0xff, 0xff],
        &[EVIDENCE, PLAIN, 0, 2, 0, 0, 0, 0, 1],
        &[TRAILER, 0xff, 0xff, 0xff, 0xff],
    ];
    for record in hostile {
        let bytes = [head.as_slice(), record].concat();
        assert!(matches!(read(&bytes), Err(Fault::Damaged)), "{record:?}");
    }
}

#[test]
fn another_desks_signature_is_refused() {
    let bytes = written(&records());
    let mut reader = Reader::begin(bytes.as_slice()).unwrap();
    while reader.record().unwrap().is_some() {}
    let other = SigningKey::from_bytes(&[8; 32]).verifying_key().to_bytes();
    assert!(reader.end().unwrap().verified(Hash(other)).is_err());
}

proptest! {
    #[test]
    fn no_bytes_at_all_bring_the_reader_down(bytes: Vec<u8>) {
        let head = &written(&[])[..HEAD_LEN];
        prop_assert!(read(&bytes).is_err());
        prop_assert!(read(&[head, &bytes].concat()).is_err());
    }
}
