//! The wording: Fluent resources, laid over each other, read strictly.

use std::collections::{BTreeMap, BTreeSet};

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use fluent_syntax::ast;

use super::formats::{decimal_formatter, print_number};
use super::hidden::{hidden_characters, hidden_name};
use crate::case::model::LocaleTag;
use crate::diagnostics::{Diagnostic, Diagnostics, LineColumn, SourceMap};

/// The largest resource that is read, in bytes; the built-in ones are a tenth of it.
const MAX_RESOURCE: usize = 1 << 20;
/// The deepest nesting of placeables and calls, since the parser of Fluent recurses.
const MAX_NESTING: usize = 16;

/// An argument of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arg<'a> {
    /// A text that is already printed, or a word that selects a variant (`female`).
    Str(&'a str),
    /// A count: selects plurals, and is printed with the region's grouping.
    Count(u64),
}

impl<'a> From<&'a str> for Arg<'a> {
    fn from(value: &'a str) -> Self {
        Self::Str(value)
    }
}

impl<'a> From<&'a String> for Arg<'a> {
    fn from(value: &'a String) -> Self {
        Self::Str(value)
    }
}

impl From<u64> for Arg<'_> {
    fn from(value: u64) -> Self {
        Self::Count(value)
    }
}

impl From<u32> for Arg<'_> {
    fn from(value: u32) -> Self {
        Self::Count(value.into())
    }
}

impl From<usize> for Arg<'_> {
    fn from(value: usize) -> Self {
        Self::Count(value as u64)
    }
}

pub(super) struct Messages {
    tag: LocaleTag,
    bundle: FluentBundle<FluentResource>,
    /// Messages and terms (with their leading `-`) by name.
    entries: BTreeMap<String, Entry>,
    ids: BTreeSet<String>,
}

/// What is known of a message or term beside its patterns.
#[derive(Default)]
struct Entry {
    file: usize,
    has_value: bool,
    forms: BTreeSet<String>,
    variables: BTreeSet<String>,
    /// Entries and forms it refers to.
    references: BTreeSet<(String, Option<String>)>,
    functions: BTreeSet<String>,
}

impl Messages {
    pub(super) fn new(tag: LocaleTag, resources: &[(String, String)]) -> Result<Self, Diagnostics> {
        let mut found = Diagnostics::default();
        let language = tag.as_str().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![language]);
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(number_printer(tag)));
        if let Err(error) = bundle.add_builtins() {
            found.0.push(Diagnostic::error("LOC-02", format!("cannot prepare Fluent: {error}")));
        }
        let mut entries = BTreeMap::new();
        for (file, (name, source)) in resources.iter().enumerate() {
            if let Some(resource) = parse(name, source, &mut found) {
                index(resources, file, &resource, &mut entries, &mut found);
                bundle.add_resource_overriding(resource);
            }
        }
        check_references(resources, &entries, &mut found);
        if found.has_errors() {
            return Err(found);
        }
        let ids = entries.iter().filter(|(name, _)| !name.starts_with('-')).flat_map(|(name, entry)| {
            let own = entry.has_value.then(|| name.clone());
            own.into_iter().chain(entry.forms.iter().map(move |form| format!("{name}.{form}")))
        });
        let ids = ids.collect();
        Ok(Self { tag, bundle, entries, ids })
    }

    pub(super) fn ids(&self) -> impl Iterator<Item = &str> {
        self.ids.iter().map(String::as_str)
    }

    pub(super) fn has(&self, id: &str) -> bool {
        self.ids.contains(id)
    }

    pub(super) fn text(&self, id: &str, args: &[(&str, Arg<'_>)]) -> Result<String, Diagnostic> {
        let (name, form) = match id.split_once('.') {
            Some((name, form)) => (name, Some(form)),
            None => (id, None),
        };
        let message = self.bundle.get_message(name);
        let pattern = message.and_then(|message| match form {
            Some(form) => message.get_attribute(form).map(|attribute| attribute.value()),
            None => message.value(),
        });
        let Some(pattern) = pattern else {
            let error = Diagnostic::error("LOC-01", format!("no message `{id}` in `{}`", self.tag.as_str()));
            return Err(error.hint("define it in the locale files of this language or in the theme's"));
        };
        let mut values = FluentArgs::with_capacity(args.len());
        for (name, value) in args {
            match value {
                Arg::Str(text) => values.set(*name, *text),
                Arg::Count(count) => values.set(*name, *count),
            }
        }
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, Some(&values), &mut errors).into_owned();
        match errors.first() {
            None => Ok(text),
            Some(error) => {
                let what = format!("message `{id}` in `{}` cannot be written: {error}", self.tag.as_str());
                let needs = self.arguments(name).iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
                Err(Diagnostic::error("LOC-01", what).hint(format!("it needs the arguments {needs}")))
            }
        }
    }

    pub(super) fn arguments(&self, id: &str) -> Vec<&str> {
        let mut variables = BTreeSet::new();
        let mut seen = BTreeSet::new();
        let mut open = vec![id];
        while let Some(name) = open.pop() {
            let Some(entry) = self.entries.get(name).filter(|_| seen.insert(name)) else {
                continue;
            };
            variables.extend(entry.variables.iter().map(String::as_str));
            // Terms take their own arguments, not those of the message.
            open.extend(entry.references.iter().map(|(name, _)| name.as_str()).filter(|name| !name.starts_with('-')));
        }
        variables.into_iter().collect()
    }
}

/// Fluent prints numbers without regard to the locale; a function pointer per locale lets ICU4X do it.
fn number_printer<M>(tag: LocaleTag) -> fn(&FluentValue<'_>, &M) -> Option<String> {
    fn print(tag: LocaleTag, value: &FluentValue<'_>) -> Option<String> {
        match value {
            FluentValue::Number(number) => Some(print_number(&decimal_formatter(tag).ok()?, &number.as_string())),
            _ => None,
        }
    }
    match tag {
        LocaleTag::EnUs => |value, _| print(LocaleTag::EnUs, value),
        LocaleTag::EnCa => |value, _| print(LocaleTag::EnCa, value),
        LocaleTag::EsUs => |value, _| print(LocaleTag::EsUs, value),
        LocaleTag::EsMx => |value, _| print(LocaleTag::EsMx, value),
        LocaleTag::EsEs => |value, _| print(LocaleTag::EsEs, value),
        LocaleTag::FrFr => |value, _| print(LocaleTag::FrFr, value),
        LocaleTag::FrCa => |value, _| print(LocaleTag::FrCa, value),
    }
}

/// Parses one resource; whatever is wrong with it is added to `found`.
fn parse(name: &str, source: &str, found: &mut Diagnostics) -> Option<FluentResource> {
    if source.len() > MAX_RESOURCE {
        let text = format!("`{name}` is larger than {} kB", MAX_RESOURCE / 1024);
        found.0.push(Diagnostic::error("LOC-02", text).hint("split it into several files"));
        return None;
    }
    let mut map = SourceMap::default();
    let id = map.add(name, source);
    let place = |offset| map.get(id).map_or(LineColumn { line: 1, column: 1 }, |file| file.line_column(offset));
    let mut report = |code, offset, what: String, hint: &str| {
        let LineColumn { line, column } = place(offset);
        let text = format!("{what} in `{name}`, line {line}, column {column}");
        found.0.push(Diagnostic::error(code, text).hint(hint));
    };
    for (offset, character) in hidden_characters(source).into_iter().filter(|(_, character)| *character != '\r') {
        let what = format!("hidden character {}", hidden_name(character));
        report("LOC-05", offset, what, "delete it");
    }
    if let Some(offset) = too_deep(source) {
        report(
            "LOC-02",
            offset,
            "placeables nested too deeply".to_owned(),
            "write the variants out as whole sentences",
        );
        return None;
    }
    if let Some(offset) = bad_escape(source) {
        let hint = "write `\\u` with four or `\\U` with six hexadecimal digits, or the character itself";
        report("LOC-02", offset, "unfinished escape sequence".to_owned(), hint);
        return None;
    }
    match FluentResource::try_new(source.to_owned()) {
        Ok(resource) => Some(resource),
        Err((resource, errors)) => {
            for error in errors {
                let what = error.kind.to_string().replace('"', "`");
                let mut letters = what.chars();
                let what = letters.next().map_or(String::new(), |first| first.to_lowercase().chain(letters).collect());
                report(
                    "LOC-02",
                    error.pos.start,
                    what,
                    "see the syntax of Fluent, https://projectfluent.org/fluent/guide",
                );
            }
            Some(resource)
        }
    }
}

/// The offset at which braces and the parentheses inside them nest deeper than allowed.
fn too_deep(source: &str) -> Option<usize> {
    let (mut braces, mut parentheses) = (0usize, 0usize);
    let mut fresh_line = true;
    for (offset, byte) in source.bytes().enumerate() {
        match byte {
            // An entry starts at the first column, so whatever was left open before it is closed.
            b'a'..=b'z' | b'A'..=b'Z' | b'-' | b'#' if fresh_line => (braces, parentheses) = (0, 0),
            b'{' => braces += 1,
            b'}' => braces = braces.saturating_sub(1),
            b'(' if braces > 0 => parentheses += 1,
            b')' if braces > 0 => parentheses = parentheses.saturating_sub(1),
            _ => {}
        }
        if braces + parentheses > MAX_NESTING {
            return Some(offset);
        }
        fresh_line = byte == b'\n';
    }
    None
}

/// The offset of an escape sequence without its digits: fluent-syntax 0.12 panics on one before a letter outside ASCII.
fn bad_escape(source: &str) -> Option<usize> {
    let bytes = source.as_bytes();
    source.match_indices('\\').map(|(offset, _)| offset).find(|offset| {
        let digits = match bytes.get(offset + 1) {
            Some(b'u') => 4,
            Some(b'U') => 6,
            _ => return false,
        };
        !bytes.get(offset + 2..offset + 2 + digits).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    })
}

/// Notes the entries of a resource, laid over those of the resources before it.
fn index(
    resources: &[(String, String)],
    file: usize,
    resource: &FluentResource,
    entries: &mut BTreeMap<String, Entry>,
    found: &mut Diagnostics,
) {
    let name_of = |file: usize| resources.get(file).map_or("", |(name, _)| name.as_str());
    for entry in resource.entries() {
        let (name, value, attributes) = match entry {
            ast::Entry::Message(message) => (message.id.name.to_owned(), message.value.as_ref(), &message.attributes),
            ast::Entry::Term(term) => (format!("-{}", term.id.name), Some(&term.value), &term.attributes),
            _ => continue,
        };
        let mut new = Entry { file, has_value: value.is_some(), ..Entry::default() };
        value.into_iter().chain(attributes.iter().map(|attribute| &attribute.value)).for_each(|pattern| {
            visit_pattern(pattern, &mut new);
        });
        new.forms = attributes.iter().map(|attribute| attribute.id.name.to_owned()).collect();
        if let Some(old) = entries.get(&name) {
            if old.file == file {
                let text = format!("`{name}` is defined twice in `{}`", name_of(file));
                found.0.push(Diagnostic::error("LOC-03", text).hint("delete one of the two"));
            }
            let lost = old.forms.difference(&new.forms).map(|form| format!("form `.{form}`"));
            for lost in lost.chain((old.has_value && !new.has_value).then(|| "text".to_owned())) {
                let text = format!("`{name}` in `{}` leaves out its {lost}", name_of(file));
                let hint =
                    format!("an override replaces the whole message; copy the rest from `{}`", name_of(old.file));
                found.0.push(Diagnostic::error("LOC-03", text).hint(hint));
            }
        }
        entries.insert(name, new);
    }
}

fn visit_pattern(pattern: &ast::Pattern<&str>, entry: &mut Entry) {
    for element in &pattern.elements {
        if let ast::PatternElement::Placeable { expression } = element {
            visit_expression(expression, entry);
        }
    }
}

fn visit_expression(expression: &ast::Expression<&str>, entry: &mut Entry) {
    match expression {
        ast::Expression::Inline(inline) => visit_inline(inline, entry),
        ast::Expression::Select { selector, variants } => {
            visit_inline(selector, entry);
            variants.iter().for_each(|variant| visit_pattern(&variant.value, entry));
        }
    }
}

fn visit_inline(inline: &ast::InlineExpression<&str>, entry: &mut Entry) {
    let arguments = |arguments: &ast::CallArguments<&str>, entry: &mut Entry| {
        arguments.positional.iter().for_each(|argument| visit_inline(argument, entry));
        arguments.named.iter().for_each(|argument| visit_inline(&argument.value, entry));
    };
    match inline {
        ast::InlineExpression::StringLiteral { .. } | ast::InlineExpression::NumberLiteral { .. } => {}
        ast::InlineExpression::VariableReference { id } => {
            entry.variables.insert(id.name.to_owned());
        }
        ast::InlineExpression::FunctionReference { id, arguments: call } => {
            entry.functions.insert(id.name.to_owned());
            arguments(call, entry);
        }
        ast::InlineExpression::MessageReference { id, attribute } => {
            entry.references.insert((id.name.to_owned(), attribute.as_ref().map(|form| form.name.to_owned())));
        }
        ast::InlineExpression::TermReference { id, attribute, arguments: call } => {
            entry.references.insert((format!("-{}", id.name), attribute.as_ref().map(|form| form.name.to_owned())));
            if let Some(call) = call {
                arguments(call, entry);
            }
        }
        ast::InlineExpression::Placeable { expression } => visit_expression(expression, entry),
    }
}

fn check_references(resources: &[(String, String)], entries: &BTreeMap<String, Entry>, found: &mut Diagnostics) {
    for (name, entry) in entries {
        let exists = |(target, form): &(String, Option<String>)| {
            entries.get(target).is_some_and(|entry| form.as_ref().is_none_or(|form| entry.forms.contains(form)))
        };
        let lost = entry.references.iter().filter(|reference| !exists(reference)).map(|(target, form)| match form {
            Some(form) => format!("`{target}.{form}`"),
            None => format!("`{target}`"),
        });
        let unknown = entry.functions.iter().filter(|function| *function != "NUMBER").map(|name| format!("`{name}()`"));
        for target in lost.chain(unknown) {
            let file = resources.get(entry.file).map_or("", |(name, _)| name.as_str());
            let text = format!("`{name}` in `{file}` refers to {target}, which does not exist");
            found.0.push(Diagnostic::error("LOC-04", text).hint("correct the reference or define what it names"));
        }
    }
}
