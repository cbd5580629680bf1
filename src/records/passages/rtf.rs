//! RTF 1.9 as paragraphs and tables: the text, bold and italic; never characters of an unknown code page.

use std::collections::BTreeMap;

use super::encoding::line;
use super::narrative_look::Look;
use super::rtf_flow::Flow;
use super::rtf_symbols::{character, is_data};
use super::{MAX_PASSAGES, MAX_TEXT, Passage, Reading, Run};
use crate::records::picture::Reason;

/// The deepest nesting of groups.
const MAX_DEPTH: usize = 500;
/// The most fonts.
const MAX_FONTS: usize = 10_000;
/// The longest control word.
const MAX_WORD: usize = 32;

/// Whether a file says that it is RTF.
pub fn is_rtf(bytes: &[u8]) -> bool {
    bytes.starts_with(b"{\\rtf")
}

/// Reads a file.
pub fn read(bytes: &[u8]) -> Result<Reading, Reason> {
    let mut parser = Parser { rest: bytes, code_page: 1252, ..Parser::default() };
    parser.run()?;
    let mut reading =
        Reading { kind: "rtf", title: line(&parser.title), left_out: parser.left_out, ..Reading::default() };
    let mut seen: Vec<Vec<Passage>> = Vec::new();
    let mut once = |flows: Vec<Flow>, into: &mut Vec<Passage>| -> Result<(), Reason> {
        for flow in flows {
            // First, left and right pages often have the same header.
            let passages = flow.finish()?;
            if seen.len() < 100 && !seen.contains(&passages) {
                into.extend(passages.iter().cloned());
                seen.push(passages);
            } else if !seen.contains(&passages) {
                return Err(Reason::TooLarge);
            }
        }
        Ok(())
    };
    once(parser.headers, &mut reading.passages)?;
    reading.passages.extend(parser.body.finish()?);
    for (index, note) in parser.notes.into_iter().enumerate() {
        let mut note = note.finish()?;
        let mark = Run { text: format!("[{}] ", index + 1), ..Run::default() };
        match note.first_mut() {
            Some(Passage::Para(runs)) => runs.insert(0, mark),
            _ => note.insert(0, Passage::Para(vec![mark])),
        }
        reading.passages.extend(note);
    }
    once(parser.footers, &mut reading.passages)?;
    Ok(reading)
}

/// Where text goes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Target {
    #[default]
    Body,
    Header,
    Footer,
    Note,
    Fonts,
    Info,
    Title,
    /// The code of a field; its result is the text.
    Field,
    Nowhere,
}

/// What a group inherits and restores.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct State {
    pub target: Target,
    pub look: Look,
    pub font: i32,
    /// How many characters stand for a `\u` where it is not known.
    fallback: usize,
    pub hidden: bool,
    pub struck: bool,
    pub deleted: bool,
    in_table: bool,
    /// Inside of what is there twice, or is counted as a whole.
    counted: bool,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Font {
    pub charset: i32,
    pub name: String,
}

#[derive(Default)]
pub(super) struct Parser<'b> {
    rest: &'b [u8],
    stack: Vec<State>,
    pub state: State,
    body: Flow,
    headers: Vec<Flow>,
    footers: Vec<Flow>,
    notes: Vec<Flow>,
    pub fonts: BTreeMap<i32, Font>,
    default_font: i32,
    pub code_page: i32,
    pub title: String,
    pub field: String,
    /// Characters still to be left out behind a `\u`.
    pub skip: usize,
    pub high: Option<u16>,
    starred: bool,
    pub was_hidden: bool,
    left_out: u32,
    /// Characters of text so far.
    pub characters: usize,
}

impl<'b> Parser<'b> {
    fn run(&mut self) -> Result<(), Reason> {
        self.state.fallback = 1;
        while let Some((&byte, rest)) = self.rest.split_first() {
            self.rest = rest;
            if self.characters > MAX_TEXT || self.fonts.len() > MAX_FONTS {
                return Err(Reason::TooLarge);
            }
            match byte {
                b'{' => {
                    if self.stack.len() >= MAX_DEPTH {
                        return Err(Reason::TooLarge);
                    }
                    (self.skip, self.starred) = (0, false);
                    self.stack.push(self.state);
                }
                b'}' => {
                    self.skip = 0;
                    let before = self.stack.pop().ok_or(Reason::Damaged)?;
                    if self.state.target == Target::Field && before.target != Target::Field {
                        let is_symbol = std::mem::take(&mut self.field).trim_start().starts_with("SYMBOL");
                        self.count(is_symbol);
                    }
                    self.state = before;
                    if self.stack.is_empty() {
                        let rest = self.rest.iter().all(|byte| *byte == 0 || byte.is_ascii_whitespace());
                        return if rest && self.high.is_none() { Ok(()) } else { Err(Reason::Damaged) };
                    }
                }
                b'\\' => self.control()?,
                b'\r' | b'\n' | 0 => {}
                b'\t' => self.character('\u{2003}'),
                byte => self.byte(byte)?,
            }
        }
        // The last group is not closed: the end is missing.
        Err(Reason::Damaged)
    }

    fn control(&mut self) -> Result<(), Reason> {
        let length = self.rest.iter().take(MAX_WORD + 1).take_while(|byte| byte.is_ascii_alphabetic()).count();
        if length == 0 {
            return self.symbol();
        }
        if length > MAX_WORD {
            return Err(Reason::Damaged);
        }
        let (word, rest) = self.rest.split_at_checked(length).ok_or(Reason::Damaged)?;
        let digits =
            rest.iter().skip(usize::from(rest.first() == Some(&b'-'))).take_while(|b| b.is_ascii_digit()).count();
        let sign = usize::from(digits > 0 && rest.first() == Some(&b'-'));
        let (number, rest) = rest.split_at_checked(sign + digits).ok_or(Reason::Damaged)?;
        self.rest = rest.strip_prefix(b" ").unwrap_or(rest);
        let word = std::str::from_utf8(word).map_err(|_| Reason::Damaged)?;
        let number = std::str::from_utf8(number).map_err(|_| Reason::Damaged)?;
        let number = if number.is_empty() { None } else { Some(number.parse::<i32>().map_err(|_| Reason::Damaged)?) };
        self.word(word, number)
    }

    fn symbol(&mut self) -> Result<(), Reason> {
        let Some((&byte, rest)) = self.rest.split_first() else { return Err(Reason::Damaged) };
        self.rest = rest;
        match byte {
            b'\'' => {
                let (digits, rest) = self.rest.split_at_checked(2).ok_or(Reason::Damaged)?;
                self.rest = rest;
                let digits = std::str::from_utf8(digits).map_err(|_| Reason::Damaged)?;
                self.byte(u8::from_str_radix(digits, 16).map_err(|_| Reason::Damaged)?)
            }
            b'*' => {
                self.starred = true;
                Ok(())
            }
            b'\r' | b'\n' => self.word("par", None),
            b'\t' => self.word("tab", None),
            b'~' => self.plain('\u{a0}'),
            b'_' => self.plain('\u{2011}'),
            b'\\' | b'{' | b'}' => self.byte(byte),
            _ => Ok(()),
        }
    }

    fn word(&mut self, word: &str, number: Option<i32>) -> Result<(), Reason> {
        let starred = std::mem::take(&mut self.starred);
        let on = number != Some(0);
        match word {
            "bin" => {
                let length = usize::try_from(number.unwrap_or(0)).map_err(|_| Reason::Damaged)?;
                self.rest = self.rest.get(length..).ok_or(Reason::Damaged)?;
            }
            "u" => {
                // Code units beyond 32767 are written as negative numbers.
                let unit = number.map(|number| if number < 0 { number + 0x1_0000 } else { number });
                let unit = unit.and_then(|unit| u16::try_from(unit).ok()).ok_or(Reason::Damaged)?;
                self.skip = 0;
                self.unit(unit)?;
                self.skip = self.state.fallback;
            }
            "uc" => self.state.fallback = usize::try_from(number.unwrap_or(1)).map_err(|_| Reason::Damaged)?.min(16),
            "b" => self.state.look.strong = on,
            "i" => self.state.look.emphasis = on,
            "sub" => self.state.look = Look { sub: on, sup: false, ..self.state.look },
            "super" => self.state.look = Look { sup: on, sub: false, ..self.state.look },
            "nosupersub" => self.state.look = Look { sup: false, sub: false, ..self.state.look },
            "v" => self.state.hidden = on,
            "strike" | "striked" => self.state.struck = on,
            "deleted" => self.state.deleted = on,
            "plain" => {
                let state = State { look: Look::default(), hidden: false, struck: false, ..self.state };
                self.state = State { font: self.default_font, ..state };
            }
            "pard" => self.state.in_table = false,
            "intbl" => self.state.in_table = on,
            "deff" => (self.default_font, self.state.font) = (number.unwrap_or(0), number.unwrap_or(0)),
            "f" => {
                self.state.font = number.unwrap_or(0);
                if self.state.target == Target::Fonts {
                    self.fonts.insert(self.state.font, Font::default());
                }
            }
            "fcharset" => self.font(|font| font.charset = number.unwrap_or(0)),
            // A font with a code page of its own.
            "cpg" if number != Some(1252) && number != Some(0) => self.font(|font| font.charset = -1),
            "ansicpg" => self.code_page = number.unwrap_or(1252),
            "mac" | "pc" | "pca" => self.code_page = 0,
            "fromhtml" | "upr" => return Err(Reason::Kind),
            "fonttbl" => self.state.target = Target::Fonts,
            "info" => self.state.target = Target::Info,
            "title" if self.state.target == Target::Info => self.state.target = Target::Title,
            "fldinst" => self.state.target = Target::Field,
            "fftype" => self.count(number.is_some_and(|kind| kind > 0)),
            "header" | "headerl" | "headerr" | "headerf" => self.stream(Target::Header)?,
            "footer" | "footerl" | "footerr" | "footerf" => self.stream(Target::Footer)?,
            "footnote" => self.stream(Target::Note)?,
            "pict" => {
                self.count(true);
                self.state = State { target: Target::Nowhere, counted: true, ..self.state };
            }
            "object" | "mmath" | "annotation" => {
                self.count(true);
                let target = if word == "object" { self.state.target } else { Target::Nowhere };
                self.state = State { target, counted: true, ..self.state };
            }
            "nonshppict" | "shprslt" => self.state = State { target: Target::Nowhere, counted: true, ..self.state },
            // Text boxes: their text within what is else data of the drawing.
            "shptxt" | "dptxbxtext" if !self.state.counted => {
                self.state.target = Target::Body;
                self.end_paragraph()?;
            }
            "shppict" | "shpgrp" => {}
            word if is_data(word) => self.state.target = Target::Nowhere,
            _ if starred => self.state.target = Target::Nowhere,
            "par" | "sect" | "page" | "column" => {
                self.skip = self.skip.saturating_sub(1);
                self.end_paragraph()?;
            }
            "cell" => self.flow().map_or(Ok(()), Flow::cell)?,
            "row" => {
                if let Some(flow) = self.flow() {
                    flow.row();
                }
            }
            _ => {
                if let Some(c) = character(word) {
                    self.plain(c)?;
                }
            }
        }
        Ok(())
    }

    /// Changes the font that is being described.
    pub fn font(&mut self, change: impl Fn(&mut Font)) {
        if self.state.target == Target::Fonts {
            change(self.fonts.entry(self.state.font).or_default());
        }
    }

    fn stream(&mut self, target: Target) -> Result<(), Reason> {
        if self.flow().is_none() {
            return Ok(());
        }
        if self.headers.len() + self.footers.len() + self.notes.len() > MAX_PASSAGES {
            return Err(Reason::TooLarge);
        }
        if target == Target::Note {
            let mark = format!("[{}]", self.notes.len() + 1);
            let look = Look { sup: true, ..Look::default() };
            if let Some(flow) = self.flow() {
                mark.chars().for_each(|c| flow.push(c, look));
            }
        }
        match target {
            Target::Header => self.headers.push(Flow::default()),
            Target::Footer => self.footers.push(Flow::default()),
            _ => self.notes.push(Flow::default()),
        }
        self.state = State { target, in_table: false, look: Look::default(), ..self.state };
        Ok(())
    }

    /// The stream that text goes to now.
    pub fn flow(&mut self) -> Option<&mut Flow> {
        match self.state.target {
            Target::Body => Some(&mut self.body),
            Target::Header => self.headers.last_mut(),
            Target::Footer => self.footers.last_mut(),
            Target::Note => self.notes.last_mut(),
            _ => None,
        }
    }

    fn end_paragraph(&mut self) -> Result<(), Reason> {
        let in_table = self.state.in_table;
        self.flow().map_or(Ok(()), |flow| flow.paragraph(in_table))
    }

    /// Counts what is not shown, unless it is a part of something counted.
    pub fn count(&mut self, left_out: bool) {
        if left_out && !self.state.counted {
            self.left_out = self.left_out.saturating_add(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::narrative::plain;
    use super::*;

    fn texts(rtf: &str) -> Vec<String> {
        let passages = read(rtf.as_bytes()).unwrap().passages;
        let text = |passage: &Passage| match passage {
            Passage::Para(runs) => plain(runs),
            Passage::Table { rows, .. } => rows
                .iter()
                .map(|row| row.iter().map(|cell| plain(cell)).collect::<Vec<_>>().join("|"))
                .collect::<Vec<_>>()
                .join("/"),
            _ => String::new(),
        };
        passages.iter().map(text).collect()
    }

    #[test]
    fn paragraphs_looks_and_characters() {
        let rtf = "{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0\\fcharset0 Arial;}{\\f3\\fcharset2 Symbol;}}\r\n\
                   {\\info{\\title Brief}}{\\*\\generator x;}Gr\\'f6\\u223?e \\b fett\\b0 , 5 {\\f3 m}g\\par\r\n\
                   \\u-10179?\\u-8704?\\emdash\\{x\\}{\\f3\\'b7}\\tab y\\par}";
        assert_eq!(texts(rtf), ["Größe fett, 5 μg", "😀—{x}•\u{2003}y"]);
        assert_eq!(read(rtf.as_bytes()).unwrap().title.as_deref(), Some("Brief"));
    }

    #[test]
    fn tables_headers_and_notes() {
        let rtf = "{\\rtf1{\\header Kopf\\par}{\\headerf Kopf\\par}a{\\footnote n}\\par\\trowd\\intbl b\\cell c\\par d\\cell\\row\
                   \\trowd\\intbl e\\cell\\row\\pard f\\par}";
        assert_eq!(texts(rtf), ["Kopf", "a[1]", "b|c\nd/e|", "f", "[1] n"]);
    }

    #[test]
    fn what_is_not_shown_is_counted() {
        let rtf = "{\\rtf1 a{\\*\\shppict{\\pict 00ff}}{\\nonshppict{\\pict 00}}{\\v secret}{\\strike not }b{\\pict\\bin3 }}}}}";
        assert_eq!(texts(rtf), ["ab"]);
        assert_eq!(read(rtf.as_bytes()).unwrap().left_out, 3);
        let field =
            "{\\rtf1{\\field{\\*\\fldinst HYPERLINK x}{\\fldrslt link}}{\\field{\\*\\fldinst SYMBOL 183}{\\fldrslt}}}";
        assert_eq!((texts(field), read(field.as_bytes()).unwrap().left_out), (vec!["link".to_owned()], 1));
    }

    #[test]
    fn no_wrong_character_and_no_half_file() {
        let cyrillic = "{\\rtf1\\ansicpg1251 \\'cf}";
        assert_eq!(read(cyrillic.as_bytes()), Err(Reason::Kind));
        let font = "{\\rtf1{\\fonttbl{\\f1\\fcharset204 Arial;}}\\f1 \\'cf}";
        assert_eq!(read(font.as_bytes()), Err(Reason::Kind));
        for damaged in
            ["{\\rtf1 a", "{\\rtf1 a}}b", "{\\rtf1 \\'g0}", "{\\rtf1 \\bin99 }", "{\\rtf1\\u-10179?x}", "{\\rtf1\\"]
        {
            assert_eq!(read(damaged.as_bytes()), Err(Reason::Damaged), "{damaged}");
        }
        assert_eq!(read("{\\rtf1 ".repeat(600).as_bytes()), Err(Reason::TooLarge));
    }
}
