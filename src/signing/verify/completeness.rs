//! Whether a PDF has the signatures it must have, in their order.

use super::facts::Fact;
use super::record::complete_fact;
use super::report::SignatureReport;
use crate::signing::approval::forms::shown;
use crate::signing::certificates::SignerRole;

/// What is missing or out of order. `mdp` are the permissions of the certification (P of `DocMDP`), by signature.
///
/// Only signatures that nothing speaks against count: one that is refused is as good as missing.
pub fn check(signatures: &[SignatureReport], mdp: &[Option<i64>]) -> Vec<Fact> {
    let sound: Vec<(usize, &SignatureReport)> =
        signatures.iter().enumerate().filter(|(_, one)| one.is_sound()).collect();
    let has = |signature: &SignatureReport, role: SignerRole| signature.roles.contains(&role);
    let mut facts = Vec::new();
    let none = Vec::new;
    // P = 2: signing and nothing else may follow.
    let manager = sound.iter().find(|(index, one)| {
        one.certifies && has(one, SignerRole::CaseManager) && mdp.get(*index).copied().flatten() == Some(2)
    });
    let director = sound.iter().find(|(_, one)| !one.certifies && one.locks && has(one, SignerRole::MedicalDirector));
    if manager.is_none() {
        facts.push(Fact::incomplete("verify-missing-certification", none()));
    }
    if director.is_none() {
        let unlocked = sound.iter().find(|(_, one)| !one.certifies && has(one, SignerRole::MedicalDirector));
        facts.push(match unlocked {
            Some((_, one)) => Fact::incomplete("verify-approval-without-lock", vec![("name", shown(&one.name))]),
            None => Fact::incomplete("verify-missing-approval", none()),
        });
    }
    if sound.iter().filter(|(_, one)| one.certifies).count() > 1 {
        facts.push(Fact::incomplete("verify-several-certifications", none()));
    }
    // Somebody who may sign as nothing but director has signed as one.
    let only_director = |one: &SignatureReport| !one.certifies && one.roles == [SignerRole::MedicalDirector];
    let others = sound.iter().filter(|(index, one)| only_director(one) && director.is_some_and(|(at, _)| at != index));
    if others.count() > 0 {
        facts.push(Fact::incomplete("verify-several-approvals", none()));
    }
    if let (Some((first, manager)), Some((last, director))) = (manager, director) {
        if *first != 0 || last + 1 != signatures.len() {
            facts.push(Fact::incomplete("verify-wrong-order", none()));
        }
        if manager.key == director.key || manager.name == director.name {
            facts.push(Fact::incomplete("verify-same-person", vec![("name", shown(&director.name))]));
        }
        if facts.is_empty() {
            facts.push(complete_fact(&manager.name, &director.name));
        }
    }
    facts
}
