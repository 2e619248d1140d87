//! Names, keys and forms: everything a story types.

use ed25519_dalek::SigningKey;
use sha2::{Digest, Sha256};
use tirkeu_core::command::{ConsentForm, DocumentForm, OrganisationForm, PolicyForm};
use tirkeu_core::domain::patient::PatientForm;
use tirkeu_core::domain::representative::RepresentativeForm;
use tirkeu_core::id::{Entropy, Hash, Id};
use tirkeu_core::words::{Both, Lang};

/// Random bytes that are always the same.
pub struct Counter {
    seed: [u8; 32],
    next: u64,
}

impl Counter {
    pub fn of(seed: &str) -> Self {
        Self {
            seed: Sha256::digest(seed.as_bytes()).into(),
            next: 0,
        }
    }
}

impl Entropy for Counter {
    fn fill(&mut self, buffer: &mut [u8]) {
        for chunk in buffer.chunks_mut(32) {
            let mut hasher = Sha256::new();
            hasher.update(self.seed);
            hasher.update(self.next.to_be_bytes());
            self.next += 1;
            chunk.copy_from_slice(&hasher.finalize()[..chunk.len()]);
        }
    }
}

/// The id of a person or desk by name.
pub fn name_id(name: &str) -> Id {
    Counter::of(name).id()
}

/// A person's signing key on a desk.
pub fn key_of(person: &str, desk: &str) -> SigningKey {
    SigningKey::from_bytes(&Sha256::digest(format!("{person} at {desk}").as_bytes()).into())
}

/// A valid synthetic ИИН of a woman born on 17 June 1985.
pub fn iin(serial: u16) -> String {
    for skip in 0..10 {
        let digits = format!("8506174{:04}", (serial + skip * 997) % 10_000);
        let weigh = |weights: [u32; 11]| {
            digits
                .bytes()
                .zip(weights)
                .map(|(digit, weight)| u32::from(digit - b'0') * weight)
                .sum::<u32>()
                % 11
        };
        let control = match weigh([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]) {
            10 => weigh([3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2]),
            control => control,
        };
        if control < 10 {
            return format!("{digits}{control}");
        }
    }
    unreachable!("of ten numbers one has a control digit")
}

/// A woman with a number of her own.
pub fn patient(serial: u16) -> PatientForm {
    PatientForm {
        surname: "Ахметова".into(),
        name: "Айгерім".into(),
        patronymic: "Болатқызы".into(),
        iin: iin(serial),
        birth_date: "17.06.1985".into(),
        sex: "F".into(),
        doc_type: "id_card".into(),
        doc_number: "012345678".into(),
        doc_checked: "yes".into(),
        phone: "8 701 234 56 78".into(),
        language: "kk".into(),
        ..PatientForm::default()
    }
}

/// A woman born on 17 June 1985 who came without a document; the serial names her.
pub fn undocumented(serial: u16) -> PatientForm {
    PatientForm {
        birth_date: patient(serial).birth_date,
        sex: patient(serial).sex,
        ..child(serial)
    }
}

/// Brothers whom nobody takes for one another.
const BOYS: [&str; 10] = [
    "Санжар",
    "Санжар-Әли",
    "Санжар-Хан",
    "Нұрлан",
    "Ерасыл",
    "Мирас",
    "Айбек",
    "Тимур",
    "Данияр",
    "Олжас",
];

/// A boy born on 15 March 2019, who has no ИИН yet typed; the serial names him.
pub fn child(serial: u16) -> PatientForm {
    PatientForm {
        name: BOYS[usize::from(serial) % BOYS.len()].to_owned(),
        patronymic: String::new(),
        kind: "no_document".into(),
        iin: String::new(),
        birth_date: "15.03.2019".into(),
        sex: "M".into(),
        doc_type: String::new(),
        doc_number: String::new(),
        doc_checked: String::new(),
        ..patient(serial)
    }
}

/// The mother of [`child`], with a number of her own.
pub fn mother(serial: u16) -> RepresentativeForm {
    let form = patient(serial);
    RepresentativeForm {
        surname: form.surname,
        name: form.name,
        patronymic: form.patronymic,
        iin: form.iin,
        birth_date: form.birth_date,
        basis: "mother".into(),
        scope: everything(),
        ..RepresentativeForm::default()
    }
}

fn everything() -> Vec<String> {
    ["consent", "results", "rights"].map(str::to_owned).to_vec()
}

/// A guardian by a court's decision.
pub fn guardian() -> RepresentativeForm {
    RepresentativeForm {
        basis: "guardian".into(),
        document: "Решение суда № 5 от 01.02.2026".into(),
        scope: everything(),
        ..RepresentativeForm::default()
    }
}

/// Both boxes ticked on the screen.
pub fn consent_given(policy: Hash) -> ConsentForm {
    ConsentForm {
        answer: "given".into(),
        personal_data: true,
        care: true,
        channel: "paper".into(),
        signature_seen: true,
        language: Some(Lang::Kk),
        policy: Some(policy),
        ..ConsentForm::default()
    }
}

/// Asked and said no.
pub fn consent_refused(policy: Hash) -> ConsentForm {
    ConsentForm {
        answer: "refused".into(),
        channel: "paper".into(),
        language: Some(Lang::Ru),
        policy: Some(policy),
        refusal_signed: "signed".into(),
        ..ConsentForm::default()
    }
}

pub fn organisation() -> OrganisationForm {
    let both = |kk: &str, ru: &str| Both {
        kk: kk.into(),
        ru: ru.into(),
    };
    OrganisationForm {
        name: both("«Сынақ» ЖШС", "ТОО «Проба»"),
        number: iin(4711),
        address: both("Алматы, Абай д-лы, 1", "Алматы, пр. Абая, 1"),
        phone: "8 727 234 56 78".into(),
        email: "lab@example.kz".into(),
    }
}

pub fn policy() -> PolicyForm {
    let both = |kk: &str, ru: &str| Both {
        kk: kk.into(),
        ru: ru.into(),
    };
    PolicyForm {
        policy: None,
        code: "П-01".into(),
        revision: "1".into(),
        effective_from: "01.01.2010".into(),
        title: both("Саясат", "Политика"),
        text: both("Мәтін.", "Текст."),
        years: "5".into(),
        url: String::new(),
        differences_seen: false,
    }
}

/// The next version of the policy, from a day on.
pub fn next_policy(revision: &str, effective_from: &str) -> PolicyForm {
    PolicyForm {
        revision: revision.into(),
        effective_from: effective_from.into(),
        ..policy()
    }
}

/// A new internal document, in force since long ago.
pub fn document(code: &str) -> DocumentForm {
    let policy = policy();
    DocumentForm {
        document: None,
        code: code.into(),
        revision: policy.revision,
        effective_from: policy.effective_from,
        title: policy.title,
        text: policy.text,
        differences_seen: false,
    }
}
