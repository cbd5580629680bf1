//! `opine review-and-sign`: one command by which a specialist attests, the case manager certifies and the medical director
//! approves, returns or declines a case.

use std::collections::BTreeMap;
use std::io::{self, BufRead};
use std::path::PathBuf;

use chrono::{DateTime, FixedOffset};
use clap::{Args, ValueEnum};

use super::key_source::{KeySource, SigningKeys, TokenOptions};
use super::release::{Released, hand_over};
use super::secrets::PassphraseSource;
use super::{Failure, Shared, Terminal, built, now, open, refuse, theme_of};
use crate::case::Case;
use crate::case::model::Party;
use crate::diagnostics::Diagnostics;
use crate::engine::Engine;
use crate::review::{
    Change, Folder, Reviewer, Seal, State, TimeStamper, act_record, approve_documents, brief, certify_documents,
    changes, reviewed_content,
};
use crate::rules::{self, Stage};
use crate::signing::approval::{
    self, Act, ChecklistAnswer, Comment, Document, LogHead, Record, Sha256Digest, Supersedes,
};
use crate::signing::certificates::{Certificate, SignerRole};
use crate::signing::identity::Identity;
use crate::signing::log::{self, Action, NewEntry, Object};
use crate::signing::signer::{KeyAlgorithm, Signer};

#[derive(Debug, Args)]
pub(super) struct ReviewAndSign {
    /// The case: a folder
    case: PathBuf,
    /// In which role: specialist (attests their part), case-manager (certifies) or medical-director (approves, last)
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
    /// What is decided; asked for without this
    #[arg(long, value_enum)]
    decision: Option<Decision>,
    /// What the authors should look at again, as PATH=TEXT; several may be given, with `return` and `decline`
    #[arg(long, value_name = "PATH=TEXT")]
    comment: Vec<String>,
    /// Questions of the checklist answered with yes: their ids, or `all`
    #[arg(long, value_delimiter = ',', value_name = "ID")]
    checklist: Vec<String>,
    /// A folder that also receives what a release consists of: the signed PDFs, the archive and the approval
    #[arg(long, short, value_name = "DIR")]
    out: Option<PathBuf>,
    /// The key that signs PDFs; today's readers accept p256
    #[arg(long, value_enum, default_value_t = Algorithm::P256)]
    algorithm: Algorithm,
    /// A time-stamping authority (RFC 3161), such as http://timestamp.example.org
    #[arg(long, value_name = "URL")]
    tsa: Option<String>,
    /// When it is signed, such as 2026-03-09T14:30:00-05:00; now without this
    #[arg(long, value_name = "TIME")]
    at: Option<DateTime<FixedOffset>>,
    /// Does not open the documents in a viewer
    #[arg(long)]
    no_open: bool,
    /// How many documents are signed at the same time; one for each core without this
    #[arg(long, short, value_name = "N")]
    jobs: Option<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Decision {
    /// Stands behind it
    Approve,
    /// Sends it back to the authors with comments
    Return,
    /// Will not release it
    Decline,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Algorithm {
    /// ECDSA on P-256 with SHA-256
    P256,
    /// Ed25519 (ISO/TS 32002), which few readers know yet
    Ed25519,
}

/// Everything an act needs to know before anyone decides.
pub(super) struct Before<'a> {
    pub case: &'a Case,
    pub engine: &'a Engine,
    pub folder: Folder,
    pub state: State,
    pub party: &'a Party,
}

impl ReviewAndSign {
    pub fn run(&self, shared: &Shared, terminal: &Terminal) -> Result<(), Failure> {
        let case = open(&self.case, terminal)?;
        let Some(folder) = case.folder.as_deref().map(Folder::of) else {
            return Err(Failure::Usage(
                "a case from standard input cannot be signed: signatures are kept beside it".to_owned(),
            ));
        };
        folder.clear_unfinished();
        let theme = theme_of(shared, terminal, false)?;
        let documents = 3 * case.locales().len();
        let engine = built(Engine::builder().theme(theme).kept_layouts(documents), terminal)?;
        let state = State::read(&folder).map_err(usage)?;
        let source = KeySource::of(self.key.as_deref(), &self.token, "--key")?;
        let party = party_of(&case, self.role, self.party.as_deref(), &source)?;
        let before = Before { case: &case, engine: &engine, folder, state, party };
        if let (Some(out), Some(released)) = (&self.out, before.released_by(self.role, self.decision)) {
            return before.hand_over_again(released, out, source.open(&self.passphrase, shared, terminal)?, terminal);
        }
        let at = self.at.unwrap_or_else(now);
        before.refuse_what_cannot_follow(self.role, at)?;
        before.check(self.role, at, terminal)?;
        before.show(self.role, terminal);
        if !shared.no_input && !self.no_open {
            before.open_documents(terminal)?;
        }
        let (decision, comments) = self.decide(shared, terminal)?;
        let checklist = match decision {
            Decision::Approve => self.checklist(&engine, shared, terminal)?,
            Decision::Return | Decision::Decline => Vec::new(),
        };
        let keys = source.open(&self.passphrase, shared, terminal)?;
        let released = self.act(&before, &keys, decision, checklist, comments, at, terminal)?;
        if let (Some(out), Some(released)) = (&self.out, released) {
            hand_over(&engine, &case, released, out, keys, terminal)?;
        }
        Ok(())
    }

    fn decide(&self, shared: &Shared, terminal: &Terminal) -> Result<(Decision, Vec<Comment>), Failure> {
        let mut comments = Vec::new();
        for comment in &self.comment {
            let Some((path, text)) = comment.split_once('=') else {
                return Err(Failure::Usage(format!(
                    "`{}` is no comment such as findings.F1=TEXT",
                    comment.escape_debug()
                )));
            };
            comments.push(Comment { path: path.trim().to_owned(), text: text.trim().to_owned() });
        }
        let decision = match self.decision {
            Some(decision) => decision,
            None if shared.no_input => return Err(Failure::Usage("say --decision with --no-input".to_owned())),
            None => loop {
                match ask(terminal, "Decision: [a]pprove, [r]eturn with comments, [d]ecline? ")?.to_lowercase().as_str()
                {
                    "a" | "approve" => break Decision::Approve,
                    "r" | "return" => break Decision::Return,
                    "d" | "decline" => break Decision::Decline,
                    _ => terminal.say("type a, r or d"),
                }
            },
        };
        if decision == Decision::Return && comments.is_empty() {
            if shared.no_input {
                return Err(Failure::Usage("a case is returned with at least one --comment PATH=TEXT".to_owned()));
            }
            terminal.say("Comments for the authors, one a line as PATH=TEXT; an empty line ends them.");
            loop {
                let line = ask(terminal, "comment: ")?;
                match line.split_once('=') {
                    Some((path, text)) => {
                        comments.push(Comment { path: path.trim().to_owned(), text: text.trim().to_owned() })
                    }
                    None if line.is_empty() && !comments.is_empty() => break,
                    None => terminal.say("such as: findings.F1.statement=the size is missing"),
                }
            }
        }
        if decision == Decision::Approve && !comments.is_empty() {
            return Err(Failure::Usage("an approval has no comments: return the case, or leave them out".to_owned()));
        }
        Ok((decision, comments))
    }

    fn checklist(
        &self,
        engine: &Engine,
        shared: &Shared,
        terminal: &Terminal,
    ) -> Result<Vec<ChecklistAnswer>, Failure> {
        let items = &engine.theme().settings().checklist;
        let all = self.checklist.iter().any(|id| id == "all");
        if let Some(unknown) =
            self.checklist.iter().find(|id| *id != "all" && !items.iter().any(|item| item.id == **id))
        {
            return Err(Failure::Usage(format!("the checklist has no question `{}`", unknown.escape_debug())));
        }
        let mut answers = Vec::new();
        for item in items {
            let yes = all
                || self.checklist.contains(&item.id)
                || (!shared.no_input && {
                    let question = item.question.get("en").or_else(|| item.question.values().next());
                    let question = question.map_or(item.id.as_str(), String::as_str);
                    matches!(ask(terminal, &format!("{question} [y/n] "))?.to_lowercase().as_str(), "y" | "yes")
                });
            if !yes {
                return Err(Failure::Usage(format!("`{}` is not answered with yes, so nothing is signed", item.id)));
            }
            answers.push(ChecklistAnswer { id: item.id.clone(), yes });
        }
        Ok(answers)
    }

    #[expect(clippy::too_many_arguments, reason = "what was decided, by whom and when")]
    fn act(
        &self,
        before: &Before<'_>,
        keys: &SigningKeys,
        decision: Decision,
        checklist: Vec<ChecklistAnswer>,
        comments: Vec<Comment>,
        at: DateTime<FixedOffset>,
        terminal: &Terminal,
    ) -> Result<Option<Released>, Failure> {
        let act = match (decision, self.role) {
            (Decision::Approve, SignerRole::Specialist) => Act::Attest,
            (Decision::Approve, SignerRole::CaseManager) => Act::Certify,
            (Decision::Approve, SignerRole::MedicalDirector) if before.case.content.version > 1 => {
                before.later_version()
            }
            (Decision::Approve, SignerRole::MedicalDirector) => Act::Approve,
            (_, SignerRole::Specialist) => {
                return Err(Failure::Usage(
                    "a specialist attests or leaves it; only case manager and director return a case".to_owned(),
                ));
            }
            (Decision::Return, _) => Act::Return,
            (Decision::Decline, _) => Act::Decline,
        };
        let pdf_key = keys.get(match self.algorithm {
            Algorithm::P256 => KeyAlgorithm::P256Sha256,
            Algorithm::Ed25519 => KeyAlgorithm::Ed25519,
        });
        let record_key = keys.get(KeyAlgorithm::Ed25519);
        for key in [record_key, pdf_key] {
            must_hold(key, before.party, self.role, at)?;
        }
        let reviewer = Reviewer { party: before.party, role: self.role, record_key, pdf_key, at };
        let stamp = |value: &[u8]| super::time_stamp::stamp(self.tsa.as_deref().unwrap_or_default(), value);
        let stamper: Option<TimeStamper<'_>> = if self.tsa.is_some() { Some(&stamp) } else { None };
        let jobs = self.jobs.or_else(|| std::thread::available_parallelism().ok().map(usize::from)).unwrap_or(1);
        let seal = Seal { stamper, jobs };
        let documents = before.documents(act, &reviewer, &seal, terminal)?;
        let supersedes = before.supersedes(act);
        let head = before.log_head()?;
        let digest = before.digest();
        let listed: Vec<Document> = documents.iter().map(|(document, _)| document.clone()).collect();
        let record = act_record(
            before.engine,
            before.case,
            act,
            &reviewer,
            digest,
            listed,
            checklist,
            comments,
            supersedes,
            head,
        )
        .map_err(usage)?;
        let signed = approval::sign(&Record::from(record), record_key).map_err(usage)?;
        let log = before.next_log(act, &signed.digest(), at)?;
        let mut files: Vec<(String, Vec<u8>)> = vec![
            ("approval.json".to_owned(), signed.record.clone()),
            ("approval.json.p7s".to_owned(), signed.cms.clone()),
            ("log.jsonl".to_owned(), log.clone()),
            ("reviewed.json".to_owned(), reviewed_content(before.case)),
        ];
        if let Some(minisig) = &signed.minisig {
            files.push(("approval.json.minisig".to_owned(), minisig.clone().into_bytes()));
        }
        files.extend(documents.iter().map(|(document, bytes)| (format!("documents/{}", document.file), bytes.clone())));
        let number = before.state.acts.len() + 1;
        let name = match act {
            Act::Attest => format!("attest-{}", before.party.id),
            other => other.as_str().to_owned(),
        };
        let path = before.folder.commit(number, &name, &files).map_err(usage)?;
        terminal.say(&format!("{} → {}", said(act), path.display()));
        Ok(act.releases().then(|| before.release(at, signed, log, documents)))
    }
}

impl Before<'_> {
    /// What cannot follow on what has been done already.
    fn refuse_what_cannot_follow(&self, role: SignerRole, at: DateTime<FixedOffset>) -> Result<(), Failure> {
        let version = self.case.content.version;
        if let Some(last) = self.state.acts.last().filter(|last| at < last.record.at) {
            return Err(Failure::Usage(format!(
                "`{}` signed at {}: nobody can sign before that",
                last.record.signer.party,
                last.record.at.to_rfc3339()
            )));
        }
        if self.state.withdrawn(version).is_some() {
            return Err(Failure::Usage(format!("version {version} was withdrawn; nothing can be added to it")));
        }
        if self.state.released(version).is_some() {
            return Err(Failure::Usage(format!(
                "version {version} is released: a released document is never edited; `opine amend` begins the next version"
            )));
        }
        if let Some(last) = self.state.last_release()
            && version > 1
            && last.record.case_version + 1 != version
        {
            return Err(Failure::Usage(format!(
                "the last release is version {}, so the next is {}",
                last.record.case_version,
                last.record.case_version + 1
            )));
        }
        if role != SignerRole::MedicalDirector {
            return Ok(());
        }
        match self.state.certified(version) {
            None => Err(Failure::Usage(
                "the case manager has not certified this version: the director signs last".to_owned(),
            )),
            Some(certified) if self.changed_since(certified)? => Err(Failure::Usage(
                "the case has changed since the case manager certified it; it has to be certified again".to_owned(),
            )),
            Some(certified) if certified.record.signer.name == self.party.name => {
                Err(Failure::Usage("the director has certified the case: somebody else has to approve it".to_owned()))
            }
            Some(_) => Ok(()),
        }
    }

    /// Whether anything was edited after the certification, waivers and amendments included: the digest of the record leaves
    /// them out, the documents show them.
    fn changed_since(&self, certified: &crate::review::ActFolder) -> Result<bool, Failure> {
        let then = certified.reviewed().map_err(usage)?;
        let changed = changes(&then, &reviewed_content(self.case)).into_iter().any(|change| {
            !["attestations.", "status", "dates.released"].iter().any(|part| change.path.starts_with(part))
        });
        Ok(changed || certified.record.case_digest != self.digest())
    }

    /// The digest of what this party stands behind.
    pub fn digest(&self) -> Sha256Digest {
        digest_of(self.case, self.party)
    }

    /// Everything has to be right, but for the signatures that are being given.
    fn check(&self, role: SignerRole, at: DateTime<FixedOffset>, terminal: &Terminal) -> Result<(), Failure> {
        let stage = if role == SignerRole::Specialist { Stage::Review } else { Stage::Release };
        let mut found = self.engine.check_on(self.case, stage, Some(at.date_naive()));
        let given = self.given(role);
        found.0.retain(|d| !given.contains(&d.code));
        if found.has_errors() {
            terminal.say("not ready to be signed:\n");
            return Err(refuse(&found, self.case, terminal));
        }
        let warnings = Diagnostics(found.0.into_iter().filter(|d| !d.is_error()).collect());
        if !warnings.0.is_empty() {
            terminal.diagnostics(&warnings, &self.case.sources);
        }
        Ok(())
    }

    /// Rules on signatures that are being given now, or were given with a key.
    fn given(&self, role: SignerRole) -> Vec<&'static str> {
        let mut given = self.state.meets(self.case);
        match role {
            SignerRole::Specialist => {}
            SignerRole::CaseManager => given.extend(["SGN-01", "SGN-02"]),
            SignerRole::MedicalDirector => given.push("SGN-01"),
        }
        given
    }

    fn show(&self, role: SignerRole, terminal: &Terminal) {
        let now = reviewed_content(self.case);
        let last = self.state.acts.last();
        let since: Option<(String, Vec<Change>)> = last.map(|act| {
            let then = act.reviewed().unwrap_or_default();
            let what = format!("{} of {}", act.record.act.as_str(), act.record.at.format("%Y-%m-%d %H:%M %:z"));
            (what, changes(&then, &now))
        });
        terminal.say(&brief(self.case, since.as_ref().map(|(what, changes)| (what.as_str(), changes.as_slice()))));
        terminal.say(&format!("You sign as {} ({}).", self.party.id, role.title()));
    }

    /// Opens what is to be signed in the reader's own viewer.
    fn open_documents(&self, terminal: &Terminal) -> Result<(), Failure> {
        let certified = self.state.certified(self.case.content.version);
        let mut paths: Vec<PathBuf> = Vec::new();
        // Private to its owner: it holds patient data. It stays, since the viewer reads it after this command has ended.
        let drafts = tempfile::Builder::new().prefix("opine-review-").tempdir()?.keep();
        for tag in self.case.locales() {
            let file = format!("booklet.{}.pdf", tag.as_str());
            // The director sees the very files that are signed, everyone else a draft.
            match certified.map(|act| act.path.join("documents").join(&file)).filter(|path| path.exists()) {
                Some(path) => paths.push(path),
                None => {
                    let render = crate::engine::Render::new(crate::document::DocumentKind::Booklet, tag);
                    let pdf =
                        self.engine.render(self.case, render).map_err(|found| refuse(&found, self.case, terminal))?;
                    let path = drafts.join(&file);
                    crate::files::write_atomic(&path, &pdf)?;
                    paths.push(path);
                }
            }
        }
        for path in paths {
            let opener = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
            let opened = if cfg!(windows) {
                std::process::Command::new("explorer").arg(&path).spawn()
            } else {
                std::process::Command::new(opener).arg(&path).spawn()
            };
            match opened {
                Ok(_) => terminal.say(&format!("opened {}", path.display())),
                Err(_) => terminal.say(&format!("no viewer could be started; the booklet is in {}", path.display())),
            }
        }
        Ok(())
    }

    /// The documents of an act: rendered and certified by the case manager, approved by the director, none otherwise.
    fn documents(
        &self,
        act: Act,
        reviewer: &Reviewer<'_>,
        seal: &Seal<'_>,
        terminal: &Terminal,
    ) -> Result<Vec<(Document, Vec<u8>)>, Failure> {
        let show = |diagnostics: Diagnostics| refuse(&diagnostics, self.case, terminal);
        if act == Act::Certify {
            let sign_off = self.state.sign_off(self.case, &self.state.attested_now(self.case));
            return certify_documents(self.engine, self.case, &sign_off, reviewer, seal).map_err(show);
        }
        if !act.releases() {
            return Ok(Vec::new());
        }
        let Some(certified) = self.state.certified(self.case.content.version) else { return Ok(Vec::new()) };
        approve_documents(self.engine, super::release::read_documents(certified)?, reviewer, seal).map_err(show)
    }

    /// What the approval of a later version is: an addendum where its amendment says so.
    fn later_version(&self) -> Act {
        use crate::case::model::AmendmentKind;
        let version = self.case.content.version;
        match self.case.content.amendments.iter().rfind(|amendment| amendment.of_version + 1 == version) {
            Some(amendment) if amendment.kind == AmendmentKind::Appends => Act::Addendum,
            _ => Act::Amend,
        }
    }

    fn supersedes(&self, act: Act) -> Option<Supersedes> {
        let last = self.state.last_release().filter(|_| act.releases())?;
        Some(Supersedes {
            version: last.record.case_version,
            sha256: last.signed.digest(),
            documents: last.record.documents.iter().map(|document| document.sha256).collect(),
        })
    }

    fn last_log(&self) -> Result<Vec<u8>, Failure> {
        self.state.acts.last().map_or(Ok(Vec::new()), |act| act.log().map_err(usage))
    }

    pub fn log_head(&self) -> Result<LogHead, Failure> {
        Ok(log::Log::read(&self.last_log()?)
            .map_err(|problem| Failure::Usage(format!("the audit log: {problem}")))?
            .head())
    }

    /// The log with this act's line.
    pub fn next_log(&self, act: Act, record: &Sha256Digest, at: DateTime<FixedOffset>) -> Result<Vec<u8>, Failure> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("log.jsonl");
        let before = self.last_log()?;
        if !before.is_empty() {
            crate::files::write_atomic(&path, &before)?;
        }
        let content = &self.case.content;
        let objects = BTreeMap::from([
            (Object::Case, content.id.to_string()),
            (Object::Version, content.version.to_string()),
            (Object::CaseDigest, self.digest().to_string()),
            (Object::Approval, record.to_string()),
        ]);
        let entry = NewEntry { at, actor: self.party.id.to_string(), action: action(act), objects };
        log::append(&path, &[entry]).map_err(usage)?;
        Ok(std::fs::read(&path)?)
    }
}

/// The party that signs: the one named, or the one who has the name of the key.
pub(super) fn party_of<'c>(
    case: &'c Case,
    role: SignerRole,
    named: Option<&str>,
    source: &KeySource,
) -> Result<&'c Party, Failure> {
    let of_role: Vec<&Party> = case.content.parties.iter().filter(|party| party.role == role.of_case()).collect();
    let ids = || match of_role.as_slice() {
        [] => "the case has none".to_owned(),
        parties => parties.iter().map(|party| party.id.as_str()).collect::<Vec<_>>().join(", "),
    };
    if let Some(id) = named {
        let found = of_role.iter().find(|party| party.id.as_str() == id);
        return found.copied().ok_or_else(|| {
            Failure::Usage(format!("`{}` is no {} of the case; there is: {}", id.escape_debug(), role.title(), ids()))
        });
    }
    let name = match source {
        KeySource::Identity(folder) => Identity::open(folder).map_err(usage)?.name().to_owned(),
        KeySource::Token { .. } => {
            return Err(Failure::Usage(format!("with a token, name the party who signs with --as: {}", ids())));
        }
    };
    let found: Vec<&Party> = of_role.iter().copied().filter(|party| party.name == name).collect();
    match found.as_slice() {
        [party] => Ok(party),
        [] => Err(Failure::Usage(format!("no {} of the case has the name of the key: {}", role.title(), ids()))),
        _ => Err(Failure::Usage(format!("several parties have the name of the key; name one with --as: {}", ids()))),
    }
}

/// The digest of what a party stands behind.
pub(super) fn digest_of(case: &Case, party: &Party) -> Sha256Digest {
    // A digest of ours is 64 hexadecimal digits and always parses.
    rules::attested_digest(case, party).as_str().parse().unwrap_or(Sha256Digest::ZERO)
}

fn action(act: Act) -> Action {
    match act {
        Act::Attest => Action::Attest,
        Act::Certify => Action::Certify,
        Act::Approve => Action::Approve,
        Act::Return => Action::Return,
        Act::Decline => Action::Decline,
        Act::Withdraw => Action::Withdraw,
        Act::Amend => Action::Amend,
        Act::Addendum => Action::Addendum,
    }
}

fn said(act: Act) -> &'static str {
    match act {
        Act::Attest => "attested",
        Act::Certify => "certified; the medical director signs next",
        Act::Approve | Act::Amend | Act::Addendum => "approved and released",
        Act::Return => "returned to the authors; `opine check` shows them the comments",
        Act::Decline => "declined",
        Act::Withdraw => "withdrawn",
    }
}

/// Nobody accepts a signature made outside the time of its certificate.
pub(super) fn must_be_certified(key: &dyn Signer, at: DateTime<FixedOffset>) -> Result<Certificate, Failure> {
    let Some(leaf) = key.certificates().first() else {
        return Err(Failure::Usage("the key has no certificate: `opine keys certify` gives it one".to_owned()));
    };
    let leaf = Certificate::from_der(leaf).map_err(usage)?;
    let at = at.to_utc();
    if at < leaf.not_before() || at > leaf.not_after() {
        return Err(Failure::Usage(format!(
            "the certificate holds from {} to {} only",
            leaf.not_before().date_naive(),
            leaf.not_after().date_naive()
        )));
    }
    Ok(leaf)
}

/// Nor one in a role that it does not carry, or for another person.
pub(super) fn must_hold(
    key: &dyn Signer,
    party: &Party,
    role: SignerRole,
    at: DateTime<FixedOffset>,
) -> Result<(), Failure> {
    let leaf = must_be_certified(key, at)?;
    if !leaf.roles().contains(&role) {
        return Err(Failure::Usage(format!("the certificate of the key does not let it sign as {}", role.title())));
    }
    if leaf.name() != party.name {
        return Err(Failure::Usage(format!(
            "the key is certified for `{}`, and `{}` of the case is `{}`",
            super::secrets::shown(&leaf.name()),
            party.id,
            super::secrets::shown(&party.name)
        )));
    }
    Ok(())
}

pub(super) fn usage(error: impl std::fmt::Display) -> Failure {
    Failure::Usage(error.to_string())
}

/// Asks on the terminal; the end of the input is a refusal.
fn ask(terminal: &Terminal, question: &str) -> Result<String, Failure> {
    terminal.prompt(question);
    let mut line = String::new();
    if io::stdin().lock().read_line(&mut line)? == 0 {
        return Err(Failure::Usage("the input ended: nothing was signed".to_owned()));
    }
    Ok(line.trim().to_owned())
}
