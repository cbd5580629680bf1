//! How far a version has come: who has attested, certified and approved it, and what came back.

use std::collections::BTreeMap;

use super::folder::{ActFolder, Folder, FolderError};
use crate::case::Case;
use crate::case::model::{Moment, Role};
use crate::compose::{SignOff, SignedAttestation};
use crate::signing::approval::{Act, Comment, Sha256Digest};

/// The acts of a case, in order.
#[derive(Debug, Clone)]
pub struct State {
    /// All of them.
    pub acts: Vec<ActFolder>,
}

impl State {
    /// Reads `signatures/`.
    ///
    /// # Errors
    /// An act that cannot be read.
    pub fn read(folder: &Folder) -> Result<Self, FolderError> {
        Ok(Self { acts: folder.acts()? })
    }

    /// The acts about a version, in order.
    pub fn of_version(&self, version: u32) -> impl DoubleEndedIterator<Item = &ActFolder> {
        self.acts.iter().filter(move |act| act.record.case_version == version)
    }

    /// The specialists' attestations of a version that are about what they attest now, by party: the last of each. A return
    /// or a later attestation takes the place of an earlier one.
    pub fn attested(
        &self,
        version: u32,
        digest: impl Fn(&str) -> Option<Sha256Digest>,
    ) -> BTreeMap<String, &ActFolder> {
        let mut attested = BTreeMap::new();
        for act in self.of_version(version).filter(|act| act.record.act == Act::Attest) {
            if digest(&act.record.signer.party) == Some(act.record.case_digest) {
                attested.insert(act.record.signer.party.clone(), act);
            }
        }
        attested
    }

    /// The attestations of a case's present version that are about what it says now.
    pub fn attested_now(&self, case: &Case) -> BTreeMap<String, &ActFolder> {
        self.attested(case.content.version, |party| {
            let party = case.content.parties.iter().find(|other| other.id.as_str() == party)?;
            crate::rules::attested_digest(case, party).as_str().parse().ok()
        })
    }

    /// Rules on sign-offs (`SPC-01`, `SGN-01`, `SGN-02`) that are met by acts signed with keys, whatever the case's own
    /// `attestations` say.
    pub fn meets(&self, case: &Case) -> Vec<&'static str> {
        let version = case.content.version;
        let mut met = Vec::new();
        let attested = self.attested_now(case);
        let mut specialists = case.content.parties.iter().filter(|party| party.role == Role::Specialist);
        if specialists.all(|party| attested.contains_key(party.id.as_str())) {
            met.push("SPC-01");
        }
        if self.certified(version).is_some() || self.released(version).is_some() {
            met.push("SGN-02");
        }
        if self.released(version).is_some() {
            met.push("SGN-01");
        }
        met
    }

    /// The certification of a version that holds: nobody returned the case after it.
    pub fn certified(&self, version: u32) -> Option<&ActFolder> {
        let last = self.of_version(version).rfind(|act| !matches!(act.record.act, Act::Attest))?;
        (last.record.act == Act::Certify).then_some(last)
    }

    /// The release of a version.
    pub fn released(&self, version: u32) -> Option<&ActFolder> {
        self.of_version(version).rfind(|act| act.record.act.releases())
    }

    /// The newest release of any version.
    pub fn last_release(&self) -> Option<&ActFolder> {
        self.acts.iter().rfind(|act| act.record.act.releases())
    }

    /// The withdrawal of a version.
    pub fn withdrawn(&self, version: u32) -> Option<&ActFolder> {
        self.of_version(version).rfind(|act| act.record.act == Act::Withdraw)
    }

    /// Comments that came back with the last return, and were not followed by a certification.
    pub fn comments(&self, version: u32) -> &[Comment] {
        let last = self.of_version(version).rfind(|act| !matches!(act.record.act, Act::Attest));
        match last {
            Some(act) if matches!(act.record.act, Act::Return | Act::Decline) => &act.record.comments,
            _ => &[],
        }
    }

    /// Who is printed as having signed, and who signs inside the PDF.
    pub fn sign_off(&self, case: &Case, attested: &BTreeMap<String, &ActFolder>) -> SignOff {
        let signers = [Role::CaseManager, Role::MedicalDirector]
            .into_iter()
            .flat_map(|role| case.content.parties.iter().filter(move |party| party.role == role).take(1))
            .map(|party| party.id.to_string())
            .collect();
        let attested = attested
            .iter()
            .map(|(party, act)| {
                let signer = &act.record.signer;
                let key = signer.ed25519.or(signer.p256).map(|digest| short(&digest.to_string())).unwrap_or_default();
                (party.clone(), SignedAttestation { at: Moment(act.record.at), fingerprint: key })
            })
            .collect();
        SignOff { signers, attested }
    }
}

/// The first half of a fingerprint in groups of four, for people.
pub(super) fn short(hex: &str) -> String {
    let groups: Vec<&str> = (0..4).filter_map(|group| hex.get(group * 4..group * 4 + 4)).collect();
    groups.join(" ")
}

/// Comments of a returned case, for `check` to show to the authors.
///
/// # Errors
/// The folder cannot be read.
pub fn open_comments(case: &Case) -> Result<Vec<Comment>, FolderError> {
    let Some(folder) = &case.folder else { return Ok(Vec::new()) };
    let state = State::read(&Folder::of(folder))?;
    Ok(state.comments(case.content.version).to_vec())
}
