//! Letters and notices: Markdown made from templates and the values of a case.
//!
//! A template is Markdown with `{{ value }}`, `{% if %}`, `{% for %}` and `{% include %}` of minijinja, and nothing
//! else of it: no assignment, macro, arithmetic or function, so that what a template costs is bounded by its size, its
//! fuel and the size of its output. Whatever it prints is text: [`escape`](super::escape()) takes the meaning of every
//! sign, unless the template says `{{ value|markdown }}` for a text of the case that is Markdown already.

use std::fmt;
use std::io;

use minijinja::value::{Serde, ValueKind};
use minijinja::{Environment, Error, ErrorKind, UndefinedBehavior, Value};
use serde::Serialize;

use super::escape;
use crate::diagnostics::{Diagnostic, Diagnostics, SourceId};

/// The longest template, in bytes.
const MAX_SOURCE: usize = 64 * 1024;
/// The longest letter, in bytes; the longest of ours is a hundredth of it.
const MAX_OUTPUT: usize = 256 * 1024;
/// The longest value that is printed, in bytes.
const MAX_VALUE: usize = 64 * 1024;
/// Instructions of the template engine for one letter.
const FUEL: u64 = 50_000;
/// How deep templates may include templates and lists be walked inside lists.
const RECURSION: usize = 64;
/// How many templates there may be.
const MAX_TEMPLATES: usize = 1_000;

/// The statements a template may use.
const STATEMENTS: [&str; 7] = ["if", "elif", "else", "endif", "for", "endfor", "include"];

/// A set of templates, by name. They see one another and nothing else.
pub struct Letters {
    environment: Environment<'static>,
    sources: Vec<(String, String)>,
}

impl fmt::Debug for Letters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.sources.iter().map(|(name, _)| name)).finish()
    }
}

impl Letters {
    /// Compiles templates, given as name and source. Labels of diagnostics, here and in [`Letters::render`], name a
    /// template by its place in `templates`, from 0: a [`SourceMap`](crate::diagnostics::SourceMap) to which they were
    /// added in this order shows them.
    ///
    /// # Errors Every template that does not compile, with its line: `TPL-01` for its syntax, `TPL-02` for a statement
    /// or operator that letters do not have, `TPL-05` for one that is too long.
    pub fn new(templates: &[(String, String)]) -> Result<Self, Diagnostics> {
        let mut environment = Environment::empty();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_fuel(Some(FUEL));
        environment.set_recursion_limit(RECURSION);
        environment.set_auto_escape_callback(|_| minijinja::AutoEscape::None);
        environment.set_formatter(|out, _, value| {
            let text = printed(value)?;
            out.write_str(&text).map_err(|_| Error::new(ErrorKind::WriteFailure, "the letter is too long"))
        });
        environment.add_filter("markdown", |value: &Value| -> Result<Value, Error> {
            match value.as_str() {
                Some(text) => Ok(Value::from_safe_string(text.trim().to_owned())),
                None => Err(unprintable(value)),
            }
        });
        let mut errors = Vec::new();
        match minijinja::syntax::SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build() {
            Ok(syntax) => environment.set_syntax(syntax),
            Err(error) => errors.push(Diagnostic::error("TPL-01", error.to_string())),
        }
        if templates.len() > MAX_TEMPLATES {
            let message = format!("there are more than {MAX_TEMPLATES} templates");
            return Err(Diagnostic::error("TPL-05", message).hint("remove those that no document uses").into());
        }
        let mut letters = Self { environment, sources: Vec::new() };
        for (name, source) in templates {
            letters.sources.push((name.clone(), source.clone()));
            if source.len() > MAX_SOURCE {
                let message = format!("the template `{}` is longer than 64 KiB", escape::shown(name));
                errors.push(
                    Diagnostic::error("TPL-05", message).hint("divide it into templates that include one another"),
                );
            } else if let Err((at, what)) = check_language(source) {
                let line = source.get(..at).unwrap_or_default().matches('\n').count() + 1;
                let message = format!("{what} in the template `{}`, line {line}", escape::shown(name));
                let hint = "letters have `{{ value }}`, `if`, `for`, `include`, comparisons and the filter `markdown`";
                errors.push(letters.placed(Diagnostic::error("TPL-02", message).hint(hint), name, Some(line)));
            } else if let Err(error) = letters.environment.add_template_owned(name.clone(), source.clone()) {
                errors.push(letters.diagnostic(name, &error));
            }
        }
        if errors.is_empty() { Ok(letters) } else { Err(Diagnostics(errors)) }
    }

    /// The names of the templates, in the order given.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.sources.iter().map(|(name, _)| name.as_str())
    }

    /// Writes a letter: Markdown for [`super::blocks`].
    ///
    /// # Errors `TPL-03` for a value that is missing, empty (`null`) or no text or number; `TPL-04` for a template that
    /// is not there; `TPL-05` for one that takes too long or writes too much; `TPL-01` otherwise. Each names the
    /// template and its line.
    pub fn render(&self, name: &str, values: impl Serialize) -> Result<String, Diagnostic> {
        let mut out = Limited(Vec::new());
        let result = self
            .environment
            .get_template(name)
            .and_then(|template| template.render_captured_to(Value::from(Serde(values)), &mut out));
        if let Err(error) = result {
            return Err(self.diagnostic(name, &error));
        }
        // Only whole strings are written.
        Ok(String::from_utf8_lossy(&out.0).into_owned())
    }

    fn diagnostic(&self, name: &str, error: &Error) -> Diagnostic {
        let name = error.name().unwrap_or(name);
        let line = error.line();
        let shown = escape::shown(name);
        let place = line.map_or_else(String::new, |line| format!(", line {line}"));
        let detail = error.detail().map_or_else(|| error.kind().to_string(), str::to_owned);
        let diagnostic = match error.kind() {
            ErrorKind::TemplateNotFound => {
                Diagnostic::error("TPL-04", format!("a template is missing that `{shown}`{place} asks for: {detail}"))
                    .hint("a template can include the others of its language by their name")
            }
            ErrorKind::OutOfFuel | ErrorKind::WriteFailure => {
                Diagnostic::error("TPL-05", format!("the template `{shown}`{place} takes too long or writes too much"))
                    .hint("check its loops, and templates that include themselves")
            }
            ErrorKind::UndefinedError | ErrorKind::NonPrimitive => {
                Diagnostic::error("TPL-03", format!("a value is missing in the template `{shown}`{place}: {detail}"))
                    .hint("`templates/prose/README.md` lists the values of each template")
                    .hint("guard a value that may be empty with `{% if value %}`")
            }
            _ => Diagnostic::error("TPL-01", format!("the template `{shown}`{place} is wrong: {detail}"))
                .hint("the syntax of templates is that of minijinja, restricted as `templates/prose/README.md` says"),
        };
        self.placed(diagnostic, name, line)
    }

    /// Adds the line of a template as the place of a diagnostic.
    fn placed(&self, diagnostic: Diagnostic, name: &str, line: Option<usize>) -> Diagnostic {
        let found = self.sources.iter().enumerate().find(|(_, (other, _))| other == name);
        let (Some((index, (_, source))), Some(line)) = (found, line) else { return diagnostic };
        let start: usize = source.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
        let length = source.get(start..).unwrap_or_default().lines().next().map_or(0, str::len);
        diagnostic.label(SourceId(index as u32), start..start + length, "")
    }
}

/// What a value prints as.
fn printed(value: &Value) -> Result<String, Error> {
    if value.as_str().is_some_and(|text| text.len() > MAX_VALUE) {
        return Err(Error::new(ErrorKind::WriteFailure, "a value is too long"));
    }
    match (value.kind(), value.as_str()) {
        (ValueKind::String, Some(text)) if value.is_safe() => Ok(text.to_owned()),
        (ValueKind::String, Some(text)) => Ok(escape(text)),
        (ValueKind::Number, _) => Ok(escape(&value.to_string())),
        _ => Err(unprintable(value)),
    }
}

fn unprintable(value: &Value) -> Error {
    Error::new(ErrorKind::NonPrimitive, format!("a value of the kind `{}` cannot be printed", value.kind()))
}

/// Stops writing at the limit.
struct Limited(Vec<u8>);

impl io::Write for Limited {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > MAX_OUTPUT {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Refuses statements, operators and filters that letters do not have; those that build strings could double one with
/// every use, which fuel does not count. The error is the offset and what stands there. A tag that does not end is left
/// to the compiler.
fn check_language(source: &str) -> Result<(), (usize, String)> {
    let mut at = 0;
    while let Some(open) = source.get(at..).and_then(|rest| rest.find('{')).map(|found| at + found) {
        let rest = source.get(open..).unwrap_or_default();
        let (statement, end) = match rest.as_bytes().get(1) {
            Some(b'#') => {
                let Some(length) = rest.find("#}") else { return Ok(()) };
                at = open + length + 2;
                continue;
            }
            Some(b'%') => (true, "%}"),
            Some(b'{') => (false, "}}"),
            _ => {
                at = open + 1;
                continue;
            }
        };
        let body = rest.get(2..).unwrap_or_default();
        if statement {
            let word = body.trim_start_matches(['-', '+']).trim_start();
            let word = word.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
            if !STATEMENTS.contains(&word) {
                return Err((open, format!("the statement `{}`", escape::shown(word))));
            }
        }
        let mut quote = None;
        let mut escaped = false;
        let mut closed = None;
        for (index, c) in body.char_indices() {
            match quote {
                Some(_) if escaped => escaped = false,
                Some(_) if c == '\\' => escaped = true,
                Some(sign) if c == sign => quote = None,
                Some(_) => {}
                None if body.get(index..).is_some_and(|rest| rest.starts_with(end)) => {
                    closed = Some(index);
                    break;
                }
                None if matches!(c, '"' | '\'') => quote = Some(c),
                None if matches!(c, '*' | '~' | '/' | '(') => {
                    return Err((open + 2 + index, format!("the sign `{c}`")));
                }
                None if c == '|' => {
                    let filter = body.get(index + 1..).unwrap_or_default().trim_start();
                    let filter = filter.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
                    if filter != "markdown" {
                        return Err((open + 2 + index, format!("the filter `{}`", escape::shown(filter))));
                    }
                }
                None if c == '+' && index > 0 => return Err((open + 2 + index, "the sign `+`".to_owned())),
                None => {}
            }
        }
        let Some(length) = closed else { return Ok(()) };
        at = open + 2 + length + 2;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::prose::{blocks, plain};

    fn one(source: &str) -> Letters {
        Letters::new(&[("a.md".to_owned(), source.to_owned())]).unwrap_or_else(|errors| panic!("{errors}"))
    }

    fn fails(source: &str, values: serde_json::Value) -> Diagnostic {
        one(source).render("a.md", values).expect_err(source)
    }

    #[test]
    fn values_are_text_wherever_they_stand() {
        let letters = one(
            "{{ v }}\n\n- {{ v }}\n- a **{{ v }}** b\n\n> {{ v }}\n\n| a |\n|---|\n| {{ v }} |\n\n[{{ v }}](<https://e.org/{{ v }}>)\n",
        );
        for value in [
            "*Ann* [x](y) <b>",
            "1. a",
            "# a",
            "- a",
            "+ a",
            "> a",
            "===",
            "---",
            "| a |",
            "`a`",
            "[@a]",
            "[^1]",
            "a\n\n# b",
            "    a",
            "~a~ ^b^",
            "&lt;",
            "\\",
            "{{ v }}",
            "[a]: b",
        ] {
            let markdown = letters.render("a.md", json!({ "v": value })).expect("renders");
            let parsed = blocks(&markdown);
            assert_eq!(parsed.problems, [], "{value}: {markdown}");
            let folded = value.split_whitespace().collect::<Vec<_>>().join(" ");
            let expected = format!("{folded}\n{folded}\na {folded} b\n{folded}\na\n{folded}\n{folded}");
            assert_eq!(plain(&markdown), expected, "{markdown}");
        }
    }

    #[test]
    fn letters_serve_many_threads() {
        fn shared<T: Send + Sync>(_: &T) {}
        shared(&one("a"));
    }

    #[test]
    fn markdown_of_the_case_stays_markdown() {
        let markdown = one("{{ v|markdown }}").render("a.md", json!({ "v": " *a* [@b]\n" }));
        assert_eq!(markdown.as_deref(), Ok("*a* [@b]"));
        assert_eq!(one("{{ v }}").render("a.md", json!({ "v": 12.5 })).as_deref(), Ok("12\\.5"));
    }

    #[test]
    fn missing_and_empty_values_are_errors_with_their_line() {
        for (source, values) in [
            ("a\n{{ v }}", json!({})),
            ("a\n{{ v.w }}", json!({ "v": {} })),
            ("a\n{{ v }}", json!({ "v": null })),
            ("a\n{{ v }}", json!({ "v": [1] })),
            ("a\n{{ v|markdown }}", json!({ "v": null })),
            ("a\n{% if v %}x{% endif %}", json!({})),
            ("a\n{% for w in v %}x{% endfor %}", json!({})),
        ] {
            let error = fails(source, values);
            assert_eq!(error.code, "TPL-03", "{source}: {error}");
            assert!(error.message.contains("`a.md`, line 2"), "{error}");
            assert_eq!(error.labels[0].range.start, 2, "{source}");
        }
        assert_eq!(one("{% if v %}x{% endif %}y").render("a.md", json!({ "v": null })).as_deref(), Ok("y"));
    }

    #[test]
    fn errors_of_all_templates_come_together() {
        let templates = [
            ("a", "x\n{% if %}"),
            ("b", "ok"),
            ("c", "{% set x = 1 %}"),
            ("d", "{{ a ~ b }}"),
            ("e", "{{ 'a' * 9 }}"),
            ("f", "{{ range(9) }}"),
            ("g", "{% import 'a' as b %}"),
            ("h", "{{ a|upper }}"),
        ];
        let templates = templates.map(|(name, source)| (name.to_owned(), source.to_owned()));
        let errors = Letters::new(&templates).expect_err("seven are wrong").0;
        assert_eq!(errors.iter().map(|e| e.labels[0].file.0).collect::<Vec<_>>(), [0, 2, 3, 4, 5, 6, 7]);
        assert_eq!((errors[0].code, errors[0].labels[0].range.clone()), ("TPL-01", 2..10));
        assert!(errors[1..6].iter().all(|e| e.code == "TPL-02"), "{errors:?}");
    }

    #[test]
    fn strings_and_comments_are_no_language() {
        assert_eq!(
            one("{# a * b #}{{ v }} { * }{% if v == '*~(' %}x{% endif -%}\n")
                .render("a.md", json!({ "v": "y" }))
                .as_deref(),
            Ok("y { * }")
        );
    }

    #[test]
    fn what_a_template_may_cost_is_bounded() {
        let list: Vec<u32> = (0..1_000).collect();
        let loops = "{% for a in v %}{% for b in v %}x{% endfor %}{% endfor %}";
        assert_eq!(fails(loops, json!({ "v": list })).code, "TPL-05");
        let long = format!("{{% for a in v %}}{}{{% endfor %}}", "x".repeat(1_000));
        assert_eq!(fails(&long, json!({ "v": list })).code, "TPL-05");
        assert_eq!(fails("{{ v }}", json!({ "v": "x".repeat(MAX_VALUE + 1) })).code, "TPL-05");
        assert!(fails("{% include 'a.md' %}", json!({})).is_error());
        let errors = Letters::new(&[("a".to_owned(), "x".repeat(MAX_SOURCE + 1))]).expect_err("too long");
        assert_eq!(errors.0[0].code, "TPL-05");
    }

    #[test]
    fn templates_see_one_another_and_nothing_else() {
        let templates =
            [("a.md", "{% include 'b.md' %}!"), ("b.md", "{{ v }}"), ("c.md", "{% include '/etc/passwd' %}")];
        let letters =
            Letters::new(&templates.map(|(name, source)| (name.to_owned(), source.to_owned()))).expect("compiles");
        assert_eq!(letters.render("a.md", json!({ "v": "x" })).as_deref(), Ok("x!"));
        assert_eq!(letters.render("c.md", json!({})).map_err(|e| e.code), Err("TPL-04"));
        assert_eq!(letters.render("d.md", json!({})).map_err(|e| e.code), Err("TPL-04"));
    }

    /// The big list of naughty strings and others: `OPINE_DATA` names a folder with `hostile/blns/resources/blns.json`.
    #[test]
    fn hostile_values_print_as_they_are() {
        let own = include_str!("hostile_values.txt").lines().map(str::to_owned);
        let file = std::env::var_os("OPINE_DATA")
            .map(|root| std::path::Path::new(&root).join("hostile/blns/resources/blns.json"));
        let strings: Vec<String> = match file.and_then(|file| std::fs::read_to_string(file).ok()) {
            Some(text) => serde_json::from_str(&text).expect("a list of strings"),
            None => {
                #[expect(clippy::print_stdout, reason = "a test that is skipped says so")]
                {
                    println!(
                        "only own values: set `OPINE_DATA` to a folder that has `hostile/blns/resources/blns.json`"
                    );
                }
                Vec::new()
            }
        };
        let letters = one("{{ v }}");
        for value in own.chain(strings) {
            let markdown = letters.render("a.md", json!({ "v": value })).expect("renders");
            assert_eq!(folded(&plain(&markdown)), folded(&value), "{markdown}");
            let parsed = blocks(&markdown);
            assert!(parsed.problems.iter().all(|problem| problem.code == "MD-06"), "{:?}", parsed.problems);
            assert!(parsed.value.len() <= 1, "{:?}", parsed.value);
        }
    }

    fn folded(text: &str) -> String {
        let white =
            |c: char| c.is_whitespace() || c.is_ascii_control() || matches!(c, '\u{85}' | '\u{2028}' | '\u{2029}');
        let visible = |word: &str| word.chars().filter(|c| !crate::prose::hidden::is_hidden(*c)).collect::<String>();
        text.split(white).map(visible).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
    }
}
