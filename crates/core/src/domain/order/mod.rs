//! An order: services for one patient, or for nobody who is named, from the counter to the hand-over.
//!
//! Called by `decide::order` with what the price list offers; the services come out by value, because nothing that was
//! sold may change when the list does. How an order stands and where it may go says [`step`], its number [`number`],
//! the time of the sample [`sampled`], an order that began on paper [`paper`], to whom it goes [`hand_over`], the columns of a file of ready marks [`columns`].

pub mod columns;
pub mod hand_over;
pub mod number;
pub mod paper;
pub mod sampled;
pub mod step;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

pub use hand_over::HandOverForm;
pub use paper::PaperOrder;

use super::service::{code, price};
use super::text::{self, Shape};
use super::{keep, service};
use crate::error::{Code, Refusal};
use crate::time::Wall;

crate::codes! {
    /// An order without a service.
    ORDER_SERVICES_NONE = "order-services-none";
    /// More services than an order may have; `limit`.
    ORDER_SERVICES_MANY = "order-services-many";
    /// A service stands in the order twice; `code`.
    ORDER_SERVICE_TWICE = "order-service-twice";
    /// Nothing of this code is offered today; `code`.
    ORDER_SERVICE_UNKNOWN = "order-service-unknown";
    /// No way of payment that is known.
    ORDER_FUNDING_UNKNOWN = "order-funding-unknown";
    /// A contract or an insurance without the name of who pays.
    ORDER_COUNTERPARTY_REQUIRED = "order-counterparty-required";
    /// The patient owes nothing for this order.
    ORDER_NOTHING_DUE = "order-nothing-due";
    /// A paid mark without the number of the receipt.
    ORDER_RECEIPT_REQUIRED = "order-receipt-required";
    /// The order is marked as paid already.
    ORDER_PAID_ALREADY = "order-paid-already";
    /// There is no paid mark to take back.
    ORDER_NOT_PAID = "order-not-paid";
    /// Nothing is changed.
    ORDER_SAME = "order-same";
    /// The order goes where it is.
    ORDER_MOVED_NOWHERE = "order-moved-nowhere";
    /// Orders without a card are not taken here.
    ORDER_ANONYMOUS_OFF = "order-anonymous-off";
    /// Another claim code than that of the slip.
    ORDER_CLAIM_WRONG = "order-claim-wrong";
    /// The person has refused or withdrawn consent: nothing new is done with their data.
    ORDER_CONSENT_DENIED = "order-consent-denied";
}

/// Most services of an order. With the longest of everything they fit into one entry.
pub const MOST: usize = 100;
/// Most signs of a counterparty or referrer.
const LONGEST_NAME: usize = 120;
/// Most signs of a receipt's number.
const LONGEST_RECEIPT: usize = 40;
/// Most signs of a reason.
const LONGEST_REASON: usize = 300;
/// Digits of a claim code.
pub const CLAIM_DIGITS: u32 = 6;

/// Who pays.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, specta::Type,
)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum Funding {
    /// The patient: платно.
    Paid = 1,
    /// Compulsory social health insurance: ОСМС.
    Osms = 2,
    /// The guaranteed volume of free medical care: ГОБМП.
    Gobmp = 3,
    /// An employer or a clinic, by contract.
    Contract = 4,
    /// Voluntary insurance: ДМС.
    Insurance = 5,
}

impl Funding {
    /// Every one, in the order in which a form offers them.
    pub const ALL: [Self; 5] = [
        Self::Paid,
        Self::Osms,
        Self::Gobmp,
        Self::Contract,
        Self::Insurance,
    ];

    /// The stored number.
    pub fn code(self) -> u8 {
        self as u8
    }

    /// From the stored number; of a newer program none.
    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }

    /// As forms and the words name it.
    pub fn text(self) -> &'static str {
        match self {
            Self::Paid => "paid",
            Self::Osms => "osms",
            Self::Gobmp => "gobmp",
            Self::Contract => "contract",
            Self::Insurance => "insurance",
        }
    }

    /// Reads the name; nothing typed is the patient.
    pub fn parse(field: &'static str, typed: &str) -> Result<Self, Refusal> {
        match typed.trim() {
            "" => Ok(Self::Paid),
            name => (Self::ALL.into_iter().find(|one| one.text() == name))
                .ok_or_else(|| Refusal::at(field, ORDER_FUNDING_UNKNOWN)),
        }
    }

    /// Whether somebody else than the patient or the state pays, who must be named.
    pub fn has_counterparty(self) -> bool {
        matches!(self, Self::Contract | Self::Insurance)
    }

    /// Whether the patient pays, at the till.
    pub fn is_patient(self) -> bool {
        matches!(self, Self::Paid)
    }

    /// What the patient owes of a sum, in whole tenge.
    pub fn due(self, total: u32) -> u32 {
        if self.is_patient() { total } else { 0 }
    }
}

/// An order as typed. Names of fields are the names that refusals carry.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(deny_unknown_fields, default)]
pub struct OrderForm {
    /// Codes of the services, in the order in which they were said.
    pub codes: Vec<String>,
    /// Before all others.
    pub cito: bool,
    /// Who pays: a name of [`Funding`]; empty means the patient.
    pub funding: String,
    /// Employer, clinic or insurer.
    pub counterparty: String,
    /// Who sent the patient.
    pub referrer: String,
    /// When the sample was taken: `HH:MM` of today, or a date before it.
    pub sampled_at: String,
    /// Number of the till receipt; empty while nothing is paid.
    pub receipt: String,
    /// It began on paper while the program did not work.
    pub paper: Option<PaperOrder>,
}

/// A tube: its word, and its names in Kazakh and Russian.
pub type TubeNamed = (String, String, String);

/// A service as an order keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ordered {
    /// What it is and costs.
    pub service: service::Service,
    /// Its tube, or those of the services of a panel.
    pub tubes: Vec<TubeNamed>,
}

/// What is ordered, judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The services.
    pub services: Vec<Ordered>,
    /// Before all others.
    pub cito: bool,
    /// Who pays.
    pub funding: Funding,
    /// Employer, clinic or insurer.
    pub counterparty: Option<String>,
    /// Who sent the patient.
    pub referrer: Option<String>,
    /// `YYYY-MM-DD HH:MM` in Almaty.
    pub sampled_at: Option<String>,
    /// Number of the till receipt, where it is paid at once.
    pub receipt: Option<String>,
}

/// Judges the whole form, everything at once. `offered` gives the service of a code as it is offered today.
///
/// # Errors
/// Every refusal, beside its field; those of services stand beside `codes`.
pub fn check<E>(
    form: &OrderForm,
    now: Wall,
    mut offered: impl FnMut(&str) -> Result<Option<Ordered>, E>,
) -> Result<Result<Statement, Vec<Refusal>>, E> {
    let mut no = Vec::new();
    let typed: Vec<&str> = (form.codes.iter().map(|code| code.trim()))
        .filter(|code| !code.is_empty())
        .collect();
    let mut services = Vec::new();
    let mut seen = BTreeSet::new();
    match typed.len() {
        0 => no.push(Refusal::at("codes", ORDER_SERVICES_NONE)),
        many if many > MOST => {
            no.push(Refusal::at("codes", ORDER_SERVICES_MANY).with("limit", MOST))
        }
        _ => {
            for typed in typed {
                // What a stranger typed is no part of a sentence before it is a code.
                let Some(code) = keep(&mut no, code::parse("codes", typed)) else {
                    continue;
                };
                match offered(&code)? {
                    _ if !seen.insert(code::key(&code)) => {
                        no.push(Refusal::at("codes", ORDER_SERVICE_TWICE).with("code", code));
                    }
                    Some(one) => services.push(one),
                    None => no.push(Refusal::at("codes", ORDER_SERVICE_UNKNOWN).with("code", code)),
                }
            }
        }
    }
    let funding = keep(&mut no, Funding::parse("funding", &form.funding));
    let counterparty = keep(
        &mut no,
        line("counterparty", &form.counterparty, LONGEST_NAME),
    );
    let referrer = keep(&mut no, line("referrer", &form.referrer, LONGEST_NAME));
    let sampled_at = keep(&mut no, sampled::parse("sampled_at", &form.sampled_at, now));
    let receipt = keep(&mut no, line("receipt", &form.receipt, LONGEST_RECEIPT));
    if funding.is_some_and(Funding::has_counterparty) && counterparty == Some(None) {
        no.push(Refusal::at("counterparty", ORDER_COUNTERPARTY_REQUIRED));
    }
    let due =
        funding.map(|funding| funding.due(total(services.iter().map(|one| one.service.price))));
    if matches!(&receipt, Some(Some(_))) && due == Some(0) && no.is_empty() {
        no.push(Refusal::at("receipt", ORDER_NOTHING_DUE));
    }
    Ok(
        match (funding, counterparty, referrer, sampled_at, receipt) {
            (
                Some(funding),
                Some(counterparty),
                Some(referrer),
                Some(sampled_at),
                Some(receipt),
            ) if no.is_empty() => Ok(Statement {
                services,
                cito: form.cito,
                funding,
                counterparty,
                referrer,
                sampled_at,
                receipt,
            }),
            _ => Err(no),
        },
    )
}

#[allow(
    clippy::option_option,
    reason = "nothing typed, and refused by whoever calls"
)]
fn line(field: &'static str, typed: &str, limit: usize) -> Result<Option<String>, Refusal> {
    let text = text::check(field, typed, Shape::Line(limit))?;
    Ok((!text.is_empty()).then_some(text))
}

/// What services cost together, in whole tenge: a hundred of the dearest are a billion, which fits.
pub fn total(prices: impl Iterator<Item = u32>) -> u32 {
    prices.fold(0, u32::saturating_add)
}

/// What was paid: an amount as typed, the whole sum where nothing was, and the number of the receipt.
///
/// # Errors
/// `order-nothing-due`, `order-receipt-required` and those of a price.
pub fn payment(amount: &str, receipt: &str, due: u32) -> Result<(u32, String), Vec<Refusal>> {
    if due == 0 {
        return Err(vec![Refusal::new(ORDER_NOTHING_DUE)]);
    }
    let mut no = Vec::new();
    let amount = match amount.trim() {
        "" => Some(due),
        typed => keep(&mut no, price::parse("amount", typed)),
    };
    let receipt = line("receipt", receipt, LONGEST_RECEIPT)
        .and_then(|receipt| receipt.ok_or_else(|| Refusal::at("receipt", ORDER_RECEIPT_REQUIRED)));
    match (amount, keep(&mut no, receipt)) {
        (Some(amount), Some(receipt)) => Ok((amount, receipt)),
        _ => Err(no),
    }
}

/// Why something is taken back, moved or changed.
pub fn reason(typed: &str) -> Result<String, Refusal> {
    text::required("reason", typed, Shape::Line(LONGEST_REASON))
}

/// Words of the tubes that an order needs, each once, in the order of its services: one label a tube.
pub fn tubes<'a>(of: impl IntoIterator<Item = &'a [TubeNamed]>) -> Vec<&'a TubeNamed> {
    let mut seen = BTreeSet::new();
    let all = of.into_iter().flatten();
    all.filter(|(word, _, _)| seen.insert(super::fold::fold(word)))
        .collect()
}

/// The codes of this room and of what lies in it.
pub const CODES: &[&[Code]] = &[
    ALL,
    number::ALL,
    paper::ALL,
    sampled::ALL,
    step::ALL,
    columns::ALL,
];

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::convert::Infallible;

    use super::*;
    use crate::domain::service::{Service, Stomach};

    fn service(code: &str, price: u32, tube: &str) -> Ordered {
        Ordered {
            service: Service {
                code: code.into(),
                name_kk: format!("{code} талдауы"),
                name_ru: format!("Анализ {code}"),
                short: code.into(),
                tube: Some(tube.into()),
                price,
                stomach: Stomach::Any,
                hint: None,
                parts: Vec::new(),
            },
            tubes: vec![(tube.into(), tube.into(), tube.into())],
        }
    }

    fn now() -> Wall {
        Wall::almaty(1_795_158_000_000)
    }

    fn judged(form: &OrderForm) -> Result<Statement, Vec<Refusal>> {
        let offered = |code: &str| -> Result<_, Infallible> {
            Ok(match code::key(code).as_str() {
                "OAK" => Some(service("ОАК", 1_200, "ЭДТА")),
                "TTГ" => Some(service("ТТГ", 2_900, "жёлтая")),
                "ПOДAPOK" => Some(service("ПОДАРОК", 0, "жёлтая")),
                key if key.starts_with('S') => Some(service(code, 10_000_000, "ЭДТА")),
                _ => None,
            })
        };
        check(form, now(), offered).unwrap()
    }

    fn form(codes: &[&str]) -> OrderForm {
        OrderForm {
            codes: codes.iter().map(|code| (*code).to_owned()).collect(),
            ..OrderForm::default()
        }
    }

    fn no(form: &OrderForm) -> Vec<(&'static str, &'static str)> {
        let no = judged(form).unwrap_err();
        no.iter().map(|no| (no.field.unwrap(), no.code.0)).collect()
    }

    #[test]
    fn an_order_is_its_services_by_value() {
        let order = judged(&form(&["оак", " ", "ТТГ"])).unwrap();
        let codes: Vec<&str> = order
            .services
            .iter()
            .map(|one| one.service.code.as_str())
            .collect();
        assert_eq!(codes, ["ОАК", "ТТГ"]);
        assert_eq!(order.funding, Funding::Paid);
        let sum = total(order.services.iter().map(|one| one.service.price));
        assert_eq!((sum, order.funding.due(sum)), (4_100, 4_100));
        let named = tubes(order.services.iter().map(|one| one.tubes.as_slice()));
        assert_eq!(named.len(), 2);
    }

    #[test]
    fn what_is_wrong_with_services_is_said_at_once() {
        assert_eq!(no(&form(&[])), [("codes", "order-services-none")]);
        assert_eq!(
            no(&form(&["ОАК", "oak", "НЕТ", "а б"])),
            [
                ("codes", "order-service-twice"),
                ("codes", "order-service-unknown"),
                ("codes", "service-code-form"),
            ]
        );
        let many: Vec<String> = (0..200).map(|at| format!("S{at}")).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        assert_eq!(no(&form(&many)), [("codes", "order-services-many")]);
        let most = judged(&form(&many[..MOST])).unwrap();
        let sum = total(most.services.iter().map(|one| one.service.price));
        assert_eq!(sum, 1_000_000_000, "a hundred of the dearest");
    }

    #[test]
    fn whoever_else_pays_is_named_and_the_patient_owes_nothing() {
        let of = |funding: &str, counterparty: &str, receipt: &str| OrderForm {
            funding: funding.into(),
            counterparty: counterparty.into(),
            receipt: receipt.into(),
            ..form(&["ОАК"])
        };
        assert_eq!(
            no(&of("contract", " ", "")),
            [("counterparty", "order-counterparty-required")]
        );
        assert_eq!(
            no(&of("insurance", "", "")),
            [("counterparty", "order-counterparty-required")]
        );
        assert_eq!(
            judged(&of("contract", "ТОО «Қазмұнай»", ""))
                .unwrap()
                .funding
                .due(1_200),
            0
        );
        assert_eq!(
            no(&of("osms", "", "77")),
            [("receipt", "order-nothing-due")]
        );
        assert_eq!(
            no(&of("бесплатно", "", "")),
            [("funding", "order-funding-unknown")]
        );
        assert_eq!(
            judged(&of("", "", " 000 77 ")).unwrap().receipt.as_deref(),
            Some("000 77")
        );
        let gift = OrderForm {
            receipt: "1".into(),
            ..form(&["подарок"])
        };
        assert_eq!(no(&gift), [("receipt", "order-nothing-due")]);
    }

    #[test]
    fn a_payment_is_the_whole_sum_unless_another_is_said() {
        assert_eq!(payment("", "ф-77", 1_200), Ok((1_200, "ф-77".into())));
        assert_eq!(payment("1 000", "77", 1_200), Ok((1_000, "77".into())));
        let codes = |amount, receipt, due| -> Vec<&'static str> {
            payment(amount, receipt, due)
                .unwrap_err()
                .iter()
                .map(|no| no.code.0)
                .collect()
        };
        assert_eq!(
            codes("x", " ", 5),
            ["service-price-form", "order-receipt-required"]
        );
        assert_eq!(codes("", "77", 0), ["order-nothing-due"]);
    }

    #[test]
    fn every_way_of_payment_has_a_number_and_a_name() {
        for one in Funding::ALL {
            assert_eq!(Funding::from_code(one.code()), Some(one));
            assert_eq!(Funding::parse("funding", one.text()), Ok(one));
        }
        assert_eq!(Funding::from_code(9), None);
    }
}
