//! Why a card has no ИИН, and what is asked for all the same.

/// What kind of card it is. Beside an ИИН it is always [`Self::Ordinary`], except for a thin card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CardKind {
    /// With an ИИН.
    Ordinary,
    /// New-born: no name and no ИИН yet, the mother's surname, a number among twins.
    Newborn,
    /// A foreigner without an ИИН: passport and country; permanent.
    Foreigner,
    /// No document was shown: temporary, and no result is handed over before one was.
    NoDocument,
    /// Urgent: nobody knows who it is (Health Code art. 137); temporary.
    Urgent,
    /// The card of somebody who acts for another and was never a patient: a name and a birth date.
    Thin,
}

/// Which fields must not stay empty.
#[derive(Debug, Clone, Copy)]
pub(super) struct Needs {
    pub name: bool,
    pub surname: bool,
    pub iin: bool,
    pub birth_date: bool,
    pub sex: bool,
}

impl CardKind {
    /// Those that a registrar chooses, in the order of a list.
    pub const WITHOUT_IIN: [Self; 4] = [
        Self::Newborn,
        Self::Foreigner,
        Self::NoDocument,
        Self::Urgent,
    ];

    /// The stable code; empty for an ordinary card.
    pub fn text(self) -> &'static str {
        match self {
            Self::Ordinary => "",
            Self::Newborn => "newborn",
            Self::Foreigner => "foreigner",
            Self::NoDocument => "no_document",
            Self::Urgent => "urgent",
            Self::Thin => "thin",
        }
    }

    /// Reads the stable code.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Ordinary, Self::Thin]
            .into_iter()
            .chain(Self::WITHOUT_IIN)
            .find(|kind| kind.text() == text)
    }

    pub(super) fn needs(self) -> Needs {
        let all = Needs {
            name: true,
            surname: true,
            iin: true,
            birth_date: true,
            sex: true,
        };
        match self {
            Self::Ordinary => all,
            Self::Newborn => Needs {
                name: false,
                iin: false,
                ..all
            },
            Self::Foreigner | Self::NoDocument => Needs { iin: false, ..all },
            Self::Urgent => Needs {
                name: false,
                surname: false,
                iin: false,
                birth_date: false,
                ..all
            },
            Self::Thin => Needs {
                iin: false,
                sex: false,
                ..all
            },
        }
    }
}
