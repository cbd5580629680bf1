//! Content streams as far as they must be read: what of them is painted on hidden layers, and whether they show text.

use hayro_syntax::object::Dict;

use super::layers::Layers;
use crate::records::picture::Reason;

/// One instruction: where its operands begin, where its operator stands, where it ends.
struct Instruction {
    start: usize,
    operator: std::ops::Range<usize>,
}

/// A content stream without what it paints inside marked content of hidden layers (ISO 32000-1 8.11.3.2). Everything else
/// stays byte for byte: what only sets state is needed by what follows.
///
/// # Errors
/// [`Reason::Damaged`] if the stream cannot be taken apart with certainty.
pub(super) fn without_hidden(content: &[u8], resources: &Dict<'_>, layers: &Layers) -> Result<Vec<u8>, Reason> {
    let properties = resources.get::<Dict<'_>>("Properties").unwrap_or_default();
    let forms = resources.get::<Dict<'_>>("XObject").unwrap_or_default();
    let mut out = Vec::with_capacity(content.len());
    // Whether each open piece of marked content is hidden by itself.
    let mut open: Vec<bool> = Vec::new();
    let mut scanner = Scanner { content, at: 0 };
    while let Some(instruction) = scanner.next()? {
        let operator = content.get(instruction.operator.clone()).unwrap_or_default();
        let whole = content.get(instruction.start..scanner.at).unwrap_or_default();
        let operands = content.get(instruction.start..instruction.operator.start).unwrap_or_default();
        match operator {
            b"BMC" => open.push(false),
            b"BDC" => {
                let mut names = names(operands);
                let hidden = names.next().as_deref() == Some(b"OC")
                    && names.next().is_some_and(|name| {
                        std::str::from_utf8(&name).is_ok_and(|name| layers.hide(&properties, name))
                    });
                open.push(hidden);
            }
            b"EMC" => {
                open.pop();
            }
            _ => {}
        }
        if open.len() > 10_000 {
            return Err(Reason::TooLarge);
        }
        let hidden = open.contains(&true);
        match operator {
            _ if !hidden => out.extend_from_slice(whole),
            b"f" | b"F" | b"f*" | b"S" | b"s" | b"B" | b"B*" | b"b" | b"b*" => out.extend_from_slice(b"n"),
            b"Tj" | b"TJ" | b"sh" | b"BI" => {}
            b"Do" if names(operands).next().is_some_and(|name| forms.contains_key(&name)) => {}
            b"'" => out.extend_from_slice(b"T*"),
            b"\"" => {
                // Word and character spacing stay set; only the text is left out.
                let is_apart = |byte: &u8| byte.is_ascii_whitespace() || b"(<".contains(byte);
                let mut numbers = operands.split(is_apart).filter(|part| !part.is_empty());
                let (word, character) = (numbers.next().unwrap_or(b"0"), numbers.next().unwrap_or(b"0"));
                out.extend_from_slice(&[word, b" Tw ", character, b" Tc T*"].concat());
            }
            _ => out.extend_from_slice(whole),
        }
        out.push(b'\n');
    }
    Ok(out)
}

/// Whether a content stream shows text or paints anything else.
pub(super) fn paints(content: &[u8]) -> bool {
    let mut scanner = Scanner { content, at: 0 };
    while let Ok(Some(instruction)) = scanner.next() {
        let operator = content.get(instruction.operator.clone()).unwrap_or_default();
        let operands = content.get(instruction.start..instruction.operator.start).unwrap_or_default();
        let has_words = || operands.iter().any(|byte| !b" \t\r\n()<>[]".contains(byte));
        if matches!(operator, b"Do" | b"BI") || matches!(operator, b"Tj" | b"TJ" | b"'" | b"\"") && has_words() {
            return true;
        }
    }
    false
}

/// The names among operands, written out.
fn names(operands: &[u8]) -> impl Iterator<Item = Vec<u8>> + '_ {
    let is_end = |byte: &u8| byte.is_ascii_whitespace() || b"/()<>[]{}%\0".contains(byte);
    operands.split(|byte| *byte == b'/').skip(1).map(move |part| {
        let end = part.iter().position(is_end).unwrap_or(part.len());
        let mut name = Vec::new();
        let mut rest = part.get(..end).unwrap_or_default();
        while let Some((&byte, tail)) = rest.split_first() {
            let digits = tail.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
            match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
                Some(value) if byte == b'#' => {
                    name.push(value);
                    rest = tail.get(2..).unwrap_or_default();
                }
                _ => {
                    name.push(byte);
                    rest = tail;
                }
            }
        }
        name
    })
}

struct Scanner<'c> {
    content: &'c [u8],
    at: usize,
}

impl Scanner<'_> {
    /// The next instruction; none at the end, even if operands are left over there.
    fn next(&mut self) -> Result<Option<Instruction>, Reason> {
        self.skip_space();
        let start = self.at;
        loop {
            self.skip_space();
            let Some(byte) = self.peek() else { return Ok(None) };
            match byte {
                b'(' => self.literal()?,
                b'<' if self.content.get(self.at + 1) == Some(&b'<') => self.at += 2,
                b'>' if self.content.get(self.at + 1) == Some(&b'>') => self.at += 2,
                b'<' => self.until(b'>')?,
                b'[' | b']' | b'{' | b'}' => self.at += 1,
                b'/' => {
                    self.at += 1;
                    self.regular();
                }
                b'+' | b'-' | b'.' | b'0'..=b'9' => self.regular(),
                b')' | b'>' => return Err(Reason::Damaged),
                _ => {
                    let from = self.at;
                    self.regular();
                    let word = self.content.get(from..self.at).unwrap_or_default();
                    if matches!(word, b"true" | b"false" | b"null") {
                        continue;
                    }
                    if word.is_empty() {
                        return Err(Reason::Damaged);
                    }
                    let operator = from..self.at;
                    if word == b"BI" {
                        self.inline_image()?;
                    }
                    return Ok(Some(Instruction { start, operator }));
                }
            }
        }
    }

    fn peek(&self) -> Option<u8> {
        self.content.get(self.at).copied()
    }

    fn skip_space(&mut self) {
        while let Some(byte) = self.peek() {
            if byte == b'%' {
                while self.peek().is_some_and(|byte| !matches!(byte, b'\r' | b'\n')) {
                    self.at += 1;
                }
            } else if byte.is_ascii_whitespace() || byte == 0 {
                self.at += 1;
            } else {
                return;
            }
        }
    }

    fn regular(&mut self) {
        while self.peek().is_some_and(|b| !b.is_ascii_whitespace() && !b"()<>[]{}/%\0".contains(&b)) {
            self.at += 1;
        }
    }

    fn until(&mut self, end: u8) -> Result<(), Reason> {
        while let Some(byte) = self.peek() {
            self.at += 1;
            if byte == end {
                return Ok(());
            }
        }
        Err(Reason::Damaged)
    }

    fn literal(&mut self) -> Result<(), Reason> {
        let mut depth = 0_usize;
        while let Some(byte) = self.peek() {
            self.at += 1;
            match byte {
                b'\\' => self.at += 1,
                b'(' => depth += 1,
                b')' => {
                    depth -= 1;
                    if depth == 0 {
                        return Ok(());
                    }
                }
                _ => {}
            }
        }
        Err(Reason::Damaged)
    }

    /// Passes an inline image (8.9.7). Its data may hold anything, so its end is an `EI` between white space that is
    /// followed by nothing or by text again.
    fn inline_image(&mut self) -> Result<(), Reason> {
        while let Some(at) = super::bounds::find(self.content, b"EI", self.at) {
            self.at = at + 2;
            let before = at.checked_sub(1).and_then(|at| self.content.get(at));
            let after = self.content.get(self.at..self.at + 12).or(self.content.get(self.at..)).unwrap_or_default();
            let is_text = after.iter().all(|byte| byte.is_ascii_graphic() || byte.is_ascii_whitespace());
            let apart = after.first().is_none_or(u8::is_ascii_whitespace);
            if before.is_some_and(u8::is_ascii_whitespace) && apart && is_text {
                return Ok(());
            }
        }
        Err(Reason::Damaged)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_told_from_its_absence() {
        assert!(paints(b"/Tx BMC q BT /F1 12 Tf (one \\) (two)) Tj ET Q EMC"));
        assert!(!paints(b"/Tx BMC q BT /F1 12 Tf () Tj ET Q EMC"));
        assert!(!paints(b"q 0 0 10 10 re f Q % (text) Tj"));
    }

    #[test]
    fn instructions_are_found_between_strings_and_images() {
        let content = b"BI /W 1 /H 1 ID \x01EI\x02 EI Q [(a) 1 <41>] TJ";
        let mut scanner = Scanner { content, at: 0 };
        let mut operators = Vec::new();
        while let Some(found) = scanner.next().unwrap() {
            operators.push(String::from_utf8_lossy(&content[found.operator]).into_owned());
        }
        assert_eq!(operators, ["BI", "Q", "TJ"]);
        assert!(matches!(Scanner { content: b"(open", at: 0 }.next(), Err(Reason::Damaged)));
    }
}
