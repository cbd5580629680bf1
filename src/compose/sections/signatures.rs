//! Section 24: who stands behind what; the medical director last.

use crate::case::model::Role;
use crate::compose::build::{sentence, words};
use crate::compose::context::Context;
use crate::document::{Block, Register, Section};
use crate::locale::Arg;

pub(crate) fn section(cx: &Context<'_>, register: Register) -> Section {
    let mut blocks =
        vec![sentence(cx.t(if cx.sources.sign_off.is_some() { "signatures-intro" } else { "signatures-draft" }))];
    let order = [Role::Specialist, Role::CaseManager, Role::MedicalDirector];
    for role in order {
        for party in cx.parties(role) {
            let attestation = cx.case.attestations.iter().find(|a| a.by == party.id);
            let mut name = cx.party_name(party);
            if let Some(institution) = &party.institution {
                name = format!("{name} · {}", institution.to_owned());
            }
            let sign_off = cx.sources.sign_off;
            let signed = sign_off.and_then(|sign_off| sign_off.attested.get(party.id.as_str()));
            // Who signs inside the PDF has the time and key drawn there; what a case says of it is of an earlier day.
            let slot = sign_off.filter(|sign_off| sign_off.signers.contains(&party.id.as_str().to_owned()));
            let when = match (signed, attestation) {
                (Some(signed), _) => {
                    let key = cx.tf("signed-with-key", &[("fingerprint", Arg::from(signed.fingerprint.as_str()))]);
                    format!("{} · {key}", cx.locale.moment(&signed.at))
                }
                (None, Some(attestation)) => cx.locale.moment(&attestation.at),
                (None, None) => cx.t("not-signed-yet"),
            };
            let statement = match (attestation, slot, role) {
                (Some(attestation), ..) => cx.inlines(&attestation.statement),
                (None, Some(_), Role::MedicalDirector) => words(cx.t("statement-medical-director")),
                (None, Some(_), _) => words(cx.t("statement-case-manager")),
                (None, None, _) if signed.is_some() => words(cx.t("statement-specialist")),
                (None, None, _) => words(cx.t("attestation-missing")),
            };
            blocks.push(Block::SignatureBox {
                name,
                role: cx.role(role, Some(party)),
                statement,
                when,
                signed: sign_off.is_some() && (signed.is_some() || attestation.is_some()),
                slot: slot.map(|_| party.id.as_str().to_owned()),
            });
        }
    }
    cx.section("signatures", register, blocks)
}
