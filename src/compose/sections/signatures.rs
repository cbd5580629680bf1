//! Section 24: who stands behind what; the medical director last.

use crate::case::model::Role;
use crate::compose::build::{sentence, words};
use crate::compose::context::Context;
use crate::document::{Block, Register, Section};

pub(crate) fn section(cx: &Context<'_>, register: Register) -> Section {
    let mut blocks = vec![sentence(cx.t(if cx.sources.signed { "signatures-intro" } else { "signatures-draft" }))];
    let order = [Role::Specialist, Role::CaseManager, Role::MedicalDirector];
    for role in order {
        for party in cx.parties(role) {
            let attestation = cx.case.attestations.iter().find(|a| a.by == party.id);
            let mut name = cx.party_name(party);
            if let Some(institution) = &party.institution {
                name = format!("{name} · {}", institution.to_owned());
            }
            blocks.push(Block::SignatureBox {
                name,
                role: cx.role(role, Some(party)),
                statement: match attestation {
                    Some(attestation) => cx.inlines(&attestation.statement),
                    None => words(cx.t("attestation-missing")),
                },
                when: match attestation {
                    Some(attestation) => cx.locale.moment(&attestation.at),
                    None => cx.t("not-signed-yet"),
                },
                signed: attestation.is_some() && cx.sources.signed,
            });
        }
    }
    cx.section("signatures", register, blocks)
}
