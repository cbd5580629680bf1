//! How a narrative marks its text: bold, italic, taken back.

use super::xml::Element;

/// How text looks where it stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Look {
    /// Bold.
    pub strong: bool,
    /// Italic.
    pub emphasis: bool,
    /// Subscript.
    pub sub: bool,
    /// Superscript.
    pub sup: bool,
}

/// Text that the document keeps but takes back: on a page without the stroke it would say the opposite.
pub fn is_deleted(element: &Element, name: &str) -> bool {
    matches!(name, "del" | "s" | "strike")
        || element.attribute("revised") == Some("delete")
        || element.attribute("style").is_some_and(|style| style.to_ascii_lowercase().contains("line-through"))
}

/// The look inside of an element.
pub fn styled(element: &Element, look: Look) -> Look {
    let mut look = look;
    match element.name.to_ascii_lowercase().as_str() {
        "b" | "strong" => look.strong = true,
        "i" | "em" | "cite" | "dfn" | "var" => look.emphasis = true,
        "sub" => look.sub = true,
        "sup" => look.sup = true,
        _ => {}
    }
    for code in element.attribute("styleCode").unwrap_or("").split_whitespace() {
        match code.to_ascii_lowercase().as_str() {
            "bold" => look.strong = true,
            "italics" | "italic" | "emphasis" => look.emphasis = true,
            _ => {}
        }
    }
    if let Some(style) = element.attribute("style") {
        let style: String = style.to_ascii_lowercase().split_whitespace().collect();
        look.strong |= style.contains("font-weight:bold");
        look.emphasis |= style.contains("font-style:italic");
    }
    look
}
