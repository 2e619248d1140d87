//! Deterministic CBOR (RFC 8949 §4.2.1) for bodies: arrays of a fixed length, absent = null,
//! no floats, text in NFC, ids as byte strings.
//!
//! A decoded payload is encoded again and compared: the library accepts loose forms, we do not.

use minicbor::data::Type;
use minicbor::decode::Error as DecodeError;
use minicbor::{Decoder, Encoder};
use unicode_normalization::{UnicodeNormalization, is_nfc};

use crate::id::{Hash, Id};

/// A value with exactly one encoding.
pub trait Field: Sized {
    /// Appends the encoding.
    fn put(&self, out: &mut Encoder<Vec<u8>>);
    /// Reads a value back.
    fn take(from: &mut Decoder<'_>) -> Result<Self, DecodeError>;
}

/// Memory takes every byte; the error type has no value.
fn done<T>(written: Result<T, minicbor::encode::Error<core::convert::Infallible>>) {
    debug_assert!(written.is_ok(), "writing to memory cannot fail");
}

/// Opens an array of a fixed length.
pub fn put_array(out: &mut Encoder<Vec<u8>>, len: u64) {
    done(out.array(len));
}

/// Reads the opening of an array and insists on its length.
pub fn take_array(from: &mut Decoder<'_>, len: u64) -> Result<(), DecodeError> {
    match from.array()? {
        Some(n) if n == len => Ok(()),
        _ => Err(DecodeError::message("array of another length")),
    }
}

impl Field for u64 {
    fn put(&self, out: &mut Encoder<Vec<u8>>) {
        done(out.u64(*self));
    }
    fn take(from: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        from.u64()
    }
}

macro_rules! small_uint {
    ($($t:ty)*) => {$(
        impl Field for $t {
            fn put(&self, out: &mut Encoder<Vec<u8>>) {
                u64::from(*self).put(out);
            }
            fn take(from: &mut Decoder<'_>) -> Result<Self, DecodeError> {
                <$t>::try_from(from.u64()?).map_err(|_| DecodeError::message("number out of range"))
            }
        }
    )*};
}
small_uint!(u8 u16 u32);

impl Field for String {
    fn put(&self, out: &mut Encoder<Vec<u8>>) {
        // Nearly every text is in NFC as it stands, which is told without making it anew.
        match is_nfc(self) {
            true => done(out.str(self)),
            false => done(out.str(&self.nfc().collect::<String>())),
        }
    }
    fn take(from: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(from.str()?.to_owned())
    }
}

macro_rules! byte_string {
    ($t:ty, $wrap:expr, $n:literal) => {
        impl Field for $t {
            fn put(&self, out: &mut Encoder<Vec<u8>>) {
                done(out.bytes(&self.0));
            }
            fn take(from: &mut Decoder<'_>) -> Result<Self, DecodeError> {
                let bytes: [u8; $n] = from
                    .bytes()?
                    .try_into()
                    .map_err(|_| DecodeError::message("byte string of another length"))?;
                Ok($wrap(bytes))
            }
        }
    };
}
byte_string!(Id, Id, 16);
byte_string!(Hash, Hash, 32);
byte_string!(Sig, Sig, 64);

/// An Ed25519 signature inside a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sig(pub [u8; 64]);

impl serde::Serialize for Sig {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&hex::encode(self.0))
    }
}

impl<T: Field> Field for Option<T> {
    fn put(&self, out: &mut Encoder<Vec<u8>>) {
        match self {
            Some(value) => value.put(out),
            None => done(out.null()),
        }
    }
    fn take(from: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        if from.datatype()? == Type::Null {
            from.null()?;
            return Ok(None);
        }
        T::take(from).map(Some)
    }
}

impl<T: Field> Field for Vec<T> {
    fn put(&self, out: &mut Encoder<Vec<u8>>) {
        put_array(out, self.len() as u64);
        for item in self {
            item.put(out);
        }
    }
    fn take(from: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        let len = from
            .array()?
            .ok_or_else(|| DecodeError::message("array of unknown length"))?;
        // The length is a claim of the sender: memory grows with what is really read.
        (0..len).map(|_| T::take(from)).collect()
    }
}

macro_rules! tuple {
    ($len:literal $($name:ident $at:tt)*) => {
        impl<$($name: Field),*> Field for ($($name,)*) {
            fn put(&self, out: &mut Encoder<Vec<u8>>) {
                put_array(out, $len);
                $(self.$at.put(out);)*
            }
            fn take(from: &mut Decoder<'_>) -> Result<Self, DecodeError> {
                take_array(from, $len)?;
                Ok(($($name::take(from)?,)*))
            }
        }
    };
}
tuple!(2 A 0 B 1);
tuple!(3 A 0 B 1 C 2);
tuple!(4 A 0 B 1 C 2 D 3);

/// Declares the body of one kind: its fields in the order of the array.
macro_rules! body {
    ($(#[$doc:meta])* $name:ident { $($(#[$fdoc:meta])* $field:ident: $t:ty,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
        pub struct $name { $($(#[$fdoc])* pub $field: $t,)* }

        impl $crate::event::codec::Field for $name {
            fn put(&self, out: &mut minicbor::Encoder<Vec<u8>>) {
                $crate::event::codec::put_array(out, [$(stringify!($field)),*].len() as u64);
                $($crate::event::codec::Field::put(&self.$field, out);)*
            }
            fn take(from: &mut minicbor::Decoder<'_>) -> Result<Self, minicbor::decode::Error> {
                $crate::event::codec::take_array(from, [$(stringify!($field)),*].len() as u64)?;
                Ok(Self { $($field: $crate::event::codec::Field::take(from)?,)* })
            }
        }

        #[cfg(test)]
        impl $crate::event::golden::Sample for $name {
            fn sample() -> Self {
                Self { $($field: $crate::event::golden::Sample::sample(),)* }
            }
        }
    };
}
pub(crate) use body;

/// The payload of a value.
pub fn encode<T: Field>(value: &T) -> Vec<u8> {
    let mut out = Encoder::new(Vec::new());
    value.put(&mut out);
    out.into_writer()
}

/// Reads a payload; anything but the one canonical form is refused.
pub fn decode<T: Field>(payload: &[u8]) -> Option<T> {
    let mut from = Decoder::new(payload);
    let value = T::take(&mut from).ok()?;
    (encode(&value) == payload).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loose_forms_are_refused() {
        assert_eq!(decode::<u64>(&[0x05]), Some(5));
        assert_eq!(
            decode::<u64>(&[0x18, 0x05]),
            None,
            "a number written longer than needed"
        );
        assert_eq!(decode::<u64>(&[0x05, 0x00]), None, "bytes left over");
        assert_eq!(
            decode::<Vec<u64>>(&[0x9f, 0x01, 0xff]),
            None,
            "an array of indefinite length"
        );
        assert_eq!(
            decode::<String>(&[0x63, b'e', 0xcc, 0x81]),
            None,
            "text outside NFC"
        );
        assert_eq!(
            decode::<Vec<u64>>(&[0x9b, 255, 255, 255, 255, 255, 255, 255, 255]),
            None,
            "a length that lies"
        );
    }
}
