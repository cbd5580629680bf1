//! What every section needs: the case, words in the locale, prose turned to blocks, and a place for what goes wrong.

use std::cell::RefCell;

use serde_json::Value;

use super::Sources;
use crate::case::model::{self, Id, PDate, Party, Role, Statement, Text};
use crate::case::place_in_text;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::document::walk::{children, each_list, plain_inlines};
use crate::document::{Block, DocumentKind, Inline, Register, Section};
use crate::locale::typography::typeset;
use crate::locale::{Arg, Locale, word_id};
use crate::prose::{self, Problem};

pub(crate) struct Context<'a> {
    pub sources: &'a Sources<'a>,
    pub case: &'a model::Case,
    pub locale: &'a Locale,
    pub kind: DocumentKind,
    diagnostics: RefCell<Vec<Diagnostic>>,
}

impl<'a> Context<'a> {
    pub fn new(sources: &'a Sources<'a>, kind: DocumentKind) -> Self {
        Self { sources, case: sources.case, locale: sources.locale, kind, diagnostics: RefCell::default() }
    }

    pub fn into_diagnostics(self) -> Diagnostics {
        Diagnostics(self.diagnostics.into_inner())
    }

    pub fn report(&self, diagnostic: Diagnostic) {
        self.diagnostics.borrow_mut().push(diagnostic);
    }

    /// The message `id` in the document's language.
    pub fn t(&self, id: &str) -> String {
        self.tf(id, &[])
    }

    /// The message `id` with arguments.
    pub fn tf(&self, id: &str, args: &[(&str, Arg<'_>)]) -> String {
        // Spanish and French words agree with the patient, so every message may select by the patient's sex.
        let mut all = vec![("sex", Arg::from(self.case.patient.sex.as_str()))];
        if args.iter().any(|(name, _)| *name == "sex") {
            all.clear();
        }
        all.extend(args.iter().cloned());
        match self.locale.text(id, &all) {
            Ok(message) => self.typeset(&message),
            Err(diagnostic) => {
                self.report(diagnostic);
                String::new()
            }
        }
    }

    /// The label of a word of a vocabulary: `urgency` and `now` give message `urgency-now`.
    pub fn word(&self, vocabulary: &str, word: &str) -> String {
        self.t(&word_id(vocabulary, word))
    }

    /// The form of that label inside a sentence.
    pub fn word_inline(&self, vocabulary: &str, word: &str) -> String {
        let id = format!("{}.inline", word_id(vocabulary, word));
        if self.locale.has(&id) { self.t(&id) } else { self.word(vocabulary, word) }
    }

    fn typeset(&self, text: &str) -> String {
        typeset(self.locale.tag(), text).into_owned()
    }

    /// A text as blocks.
    pub fn blocks(&self, source: &Text) -> Vec<Block> {
        let parsed = prose::blocks(source.as_str());
        self.problems(source, parsed.problems);
        let mut blocks = parsed.value;
        self.refine(&mut blocks);
        blocks
    }

    /// A short text as inlines.
    pub fn inlines(&self, source: &Text) -> Vec<Inline> {
        let parsed = prose::inlines(source.as_str());
        self.problems(source, parsed.problems);
        let mut inlines = parsed.value;
        self.refine_inlines(&mut inlines);
        inlines
    }

    /// The words of a short text alone, for titles, pictures and alternative texts. What words alone cannot carry (a
    /// citation, a footnote, a list) is reported, never dropped in silence.
    pub fn plain(&self, source: &Text) -> String {
        let inlines = self.inlines(source);
        if let Some(what) = beyond_words(&inlines) {
            let mut diagnostic = Diagnostic::error("MD-20", format!("a {what} cannot stand in a title or label"))
                .hint("move it into the text that belongs to it");
            if let Some((file, range)) = place_in_text(self.sources.files, source, 0..source.as_str().len()) {
                diagnostic = diagnostic.label(file, range, "");
            }
            self.report(diagnostic);
        }
        let mut words = String::new();
        plain_inlines(&inlines, &mut words);
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The words of a text that may have citations, for alternative texts beside the text itself.
    pub fn spoken(&self, source: &Text) -> String {
        let mut words = String::new();
        plain_inlines(&self.inlines(source), &mut words);
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The side of a statement that the register reads.
    pub fn side<'s>(&self, statement: &'s Statement, register: Register) -> &'s Text {
        match register {
            Register::Clinician => &statement.clinician,
            Register::Patient => &statement.patient,
        }
    }

    /// A letter or notice, rendered from its template and parsed.
    pub fn letter(&self, name: &str, values: &Value) -> Vec<Block> {
        match self.sources.letters.render(name, values) {
            Ok(markdown) => {
                let parsed = prose::blocks(&markdown);
                for problem in parsed.problems {
                    self.report(
                        Diagnostic::error(problem.code, format!("template `{name}`: {}", problem.message))
                            .hint(problem.hint),
                    );
                }
                let mut blocks = parsed.value;
                self.refine(&mut blocks);
                blocks
            }
            Err(diagnostic) => {
                self.report(diagnostic);
                Vec::new()
            }
        }
    }

    fn problems(&self, source: &Text, problems: Vec<Problem>) {
        for problem in problems {
            let mut diagnostic = Diagnostic::error(problem.code, problem.message);
            if !problem.hint.is_empty() {
                diagnostic = diagnostic.hint(problem.hint);
            }
            if let Some((file, range)) = place_in_text(self.sources.files, source, problem.range) {
                diagnostic = diagnostic.label(file, range, "");
            }
            self.report(diagnostic);
        }
    }

    /// Regional typography on every run of text, in place.
    pub fn refine(&self, blocks: &mut [Block]) {
        each_list(blocks, "", &mut |list, _| self.refine_inlines(list));
    }

    fn refine_inlines(&self, inlines: &mut [Inline]) {
        for inline in inlines {
            if let Inline::Text { s } = inline {
                if let std::borrow::Cow::Owned(new) = typeset(self.locale.tag(), s) {
                    *s = new;
                }
            } else if let Some(inner) = children(inline) {
                self.refine_inlines(inner);
            }
        }
    }

    /// The party of an id.
    pub fn party(&self, id: &Id) -> Option<&'a Party> {
        self.case.parties.iter().find(|party| party.id == *id)
    }

    /// The parties of a role, in order.
    pub fn parties(&self, role: Role) -> impl Iterator<Item = &'a Party> {
        self.case.parties.iter().filter(move |party| party.role == role)
    }

    /// Name with credentials.
    pub fn party_name(&self, party: &Party) -> String {
        match &party.credentials {
            Some(credentials) if !credentials.is_empty() => format!("{}, {credentials}", party.name),
            _ => party.name.clone(),
        }
    }

    /// A role in the gender of the person.
    pub fn role(&self, role: Role, party: Option<&Party>) -> String {
        let sex = party.and_then(|p| p.sex).map_or("unknown", model::Sex::as_str);
        self.tf(&word_id("role", role.as_str()), &[("sex", Arg::from(sex))])
    }

    /// The colon between a label and what it says, with the space of the language before it.
    pub fn colon(&self) -> &'static str {
        if self.locale.language() == "fr" { "\u{A0}: " } else { ": " }
    }

    pub fn date(&self, date: PDate) -> String {
        self.locale.date(date)
    }

    /// Whether the section is set in this document by the institution.
    pub fn wants(&self, id: &str) -> bool {
        !self.sources.institution.omit_sections.iter().any(|omitted| omitted == id)
    }

    /// A section with the usual settings; its title is message `section-<id>`.
    pub fn section(&self, id: &str, register: Register, blocks: Vec<Block>) -> Section {
        self.titled(id, self.t(&format!("section-{id}")), register, blocks)
    }

    /// A section with a title of its own.
    pub fn titled(&self, id: &str, title: String, register: Register, blocks: Vec<Block>) -> Section {
        let prefix = anchor_prefix(register);
        Section {
            id: format!("{prefix}{id}"),
            title,
            register,
            new_page: false,
            one_page: false,
            in_contents: true,
            part: None,
            blocks,
        }
    }
}

/// The same item may stand in both registers of one booklet; its anchors must differ.
pub(crate) fn anchor_prefix(register: Register) -> &'static str {
    match register {
        Register::Clinician => "c-",
        Register::Patient => "p-",
    }
}

/// The anchor of an item. No section has a colon in its own, so no id can be mistaken for one; what is no item of the case
/// (pictures, terms) begins with `~`, with which no id can begin.
pub(crate) fn anchor(register: Register, id: &str) -> String {
    let register = match register {
        Register::Clinician => "c",
        Register::Patient => "p",
    };
    format!("{register}:{id}")
}

/// What in these inlines is lost when only their words are kept.
fn beyond_words(inlines: &[Inline]) -> Option<&'static str> {
    inlines.iter().find_map(|inline| match inline {
        Inline::CiteKeys { .. } => Some("citation"),
        Inline::CrossRef { .. } => Some("cross reference"),
        Inline::Note { .. } => Some("footnote"),
        Inline::Link { .. } => Some("link"),
        Inline::Emph { c } | Inline::Strong { c } | Inline::Strike { c } => beyond_words(c),
        _ => None,
    })
}
