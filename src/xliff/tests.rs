use super::read::{Limits, State, Unit, read};
use super::{merge_yaml, unit_id};
use crate::diagnostics::{Diagnostics, SourceId};

const HEAD: &str = "<xliff xmlns=\"urn:oasis:names:tc:xliff:document:2.0\" version=\"2.1\" srcLang=\"en-US\" \
                    trgLang=\"es-US\"><file id=\"f\" original=\"C1\" xml:space=\"preserve\">";
const FOOT: &str = "</file></xliff>";

fn document(text: &str) -> Result<super::Document, Diagnostics> {
    read(SourceId(0), text, &Limits::default())
}

fn unit(inside: &str) -> Unit {
    let text = format!("{HEAD}<unit id=\"a.b\" name=\"a.b\">{inside}</unit>{FOOT}");
    document(&text).unwrap_or_else(|error| panic!("{error}\n{text}")).units.remove(0)
}

fn refused(text: &str) -> Vec<(&'static str, usize)> {
    let found = document(text).expect_err(text);
    found.0.iter().map(|d| (d.code, d.labels.first().map_or(0, |l| l.range.start))).collect()
}

const DATA: &str = "<originalData><data id=\"d1\">**</data><data id=\"d2\">[@k]</data></originalData>";

#[test]
fn segments_come_together_whatever_a_tool_did_to_them() {
    let unit = unit(&format!(
        "<x:note xmlns:x=\"urn:x\">not ours</x:note>{DATA}\
         <segment id=\"s1\" state=\"reviewed\"><source>Take <pc id=\"1\" dataRefStart=\"d1\" dataRefEnd=\"d1\">5</pc> mg.\
         </source><target order=\"3\">Tome <sc id=\"7\" dataRef=\"d1\"/>5<ec startRef=\"7\" dataRef=\"d1\"/> mg.</target>\
         </segment><ignorable><source> </source></ignorable>\
         <segment state=\"final\"><source>So <mrk id=\"m\" type=\"term\">it</mrk> is <ph id=\"2\" dataRef=\"d2\"/></source>\
         <target order=\"1\"><![CDATA[A & B]]> &lt; <sm id=\"n\"/>C<em startRef=\"n\"/><x:y xmlns:x=\"urn:x\">no</x:y> \
         <ph id=\"9\" dataRef=\"d2\"/><cp hex=\"0007\"/></target></segment>"
    ));
    assert_eq!(unit.source_markdown(), "Take **5** mg. So it is [@k]");
    assert_eq!(unit.target_markdown().as_deref(), Some("A & B < C [@k]\u{7} Tome **5** mg."));
    assert_eq!((unit.state, unit.open.len()), (State::Reviewed, 0));
}

#[test]
fn a_segment_without_translation_is_known() {
    let part = |target: &str| format!("<segment><source>One.</source>{target}</segment>");
    let half = unit(&format!("{}{}", part("<target>Uno.</target>"), part("")));
    assert_eq!(half.open.len(), 1);
    let none = unit(&format!("{}{}", part("<target> </target>"), part("")));
    assert_eq!((none.target, none.open.len()), (None, 0));
    let codes = unit(&format!(
        "{DATA}{}<segment><source><ph id=\"1\" dataRef=\"d2\"/></source></segment>",
        part("<target>Uno. </target>")
    ));
    assert_eq!(codes.target_markdown().as_deref(), Some("Uno. [@k]"));
    assert_eq!(codes.state, State::Initial);
}

#[test]
fn white_space_folds_unless_it_is_to_be_kept() {
    let folded = unit("<segment><source xml:space=\"default\">a\n   b</source></segment>");
    assert_eq!(folded.source_markdown(), "a b");
    let kept = unit("<segment><source>a\n   b\r\nc</source></segment>");
    assert_eq!(kept.source_markdown(), "a\n   b\nc");
}

#[test]
fn notes_of_others_are_kept() {
    let unit = unit(
        "<notes><note category=\"context\">ours</note><note id=\"q\">Which\n side?</note></notes>\
         <segment><source>a</source></segment>",
    );
    assert_eq!(unit.notes.iter().map(|(text, _)| text.as_str()).collect::<Vec<_>>(), ["Which side?"]);
}

#[test]
fn hostile_files_are_refused() {
    let bomb = format!("<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]>{HEAD}{FOOT}");
    assert_eq!(refused(&bomb), [("XLF-02", 0)]);
    let entity = format!("{HEAD}<unit id=\"a\"><segment><source>&evil;</source></segment></unit>{FOOT}");
    assert_eq!(refused(&entity), [("XLF-02", entity.find("&evil").unwrap())]);
    let deep = format!("{HEAD}{}{}{FOOT}", "<group id=\"g\">".repeat(100), "</group>".repeat(100));
    assert_eq!(refused(&deep).first().map(|(code, _)| *code), Some("XLF-03"));
    let few = Limits { parts: 20, ..Limits::default() };
    let wide = format!("{HEAD}{}{FOOT}", "<unit id=\"a\"/>".repeat(20));
    assert_eq!(read(SourceId(0), &wide, &few).expect_err("wide").0[0].code, "XLF-03");
    let small = Limits { bytes: 10, ..Limits::default() };
    assert_eq!(read(SourceId(0), &wide, &small).expect_err("large").0[0].code, "XLF-03");
    for text in [
        "",
        "plain",
        "<a>",
        "<a></b>",
        "<a/><a/>",
        "</a>",
        "<a>&</a>",
        "<a x='1' x='2'/>",
        "<a>&#0;</a>",
        "<a>&#xFFFF;</a>",
        "<a>\u{1}</a>",
        "<p:a/>",
        "<a p:x='1'/>",
        "<?xml version='1.0' encoding='ISO-8859-1'?><a/>",
        "<?xml version='1.1'?><a/>",
        "x<a/>",
        "<a",
        "<a><!-- a -- b --></a>",
    ] {
        let codes = refused(text);
        assert_eq!(codes.len(), 1, "{text}");
        assert_eq!(codes[0].0, "XLF-01", "{text}");
    }
}

#[test]
fn other_files_are_told_apart() {
    for text in [
        "<xliff version=\"1.2\" xmlns=\"urn:oasis:names:tc:xliff:document:1.2\"/>",
        "<tmx/>",
        "<xliff xmlns=\"urn:oasis:names:tc:xliff:document:2.0\" version=\"2.2\"/>",
        "<xliff xmlns=\"urn:oasis:names:tc:xliff:document:2.0\" version=\"2.1\"><unit id=\"a\"/></xliff>",
    ] {
        assert_eq!(refused(text).first().map(|(code, _)| *code), Some("XLF-04"), "{text}");
    }
    let stray = format!("{HEAD}<unit id=\"a\"><segment><source>a<b/></source></segment></unit>{FOOT}");
    assert_eq!(refused(&stray), [("XLF-04", stray.find("<b/>").unwrap())]);
    let lost = format!("{HEAD}<unit id=\"a\"><segment><source><ph id=\"1\"/></source></segment></unit>{FOOT}");
    assert_eq!(refused(&lost), [("XLF-10", lost.find("<ph").unwrap())]);
}

#[test]
fn ids_of_units_are_names_and_tell_paths_apart() {
    assert_eq!(unit_id("findings.F1.statement.patient"), "findings.F1.statement.patient");
    assert_eq!(unit_id("parties.a/b+c.biography"), "parties.a·2F·b·2B·c.biography");
}

#[test]
fn long_paragraphs_are_broken_where_nothing_changes() {
    let long = "palabra ".repeat(40);
    let text = merge_yaml::wrapped(long.trim());
    assert!(text.lines().count() > 2 && text.lines().all(|line| line.chars().count() <= 108), "{text}");
    assert_eq!(text.split_whitespace().collect::<Vec<_>>().join(" "), long.trim());
    assert_eq!(merge_yaml::wrapped("corto"), "corto");
    // Below a bullet the lines go on under its words; a word that would start a list stays where it is.
    let list = merge_yaml::wrapped(&format!("- {}\n- {}", long.trim(), "1. - # ".repeat(30).trim()));
    assert!(list.starts_with("- palabra") && list.contains("\n  palabra"), "{list}");
    assert_eq!(list.lines().filter(|line| line.starts_with('-')).count(), 2, "{list}");
    let table = format!("| a |\n|---|\n| {} |", long.trim());
    assert_eq!(merge_yaml::wrapped(&table), format!("{table}\n"));
}
