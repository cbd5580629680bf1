//! The assets compiled into the program.

use std::borrow::Cow;

use rust_embed::Embed;

#[derive(Embed)]
#[folder = "templates/"]
#[prefix = "templates/"]
struct Templates;

#[derive(Embed)]
#[folder = "locales/"]
#[prefix = "locales/"]
struct Locales;

#[derive(Embed)]
#[folder = "fonts/"]
#[prefix = "fonts/"]
struct Fonts;

/// Every built-in file by its path (`templates/typst/main.typ`, `locales/es/documents.ftl`, `fonts/…`), sorted.
pub fn built_in_files() -> Vec<(String, Cow<'static, [u8]>)> {
    fn of<T: Embed>() -> impl Iterator<Item = (String, Cow<'static, [u8]>)> {
        T::iter().filter_map(|path| T::get(&path).map(|file| (path.into_owned(), file.data)))
    }
    let mut files: Vec<_> = of::<Templates>().chain(of::<Locales>()).chain(of::<Fonts>()).collect();
    files.sort_by(|a, b| a.0.cmp(&b.0));
    files
}
