//! Who stands behind what, in which order.

use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256 as Hasher};

use super::approval::{self, Release, SGN_04};
use super::rule::Rule;
use super::{Checker, Stage};
use crate::case::Case;
use crate::case::model::{self, Attestation, Id, Party, Role, Sha256, Text};
use crate::diagnostics::Severity;

/// What is added to a case when it is finished, so that nobody can stand behind it beforehand.
const AFTERWARDS: [&str; 3] = ["attestations", "waivers", "amendments"];

static SPC_01: Rule = Rule {
    id: "SPC-01",
    severity: Severity::Error,
    from: Stage::Release,
    what: "a named specialist has not attested",
    why: "The report names this doctor as its author; without the attestation the opinion is put into their mouth",
    example: "a party with `role: specialist` and no attestation `by` it in that role",
    mend: "have the specialist attest, or take the party out if they took no part",
    source: "ICMJE Recommendations, II.A: authors approve the final version and answer for it",
};

static SPC_02: Rule = Rule {
    id: "SPC-02",
    severity: Severity::Error,
    from: Stage::Release,
    what: "an attestation is about other words than the present ones",
    why: "Who attested has not seen what is now printed above their name",
    example: "a finding edited after its author attested with a `content_digest`",
    mend: "have the person look at the present words and attest again",
    source: "21 CFR 11.70: signatures are linked to their record; practice of quality management (ISO 9001:2015, 7.5.3)",
};

static SPC_03: Rule = Rule {
    id: "SPC-03",
    severity: Severity::Error,
    from: Stage::Review,
    what: "a specialist without credentials or institution",
    why: "Patient and treating physician judge an opinion by who gives it and where they work",
    example: "a party with `role: specialist` and no `institution`",
    mend: "write `credentials` (such as MD, FACC) and `institution` of the specialist",
    source: "practice of second opinion programs; ICMJE Recommendations, IV.A.3.a: authors' degrees and affiliations",
};

static SPC_04: Rule = Rule {
    id: "SPC-04",
    severity: Severity::Error,
    from: Stage::Review,
    what: "a specialist's conflict-of-interest statement is missing",
    why: "Who is paid by the maker of what they advise has to say so; that there is nothing to say is a statement, too",
    example: "a party with `role: specialist` and no `conflict_of_interest`",
    mend: "ask the specialist and write the statement, even if it is `None to declare.`",
    source: "ICMJE Recommendations, II.B; AGREE II, item 23; IPDAS, disclosures",
};

static SPC_05: Rule = Rule {
    id: "SPC-05",
    severity: Severity::Warning,
    from: Stage::Review,
    what: "no specialist is of the case's leading specialty",
    why: "The patient was promised an opinion of that field",
    example: "`specialties: [oncology, pathology]` where the only specialist is a pathologist",
    mend: "name a specialist of the first of `specialties`, or put the specialty that leads first",
    source: "practice of second opinion programs: the case goes to a specialist of its field",
};

static SGN_01: Rule = Rule {
    id: "SGN-01",
    severity: Severity::Error,
    from: Stage::Release,
    what: "the medical director's signature is missing, or is not the last",
    why: "The director releases what all others have finished; what comes after that signature nobody has released",
    example: "a specialist attests an hour after the director, or an amendment is later than the director's attestation",
    mend: "have the medical director review the case as it is now and attest last",
    source: "practice of second opinion programs: review by the medical director; ETSI EN 319 142-1: the approval \
             signature locks the document",
};

static SGN_02: Rule = Rule {
    id: "SGN-02",
    severity: Severity::Error,
    from: Stage::Release,
    what: "the case manager's quality sign-off is missing",
    why: "Somebody other than the authors has to have seen that every question is answered and every record was read",
    example: "no attestation with `role: case_manager` by a case manager",
    mend: "have the case manager go through the quality checks and attest",
    source: "practice of second opinion programs: nurse case manager and medical director both review the case",
};

static SGN_03: Rule = Rule {
    id: "SGN-03",
    severity: Severity::Error,
    from: Stage::Review,
    what: "the medical director is the only author",
    why: "Who wrote everything cannot be the one who reviews it: nobody else has looked",
    example: "every answer and every finding has the director as `author`",
    mend: "have a specialist answer and write the findings, or another director review the case",
    source: "principle of four eyes (separation of duties), ISO/IEC 27002:2022, 5.3",
};

static SGN_05: Rule = Rule {
    id: "SGN-05",
    severity: Severity::Error,
    from: Stage::Draft,
    what: "a signed case was edited without an amendment",
    why: "A released report is never changed in silence: the reader of the first version has to learn what changed and why",
    example: "a dose corrected after the release in `signatures/`, or after the director's attestation, whose \
              `content_digest` is that of the earlier words",
    mend: "put the words back, or add an entry to `amendments` that says what changed and why, and sign the new version",
    source: "21 CFR 11.10(e): changes do not obscure what was recorded before; AHIMA, amendments in the health record",
};

/// The rules of this file.
pub(super) static RULES: &[&Rule] =
    &[&SPC_01, &SPC_02, &SPC_03, &SPC_04, &SPC_05, &SGN_01, &SGN_02, &SGN_03, &SGN_04, &SGN_05];

pub(super) fn check(c: &mut Checker<'_>) {
    specialists(c);
    attested(c);
    sign_offs(c);
    only_author(c);
    released(c);
}

/// Digest of what a party stands behind in their role, by which an attestation (`content_digest`) is bound to it: SHA-256
/// of the canonical JSON (RFC 8785) of
///
/// * for a specialist: the findings and answers they wrote or read again (all of them, if they wrote none), the first and
///   second opinion, the concordance, the options and the recommendations, in the source language;
/// * for everyone else, as the case manager and the medical director: the whole case with the text of its references and
///   the texts of all translations, without attestations, waivers and amendments (translated or not), status, version,
///   the day of release and the names of the files it is split into.
///
/// So a specialist's attestation stays good when a translation changes, and the director's does not.
pub fn attested_digest(case: &Case, party: &Party) -> Sha256 {
    let value = match party.role {
        Role::Specialist => specialists_part(&case.content, &party.id),
        _ => whole(case),
    };
    let json = serde_json_canonicalizer::to_string(&value).unwrap_or_default();
    digest(Hasher::digest(json.as_bytes()).as_slice())
}

fn specialists_part(content: &model::Case, id: &Id) -> Value {
    let findings: Vec<_> = content
        .findings
        .iter()
        .filter(|f| f.author.as_ref() == Some(id) || f.reread.as_ref().is_some_and(|r| r.reader.as_ref() == Some(id)))
        .collect();
    let answers: Vec<_> = content.answers.iter().filter(|answer| answer.author == *id).collect();
    let (findings, answers) = match findings.is_empty() && answers.is_empty() {
        true => (content.findings.iter().collect(), content.answers.iter().collect()),
        false => (findings, answers),
    };
    json!({
        "findings": findings,
        "answers": answers,
        "first_opinion": content.first_opinion,
        "second_opinion": content.second_opinion,
        "concordance": content.concordance,
        "options": content.options,
        "recommendations": content.recommendations,
    })
}

fn whole(case: &Case) -> Value {
    let mut content = serde_json::to_value(&case.content).unwrap_or_default();
    if let Some(content) = content.as_object_mut() {
        for key in AFTERWARDS.iter().chain(&["status", "version", "include"]) {
            content.remove(*key);
        }
        if let Some(dates) = content.get_mut("dates").and_then(Value::as_object_mut) {
            dates.remove("released");
        }
    }
    let mut translations = Map::new();
    for (locale, translation) in &case.translations {
        let blocks = translation.file.blocks.iter();
        let blocks = blocks.filter(|block| !AFTERWARDS.contains(&block.path.split('.').next().unwrap_or_default()));
        let texts: Map<String, Value> = blocks.map(|b| (b.path.clone(), b.text.as_str().into())).collect();
        translations.insert(locale.as_str().to_owned(), Value::Object(texts));
    }
    let references = case.references.and_then(|id| case.sources.get(id)).map(|source| &*source.text);
    json!({ "content": content, "references": references, "translations": translations })
}

/// A digest as it is written.
pub(super) fn digest(bytes: &[u8]) -> Sha256 {
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    hex.parse().unwrap_or_else(|_| unreachable!("a digest is 64 hexadecimal digits"))
}

/// The party of an id, if it has the role.
fn party<'a>(content: &'a model::Case, id: &Id, role: Role) -> Option<&'a Party> {
    content.parties.iter().find(|party| party.id == *id && party.role == role)
}

/// The attestations of a role by parties who have it, with their place in the list from 1.
fn attestations(content: &model::Case, role: Role) -> impl Iterator<Item = (usize, &Attestation)> {
    let all = content.attestations.iter().enumerate().map(|(index, attestation)| (index + 1, attestation));
    all.filter(move |(_, a)| a.role == role && party(content, &a.by, role).is_some())
}

/// The last attestation of a role.
pub(super) fn last_of(content: &model::Case, role: Role) -> Option<(usize, &Attestation)> {
    attestations(content, role).max_by_key(|(_, attestation)| attestation.at)
}

fn blank(words: Option<&String>) -> bool {
    words.is_none_or(|words| words.trim().is_empty())
}

/// Who the specialists are, and that each has attested.
fn specialists(c: &mut Checker<'_>) {
    let content = c.content;
    let specialists = || content.parties.iter().filter(|party| party.role == Role::Specialist);
    for specialist in specialists() {
        let id = &specialist.id;
        let path = format!("parties.{id}");
        let signed = attestations(content, Role::Specialist).any(|(_, attestation)| attestation.by == *id);
        if c.stage == Stage::Release && !signed {
            c.report(&SPC_01, format!("{path}.id"), format!("the specialist `{id}` has not attested"));
        }
        for (key, missing) in [
            ("credentials", blank(specialist.credentials.as_ref())),
            ("institution", blank(specialist.institution.as_ref())),
        ] {
            if missing {
                c.report(&SPC_03, place(c, &path, key), format!("the specialist `{id}` has no `{key}`"));
            }
        }
        if specialist.conflict_of_interest.as_ref().is_none_or(Text::is_blank) {
            let message = format!("the specialist `{id}` has made no statement on conflicts of interest");
            c.report(&SPC_04, place(c, &path, "conflict_of_interest"), message);
        }
    }
    if let Some(leading) = content.specialties.first()
        && !specialists().any(|specialist| specialist.specialty == Some(*leading))
    {
        let message = format!("no specialist is of the leading specialty, `{}`", leading.as_str());
        // A waiver covers the specialties and stays good while they do.
        let diagnostic = c.at(&SPC_05, "specialties.1", message).path("specialties");
        c.push(diagnostic);
    }
}

/// The path of a key that may not be written, or else of the id beside it.
fn place(c: &Checker<'_>, path: &str, key: &str) -> String {
    let exact = format!("{path}.{key}");
    if c.case.place(&exact) == c.case.place(path) { format!("{path}.id") } else { exact }
}

/// What each attested last is what is written now. The director's is looked at by [`released`].
fn attested(c: &mut Checker<'_>) {
    let (case, content) = (c.case, c.content);
    for party in content.parties.iter().filter(|party| party.role != Role::MedicalDirector) {
        let own = attestations(content, party.role).filter(|(_, attestation)| attestation.by == party.id);
        let Some((index, attestation)) = own.max_by_key(|(_, attestation)| attestation.at) else { continue };
        let Some(attested) = &attestation.content_digest else { continue };
        if *attested != attested_digest(case, party) {
            let message = format!("what `{}` attested is not what is written now", party.id);
            let hint = format!("let them read it again; then write `content_digest: {}`", attested_digest(case, party));
            let diagnostic = c.at(&SPC_02, format!("attestations.{index}.content_digest"), message).hint(hint);
            c.push(diagnostic);
        }
    }
}

/// The sign-offs of case manager and director.
fn sign_offs(c: &mut Checker<'_>) {
    let content = c.content;
    let release = c.stage == Stage::Release;
    let at = |role: Role| {
        let party = content.parties.iter().find(|party| party.role == role);
        party.map_or_else(|| "parties".to_owned(), |party| format!("parties.{}.id", party.id))
    };
    if release && last_of(content, Role::CaseManager).is_none() {
        c.report(&SGN_02, at(Role::CaseManager), "the case manager has not signed off");
    }
    let Some((index, director)) = last_of(content, Role::MedicalDirector) else {
        if release {
            c.report(&SGN_01, at(Role::MedicalDirector), "the medical director has not signed");
        }
        return;
    };
    let later = content.attestations.iter().any(|attestation| attestation.at > director.at);
    let amended = content.amendments.iter().any(|amendment| amendment.at > director.at);
    let message = match (later, amended) {
        (true, _) => "others have signed after the medical director",
        (_, true) => "the case was amended after the medical director signed",
        _ => return,
    };
    c.report(&SGN_01, format!("attestations.{index}.at"), message);
}

/// Somebody other than the director wrote something.
fn only_author(c: &mut Checker<'_>) {
    let content = c.content;
    let answers = content.answers.iter().map(|answer| (&answer.author, format!("answers.{}.author", answer.question)));
    let findings = content.findings.iter();
    let findings = findings.filter_map(|f| Some((f.author.as_ref()?, format!("findings.{}.author", f.id))));
    let authors: Vec<(&Id, String)> = answers.chain(findings).collect();
    let director = |id: &Id| party(content, id, Role::MedicalDirector).is_some();
    if authors.iter().all(|(id, _)| director(id))
        && let Some((_, path)) = authors.into_iter().next()
    {
        c.report(&SGN_03, path, "the medical director is the only author of answers and findings");
    }
}

/// What was signed is what is written now, and what is in the folder of the release.
fn released(c: &mut Checker<'_>) {
    let (case, content) = (c.case, c.content);
    let signed = last_of(content, Role::MedicalDirector);
    let director = match signed {
        Some((_, attestation)) => party(content, &attestation.by, Role::MedicalDirector),
        None => content.parties.iter().find(|party| party.role == Role::MedicalDirector),
    };
    let place = match (signed, director) {
        (Some((index, _)), _) => format!("attestations.{index}.by"),
        (None, Some(director)) => format!("parties.{}.id", director.id),
        (None, None) => "id".to_owned(),
    };
    let release = match Release::of(case) {
        Ok(release) => release,
        Err(wrong) => {
            c.report(&SGN_04, place.as_str(), wrong);
            None
        }
    };
    let attested =
        signed.and_then(|(index, attestation)| Some((index, attestation, attestation.content_digest.as_ref()?)));
    // Without a director there is nobody whose words they would be; `SGN-01` says so.
    let wanted = director.filter(|_| attested.is_some() || release.is_some());
    if let Some(present) = wanted.map(|director| attested_digest(case, director)) {
        let stale = attested.filter(|(_, attestation, digest)| {
            **digest != present && !content.amendments.iter().any(|amendment| amendment.at > attestation.at)
        });
        let differs = release.as_ref().is_some_and(|release| release.differs(content, &present));
        match (stale, attested, differs) {
            (Some((index, ..)), ..) => {
                let message = "the case was edited after the medical director signed, and no amendment says so";
                c.report(&SGN_05, format!("attestations.{index}.content_digest"), message);
            }
            (None, Some((index, _, digest)), true) if *digest == present => {
                let message = "the medical director attests the present words, and the release is of others";
                c.report(&SGN_04, format!("attestations.{index}.content_digest"), message);
            }
            (None, _, true) => {
                c.report(&SGN_05, place.as_str(), "the case was edited after its release, and no amendment says so");
            }
            _ => {}
        }
    }
    if let Some(release) = release {
        approval::check(c, &release, &place);
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    /// The base of the fixtures, whose translations name no digest of their source yet.
    fn base() -> Case {
        let from = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/rules/base"));
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("translations")).unwrap();
        for name in ["case.yaml", "references.bib", "translations/es-US.yaml", "translations/fr-CA.yaml"] {
            let text = std::fs::read_to_string(from.join(name)).unwrap();
            std::fs::write(folder.path().join(name), text.replace("    source: sealed\n", "")).unwrap();
        }
        Case::open(folder.path()).unwrap_or_else(|failure| panic!("{failure}"))
    }

    fn of(case: &Case, id: &str) -> Sha256 {
        attested_digest(case, case.content.parties.iter().find(|party| party.id.as_str() == id).unwrap())
    }

    #[test]
    fn a_digest_changes_with_what_the_party_stands_behind_and_with_nothing_else() {
        let case = base();
        type Change = fn(&mut Case);
        // Changed, and for whom: oncologist, pathologist, manager, director.
        let changes: [(&str, Change, [bool; 4]); 7] = [
            ("the oncologist's answer", |c| c.content.answers[1].patient = "x".into(), [true, false, true, true]),
            ("the pathologist's reading", |c| c.content.findings[1].title = "x".into(), [false, true, true, true]),
            ("a recommendation", |c| c.content.recommendations[0].text.patient = "x".into(), [true; 4]),
            ("a question", |c| c.content.questions[0].verbatim = "x".into(), [false, false, true, true]),
            (
                "a translation",
                |c| {
                    let translation = c.translations.values_mut().next().unwrap();
                    translation.file.blocks[0].text = "x".into();
                },
                [false, false, true, true],
            ),
            ("the day of release", |c| c.content.dates.released = None, [false; 4]),
            (
                "what comes with signing",
                |c| {
                    c.content.attestations.clear();
                    for translation in c.translations.values_mut() {
                        translation.file.blocks.retain(|block| !block.path.starts_with("attestations."));
                    }
                    c.content.status = model::CaseStatus::Released;
                    c.content.version = 2;
                },
                [false; 4],
            ),
        ];
        for (what, change, expected) in changes {
            let mut changed = case.clone();
            change(&mut changed);
            let found =
                ["oncologist", "pathologist", "manager", "director"].map(|id| of(&changed, id) != of(&case, id));
            assert_eq!(found, expected, "{what}");
        }
        assert_eq!(of(&case, "manager"), of(&case, "director"));
    }

    #[test]
    fn a_specialist_who_wrote_nothing_stands_behind_all() {
        let mut case = base();
        case.content.findings[1].author = None;
        case.content.findings[1].reread = None;
        case.content.answers[0].author = "oncologist".parse().unwrap();
        let before = of(&case, "pathologist");
        case.content.answers[3].patient = "x".into();
        assert_ne!(of(&case, "pathologist"), before);
    }
}
