//! Consent in force, the recipients it names, and whether a remote opinion is suitable.

use super::rule::Rule;
use super::{Checker, Stage};
use crate::case::Case;
use crate::case::model::{FindingKind, Program, RecordKind, Role, SensitiveCategory};
use crate::diagnostics::{Diagnostic, Severity};

static CON_01: Rule = Rule {
    id: "CON-01",
    severity: Severity::Error,
    from: Stage::Draft,
    what: "no consent is in force while the opinion is written or on the day of its release",
    why: "Records may be read, and the report given out, only as long as the patient agrees",
    example: "`expires_on: 2026-03-01` with `released: 2026-03-06`, or `signed_on` after a specialist attested",
    mend: "get a consent that covers the whole time, and write its days",
    source: "HIPAA, 45 CFR 164.508(c)(1)(v); PIPEDA, schedule 1, 4.3; GDPR, articles 6 and 9(2)(a)",
};

static CON_02: Rule = Rule {
    id: "CON-02",
    severity: Severity::Error,
    from: Stage::Draft,
    what: "the patient has withdrawn consent",
    why: "From that day nothing may be made or given out",
    example: "`withdrawn_on: 2026-03-01` in `consent`",
    mend: "if this is an error, take out `withdrawn_on`; otherwise stop here and archive the case",
    source: "HIPAA, 45 CFR 164.508(b)(5); GDPR, article 7(3); PIPEDA, schedule 1, 4.3.8",
};

static CON_03: Rule = Rule {
    id: "CON-03",
    severity: Severity::Error,
    from: Stage::Review,
    what: "someone would receive the documents whom the patient did not name",
    why: "The booklet goes to the patient and the treating physician; each needs the patient's consent",
    example: "`recipients: [patient]` in a case with a treating physician",
    mend: "ask the patient, then name the recipients of the consent: the patient and who treats them",
    source: "HIPAA, 45 CFR 164.508(c)(1)(iii): an authorization names who receives the information",
};

static CON_04: Rule = Rule {
    id: "CON-04",
    severity: Severity::Error,
    from: Stage::Review,
    what: "sensitive information is in the case without a consent of its own",
    why: "Mental health, substance use, HIV, genetic and reproductive information is protected further than other records",
    example: "a genetic test among the records, without `genetic` in `consent.sensitive_categories`",
    mend: "get the consent for the category and name it in `sensitive_categories`, or leave the record out",
    source: "42 CFR part 2; GINA 2008; HIPAA, 45 CFR 164.508(a)(2); state laws on HIV and genetic information",
};

static CON_05: Rule = Rule {
    id: "CON-05",
    severity: Severity::Warning,
    from: Stage::Draft,
    what: "no treating physician has acknowledged the request",
    why: "The opinion is written doctor to doctor: whoever treats the patient should expect it and act on it",
    example: "no `acknowledgements` at all",
    mend: "let the treating physician acknowledge, and write the day and the way into `acknowledgements`",
    source: "practice of remote second opinion programs (physician acknowledgement form)",
};

static ELI_01: Rule = Rule {
    id: "ELI-01",
    severity: Severity::Warning,
    from: Stage::Draft,
    what: "the patient is in hospital, or was operated on or treated less than four weeks ago",
    why: "Who is in such a state needs the team at hand; findings change faster than a report is written",
    example: "`in_hospital: true` without an `override`",
    mend: "wait, or let a party decide to go on: `override` with `by` and `reason`",
    source: "practice of second opinion programs: when not to seek a second opinion",
};

static ELI_02: Rule = Rule {
    id: "ELI-02",
    severity: Severity::Error,
    from: Stage::Draft,
    what: "an emergency, without the medical director's decision to go on",
    why: "An emergency is treated where the patient is; a remote opinion comes too late",
    example: "`emergency: true`, with no `override` or one by the case manager",
    mend: "send the patient to emergency care; only the medical director may decide to go on all the same",
    source: "practice of second opinion programs: when not to seek a second opinion",
};

/// The rules of this file.
pub(super) static RULES: &[&Rule] = &[&CON_01, &CON_02, &CON_03, &CON_04, &CON_05, &ELI_01, &ELI_02];

pub(super) fn check(c: &mut Checker<'_>) {
    if let Some(diagnostic) = withdrawn(c.case) {
        c.push(diagnostic);
    }
    in_force(c);
    recipients(c);
    sensitive(c);
    eligibility(c);
}

/// Consent: once it is withdrawn nothing is made.
pub(super) fn withdrawn(case: &Case) -> Option<Diagnostic> {
    case.content.consent.withdrawn_on?;
    let diagnostic = Diagnostic::error(CON_02.id, "the patient has withdrawn consent, so nothing is rendered");
    Some(case.at("consent.withdrawn_on", diagnostic.hint(CON_02.mend)))
}

fn in_force(c: &mut Checker<'_>) {
    let content = c.content;
    let consent = &content.consent;
    let written = content.attestations.iter().map(|a| a.at.0.date_naive());
    let first = written.chain(content.dates.released.map(|date| date.earliest())).min();
    if first.is_some_and(|first| consent.signed_on.earliest() > first) {
        c.report(&CON_01, "consent.signed_on", "consent was signed after the opinion was written");
    }
    if consent.expires_on.is_some_and(|end| end.latest() < c.day) {
        let message = format!("consent has ended before {}, the day of the report", c.day);
        c.report(&CON_01, "consent.expires_on", message);
    }
}

fn recipients(c: &mut Checker<'_>) {
    let content = c.content;
    for party in &content.parties {
        let receives = matches!(party.role, Role::Patient | Role::TreatingPhysician);
        if receives && !content.consent.recipients.contains(&party.id) {
            let message = format!("`{}` receives the documents, and the consent does not name them", party.id);
            c.report(&CON_03, "consent.recipients", message);
        }
    }
}

fn sensitive(c: &mut Checker<'_>) {
    let content = c.content;
    let released = &content.consent.sensitive_categories;
    let mut need = |category: SensitiveCategory, path: String, what: String| {
        if !released.contains(&category) {
            let message = format!("{what} is `{}`, which the patient has not released", category.as_str());
            let diagnostic = c.at(&CON_04, path, message);
            c.push(diagnostic);
        }
    };
    if content.program == Program::MentalHealth {
        need(SensitiveCategory::MentalHealth, "program".to_owned(), "the program".to_owned());
    }
    for record in &content.records {
        for (index, category) in record.sensitive.iter().enumerate() {
            let path = format!("records.{}.sensitive.{}", record.id, index + 1);
            need(*category, path, format!("record `{}`", record.id));
        }
        if record.kind == RecordKind::Genetic && !record.sensitive.contains(&SensitiveCategory::Genetic) {
            let path = format!("records.{}.kind", record.id);
            need(SensitiveCategory::Genetic, path, format!("record `{}`", record.id));
        }
    }
    for finding in content.findings.iter().filter(|finding| finding.kind == FindingKind::Genetic) {
        let path = format!("findings.{}.kind", finding.id);
        need(SensitiveCategory::Genetic, path, format!("finding `{}`", finding.id));
    }
}

fn eligibility(c: &mut Checker<'_>) {
    let content = c.content;
    let eligibility = &content.eligibility;
    let treating = content.parties.iter().any(|party| party.role == Role::TreatingPhysician);
    let acknowledged = content.acknowledgements.iter().any(|acknowledgement| {
        content.parties.iter().any(|p| p.id == acknowledgement.by && p.role == Role::TreatingPhysician)
    });
    if !acknowledged {
        let what =
            if treating { "the treating physician has not acknowledged" } else { "no treating physician is named" };
        c.report(&CON_05, if content.acknowledgements.is_empty() { "parties" } else { "acknowledgements" }, what);
    }
    if eligibility.override_.is_none() {
        if eligibility.in_hospital {
            c.report(&ELI_01, "eligibility.in_hospital", "the patient is in hospital");
        }
        if eligibility.treated_within_four_weeks {
            let path = "eligibility.treated_within_four_weeks";
            c.report(&ELI_01, path, "surgery or treatment was less than four weeks ago");
        }
    }
    if eligibility.emergency {
        let by_director = eligibility.override_.as_ref().is_some_and(|decision| {
            content.parties.iter().any(|p| p.id == decision.by && p.role == Role::MedicalDirector)
        });
        if !by_director {
            c.report(
                &ELI_02,
                "eligibility.emergency",
                "an emergency, and the medical director has not decided to go on",
            );
        }
    }
}
