//! Which column of a price list is which field, and a row as a form. How headers are read: `domain::columns`.

use super::ServiceForm;
use crate::domain::columns::{self, Value};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    /// Code.
    Code,
    /// Kazakh name.
    NameKk,
    /// Russian name.
    NameRu,
    /// For labels.
    Short,
    /// Tube.
    Tube,
    /// Price.
    Price,
    /// Empty stomach.
    Fasting,
    /// When to come, Kazakh.
    HintKk,
    /// When to come, Russian.
    HintRu,
    /// Codes of a panel's services.
    Parts,
}

impl columns::Column for Column {
    const ASKED: &'static [Self] = &[
        Self::Short,
        Self::Parts,
        Self::Price,
        Self::Tube,
        Self::Fasting,
        Self::HintKk,
        Self::HintRu,
        Self::Code,
        Self::NameKk,
        Self::NameRu,
    ];

    fn headers(self) -> &'static [&'static str] {
        match self {
            Self::Code => &["код", "шифр", "артикул", "қызметкод", "code"],
            Self::NameKk => &[
                "наименованиеказ",
                "наименованиенаказ",
                "наименованиекк",
                "названиеказ",
                "названиенаказ",
                "названиекк",
                "услугаказ",
                "услуганаказ",
                "атауықаз",
                "қазақша",
                "қызметатауықаз",
                "namekk",
                "namekz",
            ],
            Self::NameRu => &[
                "наименование",
                "название",
                "услуга",
                "анализ",
                "исследование",
                "орысша",
                "атауыорыс",
                "қызметатауыорыс",
                "nameru",
                "name",
            ],
            Self::Short => &[
                "краткое",
                "короткое",
                "сокращ",
                "аббревиатура",
                "этикетк",
                "қысқа",
                "жапсырма",
                "short",
            ],
            Self::Tube => &[
                "пробирк",
                "контейнер",
                "цветпробирк",
                "түтік",
                "пробирка",
                "tube",
            ],
            Self::Price => &[
                "цена",
                "стоимость",
                "тариф",
                "прайс",
                "баға",
                "құны",
                "price",
            ],
            Self::Fasting => &["натощак", "ашқарын", "fasting"],
            Self::HintKk => &[
                "времяказ",
                "времянаказ",
                "времясдачиказ",
                "уақыт",
                "тапсыруыуақыты",
                "hintkk",
            ],
            Self::HintRu => &["время", "когда", "орысшауақыт", "hintru"],
            Self::Parts => &["состав", "входит", "профиль", "панель", "құрам", "parts"],
        }
    }

    fn text(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::NameKk => "name_kk",
            Self::NameRu => "name_ru",
            Self::Short => "short",
            Self::Tube => "tube",
            Self::Price => "price",
            Self::Fasting => "fasting",
            Self::HintKk => "hint_kk",
            Self::HintRu => "hint_ru",
            Self::Parts => "parts",
        }
    }
}

/// Puts one cell into the form.
pub fn put(form: &mut ServiceForm, column: Column, value: Value<'_>) {
    let typed = value.text.trim().to_owned();
    match column {
        Column::Code => form.code = typed,
        Column::NameKk => form.name_kk = typed,
        Column::NameRu => form.name_ru = typed,
        Column::Short => form.short = typed,
        Column::Tube => form.tube = typed,
        Column::Price => form.price = typed,
        Column::Fasting => form.fasting = typed,
        Column::HintKk => form.hint_kk = typed,
        Column::HintRu => form.hint_ru = typed,
        Column::Parts => form.parts = typed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::columns::guessed;

    #[test]
    fn headers_are_read_in_both_languages() {
        assert_eq!(
            guessed::<Column>(&[
                "№",
                "Код услуги",
                "Наименование (рус.)",
                "Наименование (каз.)",
                "Краткое наименование",
                "Пробирка",
                "Цена, ₸"
            ]),
            ["-", "code", "name_ru", "name_kk", "short", "tube", "price"]
        );
        assert_eq!(
            guessed::<Column>(&[
                "Коды",
                "Қазақша атауы",
                "Орысша атауы",
                "Бағасы",
                "Аш қарынға",
                "Құрамы"
            ]),
            ["code", "name_kk", "name_ru", "price", "fasting", "parts"]
        );
        assert_eq!(
            guessed::<Column>(&[
                "Код",
                "Услуга",
                "Стоимость",
                "Натощак",
                "Время (каз)",
                "Время (рус)",
                "Состав"
            ]),
            [
                "code", "name_ru", "price", "fasting", "hint_kk", "hint_ru", "parts"
            ]
        );
        assert_eq!(guessed::<Column>(&["ОАК", "", "1200"]), ["-", "-", "-"]);
    }
}
