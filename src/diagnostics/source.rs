//! The texts that diagnostics point into.

use std::sync::Arc;

/// Identifies a file of a [`SourceMap`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(pub u32);

/// A place as people count it, both from 1; columns count characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineColumn {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// A file that was read, under the name it is reported by (relative to the case).
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Name for people.
    pub name: String,
    /// Text, as decoded.
    pub text: Arc<str>,
    line_starts: Arc<[usize]>,
}

impl SourceFile {
    fn new(name: String, text: Arc<str>) -> Self {
        let line_starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { name, text, line_starts }
    }

    /// Line and column of a byte offset; an offset past the end is taken as the end.
    pub fn line_column(&self, offset: usize) -> LineColumn {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.line_starts.partition_point(|start| *start <= offset) - 1;
        let column = self.text[self.line_starts[line]..offset].chars().count() + 1;
        LineColumn { line: line + 1, column }
    }

    /// The byte offset at which a line (from 1) starts.
    pub fn line_start(&self, line: usize) -> Option<usize> {
        self.line_starts.get(line.checked_sub(1)?).copied()
    }
}

/// All files of one case, in the order they were read.
#[derive(Debug, Clone, Default)]
pub struct SourceMap {
    files: Vec<SourceFile>,
}

impl SourceMap {
    /// Adds a file and returns its id.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<Arc<str>>) -> SourceId {
        self.files.push(SourceFile::new(name.into(), text.into()));
        SourceId((self.files.len() - 1) as u32)
    }

    /// The file of an id.
    pub fn get(&self, id: SourceId) -> Option<&SourceFile> {
        self.files.get(id.0 as usize)
    }

    /// The first place of some words in any file.
    pub fn find(&self, words: &str) -> Option<(SourceId, std::ops::Range<usize>)> {
        self.files
            .iter()
            .enumerate()
            .find_map(|(index, file)| file.text.find(words).map(|at| (SourceId(index as u32), at..at + words.len())))
    }

    /// All files.
    pub fn files(&self) -> &[SourceFile] {
        &self.files
    }
}
