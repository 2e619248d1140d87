//! The sentences of consent: the tick box, what the law wants beside it, consent to care.
//!
//! The block is the list of Law 94-V art. 8(4); the tick box sentence is carried word for word from
//! the reference policy (rdoc.kz p. 14). The text shown is the fact that a consent keeps: whoever
//! records one stores what these functions returned, never the keys. Consent to medical care
//! (Health Code art. 134) is a fact of its own and stands in a sentence of its own.

use serde::{Deserialize, Serialize};

use super::{Both, Lang, attr, text};

/// Which number the operator has: an organisation's or an entrepreneur's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum BinKind {
    /// БИН · БСН.
    Bin,
    /// ИИН · ЖСН.
    Iin,
}

impl BinKind {
    /// The abbreviation in front of the number.
    pub fn label(self, lang: Lang) -> String {
        match self {
            Self::Bin => text(lang, "common-bin", &[]),
            Self::Iin => text(lang, "common-iin", &[]),
        }
    }
}

/// Purposes of processing at the front desk; words under `consent-purpose-<key>`.
pub const PURPOSES: &[&str] = &[
    "lab-services",
    "tests",
    "results",
    "records",
    "contracts",
    "legal-duties",
    "readiness",
];

/// Data that the front desk collects; words under `consent-field-<key>`.
pub const FIELDS: &[&str] = &[
    "full-name",
    "iin",
    "birth-date",
    "sex",
    "identity-document",
    "phone",
    "email",
    "address",
    "health",
    "results",
];

/// Whom a page is about: names, never declined, and whoever acts for them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Subjects {
    /// One person.
    One(String),
    /// Several, for all of whom one representative answers.
    Several(String),
}

/// Everything that the block names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(deny_unknown_fields)]
pub struct BlockFacts {
    /// The operator's name, with its legal form.
    pub org: Both,
    /// Which number the operator has.
    pub bin_kind: BinKind,
    /// Twelve digits.
    pub bin: String,
    /// The operator's address.
    pub address: Both,
    /// Whom it is about.
    pub subjects: Subjects,
    /// Keys of [`PURPOSES`].
    pub purposes: Vec<String>,
    /// Keys of [`FIELDS`].
    pub fields: Vec<String>,
    /// The longest term of the consent, in years after the last visit.
    pub years: u32,
    /// Who may receive the data by this consent; none: «не производится».
    pub third_parties: Vec<Both>,
    /// Where a withdrawal may be sent; may be empty.
    pub email: String,
}

/// What the law wants to stand beside the tick box, in one paragraph.
pub fn statutory_block(lang: Lang, facts: &BlockFacts) -> String {
    let years = facts.years.to_string();
    let third_parties = if facts.third_parties.is_empty() {
        text(lang, "consent-not-carried-out", &[])
    } else {
        let names: Vec<&str> = facts.third_parties.iter().map(|to| to.get(lang)).collect();
        names.join("; ")
    };
    text(
        lang,
        "consent-block",
        &[
            ("org", facts.org.get(lang)),
            ("bin_kind", &facts.bin_kind.label(lang)),
            ("bin", &facts.bin),
            ("address", facts.address.get(lang)),
            ("subjects", &subjects(lang, &facts.subjects)),
            (
                "purposes",
                &labels(lang, "consent-purpose", &facts.purposes),
            ),
            ("fields", &labels(lang, "consent-field", &facts.fields)),
            ("n", &years),
            ("years", &years),
            ("third_parties", &third_parties),
            ("withdrawal", &withdrawal(lang, &facts.email)),
        ],
    )
}

fn subjects(lang: Lang, subjects: &Subjects) -> String {
    match subjects {
        Subjects::One(name) => text(lang, "consent-subject", &[("name", name)]),
        Subjects::Several(names) => text(lang, "consent-subjects", &[("names", names)]),
    }
}

/// Where consent is taken back; a laboratory without e-mail names the two other ways.
fn withdrawal(lang: Lang, email: &str) -> String {
    if email.is_empty() {
        text(lang, "consent-block-withdrawal-without-email", &[])
    } else {
        text(lang, "consent-block-withdrawal", &[("email", email)])
    }
}

fn labels(lang: Lang, prefix: &str, keys: &[String]) -> String {
    let words: Vec<String> = keys
        .iter()
        .map(|key| text(lang, &format!("{prefix}-{key}"), &[]))
        .collect();
    words.join("; ")
}

/// A sentence with a link in it; the three parts joined are the whole sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct Sentence {
    /// Up to the link, with its space.
    pub before: String,
    /// The words that open the policy.
    pub link: String,
    /// After the link, with its space; may be empty.
    pub after: String,
}

impl Sentence {
    /// The sentence as one line, as it is printed and stored.
    pub fn whole(&self) -> String {
        format!("{}{}{}", self.before, self.link, self.after)
    }
}

/// The sentence beside the tick box, the policy's name being the link.
pub fn checkbox_sentence(lang: Lang) -> Sentence {
    let whole = text(lang, "consent-checkbox", &[]);
    let link = attr(lang, "consent-checkbox", "link", &[]);
    let (before, after) = match whole.split_once(&link) {
        Some((before, after)) => (before.to_owned(), after.to_owned()),
        None => (format!("{whole} "), String::new()),
    };
    Sentence {
        before,
        link,
        after,
    }
}

/// Informed consent to medical care (Health Code art. 134), its own tick and its own entry.
pub fn care_sentence(lang: Lang) -> String {
    text(lang, "consent-care", &[])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(years: u32) -> BlockFacts {
        BlockFacts {
            org: Both {
                kk: "«Сынақ» ЖШС".into(),
                ru: "ТОО «Проба»".into(),
            },
            bin_kind: BinKind::Bin,
            bin: "990140000123".into(),
            address: Both {
                kk: "Алматы қаласы, Абай даңғылы, 1".into(),
                ru: "город Алматы, проспект Абая, 1".into(),
            },
            subjects: Subjects::One("Ахметова Айгерим Болатовна".into()),
            purposes: vec!["tests".into(), "results".into()],
            fields: vec!["full-name".into(), "iin".into()],
            years,
            third_parties: vec![],
            email: "privacy@example.kz".into(),
        }
    }

    #[test]
    fn the_russian_block_word_for_word() {
        assert_eq!(
            statutory_block(Lang::Ru, &facts(5)),
            "Оператор: ТОО «Проба», БИН 990140000123, город Алматы, проспект Абая, 1. Субъект: Ахметова Айгерим Болатовна. Цели обработки: проведение лабораторных исследований; оформление и выдача результатов лабораторных анализов. Собираемые данные: фамилия, имя, отчество (при наличии); ИИН. Срок действия согласия: до достижения целей обработки, но не более 5 лет со дня последнего обращения (если законом не требуется более длительное хранение). Передача третьим лицам: не производится. По закону без отдельного согласия сведения передаются в информационные системы Министерства здравоохранения, а также, только для целей оказания медицинской помощи, субъектам здравоохранения (статья 60 Кодекса Республики Казахстан «О здоровье народа и системе здравоохранения»). Трансграничная передача: не производится. Распространение в общедоступных источниках: не производится. Отозвать согласие можно в любое время: в регистратуре, по почте или по электронной почте: privacy@example.kz."
        );
    }

    #[test]
    fn the_kazakh_block_word_for_word() {
        assert_eq!(
            statutory_block(Lang::Kk, &facts(5)),
            "Оператор: «Сынақ» ЖШС, БСН 990140000123, Алматы қаласы, Абай даңғылы, 1. Субъект: Ахметова Айгерим Болатовна. Өңдеу мақсаттары: зертханалық зерттеулер жүргізу; зертханалық талдау нәтижелерін ресімдеу және беру. Жиналатын деректер: тегі, аты, әкесінің аты (бар болса); ЖСН. Келісімнің қолданылу мерзімі: өңдеу мақсаттарына қол жеткізілгенге дейін, бірақ соңғы рет жүгінген күннен бастап 5 жылдан аспайды (егер заңда ұзағырақ мерзімге сақтау талап етілмесе). Үшінші тұлғаларға беру: жүргізілмейді. Заңға сәйкес мәліметтер бөлек келісім алынбай Денсаулық сақтау министрлігінің ақпараттық жүйелеріне, сондай-ақ медициналық көмек көрсету мақсаттары үшін ғана денсаулық сақтау субъектілеріне беріледі («Халық денсаулығы және денсаулық сақтау жүйесі туралы» Қазақстан Республикасы Кодексінің 60-бабы). Трансшекаралық беру: жүргізілмейді. Жалпыға бірдей қолжетімді көздерде тарату: жүргізілмейді. Келісімді кез келген уақытта кері қайтарып алуға болады: тіркеу бөлімінде, пошта арқылы немесе электрондық пошта арқылы: privacy@example.kz."
        );
    }

    #[test]
    fn years_agree_with_their_number_in_russian() {
        for (years, words) in [
            (1, "1 года"),
            (2, "2 лет"),
            (5, "5 лет"),
            (11, "11 лет"),
            (21, "21 года"),
            (25, "25 лет"),
            (111, "111 лет"),
        ] {
            let expected = format!("но не более {words} со дня");
            assert!(
                statutory_block(Lang::Ru, &facts(years)).contains(&expected),
                "{expected}"
            );
        }
    }

    #[test]
    fn recipients_are_named_when_there_are_some() {
        let mut facts = facts(5);
        facts.bin_kind = BinKind::Iin;
        facts.third_parties = vec![Both {
            kk: "«Байланыс» ЖШС (SMS жіберу)".into(),
            ru: "ТОО «Связь» (отправка SMS)".into(),
        }];
        let ru = statutory_block(Lang::Ru, &facts);
        assert!(ru.contains("Передача третьим лицам: ТОО «Связь» (отправка SMS)."));
        assert!(ru.contains(", ИИН 990140000123,"));
        let kk = statutory_block(Lang::Kk, &facts);
        assert!(kk.contains("Үшінші тұлғаларға беру: «Байланыс» ЖШС (SMS жіберу)."));
        assert!(kk.contains(", ЖСН 990140000123,"));
    }

    #[test]
    fn without_email_no_empty_address_is_named() {
        let mut facts = facts(5);
        facts.email.clear();
        assert!(statutory_block(Lang::Ru, &facts).ends_with("в регистратуре или по почте."));
        assert!(
            statutory_block(Lang::Kk, &facts).ends_with("тіркеу бөлімінде немесе пошта арқылы.")
        );
    }

    #[test]
    fn the_tick_box_sentence_word_for_word() {
        let ru = checkbox_sentence(Lang::Ru);
        assert_eq!(
            ru.whole(),
            "Я даю согласие на обработку персональных данных на условиях Политики обработки персональных данных"
        );
        assert_eq!(ru.link, "Политики обработки персональных данных");
        assert_eq!(ru.after, "");
        let kk = checkbox_sentence(Lang::Kk);
        assert_eq!(
            kk.whole(),
            "Мен Дербес деректерді өңдеу саясатының шарттарымен дербес деректерді өңдеуге келісім беремін"
        );
        assert_eq!(kk.before, "Мен ");
        assert_eq!(kk.link, "Дербес деректерді өңдеу саясатының");
    }

    #[test]
    fn every_purpose_and_field_has_a_label() {
        for lang in Lang::ALL {
            for key in PURPOSES {
                assert!(super::super::find(lang, &format!("consent-purpose-{key}"), &[]).is_some());
            }
            for key in FIELDS {
                assert!(super::super::find(lang, &format!("consent-field-{key}"), &[]).is_some());
            }
        }
    }
}
