//! A desk is stopped by the recovery kit, whose digits come on standard input.

use serde_json::json;

use crate::lab::{Lab, PASSWORD};

const STOLEN: &str = "abababababababababababababababab";

/// A second desk that a manager let act and that has written nothing yet.
fn with_a_second_desk() -> (Lab, String) {
    let lab = Lab::founded();
    let (groups, _) = lab.sheet();
    lab.type_the_kit_back();
    let enrol = json!({
        "do": "enrol_device", "device": STOLEN, "ed25519": "11".repeat(32), "x25519": "22".repeat(32),
        "site": 2, "prefix": 200,
    });
    let answer = lab.batch(&[enrol]);
    assert_eq!(answer.code, 0, "{:?}", answer.lines);
    (lab, groups.join(" "))
}

fn revoke(lab: &Lab, args: &[&str], typed: &str) -> (i32, Vec<String>) {
    let args = [&["desk", "revoke"], args].concat();
    let answer = lab.call_with(&args, &format!("{PASSWORD}\n{typed}\n"));
    (answer.code, answer.codes())
}

#[test]
fn the_kit_stops_a_desk_and_its_digits_are_no_argument() {
    let (lab, kit) = with_a_second_desk();
    let stopped = || {
        let answer = lab.call(&["desk", "list"]);
        let desks = answer.lines[0]["desks"].as_array().unwrap().clone();
        assert_eq!(desks.len(), 2);
        let of = |own: bool| {
            desks
                .iter()
                .find(|desk| desk["own"] == own)
                .unwrap()
                .clone()
        };
        assert_eq!(of(true)["name"], "1");
        assert_eq!(of(true)["stopped"], false);
        assert_eq!(of(false)["device"], STOLEN);
        of(false)["stopped"] == true
    };
    assert!(!stopped());
    let digit = if kit.starts_with('1') { "2" } else { "1" };
    let no = |code: i32, error: &str| (code, vec![error.to_owned()]);
    let unknown = "cd".repeat(16);
    for (device, typed, error) in [
        (STOLEN, format!("{digit}{}", &kit[1..]), "vault-kit-group"),
        (STOLEN, String::new(), "vault-kit-length"),
        (&unknown, kit.clone(), "not-found"),
    ] {
        assert_eq!(revoke(&lab, &[device], &typed), no(3, error));
    }
    assert_eq!(
        revoke(&lab, &[STOLEN, "123456"], &kit),
        no(2, "usage-unknown")
    );
    assert!(!stopped(), "nothing of this stopped it");
    assert_eq!(revoke(&lab, &[STOLEN], &kit), (0, vec![]));
    assert!(stopped());
    let shown = lab.call(&["journal", "show", "--last", "9"]);
    let rows = shown.lines[0]["entries"].as_array().unwrap();
    assert!(
        rows.iter().any(|row| row["kind"] == "device_revoked"),
        "{rows:?}"
    );
    lab.assert_whole("after the kit stopped a desk");
}

#[test]
fn a_desk_does_not_stop_itself() {
    let (lab, kit) = with_a_second_desk();
    let own = lab.call(&["desk", "list"]).lines[0]["desks"].clone();
    let own = own
        .as_array()
        .unwrap()
        .iter()
        .find(|desk| desk["own"] == true);
    let own = own.unwrap()["device"].as_str().unwrap().to_owned();
    let (code, codes) = revoke(&lab, &[&own], &kit);
    assert_eq!((code, codes), (3, vec!["desk-own".to_owned()]));
    assert_eq!(lab.call(&["patient", "find", "x"]).code, 0, "it works on");
}
