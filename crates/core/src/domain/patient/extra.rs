//! Further fields of a card: each has its purpose and its switch in the laboratory's data list.
//!
//! Law 94-V art. 7(9): nothing is collected in excess of the purpose. A field that is off is not offered,
//! not accepted, and not named in the consent. What an older card holds stays until somebody clears it.

use std::collections::BTreeSet;

/// A field with a switch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Extra {
    /// A second phone with its owner.
    Phone2,
    /// E-mail: answers to requests, notices.
    Email,
    /// Polyclinic of attachment (rdoc.kz p. 4.3).
    Polyclinic,
    /// Address of residence (p. 4.2).
    Address,
    /// Registered address (p. 4.4).
    AddressRegistered,
    /// Country of citizenship; of a foreigner's card always there.
    Citizenship,
    /// The name as the passport spells it; of a foreigner's card always there.
    LatinName,
    /// Who may be told and given the results (Health Code art. 134(4)).
    Designated,
}

impl Extra {
    /// All of them, in the order of the form.
    pub const ALL: [Self; 8] = [
        Self::Phone2,
        Self::Email,
        Self::Polyclinic,
        Self::Address,
        Self::AddressRegistered,
        Self::Citizenship,
        Self::LatinName,
        Self::Designated,
    ];

    /// Name of the field, in forms and in the data list; words under `card-field-<name>`, its purpose under
    /// `data-why-<name>`.
    pub fn text(self) -> &'static str {
        match self {
            Self::Phone2 => "phone_2",
            Self::Email => "email",
            Self::Polyclinic => "polyclinic",
            Self::Address => "address",
            Self::AddressRegistered => "address_registered",
            Self::Citizenship => "citizenship",
            Self::LatinName => "latin_name",
            Self::Designated => "designated",
        }
    }

    /// Reads the name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.text() == text)
    }
}

/// The fields that a laboratory collects besides those that every card needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataList(BTreeSet<Extra>);

impl Default for DataList {
    /// What a new laboratory begins with: a second phone and the person to be told. A manager adds the others.
    fn default() -> Self {
        Self(BTreeSet::from([Extra::Phone2, Extra::Designated]))
    }
}

impl DataList {
    /// The names of its fields; `None` when one is unknown.
    pub fn of<'a>(names: impl IntoIterator<Item = &'a str>) -> Option<Self> {
        let fields = names.into_iter().map(Extra::parse);
        fields.collect::<Option<BTreeSet<_>>>().map(Self)
    }

    /// As stored in the setting `data_list`: names with commas; a name of a newer program is passed over.
    pub fn stored(text: &str) -> Self {
        Self(text.split(',').filter_map(Extra::parse).collect())
    }

    /// The stored form.
    pub fn text(&self) -> String {
        let names: Vec<_> = self.fields().map(Extra::text).collect();
        names.join(",")
    }

    /// Whether the field is collected.
    pub fn has(&self, field: Extra) -> bool {
        self.0.contains(&field)
    }

    /// The fields, in the order of the form.
    pub fn fields(&self) -> impl Iterator<Item = Extra> {
        Extra::ALL.into_iter().filter(|field| self.has(*field))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_list_is_stored_in_the_order_of_the_form_and_read_back() {
        let list = DataList::of(["email", "phone_2"]).unwrap();
        assert_eq!(list.text(), "phone_2,email");
        assert_eq!(DataList::stored(&list.text()), list);
        assert_eq!(DataList::stored("phone_2,of_2031,email"), list);
        assert_eq!(DataList::of(["blood_type"]), None);
        assert_eq!(DataList::stored(""), DataList::of([]).unwrap());
    }
}
