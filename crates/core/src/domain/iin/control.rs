//! The control digit shared by ИИН and БИН: two passes of weights modulo 11.

/// Reads exactly 12 ASCII digits. Digits of other scripts are not digits here.
pub(crate) fn digits(text: &str) -> Option<[u8; 12]> {
    let bytes: &[u8; 12] = text.as_bytes().try_into().ok()?;
    let mut out = [0; 12];
    for (slot, byte) in out.iter_mut().zip(bytes) {
        *slot = byte.is_ascii_digit().then(|| byte - b'0')?;
    }
    Some(out)
}

/// The digit that the first eleven ask for; none when both passes give 10 (such a number is not issued).
pub(crate) fn expected(digits: &[u8; 12]) -> Option<u8> {
    const FIRST: [u16; 11] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
    const SECOND: [u16; 11] = [3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2];
    [FIRST, SECOND].iter().find_map(|weights| {
        let sum: u16 = weights
            .iter()
            .zip(digits)
            .map(|(weight, digit)| weight * u16::from(*digit))
            .sum();
        u8::try_from(sum % 11).ok().filter(|control| *control < 10)
    })
}

/// Whether the twelfth digit is the one that the first eleven ask for.
pub(crate) fn fits(digits: &[u8; 12]) -> bool {
    expected(digits) == Some(digits[11])
}
