//! «Ошибочно внесено»: an act that never happened. Not a withdrawal: a withdrawal is the patient's.

use super::*;
use crate::domain::rights::{Action, may};
use crate::domain::text;
use crate::event::kinds::Role;

/// What is to be annulled, as the fold stored it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TargetAct {
    /// The entry.
    pub id: Hash,
    /// Which act.
    pub kind: TargetKind,
    /// The role in which its author recorded it; none when the author's role is not known here.
    pub recorded_as: Option<Role>,
    /// An annulment names it already.
    pub annulled: bool,
}

/// Which act an annulment names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TargetKind {
    /// Consent given.
    Grant,
    /// Refusal or withdrawal.
    Denial,
    /// Another annulment.
    Annulment,
}

/// What an annulment of somebody's act asks of a role; `None` for an act that nobody annuls.
pub fn annulling(kind: TargetKind, recorded_as: Option<Role>, by: Role) -> Option<Action> {
    match kind {
        TargetKind::Annulment => None,
        TargetKind::Denial => Some(Action::AnnulDenial),
        TargetKind::Grant if recorded_as == Some(by) => Some(Action::AnnulOwn),
        TargetKind::Grant if recorded_as == Some(Role::Registrar) => Some(Action::AnnulRegistrars),
        TargetKind::Grant => Some(Action::AnnulAnybodys),
    }
}

/// Annulment decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsentAnnulled {
    /// The entry that never happened.
    pub target: Hash,
    /// Why, in the words of whoever corrects it.
    pub reason: String,
}

/// Decides on an annulment: whose act a role may annul says [`annulling`], an annulment is annulled by nobody.
/// The reason has 3 to 500 characters. All refusals at once.
pub fn annul(target: &TargetAct, by: Role, reason: &str) -> Result<ConsentAnnulled, Vec<Refusal>> {
    let mut refusals = Vec::new();
    match annulling(target.kind, target.recorded_as, by) {
        None => refusals.push(Refusal::new(CONSENT_ANNULMENT_FINAL)),
        Some(action) if !may(by, action) => refusals.push(Refusal::new(match target.kind {
            TargetKind::Denial => CONSENT_DENIAL_MANAGER_ONLY,
            _ => CONSENT_ANNUL_NOT_ALLOWED,
        })),
        _ if target.annulled => refusals.push(Refusal::new(CONSENT_ANNULLED_ALREADY)),
        _ => {}
    }
    let reason = match text::check("reason", reason, text::Shape::Block(500)) {
        Ok(reason) if reason.chars().count() < 3 => {
            refusals.push(Refusal::at("reason", CONSENT_REASON_REQUIRED));
            reason
        }
        Ok(reason) => reason,
        Err(refusal) => {
            refusals.push(refusal);
            String::new()
        }
    };
    if refusals.is_empty() {
        Ok(ConsentAnnulled {
            target: target.id,
            reason,
        })
    } else {
        Err(refusals)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(kind: TargetKind, recorded_as: Option<Role>, annulled: bool) -> TargetAct {
        TargetAct {
            id: Hash([1; 32]),
            kind,
            recorded_as,
            annulled,
        }
    }

    fn codes(target: &TargetAct, by: Role, reason: &str) -> Vec<&'static str> {
        annul(target, by, reason).map_or_else(
            |refusals| refusals.iter().map(|refusal| refusal.code.0).collect(),
            |_| Vec::new(),
        )
    }

    #[test]
    fn who_may_annul_what() {
        use Role::{Administrator, Auditor, Manager, Registrar, Senior};
        use TargetKind::{Annulment, Denial, Grant};
        for (kind, recorded_as, by, expected) in [
            (Grant, Some(Registrar), Registrar, None),
            (Grant, Some(Registrar), Manager, None),
            (Grant, Some(Manager), Manager, None),
            (
                Grant,
                Some(Manager),
                Registrar,
                Some("consent-annul-not-allowed"),
            ),
            (Grant, None, Registrar, Some("consent-annul-not-allowed")),
            (Grant, Some(Registrar), Senior, None),
            (Grant, Some(Senior), Senior, None),
            (Grant, Some(Senior), Manager, None),
            (
                Grant,
                Some(Senior),
                Registrar,
                Some("consent-annul-not-allowed"),
            ),
            (
                Grant,
                Some(Manager),
                Senior,
                Some("consent-annul-not-allowed"),
            ),
            (Grant, None, Senior, Some("consent-annul-not-allowed")),
            (
                Grant,
                Some(Registrar),
                Administrator,
                Some("consent-annul-not-allowed"),
            ),
            (
                Denial,
                Some(Senior),
                Senior,
                Some("consent-denial-manager-only"),
            ),
            (
                Denial,
                Some(Registrar),
                Auditor,
                Some("consent-denial-manager-only"),
            ),
            (
                Denial,
                Some(Registrar),
                Registrar,
                Some("consent-denial-manager-only"),
            ),
            (Denial, Some(Registrar), Manager, None),
            (
                Annulment,
                Some(Manager),
                Manager,
                Some("consent-annulment-final"),
            ),
        ] {
            assert_eq!(
                codes(&target(kind, recorded_as, false), by, "не тот пациент")
                    .first()
                    .copied(),
                expected,
                "{kind:?} of {recorded_as:?} by {by:?}"
            );
        }
    }

    #[test]
    fn once_and_with_a_reason() {
        let grant = target(TargetKind::Grant, Some(Role::Registrar), false);
        assert_eq!(
            codes(&grant, Role::Registrar, " ой "),
            ["consent-reason-required"]
        );
        assert_eq!(codes(&grant, Role::Registrar, "две"), [""; 0]);
        assert_eq!(
            codes(&grant, Role::Registrar, &"а".repeat(501)),
            ["text-too-long"]
        );
        let twice = TargetAct {
            annulled: true,
            ..grant
        };
        assert_eq!(
            codes(&twice, Role::Manager, "\0"),
            ["consent-annulled-already", "text-control"]
        );
    }
}
