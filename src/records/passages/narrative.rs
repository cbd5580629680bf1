//! The narrative of a document as passages: CDA's narrative block and the XHTML of FHIR and of HTML files.

use std::collections::BTreeMap;

use super::encoding::{line, visible};
use super::narrative_look::{Look, is_deleted, styled};
use super::xml::{Child, Element};
use super::{Embedded, Passage, Run};
use crate::records::picture::Reason;

/// Reads narratives, and keeps what is in them besides text.
#[derive(Default)]
pub struct Narrator {
    /// By how much headings are lower than they say.
    pub level: u8,
    /// The IDs of media that the text shows.
    pub media: Vec<String>,
    /// Pictures that stand in the text itself.
    pub embedded: Vec<Embedded>,
    /// Parts that are not shown.
    pub left_out: u32,
    /// Cells of tables so far.
    pub(super) cells: usize,
    marks: BTreeMap<String, usize>,
    notes: BTreeMap<usize, Vec<Passage>>,
    next_mark: usize,
}

/// Blocks, and the line that is being written.
#[derive(Default)]
pub struct Flow {
    pub(super) out: Vec<Passage>,
    runs: Vec<Run>,
    /// White space stands before what comes next.
    space: bool,
}

impl Flow {
    /// Adds text, with white space as in HTML: any amount is one space.
    fn text(&mut self, text: &str, look: Look) {
        for c in visible(text).chars() {
            if matches!(c, ' ' | '\t' | '\n' | '\u{c}') {
                self.space = true;
                continue;
            }
            if std::mem::take(&mut self.space) && self.runs.last().is_some_and(|run| !run.text.ends_with('\n')) {
                self.push(' ', look);
            }
            self.push(c, look);
        }
    }

    pub(super) fn push(&mut self, c: char, look: Look) {
        let Look { strong, emphasis, sub, sup } = look;
        match self.runs.last_mut() {
            Some(run) if (run.strong, run.emphasis, run.sub, run.sup) == (strong, emphasis, sub, sup) => {
                run.text.push(c);
            }
            _ => self.runs.push(Run { text: c.to_string(), strong, emphasis, sub, sup }),
        }
    }

    fn line_break(&mut self, look: Look) {
        self.space = false;
        self.push('\n', look);
    }

    /// Ends the paragraph.
    pub(super) fn flush(&mut self) {
        self.space = false;
        self.out.extend(paragraph(std::mem::take(&mut self.runs)));
    }

    pub(super) fn finish(mut self) -> Vec<Passage> {
        self.flush();
        self.out
    }
}

/// A paragraph without white space around it, if anything is left.
pub(super) fn paragraph(mut runs: Vec<Run>) -> Option<Passage> {
    while let Some(last) = runs.last_mut() {
        last.text.truncate(last.text.trim_end_matches([' ', '\n']).len());
        if !last.text.is_empty() {
            break;
        }
        runs.pop();
    }
    let blank = |run: &Run| run.text.chars().all(|c| matches!(c, ' ' | '\n'));
    runs.drain(..runs.iter().position(|run| !blank(run)).unwrap_or(runs.len()));
    if let Some(first) = runs.first_mut() {
        first.text = first.text.trim_start_matches([' ', '\n']).to_owned();
    }
    // A paragraph of fixed spaces is an empty line of the other program.
    let blank = runs.iter().all(|run| run.text.chars().all(char::is_whitespace));
    if blank { None } else { Some(Passage::Para(runs)) }
}

impl Narrator {
    /// All of a narrative, its footnotes at the end.
    pub fn narrate(&mut self, element: &Element) -> Result<Vec<Passage>, Reason> {
        self.marks.clear();
        self.next_mark = 1;
        let mut out = self.passages(element, styled(element, Look::default()))?;
        // Marks of notes that are not there.
        let missing = self.marks.values().filter(|number| !self.notes.contains_key(number)).count();
        self.leave_out(missing);
        for (number, mut note) in std::mem::take(&mut self.notes) {
            let mark = Run { text: format!("[{number}] "), ..Run::default() };
            match note.first_mut() {
                Some(Passage::Para(runs)) => runs.insert(0, mark),
                _ => note.insert(0, Passage::Para(vec![mark])),
            }
            out.extend(note);
        }
        Ok(out)
    }

    pub(super) fn leave_out(&mut self, count: usize) {
        self.left_out = self.left_out.saturating_add(u32::try_from(count).unwrap_or(u32::MAX));
    }

    pub(super) fn passages(&mut self, element: &Element, look: Look) -> Result<Vec<Passage>, Reason> {
        let mut flow = Flow::default();
        self.children(element, look, &mut flow)?;
        Ok(flow.finish())
    }

    fn children(&mut self, element: &Element, look: Look, flow: &mut Flow) -> Result<(), Reason> {
        element.children.iter().try_for_each(|child| self.child(child, look, flow))
    }

    pub(super) fn child(&mut self, child: &Child, look: Look, flow: &mut Flow) -> Result<(), Reason> {
        match child {
            Child::Text(text) => {
                flow.text(text, look);
                Ok(())
            }
            Child::Element(element) => self.element(element, look, flow),
        }
    }

    fn element(&mut self, element: &Element, look: Look, flow: &mut Flow) -> Result<(), Reason> {
        let name = element.name.to_ascii_lowercase();
        if is_deleted(element, &name) {
            self.leave_out(usize::from(element.has_text()));
            return Ok(());
        }
        let look = styled(element, look);
        match name.as_str() {
            "br" => flow.line_break(look),
            "script" | "style" | "head" | "template" | "col" | "colgroup" => {}
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.heading(element, &name, flow)?,
            "list" | "ul" | "ol" | "menu" | "dir" => self.list(element, &name, look, flow)?,
            "table" => {
                flow.flush();
                self.table(element, look, flow)?;
            }
            "pre" | "listing" | "xmp" => {
                flow.flush();
                let text = visible(&element.text()).replace('\t', "        ");
                let text = text.trim_matches('\n').trim_end();
                if !text.trim().is_empty() {
                    flow.out.push(Passage::Pre(text.to_owned()));
                }
            }
            "caption" | "figcaption" | "legend" | "dt" | "summary" => {
                flow.flush();
                self.children(element, Look { strong: true, ..look }, flow)?;
                flow.flush();
            }
            "footnote" => self.note(element, flow)?,
            "footnoteref" => match element.attribute("IDREF") {
                Some(id) => {
                    let number = self.mark(Some(id));
                    write_mark(number, flow);
                }
                None => self.leave_out(1),
            },
            "rendermultimedia" => {
                let ids = element.attribute("referencedObject").unwrap_or("");
                self.media.extend(ids.split_whitespace().map(str::to_owned));
                self.leave_out(usize::from(ids.trim().is_empty()));
                self.children(element, look, flow)?;
            }
            "img" => self.image(element, look, flow),
            "audio" | "video" | "object" | "embed" | "iframe" | "frame" | "canvas" | "svg" | "math" | "applet"
            | "input" | "select" | "textarea" | "button" => self.leave_out(1),
            "a" | "linkhtml" if !element.has_text() && element.attribute("href").is_some() => {
                // A link without words: nothing but the place elsewhere.
                self.leave_out(usize::from(element.elements().next().is_none()));
                self.children(element, look, flow)?;
            }
            _ if is_block(&name) => {
                flow.flush();
                self.children(element, look, flow)?;
                flow.flush();
            }
            _ => self.children(element, look, flow)?,
        }
        Ok(())
    }

    fn heading(&mut self, element: &Element, name: &str, flow: &mut Flow) -> Result<(), Reason> {
        flow.flush();
        let level = name.bytes().last().map_or(1, |digit| digit.saturating_sub(b'0'));
        let level = level.saturating_add(self.level).clamp(1, 6);
        for passage in self.passages(element, Look::default())? {
            match passage {
                Passage::Para(runs) => flow.out.extend(heading(level, &plain(&runs))),
                other => flow.out.push(other),
            }
        }
        Ok(())
    }

    fn list(&mut self, element: &Element, name: &str, look: Look, flow: &mut Flow) -> Result<(), Reason> {
        flow.flush();
        let ordered = name == "ol" || element.attribute("listType").is_some_and(|kind| kind == "ordered");
        let (mut items, mut stray) = (Vec::new(), Flow::default());
        for child in &element.children {
            let Child::Element(inner) = child else {
                self.child(child, look, &mut stray)?;
                continue;
            };
            match inner.name.to_ascii_lowercase().as_str() {
                "caption" => self.element(inner, look, flow)?,
                name @ ("item" | "li") if !is_deleted(inner, name) => {
                    items.extend(not_empty(std::mem::take(&mut stray).finish()));
                    items.extend(not_empty(self.passages(inner, styled(inner, look))?));
                }
                _ => self.element(inner, look, &mut stray)?,
            }
        }
        items.extend(not_empty(stray.finish()));
        flow.flush();
        if !items.is_empty() {
            flow.out.push(Passage::List { ordered, items });
        }
        Ok(())
    }

    /// The number of a footnote: in the order in which the text first names them.
    fn mark(&mut self, id: Option<&str>) -> usize {
        if let Some(number) = id.and_then(|id| self.marks.get(id)) {
            return *number;
        }
        let number = self.next_mark;
        self.next_mark += 1;
        if let Some(id) = id {
            self.marks.insert(id.to_owned(), number);
        }
        number
    }

    fn note(&mut self, element: &Element, flow: &mut Flow) -> Result<(), Reason> {
        let number = self.mark(element.attribute("ID"));
        write_mark(number, flow);
        let note = self.passages(element, Look::default())?;
        self.notes.entry(number).or_default().extend(note);
        Ok(())
    }

    fn image(&mut self, element: &Element, look: Look, flow: &mut Flow) {
        let inside = element.attribute("src").and_then(super::media::data_url);
        match inside {
            Some(embedded) => self.embedded.push(embedded),
            None => self.leave_out(1),
        }
        if let Some(words) = element.attribute("alt") {
            flow.text(words, look);
        }
    }
}

/// A heading, if it has words.
pub fn heading(level: u8, text: &str) -> Option<Passage> {
    line(text).map(|text| Passage::Heading { level: level.clamp(1, 6), text })
}

fn write_mark(number: usize, flow: &mut Flow) {
    let look = Look { sup: true, ..Look::default() };
    format!("[{number}]").chars().for_each(|c| flow.push(c, look));
}

fn not_empty(passages: Vec<Passage>) -> Option<Vec<Passage>> {
    if passages.is_empty() { None } else { Some(passages) }
}

/// The characters of runs.
pub fn plain(runs: &[Run]) -> String {
    runs.iter().map(|run| run.text.as_str()).collect()
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "paragraph"
            | "item"
            | "text"
            | "p"
            | "div"
            | "li"
            | "dd"
            | "dl"
            | "section"
            | "article"
            | "header"
            | "footer"
            | "main"
            | "nav"
            | "aside"
            | "address"
            | "blockquote"
            | "figure"
            | "fieldset"
            | "form"
            | "details"
            | "hr"
            | "center"
            | "body"
            | "html"
            | "thead"
            | "tbody"
            | "tfoot"
            | "tr"
            | "td"
            | "th"
            | "noscript"
            | "hgroup"
    )
}

#[cfg(test)]
mod tests {
    use super::super::tests::words_of;
    use super::super::xml::parse;
    use super::*;

    fn read(xml: &str) -> (Vec<Passage>, Narrator) {
        let mut narrator = Narrator::default();
        (narrator.narrate(&parse(xml, false).unwrap()).unwrap(), narrator)
    }

    fn run(text: &str) -> Run {
        Run { text: text.to_owned(), ..Run::default() }
    }

    #[test]
    fn white_space_and_looks() {
        let (passages, _) = read("<text> a  <content styleCode='Bold xy'>b </content>c<br/>\n d<sub>2</sub></text>");
        let strong = Run { strong: true, ..run("b") };
        let strong = Run { text: format!(" {}", strong.text), ..strong };
        let sub = Run { sub: true, ..run("2") };
        assert_eq!(passages, [Passage::Para(vec![run("a"), strong, run(" c\nd"), sub])]);
    }

    #[test]
    fn no_word_is_lost_wherever_it_stands() {
        let xml = "<text>one<paragraph><caption>two</caption>three</paragraph>four<list>five<caption>six</caption>\
                   <item><caption>seven</caption>eight<list><item>nine</item></list>ten</item><list><item>eleven</item>\
                   </list></list><table>twelve<caption>thirteen</caption><thead><tr><th>fourteen</th></tr></thead>\
                   <tbody><tr><td>fifteen<paragraph>sixteen</paragraph><list><item>seventeen</item></list></td>\
                   <td><table><tr><td>eighteen</td><td>nineteen</td></tr></table></td></tr></tbody>stray</table>\
                   <linkHtml href='x'>twenty </linkHtml><foreign>tail</foreign></text>";
        let (passages, narrator) = read(xml);
        let mut source: Vec<String> = Vec::new();
        collect(&parse(xml, false).unwrap(), &mut source);
        source.sort();
        assert_eq!(words_of(&passages), source);
        assert_eq!(narrator.left_out, 0);
    }

    fn collect(element: &Element, out: &mut Vec<String>) {
        for child in &element.children {
            match child {
                Child::Text(text) => out.extend(text.split_whitespace().map(str::to_owned)),
                Child::Element(element) => collect(element, out),
            }
        }
    }

    #[test]
    fn deleted_text_and_films_are_counted() {
        let (passages, narrator) = read("<div>is <del>not</del> ill<video src='x'>y</video><a href='z'/></div>");
        assert_eq!(passages, [Passage::Para(vec![run("is ill")])]);
        assert_eq!(narrator.left_out, 3);
        let (_, narrator) = read("<text><content revised='delete'>no</content><footnoteRef IDREF='n'/></text>");
        assert_eq!(narrator.left_out, 2);
    }

    #[test]
    fn footnotes_stand_at_the_end() {
        let (passages, narrator) =
            read("<text>a<footnoteRef IDREF='n'/> b<footnote>x</footnote><footnote ID='n'>y</footnote></text>");
        let texts: Vec<String> = passages
            .iter()
            .map(|passage| match passage {
                Passage::Para(runs) => plain(runs),
                _ => String::new(),
            })
            .collect();
        assert_eq!(texts, ["a[1] b[2][1]", "[1] y", "[2] x"]);
        assert_eq!(narrator.left_out, 0);
    }
}
