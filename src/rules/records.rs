//! Records: dated, there, the ones that were read, each used or marked as of no use.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

use sha2::{Digest, Sha256};

use super::rule::Rule;
use super::{Checker, Stage, unfinished};
use crate::case::Case;
use crate::case::model::{PDate, Quality, Record};
use crate::diagnostics::{Diagnostic, Fix, Severity};
use crate::files::read_limited;
use crate::records::pages_of;

static REC_01: Rule = Rule {
    id: "REC-01",
    severity: Severity::Error,
    from: Stage::Review,
    what: "a record has no date, or one too vague for the order of events",
    why: "Records are bound and read in chronological order; a scan before and one after treatment must not change places",
    example: "no `date`, or `date: \"2025\"` beside another record of 2025",
    mend: "write the day of the examination, sample or visit, or at least the month",
    source: "HL7 C-CDA R2.1, effectiveTime; practice of second opinion programs: records in chronological order",
};

static REC_02: Rule = Rule {
    id: "REC-02",
    severity: Severity::Error,
    from: Stage::Draft,
    what: "the file of a record is missing, cannot be read, or is not the one that was reviewed",
    why: "The booklet must hold the very records the opinion rests on",
    example: "`file: records/ct.pdf` where there is no such file, or a file changed since its `sha256` was written",
    mend: "put the file where the case says it is; compare it, then write its `sha256`",
    source: "FIPS 180-4 (SHA-256); practice of record keeping (ISO 15489-1:2016, integrity)",
};

static REC_03: Rule = Rule {
    id: "REC-03",
    severity: Severity::Warning,
    from: Stage::Draft,
    what: "nothing rests on a record, and it is not marked as of no use",
    why: "A record that nobody cites may have been overlooked",
    example: "a record that no finding names, without `not_contributory: true`",
    mend: "cite it where it matters, or say `not_contributory: true`",
    source: "practice of expert review: every document received is accounted for",
};

static REC_04: Rule = Rule {
    id: "REC-04",
    severity: Severity::Warning,
    from: Stage::Draft,
    what: "a record of poor quality, and no word on what that limits",
    why: "The reader must know where the ground is thin",
    example: "`quality: inadequate` without `quality_note`, or a finding from it without `limitation`",
    mend: "say in `quality_note` what is wrong with it, and in the finding's `limitation` what follows",
    source: "GRADE, indirectness and imprecision (Guyatt et al., J Clin Epidemiol 2011;64:1283)",
};

static REC_05: Rule = Rule {
    id: "REC-05",
    severity: Severity::Warning,
    from: Stage::Draft,
    what: "a second reading is claimed, and no original images or slides came in",
    why: "A report that is read again is not a second reading of the images",
    example: "a finding with `reread` whose records all have `original_received` false or left out",
    mend: "write `original_received: true` on the record that was read again, or take out `reread`",
    source: "practice of radiology and pathology second review (ACR; College of American Pathologists)",
};

static REC_06: Rule = Rule {
    id: "REC-06",
    severity: Severity::Error,
    from: Stage::Draft,
    what: "a finding names a page that its records do not have, or names one twice",
    why: "Readers are led from a finding to the very page it stands on; a page that is not there leads nowhere",
    example: "`pages: [{record: REC-3, page: 4}]` where REC-3 has two pages, or is not among the finding's `records`",
    mend: "count the page from 1 as the record's own file does, and name the record under the finding's `records`",
    source: "practice of expert review: a statement names the record and the page that it rests on",
};

static REC_07: Rule = Rule {
    id: "REC-07",
    severity: Severity::Warning,
    from: Stage::Draft,
    what: "the number of pages stated for a record is not the one that its file has",
    why: "A page may have been lost on the way, or one of another document have come along",
    example: "`pages: 3` of a record whose PDF has two pages",
    mend: "look whether all of the record came in and nothing else with it, then write the number of pages of the file",
    source: "practice of record keeping (ISO 15489-1:2016, integrity)",
};

/// The rules of this file.
pub(super) static RULES: &[&Rule] = &[&REC_01, &REC_02, &REC_03, &REC_04, &REC_05, &REC_06, &REC_07];

/// Largest record that is read for its digest.
const MAX_RECORD: u64 = 2_000_000_000;

pub(super) fn check(c: &mut Checker<'_>) {
    let (case, stage) = (c.case, c.stage);
    chronology(c);
    files(case, stage, c.found_mut());
    use_and_quality(c);
    pages_of_findings(c);
    pages_of_files(c);
}

/// A year alone says nothing of the order among records of that year.
fn chronology(c: &mut Checker<'_>) {
    let records = &c.content.records;
    for record in records {
        let PDate::Year(year) = record.date else { continue };
        let same_year = |date: PDate| {
            date.earliest() <= PDate::Year(year).latest() && date.latest() >= PDate::Year(year).earliest()
        };
        if records.iter().any(|other| other.id != record.id && same_year(other.date)) {
            let message = format!("the order of `{}` among the records of {year} cannot be told", record.id);
            c.report(&REC_01, format!("records.{}.date", record.id), message);
        }
    }
}

fn use_and_quality(c: &mut Checker<'_>) {
    let content = c.content;
    let mut used: BTreeSet<&str> = BTreeSet::new();
    for finding in &content.findings {
        used.extend(finding.records.iter().map(|id| id.as_str()));
        let values = finding.measured.iter().flat_map(|measured| &measured.values);
        used.extend(values.filter_map(|value| value.record.as_ref()).map(|id| id.as_str()));
    }
    used.extend(content.first_opinion.records.iter().map(|id| id.as_str()));
    used.extend(content.answers.iter().flat_map(|answer| &answer.cites).map(|id| id.as_str()));
    let unused: Vec<_> =
        content.records.iter().filter(|r| !used.contains(r.id.as_str()) && !r.not_contributory).collect();
    for record in unused {
        let mark = format!("[#{}]", record.id);
        if c.source().blocks.iter().any(|block| block.text.as_str().contains(&mark)) {
            continue;
        }
        c.report(&REC_03, format!("records.{}.id", record.id), format!("nothing rests on `{}`", record.id));
    }
    for record in &content.records {
        if record.quality != Quality::Adequate && record.quality_note.as_ref().is_none_or(|note| note.is_blank()) {
            let message = format!("`{}` is {}, and nothing says why", record.id, record.quality.as_str());
            c.report(&REC_04, format!("records.{}.quality", record.id), message);
        }
    }
    for finding in &content.findings {
        let of = |id: &crate::case::model::Id| content.records.iter().find(|record| record.id == *id);
        let poor = finding.records.iter().filter_map(of).find(|record| record.quality == Quality::Inadequate);
        if let Some(record) = poor
            && finding.limitation.as_ref().is_none_or(|limitation| limitation.is_blank())
        {
            let message =
                format!("`{}` rests on `{}`, which is inadequate, and names no limitation", finding.id, record.id);
            c.report(&REC_04, format!("findings.{}.records", finding.id), message);
        }
        let originals = finding.records.iter().filter_map(of).any(|record| record.original_received == Some(true));
        if finding.reread.is_some() && !originals {
            let message =
                format!("`{}` was read again, and none of its records came with images or slides", finding.id);
            c.report(&REC_05, format!("findings.{}.reread", finding.id), message);
        }
    }
}

/// The places that findings name. A record that is not in the case is named by `ID-02`.
fn pages_of_findings(c: &mut Checker<'_>) {
    let content = c.content;
    for finding in &content.findings {
        let mut seen = BTreeSet::new();
        for (index, place) in finding.pages.iter().enumerate() {
            let Some(record) = content.records.iter().find(|record| record.id == place.record) else { continue };
            let path = format!("findings.{}.pages.{}", finding.id, index + 1);
            let (id, page) = (&record.id, place.page);
            if !finding.records.contains(id) {
                let message = format!("`{}` names a page of `{id}`, which is not among its records", finding.id);
                c.report(&REC_06, format!("{path}.record"), message);
            }
            if page == 0 {
                let message = format!("`{}` names page 0 of `{id}`; the first page is 1", finding.id);
                c.report(&REC_06, format!("{path}.page"), message);
            } else if let Some(pages) = record.pages.filter(|pages| page > *pages) {
                let message = format!("`{}` names page {page} of `{id}`, which has {pages}", finding.id);
                c.report(&REC_06, format!("{path}.page"), message);
            }
            if !seen.insert((id, page)) {
                let message = format!("`{}` names page {page} of `{id}` twice", finding.id);
                c.report(&REC_06, format!("{path}.page"), message);
            }
        }
    }
}

/// What the case says of the length of a record against its file.
fn pages_of_files(c: &mut Checker<'_>) {
    for record in &c.content.records {
        let Some(stated) = record.pages else { continue };
        let Some(counted) = file_of(c.case, record).and_then(|path| pages_of(&path)) else { continue };
        if usize::try_from(stated) != Ok(counted) {
            let message = format!("`{}`: the case says {}, its file has {counted}", record.id, pages(stated));
            c.report(&REC_07, format!("records.{}.pages", record.id), message);
        }
    }
}

/// A number of pages in words.
fn pages(count: u32) -> String {
    if count == 1 { "1 page".to_owned() } else { format!("{count} pages") }
}

/// The file of a record, if it is one inside the case's folder.
pub(super) fn file_of(case: &Case, record: &Record) -> Option<PathBuf> {
    let file = record.file.as_deref().filter(|file| is_inside(file))?;
    Some(case.folder.as_ref()?.join(file))
}

fn is_inside(file: &str) -> bool {
    Path::new(file).components().all(|c| matches!(c, Component::Normal(_) | Component::CurDir)) && !file.contains('\\')
}

fn files(case: &Case, stage: Stage, found: &mut Vec<Diagnostic>) {
    let Some(folder) = &case.folder else { return };
    for record in &case.content.records {
        let Some(file) = &record.file else { continue };
        let path = format!("records.{}.file", record.id);
        if !is_inside(file) {
            let diagnostic =
                Diagnostic::error(REC_02.id, format!("the file of `{}` is not inside the case's folder", record.id))
                    .hint("put it into `records/` and name it relative to `case.yaml`");
            found.push(case.at(path, diagnostic));
            continue;
        }
        match read_limited(&folder.join(file), MAX_RECORD) {
            Err(error) => {
                let message = format!("the file of `{}` cannot be read: {error}", record.id);
                let diagnostic = unfinished(stage, REC_02.id, message).hint("put the record where the case says it is");
                found.push(case.at(path, diagnostic));
            }
            Ok(bytes) => {
                let digest: String = Sha256::digest(&bytes).iter().map(|b| format!("{b:02x}")).collect();
                match &record.sha256 {
                    Some(expected) if expected.as_str() != digest => {
                        let message = format!("the file of `{}` is not the one that was reviewed", record.id);
                        let diagnostic = Diagnostic::error(REC_02.id, message)
                            .hint(format!("compare it; if it is right, write `sha256: {digest}`"));
                        found.push(case.at(format!("records.{}.sha256", record.id), diagnostic));
                    }
                    Some(_) => {}
                    None => {
                        let message = format!("the file of `{}` has no `sha256`", record.id);
                        let diagnostic =
                            unfinished(stage, REC_02.id, message).hint(format!("write `sha256: {digest}`"));
                        let diagnostic = diagnostic.fix(add_digest(case, &path, &digest));
                        found.push(case.at(path, diagnostic));
                    }
                }
            }
        }
    }
}

/// The digest written after the file's name, in a `{flow}` or on a line of its own.
fn add_digest(case: &Case, path: &str, digest: &str) -> Option<Fix> {
    let (file, range) = case.place(path)?;
    let text = &case.sources.get(file)?.text;
    let line_start = text.get(..range.start)?.rfind('\n').map_or(0, |at| at + 1);
    let before = text.get(line_start..range.start)?;
    let replacement = match before.trim_start() {
        "file: " => format!("\n{}sha256: {digest}", &before[..before.len() - before.trim_start().len()]),
        flow if flow.contains('{') => format!(", sha256: {digest}"),
        _ => return None,
    };
    // A comment or anything else after the value stays behind it only in a flow; on a line of its own the line must end.
    let after = text.get(range.end..)?;
    let ends = replacement.starts_with(',') || after.starts_with(['\n', '\r']) || after.is_empty();
    ends.then_some(Fix { file, range: range.end..range.end, replacement })
}
