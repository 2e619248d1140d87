#![allow(clippy::unwrap_used)]

use super::*;

fn on() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 21).unwrap()
}

fn everything() -> Vec<String> {
    Scope::ALL.map(|scope| scope.text().to_owned()).to_vec()
}

fn mother() -> RepresentativeForm {
    RepresentativeForm {
        surname: "Ахметова".into(),
        name: "Айгерім".into(),
        iin: "850617468402".into(),
        birth_date: "17.06.1985".into(),
        basis: "mother".into(),
        scope: everything(),
        ..RepresentativeForm::default()
    }
}

fn judged(
    change: impl FnOnce(&mut RepresentativeForm),
    child: NaiveDate,
) -> Result<Representative, Vec<(&'static str, &'static str)>> {
    let mut form = mother();
    change(&mut form);
    let of = Represented {
        birth_date: Some(child),
        iin: "190315600011",
    };
    check(&form, of, Language::Kk, on()).map_err(|refusals| {
        let mut said: Vec<_> = refusals
            .iter()
            .map(|no| (no.field.unwrap(), no.code.0))
            .collect();
        said.sort_unstable();
        said
    })
}

fn child() -> NaiveDate {
    NaiveDate::from_ymd_opt(2019, 3, 15).unwrap()
}

#[test]
fn a_mother_acts_for_her_child_in_everything() {
    let mother = judged(|_| {}, child()).unwrap();
    assert_eq!(mother.person.kind, CardKind::Thin);
    assert_eq!(mother.relation.basis, Basis::Mother);
    assert_eq!(mother.relation.scope.len(), 3);
}

#[test]
fn what_is_wrong_is_said_beside_the_representatives_fields() {
    let one = |change: fn(&mut RepresentativeForm), field, code| {
        assert_eq!(judged(change, child()).unwrap_err(), [(field, code)]);
    };
    one(
        |form| form.basis.clear(),
        "rep_basis",
        "representative-basis-required",
    );
    one(
        |form| form.basis = "guardian".into(),
        "rep_document",
        "representative-document-required",
    );
    one(
        |form| form.valid_until = "20.11.2026".into(),
        "rep_valid_until",
        "representative-document-expired",
    );
    one(
        |form| {
            form.iin.clear();
            form.birth_date = "22.11.2008".into();
        },
        "rep_birth_date",
        "representative-minor",
    );
    one(|form| form.name.clear(), "rep_name", "name-required");
    one(
        |form| {
            form.basis = "attorney".into();
            form.document = "№ 12 от 01.02.2026".into();
        },
        "rep_valid_until",
        "representative-term-required",
    );
    one(
        |form| form.scope = vec!["money".into()],
        "rep_scope",
        "representative-scope-required",
    );
}

#[test]
fn nobody_acts_for_a_child_under_the_childs_own_number() {
    let form = mother();
    let of = Represented {
        birth_date: Some(child()),
        iin: "850617468402",
    };
    let refusals = check(&form, of, Language::Ru, on()).unwrap_err();
    assert_eq!(refusals[0].code, REPRESENTATIVE_SAME_IIN);
}

#[test]
fn an_adult_is_no_ones_child() {
    let adult = NaiveDate::from_ymd_opt(2008, 11, 21).unwrap();
    assert_eq!(
        judged(|_| {}, adult).unwrap_err(),
        [("rep_basis", "representative-of-adult")]
    );
    let guardian = |form: &mut RepresentativeForm| {
        form.basis = "guardian".into();
        form.document = "Решение суда № 5".into();
    };
    assert!(judged(guardian, adult).is_ok());
}

#[test]
fn a_ground_that_ran_out_or_does_not_reach_so_far_asks_for_nobody() {
    let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
    let today = day(2026, 11, 20);
    let relation = |basis, valid_until, scope| Relation {
        basis,
        document: None,
        valid_until,
        scope: BTreeSet::from([scope]),
    };
    let attorney = |last| relation(Basis::Attorney, Some(last), Scope::Rights);
    let adult = Some(day(1991, 3, 12));
    assert!(attorney(today).may_exercise_rights(adult, today));
    assert!(!attorney(day(2026, 11, 19)).may_exercise_rights(adult, today));
    let results = relation(Basis::Attorney, None, Scope::Results);
    assert!(!results.may_exercise_rights(adult, today));
    let mother = relation(Basis::Mother, None, Scope::Rights);
    assert!(mother.may_exercise_rights(Some(day(2019, 3, 15)), today));
    assert!(!mother.may_exercise_rights(adult, today));
}

#[test]
fn at_sixteen_a_person_consents_alone() {
    let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d);
    assert!(is_needed(day(2010, 11, 22), on()));
    assert!(!is_needed(day(2010, 11, 21), on()), "sixteen today");
    assert!(!is_needed(None, on()));
}

#[test]
fn at_eighteen_a_person_acts_for_others() {
    let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d);
    assert!(may_act(day(2008, 11, 21), on()), "eighteen today");
    assert!(!may_act(day(2008, 11, 22), on()));
    assert!(!may_act(None, on()), "nobody knows");
}

#[test]
fn whoever_is_given_nothing_may_nothing() {
    let nothing = judged(|form| form.scope.clear(), child()).unwrap_err();
    assert_eq!(nothing, [("rep_scope", "representative-scope-required")]);
}

#[test]
fn a_mother_consents_for_a_child_and_for_nobody_older() {
    let mother = judged(|_| {}, child()).unwrap().relation;
    let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
    let born = Some(child());
    assert!(mother.may_consent(born, day(2035, 3, 14)));
    assert!(
        !mother.may_consent(born, day(2035, 3, 15)),
        "sixteen: alone"
    );
    assert!(
        !mother.may_consent(born, day(2037, 3, 15)),
        "eighteen: nobody's child"
    );
    let guardian = Relation {
        basis: Basis::Guardian,
        ..mother.clone()
    };
    assert!(guardian.may_consent(born, day(2037, 3, 15)));
    let over = Relation {
        valid_until: Some(day(2030, 1, 1)),
        ..mother
    };
    assert!(!over.may_consent(born, day(2030, 1, 2)));
}
