//! What lies beside a file: approvals that bind it to a case, notices that it no longer holds, the log.

use super::facts::{Answer, Fact, Status};
use super::report::Report;
use super::{Options, SealedFile};
use crate::signing::approval::forms::{moment, shown};
use crate::signing::approval::{self, Act, Approval, NoticeKind, Record, SealFacts, Sha256Digest};
use crate::signing::log::{Log, LogProblem};

/// Approvals and notices, each verified.
pub struct Beside {
    pub items: Vec<Item>,
}

/// One of them.
pub struct Item {
    pub name: String,
    pub facts: SealFacts,
}

impl Beside {
    pub fn read(files: &[SealedFile<'_>], options: &Options<'_>) -> Self {
        let items = files.iter().map(|file| Item {
            name: file.name.to_owned(),
            facts: approval::verify(file.record, file.cms, file.minisig, options.trust, options.now, &options.policy),
        });
        Self { items: items.collect() }
    }

    /// Those that hold, with what they say.
    pub fn sound(&self) -> impl Iterator<Item = (&SealFacts, &Record)> {
        self.items
            .iter()
            .filter(|item| item.facts.is_passed())
            .filter_map(|item| Some((&item.facts, item.facts.record.as_ref().ok()?)))
    }

    /// The approvals that hold.
    pub fn approvals(&self) -> impl Iterator<Item = (&SealFacts, &Approval)> {
        self.sound().filter_map(|(facts, record)| match record {
            Record::Approval(approval) => Some((facts, approval.as_ref())),
            Record::Notice(_) => None,
        })
    }

    /// The digests of those that hold.
    pub fn digests(&self) -> Vec<Sha256Digest> {
        self.sound().map(|(facts, _)| facts.digest).collect()
    }

    /// The digests of the documents they are about.
    pub fn documents(&self) -> Vec<Sha256Digest> {
        self.approvals().flat_map(|(_, approval)| &approval.documents).map(|document| document.sha256).collect()
    }
}

/// Whether the file is about the case it should be about, as far as an accepted record says.
pub fn check_expected(report: &mut Report, options: &Options<'_>) {
    let (Some(expected), Some(case)) = (options.expected, &report.case) else { return };
    if case.id != expected.case_id {
        let arguments = vec![("case", case.id.clone()), ("expected", shown(expected.case_id))];
        report.facts.push(Fact::altered("verify-other-case", arguments));
    } else if case.version != expected.case_version {
        let arguments = vec![("version", case.version.to_string()), ("expected", expected.case_version.to_string())];
        report.facts.push(Fact::altered("verify-other-version", arguments));
    }
}

/// Whether the case still has the digest that was approved.
pub fn check_case_digest(report: &mut Report, approval: &Approval, options: &Options<'_>) {
    let Some(digest) = options.expected.and_then(|expected| expected.case_digest) else { return };
    let same_case =
        options.expected.is_some_and(|e| e.case_id == approval.case_id && e.case_version == approval.case_version);
    if same_case && digest != approval.case_digest {
        report.facts.push(Fact::altered("verify-case-changed", vec![("case", approval.case_id.clone())]));
    }
}

/// Whether something says that the file no longer holds. `approvals` and `documents` are the digests of what it is.
pub fn check_current(report: &mut Report, beside: &Beside, approvals: &[Sha256Digest], documents: &[Sha256Digest]) {
    if beside.items.is_empty() {
        report.facts.push(Fact::note("verify-current-not-checked", Vec::new()));
        return;
    }
    let mut facts = Vec::new();
    for (seal, record) in beside.sound() {
        if approvals.contains(&seal.digest) && !matches!(record, Record::Approval(a) if a.supersedes.is_some()) {
            continue;
        }
        let (id, version) = record.case();
        let same_version = report.case.as_ref().is_some_and(|case| case.id == id && case.version == version);
        let name = shown(&record.signer().name);
        let time = moment::text(&record.at());
        let superseded = |version: u32| {
            let arguments = vec![("version", version.to_string()), ("time", time.clone()), ("name", name.clone())];
            Fact::new("verify-superseded", Status::Superseded, arguments)
        };
        let withdrawn = |reason: &str| {
            let arguments = vec![("time", time.clone()), ("name", name.clone()), ("reason", reason.to_owned())];
            Fact::new("verify-withdrawn", Status::Withdrawn, arguments)
        };
        match record {
            Record::Notice(notice) => {
                let about = notice.documents.iter().any(|document| documents.contains(&document.sha256));
                if same_version || about || approvals.contains(&notice.approval) {
                    facts.push(match (notice.kind, notice.by_version) {
                        (NoticeKind::Superseded, Some(by)) => superseded(by),
                        _ => withdrawn(notice.reason.as_str()),
                    });
                }
            }
            Record::Approval(approval) if approval.act == Act::Withdraw => {
                if same_version || approval.documents.iter().any(|document| documents.contains(&document.sha256)) {
                    facts.push(withdrawn(""));
                }
            }
            Record::Approval(approval) if matches!(approval.act, Act::Approve | Act::Amend) => {
                let Some(earlier) = &approval.supersedes else { continue };
                let same_case =
                    report.case.as_ref().is_some_and(|case| case.id == id && case.version <= earlier.version);
                let about = earlier.documents.iter().any(|digest| documents.contains(digest));
                if same_case || about || approvals.contains(&earlier.sha256) {
                    facts.push(superseded(approval.case_version));
                }
            }
            Record::Approval(_) => {}
        }
    }
    if facts.is_empty() {
        report.current = Answer::Yes;
        facts.push(Fact::note("verify-current", Vec::new()));
    }
    report.facts.append(&mut facts);
}

/// Says which of the files beside were not believed.
pub fn note_refused(report: &mut Report, beside: &Beside) {
    for item in beside.items.iter().filter(|item| !item.facts.is_passed()) {
        let reason = match (&item.facts.record, &item.facts.cms.reason) {
            (Err(error), _) => error.to_string(),
            (_, Some(reason)) => reason.clone(),
            _ => "its signer is not who it says".to_owned(),
        };
        let arguments = vec![("file", shown(&item.name)), ("reason", reason)];
        report.facts.push(Fact::note("verify-beside-refused", arguments));
    }
}

/// Whether the log holds, and begins with what the accepted records of the case say it was.
pub fn check_log(report: &mut Report, log: Option<&[u8]>, beside: &Beside) {
    let Some(log) = log else { return };
    let altered = |problem: LogProblem| match problem {
        LogProblem::Cut { size, was } => {
            Fact::altered("verify-log-cut", vec![("lines", size.to_string()), ("expected", was.to_string())])
        }
        other => Fact::altered("verify-log-altered", vec![("reason", other.to_string())]),
    };
    let read = match Log::read(log) {
        Ok(read) => read,
        Err(problem) => return report.facts.push(altered(problem)),
    };
    let case = report.case.as_ref().map(|case| case.id.clone());
    let heads = beside.sound().filter(|(_, record)| case.as_deref().is_none_or(|case| record.case().0 == case));
    let heads = heads.map(|(_, record)| match record {
        Record::Approval(approval) => approval.log,
        Record::Notice(notice) => notice.log,
    });
    let problem = heads.into_iter().find_map(|head| read.contains(&head).err());
    report.facts.push(match problem {
        Some(problem) => altered(problem),
        None => Fact::note("verify-log-matches", vec![("lines", read.entries().len().to_string())]),
    });
}
