//! A message as a letter: plain text, headers in ASCII (RFC 5322, 2047), the body encoded, so that every server takes it.

use lettre::Address;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message as Composed};

use crate::Message;
use crate::cause::Cause;

/// What goes over the line.
pub(crate) struct Letter {
    pub(crate) from: Address,
    pub(crate) to: Address,
    pub(crate) bytes: Vec<u8>,
}

/// Writes it; the cause is always the message's own.
pub(crate) fn write(message: &Message<'_>) -> Result<Letter, Cause> {
    let to = address(message.to).ok_or(Cause::BadAddress)?;
    let from = mailbox(message.from).ok_or(Cause::BadSender)?;
    if message.text.is_empty() || message.subject.contains(char::is_control) {
        return Err(Cause::BadText);
    }
    let id = format!("<{}.tirkeu@{}>", message.ticket, from.email.domain());
    // Nobody's absence is to answer it (RFC 3834).
    let automatic = HeaderValue::new(
        HeaderName::new_from_ascii_str("Auto-Submitted"),
        "auto-generated".to_owned(),
    );
    let sender = from.email.clone();
    let letter = Composed::builder()
        .from(from)
        .to(Mailbox::new(None, to.clone()))
        .subject(message.subject)
        .message_id(Some(id))
        .raw_header(automatic)
        .header(ContentType::TEXT_PLAIN)
        .body(message.text.to_owned())
        .map_err(|_| Cause::BadText)?;
    let bytes = letter.formatted();
    if !bytes.is_ascii() {
        return Err(Cause::BadText);
    }
    Ok(Letter {
        from: sender,
        to,
        bytes,
    })
}

/// `a@b`, or `Name <a@b>`.
fn mailbox(from: &str) -> Option<Mailbox> {
    if from.contains(char::is_control) {
        return None;
    }
    let Some((name, rest)) = from.rsplit_once('<') else {
        return Some(Mailbox::new(None, address(from.trim())?));
    };
    let name = name.trim().trim_matches('"');
    let name = (!name.is_empty()).then(|| name.to_owned());
    Some(Mailbox::new(name, address(rest.trim().strip_suffix('>')?)?))
}

/// An address in ASCII: a domain of other letters by its punycode (RFC 5891); a mailbox of other letters is not taken,
/// because few servers do (RFC 6531).
fn address(text: &str) -> Option<Address> {
    let (user, domain) = text.rsplit_once('@')?;
    let is_plain =
        |part: &str| part.is_ascii() && !part.contains(|c: char| c.is_control() || c == ' ');
    let domain = idna::domain_to_ascii(domain).ok()?;
    if !is_plain(user) || !is_plain(&domain) {
        return None;
    }
    Address::new(user, domain).ok()
}

#[cfg(test)]
mod tests {
    use super::{address, mailbox, write};
    use crate::Message;
    use crate::cause::Cause;

    #[test]
    fn an_address_is_ascii_or_none() {
        let ascii = |text| address(text).map(|address| address.to_string());
        assert_eq!(ascii("a.b+c@mail.kz").as_deref(), Some("a.b+c@mail.kz"));
        assert_eq!(
            ascii("info@қазпошта.қаз").as_deref(),
            Some("info@xn--80aau2aet5b92c.xn--80ao21a")
        );
        for no in [
            "",
            "@",
            "a@",
            "@b.kz",
            "a b@c.kz",
            "айгүл@mail.kz",
            "a@b@c.kz",
            "a@b.kz\r\nRCPT TO:<c@d.kz>",
            "a@-b.kz",
        ] {
            assert_eq!(ascii(no), None, "{no}");
        }
    }

    #[test]
    fn a_sender_may_have_a_name() {
        let read = |text| mailbox(text).map(|m| (m.name, m.email.to_string()));
        let named = |name: &str| Some((Some(name.to_owned()), "lab@zhuldyz.kz".to_owned()));
        assert_eq!(
            read("lab@zhuldyz.kz"),
            Some((None, "lab@zhuldyz.kz".to_owned()))
        );
        assert_eq!(read("«Жұлдыз» ЖШС <lab@zhuldyz.kz>"), named("«Жұлдыз» ЖШС"));
        assert_eq!(
            read("\"Zhuldyz, Ltd.\" <lab@zhuldyz.kz>"),
            named("Zhuldyz, Ltd.")
        );
        for no in [
            "",
            "Name",
            "Name <lab@zhuldyz.kz",
            "A\r\nBcc: x@y.kz <lab@zhuldyz.kz>",
        ] {
            assert_eq!(read(no), None, "{no}");
        }
    }

    #[test]
    fn a_subject_brings_no_header_of_its_own() {
        let letter = write(&Message {
            to: "a@b.kz",
            from: "lab@zhuldyz.kz",
            subject: "A\r\nBcc: c@d.kz",
            text: "text",
            ticket: 1,
        });
        assert_eq!(letter.err(), Some(Cause::BadText));
    }
}
