//! `opine withdraw`: takes a released version back by a signed notice that `verify --status` reads.

use std::collections::BTreeMap;
use std::path::PathBuf;

use chrono::{DateTime, FixedOffset};
use clap::{Args, ValueEnum};

use super::key_source::{KeySource, TokenOptions};
use super::review_and_sign::{Before, digest_of, must_hold, party_of};
use super::secrets::PassphraseSource;
use super::{Failure, Shared, Terminal, engine, now, open};
use crate::files::write_atomic;
use crate::review::{Folder, Reviewer, State, act_record, reviewed_content};
use crate::signing::approval::{self, Act, Comment, Notice, NoticeKind, NoticeReason, Record};
use crate::signing::certificates::SignerRole;
use crate::signing::signer::KeyAlgorithm;

#[derive(Debug, Args)]
pub(super) struct Withdraw {
    /// The case: a folder
    case: PathBuf,
    /// In which role: medical-director or case-manager
    #[arg(long)]
    role: SignerRole,
    /// The folder of the key that signs, as `opine keys new` made it
    #[arg(long, value_name = "DIR")]
    key: Option<PathBuf>,
    #[command(flatten)]
    token: TokenOptions,
    #[command(flatten)]
    passphrase: PassphraseSource,
    /// The party of the case who signs; not needed where one party of the role has the name of the key
    #[arg(long = "as", value_name = "PARTY")]
    party: Option<String>,
    /// The version that is taken back; the last released one without this
    #[arg(long, value_name = "N")]
    version: Option<u32>,
    /// Why
    #[arg(long, value_enum)]
    reason: Reason,
    /// A folder that also receives the notice, to be sent to whoever has the documents
    #[arg(long, short, value_name = "DIR")]
    out: Option<PathBuf>,
    /// When, such as 2026-03-09T14:30:00-05:00; now without this
    #[arg(long, value_name = "TIME")]
    at: Option<DateTime<FixedOffset>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Reason {
    /// The patient withdrew consent
    Consent,
    /// The documents have an error
    Error,
    /// There is new information
    NewInformation,
    /// It was released by mistake, or to the wrong person
    Misdelivery,
}

impl Withdraw {
    pub fn run(&self, shared: &Shared, terminal: &Terminal) -> Result<(), Failure> {
        let usage = |error: &dyn std::fmt::Display| Failure::Usage(error.to_string());
        if !Act::Withdraw.roles().contains(&self.role) {
            return Err(Failure::Usage(format!("a {} cannot withdraw a version", self.role.title())));
        }
        let case = open(&self.case, terminal)?;
        let Some(folder) = case.folder.as_deref().map(Folder::of) else {
            return Err(Failure::Usage("a case from standard input has no signed version".to_owned()));
        };
        folder.clear_unfinished();
        let state = State::read(&folder).map_err(|error| usage(&error))?;
        let released = match self.version {
            Some(version) => state.released(version),
            None => state.last_release(),
        };
        let Some(released) = released.cloned() else {
            return Err(Failure::Usage("no such version is released, so there is nothing to withdraw".to_owned()));
        };
        let version = released.record.case_version;
        if state.withdrawn(version).is_some() {
            return Err(Failure::Usage(format!("version {version} is withdrawn already")));
        }
        let source = KeySource::of(self.key.as_deref(), &self.token, "--key")?;
        let party = party_of(&case, self.role, self.party.as_deref(), &source)?;
        let keys = source.open(&self.passphrase, shared, terminal)?;
        let at = self.at.unwrap_or_else(now);
        for algorithm in KeyAlgorithm::ALL {
            must_hold(keys.get(algorithm), party, self.role, at)?;
        }
        let engine = engine(shared, terminal, false)?;
        let reviewer = Reviewer {
            party,
            role: self.role,
            record_key: keys.get(KeyAlgorithm::Ed25519),
            pdf_key: keys.get(KeyAlgorithm::P256Sha256),
            at,
        };
        let before = Before { case: &case, engine: &engine, folder, state, party };
        let head = before.log_head()?;
        let said = reason_word(self.reason);
        let comment = Comment { path: "consent".to_owned(), text: format!("version {version}: {}", said.as_str()) };
        let mut record = act_record(
            &engine,
            &case,
            Act::Withdraw,
            &reviewer,
            digest_of(&case, party),
            Vec::new(),
            Vec::new(),
            vec![comment],
            None,
            head,
        )
        .map_err(|error| usage(&error))?;
        // The act is about the version that is taken back, whatever the case is at now.
        record.case_version = version;
        let notice = Notice {
            opine_notice: approval::FORMAT,
            kind: NoticeKind::Withdrawn,
            reason: said,
            case_id: record.case_id.clone(),
            case_version: version,
            approval: released.signed.digest(),
            documents: released.record.documents.clone(),
            by_version: None,
            signer: record.signer.clone(),
            at: reviewer.at,
            log: head,
        };
        let sign = |record: Record| approval::sign(&record, reviewer.record_key).map_err(|error| usage(&error));
        let (signed, notice) = (sign(Record::from(record))?, sign(Record::from(notice))?);
        let log = before.next_log(Act::Withdraw, &signed.digest(), reviewer.at)?;
        let mut files: BTreeMap<String, Vec<u8>> =
            BTreeMap::from([("log.jsonl".to_owned(), log), ("reviewed.json".to_owned(), reviewed_content(&case))]);
        for (name, signed) in [("approval", &signed), ("notice", &notice)] {
            files.insert(format!("{name}.json"), signed.record.clone());
            files.insert(format!("{name}.json.p7s"), signed.cms.clone());
            if let Some(minisig) = &signed.minisig {
                files.insert(format!("{name}.json.minisig"), minisig.clone().into_bytes());
            }
        }
        let files: Vec<(String, Vec<u8>)> = files.into_iter().collect();
        let number = before.state.acts.len() + 1;
        let path = before.folder.commit(number, "withdraw", &files).map_err(|error| usage(&error))?;
        if let Some(out) = &self.out {
            for (name, bytes) in files.iter().filter(|(name, _)| name.starts_with("notice")) {
                write_atomic(&out.join(name), bytes)?;
            }
        }
        terminal.say(&format!("version {version} is withdrawn → {}", path.display()));
        terminal
            .say("send `notice.json` and its signature to whoever has the documents; `opine verify --status` reads it");
        Ok(())
    }
}

fn reason_word(reason: Reason) -> NoticeReason {
    match reason {
        Reason::Consent => NoticeReason::Consent,
        Reason::Error => NoticeReason::Error,
        Reason::NewInformation => NoticeReason::NewInformation,
        Reason::Misdelivery => NoticeReason::Misdelivery,
    }
}
