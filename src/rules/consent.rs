//! Consent in force, the recipients it names, and whether a remote opinion is suitable.

use super::rule::Rule;
use super::{Checker, Stage};
use crate::case::Case;
use crate::diagnostics::{Diagnostic, Severity};

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

/// The rules of this file.
pub(super) static RULES: &[&Rule] = &[&CON_02];

pub(super) fn check(c: &mut Checker<'_>) {
    if let Some(diagnostic) = withdrawn(c.case) {
        c.push(diagnostic);
    }
}

/// Consent: once it is withdrawn nothing is made.
pub(super) fn withdrawn(case: &Case) -> Option<Diagnostic> {
    case.content.consent.withdrawn_on?;
    let diagnostic = Diagnostic::error(CON_02.id, "the patient has withdrawn consent, so nothing is rendered");
    Some(case.at("consent.withdrawn_on", diagnostic.hint(CON_02.mend)))
}
