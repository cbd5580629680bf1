//! CDA R2 and C-CDA documents: the header's facts, and each section's narrative whole.

use std::collections::{BTreeMap, BTreeSet};

use super::encoding::{language, line};
use super::media::{MAX_EMBEDDED, encapsulated};
use super::narrative::{Narrator, heading};
use super::xml::{Element, Space, parse};
use super::{Embedded, Identity, Passage, Reading, cda_header};
use crate::records::picture::Reason;

/// Reads a document.
pub fn read(text: &str) -> Result<Reading, Reason> {
    let document = parse(text, false)?;
    if document.space != Space::Hl7 {
        return Err(Reason::Kind);
    }
    let (identity, facts) = cda_header::read(&document)?;
    let mut reading = Reading { kind: "cda", identity, facts, ..Reading::default() };
    reading.title = document.first("title").and_then(|title| line(&title.text()));
    reading.language = document.first("languageCode").and_then(|code| language(code.attribute("code")?));
    let mut sections = Sections::default();
    let of = |element: &&Element, name: &str| element.space == Space::Hl7 && element.name == name;
    for component in document.elements().filter(|element| of(element, "component")) {
        for body in component.elements().filter(|element| of(element, "structuredBody")) {
            sections.inside(body, 1)?;
        }
        for body in component.elements().filter(|element| of(element, "nonXMLBody")) {
            let data = body.elements().find(|e| e.space == Space::Hl7 && e.name == "text");
            match data.map(encapsulated).transpose()?.flatten() {
                Some(embedded) => sections.embedded.push(embedded),
                None => sections.narrator.leave_out(1),
            }
        }
    }
    sections.show_media(&document)?;
    reading.passages = sections.passages;
    reading.embedded = sections.embedded;
    reading.embedded.append(&mut sections.narrator.embedded);
    reading.left_out = sections.narrator.left_out;
    if reading.embedded.iter().map(|embedded| embedded.bytes.len()).sum::<usize>() > MAX_EMBEDDED {
        return Err(Reason::TooLarge);
    }
    Ok(reading)
}

/// Whose document it is, without what it says.
pub fn identity(text: &str) -> Option<Identity> {
    let document = parse(text, false).ok().filter(|document| document.space == Space::Hl7)?;
    cda_header::identity(&document).ok()
}

#[derive(Default)]
struct Sections {
    narrator: Narrator,
    passages: Vec<Passage>,
    embedded: Vec<Embedded>,
}

impl Sections {
    fn inside(&mut self, parent: &Element, level: u8) -> Result<(), Reason> {
        // A section of "no information" has a narrative that says so.
        let named = |element: &&Element, name: &str| element.space == Space::Hl7 && element.name == name;
        let components = parent.elements().filter(|element| named(element, "component"));
        let mut sections = components.flat_map(Element::elements).filter(|element| named(element, "section"));
        sections.try_for_each(|section| self.section(section, level))
    }

    fn section(&mut self, section: &Element, level: u8) -> Result<(), Reason> {
        let title = section.first("title").and_then(|title| line(&title.text()));
        let title = title.or_else(|| line(section.first("code")?.attribute("displayName")?));
        self.passages.extend(title.and_then(|title| heading(level, &title)));
        self.narrator.level = level.min(5);
        let mut narrative = Vec::new();
        let texts = section.elements().filter(|e| e.space == Space::Hl7 && e.name == "text");
        for text in texts {
            narrative.extend(self.narrator.narrate(text)?);
        }
        if narrative.is_empty() && section.all("entry").next().is_some() {
            self.narrator.leave_out(1);
        }
        self.passages.extend(narrative);
        self.inside(section, level.saturating_add(1))
    }

    /// The media of the document: those that the text shows first, in its order, then the others.
    fn show_media(&mut self, document: &Element) -> Result<(), Reason> {
        let mut objects = Vec::new();
        collect(document, &mut objects);
        let mut by_id: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (index, (ids, _)) in objects.iter().enumerate() {
            ids.iter().for_each(|id| by_id.entry(id).or_default().push(index));
        }
        let (mut order, mut seen) = (Vec::new(), BTreeSet::new());
        for id in &self.narrator.media {
            match by_id.get_mut(id.as_str()) {
                Some(found) => order.extend(std::mem::take(found).into_iter().filter(|index| seen.insert(*index))),
                None => self.narrator.left_out = self.narrator.left_out.saturating_add(1),
            }
        }
        order.extend((0..objects.len()).filter(|index| !seen.contains(index)));
        for (_, media) in order.iter().filter_map(|index| objects.get(*index)) {
            match media.first("value").map(encapsulated).transpose()?.flatten() {
                Some(embedded) => self.embedded.push(embedded),
                None => self.narrator.leave_out(1),
            }
        }
        Ok(())
    }
}

/// Every `observationMedia`, with the IDs by which a narrative may name it: its own and that of the region around it.
fn collect<'d>(element: &'d Element, out: &mut Vec<(Vec<&'d str>, &'d Element)>) {
    for inner in element.elements() {
        if inner.space == Space::Hl7 && inner.name == "observationMedia" {
            out.push((inner.attribute("ID").into_iter().collect(), inner));
        }
        let from = out.len();
        collect(inner, out);
        if inner.name == "regionOfInterest" {
            for (ids, _) in out.iter_mut().skip(from) {
                ids.extend(inner.attribute("ID"));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::FactKind;
    use super::super::tests::words_of;
    use super::*;

    fn document(body: &str) -> String {
        format!(
            "<?xml version='1.0'?><ClinicalDocument xmlns='urn:hl7-org:v3' xmlns:x='urn:x'><title>Letter</title>\
             <effectiveTime value='20240102'/><languageCode code='de-AT'/><recordTarget><patientRole>\
             <id root='1.2.3' extension='77'/><id nullFlavor='NI'/><patient><name use='P'><given>Mia</given></name>\
             <name use='L'><given>Maria</given><given qualifier='CL'>Mia</given><family>Muster</family></name>\
             <birthTime value='19800229'/></patient></patientRole></recordTarget><author><assignedAuthor>\
             <assignedPerson><name><prefix>Dr.</prefix><family>Arzt</family></name></assignedPerson>\
             <representedOrganization><name>Klinik</name></representedOrganization></assignedAuthor></author>\
             <component>{body}</component></ClinicalDocument>"
        )
    }

    #[test]
    fn header_and_sections() {
        let xml = document(
            "<structuredBody><component><section><title>One</title><text>alpha<list><item>beta</item></list></text>\
             <component><section><code displayName='Two'/><text><paragraph>gamma</paragraph></text></section>\
             </component></section></component><component><section><title>Three</title><text nullFlavor='NI'/>\
             <entry/></section></component></structuredBody>",
        );
        let reading = read(&xml).unwrap();
        let identity = &reading.identity;
        assert_eq!(identity.name.as_deref(), Some("Maria Mia Muster"));
        assert_eq!((identity.given.as_deref(), identity.family.as_deref()), (Some("Maria"), Some("Muster")));
        assert_eq!(
            (identity.identifiers.as_slice(), identity.birth_date.as_deref()),
            (&["77".to_owned()][..], Some("1980-02-29"))
        );
        assert_eq!((reading.title.as_deref(), reading.language.as_deref()), (Some("Letter"), Some("de-AT")));
        assert!(reading.facts.contains(&(FactKind::Author, "Dr. Arzt, Klinik".to_owned())));
        assert!(reading.facts.contains(&(FactKind::DocumentDate, "2024-01-02".to_owned())));
        assert_eq!(words_of(&reading.passages), ["One", "Three", "Two", "alpha", "beta", "gamma"]);
        assert!(matches!(reading.passages.get(3), Some(Passage::Heading { level: 2, .. })));
        assert_eq!(reading.left_out, 1);
    }

    #[test]
    fn bodies_and_media() {
        let xml =
            document("<nonXMLBody><text mediaType='text/plain' representation='B64'>aGVsbG8=</text></nonXMLBody>");
        assert_eq!(read(&xml).unwrap().embedded.first().unwrap().bytes, b"hello");
        let xml = document("<nonXMLBody><text><reference value='a.pdf'/></text></nonXMLBody>");
        assert_eq!(read(&xml).unwrap().left_out, 1);
        let media =
            |id: &str, value: &str| format!("<entry><observationMedia ID='{id}'>{value}</observationMedia></entry>");
        let xml = document(&format!(
            "<structuredBody><component><section><text>see<renderMultiMedia referencedObject='b'/>\
             <renderMultiMedia referencedObject='nowhere'/></text>{}{}{}</section></component></structuredBody>",
            media("a", "<value mediaType='image/png' representation='B64'>YQ==</value>"),
            media("b", "<value mediaType='image/png' representation='B64'>Yg==</value>"),
            media("c", "<value mediaType='audio/x'><reference value='c'/></value>"),
        ));
        let reading = read(&xml).unwrap();
        assert_eq!(reading.embedded.iter().map(|e| e.bytes.as_slice()).collect::<Vec<_>>(), [b"b", b"a"]);
        assert_eq!(reading.left_out, 2);
    }

    #[test]
    fn two_patients_are_refused() {
        let xml =
            document("<structuredBody/>").replace("<author>", "<recordTarget><patientRole/></recordTarget><author>");
        assert_eq!(read(&xml), Err(Reason::Kind));
    }
}
