//! The characters of an RTF file: code pages, symbol fonts, `\u`, and what is hidden or struck out.

use super::encoding::{visible, windows_1252};
use super::rtf::{Font, Parser, State, Target};
use super::rtf_symbols::{SymbolFont, symbol};
use crate::records::picture::Reason;

impl Parser<'_> {
    /// A byte of text, in the code page of its font.
    pub fn byte(&mut self, byte: u8) -> Result<(), Reason> {
        if self.skip > 0 {
            self.skip -= 1;
            return Ok(());
        }
        if self.state.target == Target::Nowhere {
            return Ok(());
        }
        let font = self.fonts.get(&self.state.font).filter(|_| self.flow_is_text());
        let (charset, symbols) = font.map_or((0, None), |font| (font.charset, symbol_font(font)));
        let c = match symbols {
            Some(font) => symbol(font, byte).ok_or(Reason::Kind)?,
            None if charset == 2 && byte != b' ' => return Err(Reason::Kind),
            None if byte.is_ascii() => char::from(byte),
            None if !self.flow_is_text() => char::REPLACEMENT_CHARACTER,
            None if matches!(charset, 0 | 1) && matches!(self.code_page, 1252) => {
                windows_1252(byte).ok_or(Reason::Damaged)?
            }
            None => return Err(Reason::Kind),
        };
        self.plain_now(c)
    }

    fn flow_is_text(&self) -> bool {
        matches!(self.state.target, Target::Body | Target::Header | Target::Footer | Target::Note | Target::Title)
    }

    /// A UTF-16 code unit of text.
    pub fn unit(&mut self, unit: u16) -> Result<(), Reason> {
        if !self.flow_is_text() {
            return Ok(());
        }
        if let Some(high) = self.high.take() {
            let c = char::decode_utf16([high, unit]).next().and_then(Result::ok).ok_or(Reason::Damaged)?;
            self.character(c);
            return Ok(());
        }
        match unit {
            0xd800..=0xdbff => {
                self.high = Some(unit);
                Ok(())
            }
            0xf000..=0xf0ff => {
                // The private characters by which Word writes letters of symbol fonts.
                let font = self.fonts.get(&self.state.font).and_then(symbol_font);
                let byte = u8::try_from(unit & 0xff).map_err(|_| Reason::Damaged)?;
                let c = symbol(font.unwrap_or(SymbolFont::Symbol), byte).filter(|_| font.is_some() || byte == 0xb7);
                self.character(c.ok_or(Reason::Kind)?);
                Ok(())
            }
            _ => {
                self.character(char::from_u32(u32::from(unit)).ok_or(Reason::Damaged)?);
                Ok(())
            }
        }
    }

    /// A character that may be the fallback of a `\u`.
    pub fn plain(&mut self, c: char) -> Result<(), Reason> {
        if self.skip > 0 {
            self.skip -= 1;
            return Ok(());
        }
        self.plain_now(c)
    }

    fn plain_now(&mut self, c: char) -> Result<(), Reason> {
        if self.high.is_some() && self.flow_is_text() {
            return Err(Reason::Damaged);
        }
        self.character(c);
        Ok(())
    }

    pub fn character(&mut self, c: char) {
        self.characters += 1;
        let State { look, hidden, struck, deleted, .. } = self.state;
        match self.state.target {
            Target::Title => self.title.push(c),
            Target::Field if self.field.len() < 64 => self.field.push(c),
            Target::Fonts => self.font(|font| {
                if font.name.len() < 64 {
                    font.name.push(c);
                }
            }),
            Target::Field | Target::Info | Target::Nowhere => {}
            _ if hidden || struck || deleted => {
                // Taken back or not meant to be seen; on the page it would look as if it held.
                self.count(!self.was_hidden);
                self.was_hidden = true;
            }
            _ => {
                self.was_hidden = false;
                let seen = !visible(c.encode_utf8(&mut [0; 4])).is_empty();
                if let Some(flow) = self.flow().filter(|_| seen) {
                    flow.push(c, look);
                }
            }
        }
    }
}

fn symbol_font(font: &Font) -> Option<SymbolFont> {
    match font.name.trim_end_matches(';').trim().to_ascii_lowercase().as_str() {
        "symbol" | "symbolmt" | "symbol mt" => Some(SymbolFont::Symbol),
        "wingdings" => Some(SymbolFont::Wingdings),
        _ => None,
    }
}
