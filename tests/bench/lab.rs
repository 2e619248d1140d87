//! A real desk on a real folder, as a clinic has it, password cost aside.

use std::path::Path;

use tirkeu_core::command::{
    Command, ConsentForm, OrganisationForm, PageForm, PolicyForm, SetupForm,
};
use tirkeu_core::desk::{self, Folder, Machine, Open};
use tirkeu_core::domain::patient::PatientForm;
use tirkeu_core::id::{Hash, SubjectId};
use tirkeu_core::vault::{KdfChoice, Kit};
use tirkeu_core::words::{Both, Lang};

pub struct Lab {
    pub open: Open,
    /// The sheet, typed back.
    pub kit: Kit,
    policy: Option<Hash>,
    /// To what everybody agrees besides.
    pub agrees: Vec<&'static str>,
}

impl Lab {
    pub fn found(path: &Path) -> Self {
        let folder = Folder::open(path).unwrap();
        let machine = Machine::real(None, KdfChoice::Floor);
        let mut open = desk::setup(&folder, &machine, &form(), "a password long enough").unwrap();
        let (kit, ask) = open.pending_kit().unwrap().unwrap();
        let typed: Vec<String> = ask
            .iter()
            .map(|n| kit.groups()[usize::from(*n) - 1].to_string())
            .collect();
        open.confirm_kit(&typed).unwrap();
        let policy = PolicyForm {
            code: "П-01".to_owned(),
            revision: "1".to_owned(),
            effective_from: "01.01.2026".to_owned(),
            title: both("Политика"),
            // As long as a real one: the consent entry keeps what was shown.
            text: both(&"Пункт политики о персональных данных. ".repeat(200)),
            years: "5".to_owned(),
            // One text stands for both here.
            differences_seen: true,
            ..PolicyForm::default()
        };
        let published = open
            .app
            .execute(Command::PublishPolicy { policy }, None)
            .unwrap();
        Self {
            open,
            kit,
            policy: published.entries.first().copied(),
            agrees: Vec::new(),
        }
    }

    /// One intake as at the desk: a new card and two consents on the screen.
    pub fn intake(&mut self, patient: PatientForm) -> SubjectId {
        let page = self
            .open
            .app
            .consent_page(&PageForm::of(&patient), Lang::Kk);
        let consent = ConsentForm {
            page: page.ok().map(|page| page.sha256),
            answer: "given".to_owned(),
            personal_data: true,
            care: true,
            optional: self.agrees.iter().map(|one| (*one).to_owned()).collect(),
            channel: "screen".to_owned(),
            language: Some(Lang::Kk),
            policy: self.policy,
            ..ConsentForm::default()
        };
        let command = Command::Intake {
            order: None,
            expected: None,
            card: None,
            patient,
            reason: String::new(),
            representative: None,
            consent: Some(consent),
        };
        self.open.app.execute(command, None).unwrap().subject
    }

    pub fn amend(&mut self, card: SubjectId, patient: PatientForm) {
        let command = Command::Amend {
            card,
            patient,
            reason: "исправлено".to_owned(),
        };
        self.open.app.execute(command, None).unwrap();
    }
}

/// Somebody else for each number, with an invented ИИН and a telephone of their own.
pub fn somebody(number: u32) -> PatientForm {
    let (day, month, year) = (number % 28 + 1, number % 12 + 1, 1950 + number % 50);
    let letters = ["а", "е", "о", "у", "ы", "и", "ә", "ө", "ү", "і"];
    let tail: String = number
        .to_string()
        .bytes()
        .map(|digit| letters[usize::from(digit - b'0')])
        .collect();
    PatientForm {
        surname: format!("Ахметов{tail}"),
        name: format!("Айгерим{tail}"),
        iin: invented(year, month, day, number),
        birth_date: format!("{day:02}.{month:02}.{year}"),
        sex: "F".to_owned(),
        phone: format!("+7 701 {:07}", 2_000_000 + number),
        phone_owner: "patient".to_owned(),
        language: "kk".to_owned(),
        ..PatientForm::default()
    }
}

/// A woman's number of the twentieth century; serials whose control digit would be ten are left out.
fn invented(year: u32, month: u32, day: u32, number: u32) -> String {
    let control = |digits: &str, from: u32| -> u32 {
        // Weights 1..11, the second time 3..11, 1, 2.
        let weight = |at: u32| (at + from - 1) % 11 + 1;
        let sum: u32 = (0..)
            .zip(digits.bytes())
            .map(|(at, digit)| u32::from(digit - b'0') * weight(at))
            .sum();
        sum % 11
    };
    (number..)
        .map(|serial| format!("{:02}{month:02}{day:02}4{:04}", year % 100, serial % 10_000))
        .find_map(|digits| {
            let first = control(&digits, 1);
            let digit = if first == 10 {
                control(&digits, 3)
            } else {
                first
            };
            (digit < 10).then(|| format!("{digits}{digit}"))
        })
        .unwrap_or_default()
}

fn both(text: &str) -> Both {
    Both {
        kk: text.to_owned(),
        ru: text.to_owned(),
    }
}

fn form() -> SetupForm {
    SetupForm {
        organisation: OrganisationForm {
            name: both("«Мысал» ЖШС"),
            number: "990140003854".to_owned(),
            address: both("Алматы"),
            phone: "+7 727 250 12 34".to_owned(),
            email: "lab@example.kz".to_owned(),
        },
        desk_name: "Регистратура 1".to_owned(),
        site: "Алматы".to_owned(),
        prefix: "100".to_owned(),
        manager_name: "Синтетическая Айгүл".to_owned(),
        login: "aigul".to_owned(),
    }
}
