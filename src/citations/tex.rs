//! What is left of LaTeX after the `biblatex` crate has resolved accents and escapes: fonts, symbols, small formulas.

use biblatex::{Chunk, ChunksRef};

/// Depth of nested arguments that is followed; deeper ones are dropped to their letters.
const MAX_DEPTH: usize = 16;

/// The text of a field, with italics, bold, superscript and subscript as the marks `<i> <b> <sup> <sub>`.
pub(super) fn plain(chunks: ChunksRef) -> String {
    let mut out = String::new();
    for chunk in chunks {
        match &chunk.v {
            Chunk::Normal(text) | Chunk::Verbatim(text) => out.push_str(text),
            Chunk::Math(formula) => out.push_str(&resolve(formula, true, 0)),
        }
    }
    resolve(&out, false, 0)
}

/// As [`plain`], for text that has lost its chunks already.
pub(super) fn text(text: &str) -> String {
    resolve(text, false, 0)
}

fn resolve(text: &str, math: bool, depth: usize) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let tail = rest.get(c.len_utf8()..).unwrap_or_default();
        match c {
            '\\' => rest = command(tail, math, depth, &mut out),
            '^' | '_' if math => {
                let tag = if c == '^' { "sup" } else { "sub" };
                let (argument, after) = argument(tail);
                out.push_str(&format!("<{tag}>{}</{tag}>", inner(argument, math, depth)));
                rest = after;
            }
            '{' | '}' if math => rest = tail,
            '~' => {
                out.push(' ');
                rest = tail;
            }
            '`' if tail.starts_with('`') => {
                out.push('“');
                rest = tail.get(1..).unwrap_or_default();
            }
            '\'' if tail.starts_with('\'') && !math => {
                out.push('”');
                rest = tail.get(1..).unwrap_or_default();
            }
            _ => {
                out.push(c);
                rest = tail;
            }
        }
    }
    out
}

fn inner(argument: &str, math: bool, depth: usize) -> String {
    if depth >= MAX_DEPTH { argument.replace(['\\', '{', '}'], "") } else { resolve(argument, math, depth + 1) }
}

/// The braced argument or the single character at the start, and what follows it.
fn argument(text: &str) -> (&str, &str) {
    let Some(inside) = text.strip_prefix('{') else {
        // A command counts as one character: `^\circ`.
        let end = match text.strip_prefix('\\') {
            Some(name) => 1 + name.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(name.len()),
            None => text.chars().next().map_or(0, char::len_utf8),
        };
        return text.split_at(end);
    };
    let mut open = 1;
    for (at, c) in inside.char_indices() {
        match c {
            '{' => open += 1,
            '}' => open -= 1,
            _ => continue,
        }
        if open == 0 {
            return (inside.get(..at).unwrap_or_default(), inside.get(at + 1..).unwrap_or_default());
        }
    }
    (inside, "")
}

/// Resolves the command whose name starts `text`, and returns what follows it.
fn command<'a>(text: &'a str, math: bool, depth: usize, out: &mut String) -> &'a str {
    let end = text.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    if name.is_empty() {
        // `\,` and `\ ` are spaces, `\&` and its like stand for themselves.
        let c = text.chars().next();
        match c {
            Some(',' | ' ' | ';' | ':' | '!' | '/') => out.push(' '),
            Some(c) => out.push(c),
            None => {}
        }
        return text.get(c.map_or(0, char::len_utf8)..).unwrap_or_default();
    }
    if let Some(symbol) = symbol(name) {
        out.push_str(symbol);
        let rest = rest.strip_prefix("{}").unwrap_or(rest);
        // In a formula spaces mean nothing; in text the resolver put one after the name.
        return rest.strip_prefix(' ').unwrap_or(rest);
    }
    let tag = match name {
        "emph" | "textit" | "textsl" | "mathit" => Some("i"),
        "textbf" | "mathbf" => Some("b"),
        "textsuperscript" => Some("sup"),
        "textsubscript" => Some("sub"),
        _ => None,
    };
    if !rest.starts_with('{') {
        // `{\em word}`: the scope is gone, so is the font. What else has no argument is a word: `\BibTeX`, `\log`.
        if !is_switch(name) {
            out.push_str(name);
            // The space the resolver put after the name; it keeps apart what a formula sets apart.
            return if math { rest } else { rest.strip_prefix(' ').unwrap_or(rest) };
        }
        return rest.strip_prefix(' ').unwrap_or(rest);
    }
    let (first, mut after) = argument(rest);
    if name == "noopsort" {
        // Only there to sort by.
        return after;
    }
    // `\href{address}{text}`: the text is what is read.
    let shown = if name == "href" && after.starts_with('{') {
        let (second, behind) = argument(after);
        after = behind;
        second
    } else {
        first
    };
    // An address means every character of it.
    let shown = if name == "url" { shown.to_owned() } else { inner(shown, math, depth) };
    match tag {
        Some(tag) => out.push_str(&format!("<{tag}>{shown}</{tag}>")),
        None => out.push_str(&shown),
    }
    after
}

/// Commands that change the font, or nothing.
fn is_switch(name: &str) -> bool {
    matches!(
        name,
        "em" | "it"
            | "bf"
            | "rm"
            | "sc"
            | "tt"
            | "sl"
            | "sf"
            | "cal"
            | "itshape"
            | "bfseries"
            | "scshape"
            | "slshape"
            | "ttfamily"
            | "rmfamily"
            | "sffamily"
            | "normalfont"
            | "upshape"
            | "mdseries"
            | "small"
            | "footnotesize"
            | "large"
            | "normalsize"
            | "protect"
            | "relax"
            | "par"
            | "newline"
            | "linebreak"
            | "left"
            | "right"
            | "displaystyle"
            | "allowbreak"
            | "break"
            | "null"
    )
}

fn symbol(name: &str) -> Option<&'static str> {
    Some(match name {
        "alpha" | "textalpha" => "α",
        "beta" | "textbeta" => "β",
        "gamma" | "textgamma" => "γ",
        "delta" | "textdelta" => "δ",
        "epsilon" | "varepsilon" => "ε",
        "zeta" => "ζ",
        "eta" => "η",
        "theta" => "θ",
        "kappa" | "textkappa" => "κ",
        "lambda" => "λ",
        "mu" | "textmu" => "μ",
        "nu" => "ν",
        "pi" => "π",
        "rho" => "ρ",
        "sigma" => "σ",
        "tau" => "τ",
        "phi" | "varphi" => "φ",
        "chi" => "χ",
        "psi" => "ψ",
        "omega" => "ω",
        "Gamma" => "Γ",
        "Delta" | "textDelta" => "Δ",
        "Sigma" => "Σ",
        "Phi" => "Φ",
        "Psi" => "Ψ",
        "Omega" => "Ω",
        "times" | "texttimes" => "×",
        "pm" | "textpm" => "±",
        "cdot" => "·",
        "leq" | "le" => "≤",
        "geq" | "ge" => "≥",
        "lt" => "<",
        "gt" => ">",
        "neq" | "ne" => "≠",
        "approx" => "≈",
        "sim" | "textasciitilde" => "~",
        "infty" => "∞",
        "rightarrow" | "to" => "→",
        "leftarrow" => "←",
        "circ" | "textdegree" | "degree" => "°",
        "prime" => "′",
        "textquotesingle" => "'",
        "textregistered" => "®",
        "textcopyright" => "©",
        "ldots" | "dots" | "textellipsis" => "…",
        "slash" => "/",
        "textonehalf" => "½",
        "textthreequarters" => "¾",
        "texteuro" | "euro" => "€",
        "quad" | "qquad" | "space" | "thinspace" => " ",
        // The crate knows these, but not where a hyphen or slash follows (`\ss-`).
        "ss" => "ß",
        "ae" => "æ",
        "AE" => "Æ",
        "oe" => "œ",
        "OE" => "Œ",
        "aa" => "å",
        "AA" => "Å",
        "o" => "ø",
        "O" => "Ø",
        "l" => "ł",
        "L" => "Ł",
        "i" => "ı",
        "textendash" => "–",
        "textemdash" => "—",
        "textquoteright" => "’",
        "textquoteleft" => "‘",
        "textquotedblleft" => "“",
        "textquotedblright" => "”",
        "texttrademark" => "™",
        "textbullet" => "•",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fonts_and_symbols_are_resolved() {
        assert_eq!(
            text("\\emph{Helicobacter pylori} and \\textsuperscript{18}F"),
            "<i>Helicobacter pylori</i> and <sup>18</sup>F"
        );
        assert_eq!(text("TNF-\\alpha  in ``mice''"), "TNF-α in “mice”");
        assert_eq!(text("\\href{https://x.org}{a~b} \\em c"), "a b c");
        assert_eq!(text("\\unknown{kept} \\BibTeX 's \\noopsort{1973b}1973"), "kept BibTeX's 1973");
        assert_eq!(resolve("\\mathrm{CO}_2^{+}\\ge 3", true, 0), "CO<sub>2</sub><sup>+</sup>≥3");
    }

    #[test]
    fn hostile_nesting_ends() {
        let deep = "\\emph{".repeat(5000) + "x";
        assert!(text(&deep).contains('x'));
        assert_eq!(text("\\"), "");
        assert_eq!(resolve("^", true, 0), "<sup></sup>");
    }
}
