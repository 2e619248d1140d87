//! One folded word: what it has in common with its other spellings.

/// The word without what Kazakh and Russian spellings differ in and no two names do: double letters once
/// (Генадий), -ия and -ья (Наталия), -ев as -ов, Гюл as Гул, Бауыр as Баур, Тіле as Тле. Takes a folded word.
pub fn skeleton(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    for c in word.chars() {
        let last = out.chars().next_back();
        if last == Some(c) {
            continue;
        }
        match (last, c) {
            (Some('и'), 'я' | 'е') => {
                out.pop();
                out.push(c);
            }
            (Some('г' | 'к' | 'ж' | 'ч' | 'ш'), 'ю') => out.push('у'),
            (Some('у'), 'и') if out.ends_with("ау") => {}
            _ => out.push(c),
        }
    }
    if let Some(rest) = out.strip_prefix("тиле") {
        out = format!("тле{rest}");
    }
    for (ending, common) in [("ева", "ова"), ("ев", "ов")] {
        match out.strip_suffix(ending) {
            Some(stem) if stem.chars().count() >= 3 => return format!("{stem}{common}"),
            _ => {}
        }
    }
    out
}

/// The father's name inside a patronymic, folded: Болатович, Болатовна, Болатұлы and Болатқызы are all of Болат.
pub fn father(patronymic: &str) -> Option<&str> {
    FATHERS
        .iter()
        .find_map(|ending| patronymic.strip_suffix(ending))
        // Құнанбай: Кунанбаевич.
        .map(|stem| match stem.strip_suffix('и') {
            Some(short) if short.ends_with(['а', 'е', 'о', 'у']) => short,
            _ => stem,
        })
        .filter(|stem| stem.chars().count() >= 3)
}

/// A surname without the ending of a woman's: Ахметова is of the family of Ахметов.
pub fn family(surname: &str) -> &str {
    ["ова", "ева", "ина"]
        .iter()
        .any(|ending| surname.ends_with(ending))
        .then(|| surname.strip_suffix('а'))
        .flatten()
        .filter(|stem| stem.chars().count() >= 4)
        .unwrap_or(surname)
}

/// Whether the word only says whose child somebody is: it may stand apart or be one with the name before it.
pub fn is_child(word: &str) -> bool {
    matches!(word, "ули" | "кизи" | "огли" | "оглу")
}

const FATHERS: &[&str] = &[
    "евич",
    "ович",
    "евна",
    "овна",
    "инична",
    "ична",
    "кизи",
    "ули",
    "огли",
    "оглу",
    "ич",
];

#[cfg(test)]
mod tests {
    use super::super::fold;
    use super::*;

    #[test]
    fn spellings_of_one_name_have_one_skeleton() {
        for (one, other) in [
            ("Геннадий", "Генадий"),
            ("Наталья", "Наталия"),
            ("Бауыржан", "Бауржан"),
            ("Тілеуберді", "Тлеуберди"),
            ("Гюзель", "Гүзел"),
            ("Васильев", "Василиев"),
            ("Жанабаев", "Жанабаов"),
        ] {
            assert_eq!(
                skeleton(&fold(one)),
                skeleton(&fold(other)),
                "{one} {other}"
            );
        }
    }

    #[test]
    fn other_names_keep_another_one() {
        for (one, other) in [
            ("Алия", "Алла"),
            ("Дана", "Дина"),
            ("Марат", "Мурат"),
            ("Асан", "Үсен"),
            ("Анна", "Жанна"),
            ("Ерлан", "Нурлан"),
            ("Ахметов", "Ахмедов"),
            ("Ахметов", "Ахметова"),
            ("Лев", "Лов"),
        ] {
            assert_ne!(
                skeleton(&fold(one)),
                skeleton(&fold(other)),
                "{one} {other}"
            );
        }
    }

    #[test]
    fn a_father_is_found_in_every_patronymic() {
        for typed in [
            "Болатович",
            "Болатовна",
            "Болатұлы",
            "Болатқызы",
            "Болатулы",
            "Болатоглы",
        ] {
            assert_eq!(father(&fold(typed)), Some("болат"), "{typed}");
        }
        assert_eq!(father(&fold("Құнанбайұлы")), father(&fold("Кунанбаевич")));
        assert_eq!(father("ули"), None);
        assert_eq!(family("ахметова"), "ахметов");
        assert_eq!(family("нина"), "нина");
    }
}
