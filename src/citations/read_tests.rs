//! The formats against small files of our own; the same article through all five.

use super::reference::{Kind, Library, Name};
use super::{Style, plain};
use crate::case::model::LocaleTag;
use crate::citations::read::{Format, read};
use crate::diagnostics::{Diagnostic, SourceId, SourceMap};

fn parse(format: Format, text: &str) -> (Library, Vec<Diagnostic>) {
    read(format, text, SourceId(0))
}

fn codes(diagnostics: &[Diagnostic]) -> Vec<&str> {
    diagnostics.iter().map(|diagnostic| diagnostic.code).collect()
}

/// Line and column of a diagnostic's first label.
fn place(text: &str, diagnostic: &Diagnostic) -> (usize, usize) {
    let mut sources = SourceMap::default();
    let file = sources.add("references", text);
    let at = sources.get(file).expect("file").line_column(diagnostic.labels[0].range.start);
    (at.line, at.column)
}

const BIB: &str = "@article{garcia2024,\n  author = {Garc{\\'\\i}a-L{\\'o}pez, Mar{\\'\\i}a Jos{\\'e} and van der Berg, Jan-Peter and Smith, Jr., John and {ABC Study Group}},\n  title = {Effect of {\\emph{Helicobacter pylori}} eradication: a randomized trial},\n  journaltitle = {The Journal of Examples},\n  shortjournal = {J Examples},\n  date = {2024-03-09},\n  volume = 12,\n  number = {3 Suppl 1},\n  pages = {S101--S109},\n  doi = {https://doi.org/10.1234/JEX.2024.001},\n  pmid = {12345678},\n  langid = {english},\n}\n";
const RIS: &str = "\u{FEFF}TY  - JOUR\r\nAU  - García-López, María José\r\nAU  - van der Berg, Jan-Peter\r\nAU  - Smith, John, Jr.\r\nAU  - ABC Study Group\r\nTI  - Effect of <i>Helicobacter pylori</i> eradication: a randomized trial\r\nJF  - The Journal of Examples\r\nJ2  - J. Examples\r\nPY  - 2024\r\nDA  - 2024/03/09/\r\nVL  - 12\r\nIS  - 3 Suppl 1\r\nSP  - S101\r\nEP  - S109\r\nDO  - 10.1234/JEX.2024.001\r\nN1  - PMID: 12345678\r\nLA  - eng\r\nER  - \r\n";
const NBIB: &str = "\nPMID- 12345678\nOWN - NLM\nVI  - 12\nIP  - 3 Suppl 1\nDP  - 2024 Mar 9\nTI  - Effect of <i>Helicobacter pylori</i> eradication: a randomized\n      trial.\nPG  - S101-S109\nLID - 10.1234/jex.2024.001 [doi]\nFAU - García-López, María José\nAU  - García-López MJ\nFAU - van der Berg, Jan-Peter\nAU  - van der Berg JP\nFAU - Smith, John Jr\nAU  - Smith J Jr\nCN  - ABC Study Group\nLA  - eng\nPT  - Journal Article\nTA  - J Examples\nJT  - The journal of examples\n";
const JSON: &str = r#"[{"id": "garcia2024", "type": "article-journal",
  "author": [{"family": "García-López", "given": "María José"}, {"family": "Berg", "given": "Jan-Peter", "non-dropping-particle": "van der"},
             {"family": "Smith", "given": "John", "suffix": "Jr."}, {"literal": "ABC Study Group"}],
  "title": "Effect of <i>Helicobacter pylori</i> eradication: a randomized trial",
  "container-title": "The Journal of Examples", "container-title-short": "J Examples",
  "issued": {"date-parts": [[2024, "3", 9]]}, "volume": "12", "issue": "3 Suppl 1", "page": "S101-S109",
  "DOI": "10.1234/jex.2024.001", "note": "PMID: 12345678\nread twice", "language": "en-US"}]"#;
const YAML: &str = "garcia2024:\n  type: article\n  author:\n    - García-López, María José\n    - {name: Berg, given-name: Jan-Peter, prefix: van der}\n    - {name: Smith, given-name: John, suffix: Jr.}\n    - ABC Study Group\n  title: \"Effect of <i>Helicobacter pylori</i> eradication: a randomized trial\"\n  date: 2024-03-09\n  page-range: S101-S109\n  serial-number: {doi: 10.1234/JEX.2024.001, pmid: \"12345678\"}\n  language: en\n  parent:\n    type: periodical\n    title: {value: The Journal of Examples, short: J. Examples}\n    volume: 12\n    issue: 3 Suppl 1\n";

#[test]
fn one_article_reads_the_same_in_five_formats() {
    let expected = "García-López MJ, van der Berg JP, Smith J Jr; ABC Study Group. Effect of Helicobacter pylori eradication: a randomized trial. J Examples. 2024 Mar 9;12(3 Suppl 1):S101-9. doi: 10.1234/jex.2024.001. PMID: 12345678.";
    for (format, text) in [
        (Format::BibTex, BIB),
        (Format::Ris, RIS),
        (Format::Medline, NBIB),
        (Format::CslJson, JSON),
        (Format::Hayagriva, YAML),
    ] {
        let (library, diagnostics) = parse(format, text);
        assert_eq!(diagnostics, Vec::new(), "{format:?}");
        assert_eq!(library.len(), 1, "{format:?}");
        for key in ["pmid:12345678", "PMID: 12345678", "doi:10.1234/JEX.2024.001"] {
            let reference = library.get(key).unwrap_or_else(|| panic!("{format:?} {key}"));
            assert_eq!(plain(reference, Style::Nlm, LocaleTag::EnUs), expected, "{format:?}");
        }
        assert_eq!(Format::sniff(text), Some(format));
    }
}

#[test]
fn one_bad_entry_does_not_lose_the_rest() {
    let text = "@article{one, title={First}, author={A, B}, journal={J}, year=2001}\n\n@article{two,\n  title={Second}\n  year=2002}\n\n@article{three, title={Third, year=2003}\n\n@article{four, title={Fourth}, author={C, D}, journal={J}, year=2004}\n";
    let (library, diagnostics) = parse(Format::BibTex, text);
    assert_eq!(library.iter().map(|entry| entry.key.as_str()).collect::<Vec<_>>(), ["one", "four"]);
    assert_eq!(codes(&diagnostics), ["CIT-03", "CIT-03"]);
    let mut places: Vec<_> = diagnostics.iter().map(|diagnostic| place(text, diagnostic)).collect();
    places.sort_unstable();
    assert_eq!(places, [(5, 3), (7, 1)]);
    assert!(diagnostics.iter().all(|diagnostic| !diagnostic.hints.is_empty()));
}

#[test]
fn bibtex_of_real_files() {
    let text = "mail me @ home\n@comment{jabref-meta: x}\n% @article{no, title={commented out}}\n@string{nejm = \"N Engl J Med\"}\n@STRING{twice = nejm # { B}}\n@Article(paren, Title = \"A {\\\"u}ber title with {DNA} \\& $\\alpha$ at 5\\% cost 3$\", author = \"M{\\\"u}ller, J. and others\", journal = nejm, year = 2001, month = mar # \"~5\", pages=\"1--5\")\n@inproceedings{child, crossref={parent}, title={Child}, author={Jane Q. Public and John de la Fontaine}, pages={10-12}}\n@misc{page, title={A page}, howpublished={\\url{https://example.org/a_b~c}}, year={n.d.}}\n@article{undef, title={Undefined}, journal=nosuch, year=2004}\n@proceedings{parent, title={The Proceedings}, year=1999, editor={Ed Itor}}\n";
    let (library, diagnostics) = parse(Format::BibTex, text);
    assert_eq!(codes(&diagnostics), ["CIT-04", "CIT-06"]);
    let nlm = |key: &str| plain(library.get(key).expect(key), Style::Nlm, LocaleTag::EnUs);
    assert_eq!(nlm("paren"), "Müller J, et al. A über title with DNA & α at 5% cost 3$. N Engl J Med. 2001 Mar 5:1-5.");
    assert_eq!(nlm("child"), "Public JQ, de la Fontaine J. Child. In: Itor E, editor. The Proceedings. 1999. p. 10-2.");
    assert_eq!(nlm("page"), "A page [Internet]. n.d. Available from: https://example.org/a_b~c");
    assert_eq!(library.len(), 5);
}

#[test]
fn latex_loses_no_word() {
    let text = "@article{a, author={H{\\o}iland-J{\\o{}}rgensen, T. and Nu{\\~n}ez, {\\'I}}, title={Bose\\textendash{{Einstein}} and {\\BibTeX}ing at \\textalpha{}-level, \\TeX/Pascal, caf\\'{e}, $n \\log n$}, journal={J}, year={2001}}";
    let (library, diagnostics) = parse(Format::BibTex, text);
    assert_eq!(diagnostics, Vec::new());
    let entry = library.get("a").expect("a");
    assert_eq!(entry.title, "Bose–Einstein and BibTeXing at α-level, TeX/Pascal , café, n log n");
    assert!(plain(entry, Style::Nlm, LocaleTag::EnUs).starts_with("Høiland-Jørgensen T, Nuñez Í."));
}

#[test]
fn addresses_that_are_identifiers_become_them() {
    let text = "@online{a, title={A}, url={https://doi.org/10.1145/3173574.3173766}}\n@online{b, title={B}, url={https://pubmed.ncbi.nlm.nih.gov/12140307/}}\n@online{c, title={C}, author={Anonymous}, url={https://www.ncbi.nlm.nih.gov/pmc/articles/PMC6871319/}}";
    let (library, _) = parse(Format::BibTex, text);
    assert!(library.get("doi:10.1145/3173574.3173766").is_some());
    assert!(library.get("pmid:12140307").is_some());
    let last = library.get("c").expect("c");
    assert_eq!((last.pmcid.as_deref(), last.authors.len()), (Some("PMC6871319"), 0));
}

#[test]
fn ris_of_many_exporters() {
    let embase = "TY  - JOUR\nM3  - Article\nY1  - 2014\nVL  - 3\nIS  - 3\nSP  - 152\nEP  - 160\nJF  - Endoscopic Ultrasound\nA1  - Liu R.\nA1  - Adler D.G.\nT1  - Duplication cysts\nDO  - 10.4103/2303-9027.138783\nLA  - English\nER  - \n";
    let wos = "TY  - JOUR\nAU  - Alceste, F\nTI  - Holding Yourself Captive\nT2  - JOURNAL OF APPLIED RESEARCH IN MEMORY AND COGNITION\nJI  - J. Appl. Res. Mem. Cogn.\nDA  - SEP\nPY  - 2018\nVL  - 7\nSP  - 387\nEP  - 397\nER  -\n";
    let unclosed = "TY  - BOOK\nAU  - World Health Organization\nTI  - A book\nPB  - WHO\nCY  - Geneva\nPY  - 2020//\nET  - 2\nTY  - XXXX\nTI  - Last\nPY  - soon\n";
    let (library, diagnostics) = parse(Format::Ris, &format!("1.\n{embase}\n\n{wos}{unclosed}"));
    let shown: Vec<String> = library.iter().map(|entry| plain(entry, Style::Nlm, LocaleTag::EnUs)).collect();
    assert_eq!(
        shown,
        [
            "Liu R, Adler DG. Duplication cysts. Endoscopic Ultrasound. 2014;3(3):152-60. doi: 10.4103/2303-9027.138783.",
            "Alceste F. Holding Yourself Captive. J Appl Res Mem Cogn. 2018 Sep;7:387-97.",
            "World Health Organization. A book. 2nd ed. Geneva: WHO; 2020.",
            "Last. soon.",
        ]
    );
    // Two records without `ER`, one unknown type, one odd date.
    assert_eq!(codes(&diagnostics), ["CIT-04", "CIT-04", "CIT-04", "CIT-06"]);
    assert_eq!(
        library.iter().map(|entry| entry.key.as_str()).collect::<Vec<_>>(),
        ["liu2014", "alceste2018", "world2020", "lastnd"]
    );
}

#[test]
fn keys_are_made_the_same_way_every_time() {
    let record = "TY  - JOUR\nAU  - Núñez, A.\nTI  - T\nPY  - 2020\nER  - \n";
    let (library, _) = parse(Format::Ris, &record.repeat(3));
    assert_eq!(
        library.iter().map(|entry| entry.key.as_str()).collect::<Vec<_>>(),
        ["nunez2020", "nunez2020b", "nunez2020c"]
    );
    let chosen = "TY  - JOUR\nID  - nunez2020\nTI  - U\nPY  - 2019\nER  - \n";
    let (library, _) = parse(Format::Ris, &format!("{record}{chosen}"));
    assert_eq!(library.iter().map(|entry| entry.key.as_str()).collect::<Vec<_>>(), ["nunez2020b", "nunez2020"]);
}

#[test]
fn medline_records_with_groups_translations_and_retractions() {
    let text = "PMID- 1\nDP  - 1999 Spring\nTI  - [Fear of illness among students].\nTT  - Sykdomsangst blant studenter.\nAU  - Ellingsen AE\nAU  - Wilhelmsen I\nCN  - Some Group\nLA  - nor\nTA  - Tidsskr Nor Laegeforen\nVI  - 122\nPT  - Journal Article\nPT  - Retracted Publication\n\nPMID- 2\nDP  - 2018\nDEP - 20180327\nPST - epublish\nTI  - Herbal gel.\nPG  - 53\nTA  - Adv Biomed Res\nVI  - 7\nFAU - Doe, Jane 3rd\nAU  - Doe J 3rd\nPT  - Letter\n";
    let (library, diagnostics) = parse(Format::Medline, text);
    assert_eq!(diagnostics, Vec::new());
    let shown: Vec<String> = library.iter().map(|entry| plain(entry, Style::Nlm, LocaleTag::EnUs)).collect();
    assert_eq!(
        shown,
        [
            "Ellingsen AE, Wilhelmsen I; Some Group. Sykdomsangst blant studenter [Fear of illness among students] [retracted]. Tidsskr Nor Laegeforen. 1999 Spring;122. Norwegian. PMID: 1.",
            "Doe J 3rd. Herbal gel [letter]. Adv Biomed Res. 2018 Mar 27;7:53. PMID: 2.",
        ]
    );
}

#[test]
fn csl_json_in_all_its_wrappings() {
    let item = r#"{"id": 7, "type": "book", "title": "T", "author": [{"family": "A", "given": "B"}], "issued": {"raw": "2001-02"}, "publisher": "P"}"#;
    for text in [format!("[{item}]"), item.to_owned(), format!("{{\"items\": [{item}]}}"), format!("{{\"7\": {item}}}")]
    {
        let (library, diagnostics) = parse(Format::CslJson, &text);
        assert_eq!(diagnostics, Vec::new(), "{text}");
        let entry = library.get("7").expect("by its id");
        assert_eq!(entry.kind, Kind::Book);
        assert_eq!(plain(entry, Style::Nlm, LocaleTag::EnUs), "A B. T. P; 2001 Feb.");
    }
    let broken = format!("[{item},\n{{\"id\": \"x\", \"title\": nonsense}},\n{}\n, 5]", item.replace('7', "\"8\""));
    let (library, diagnostics) = parse(Format::CslJson, &broken);
    assert_eq!(library.len(), 2);
    assert_eq!(codes(&diagnostics), ["CIT-03", "CIT-03"]);
    assert_eq!(place(&broken, &diagnostics[0]), (2, 1));
    for text in ["[", "{", "[{\"id\": \"a\"", "[{]", "nonsense", "[\"a\", ]", "{\"a\" 1}"] {
        let (library, diagnostics) = parse(Format::CslJson, text);
        assert!(library.is_empty() && diagnostics.iter().any(Diagnostic::is_error), "{text}");
    }
}

#[test]
fn hayagriva_entries_fail_one_by_one() {
    let text = "# mine\none:\n  type: book\n  title: One\n  author: [\"A, B\", \"C, D\"]\n  date: 2020-05\n\ntwo:\n  type: nonsense\n  title: Two\n\nthree:\n  type: [unclosed\n\nfour:\n  type: chapter\n  title: Four\n  parent:\n    type: book\n    title: Host\n    editor: Ed, E.\n    date: 2021\n    publisher: {name: P, location: L}\nfive: *alias\n";
    let (library, diagnostics) = parse(Format::Hayagriva, text);
    assert_eq!(library.iter().map(|entry| entry.key.as_str()).collect::<Vec<_>>(), ["one", "four"]);
    assert_eq!(codes(&diagnostics), ["CIT-03", "CIT-03", "CIT-03"]);
    assert_eq!(place(text, &diagnostics[0]).0, 9);
    let four = library.get("four").expect("four");
    assert_eq!(plain(four, Style::Nlm, LocaleTag::EnUs), "Four. In: Ed E, editor. Host. L: P; 2021.");
    assert_eq!(library.get("one").and_then(|one| one.date).map(|date| (date.year, date.month)), Some((2020, Some(5))));
}

#[test]
fn identifiers_are_checked() {
    let text = "@article{a, title={A}, doi={10.1000/X}, pmid={123}}\n@article{b, title={B}, doi={https://doi.org/10.1000/x}}\n@article{c, title={C}, doi={11.1000/x}}\n@article{d, title={D}, pmid={123456789}}\n@article{e, title={E}, pmid={123}}\n@article{a, title={F}}\n";
    let (library, diagnostics) = parse(Format::BibTex, text);
    assert_eq!(codes(&diagnostics), ["EVD-03", "EVD-03", "EVD-03", "EVD-03", "CIT-05"]);
    assert!(diagnostics.iter().all(Diagnostic::is_error));
    // The diagnostic points at the very value.
    assert_eq!(place(text, &diagnostics[1]), (3, 29));
    assert_eq!(&text[diagnostics[1].labels[0].range.clone()], "11.1000/x");
    assert_eq!(library.len(), 5);
    assert_eq!(library.get("doi:10.1000/x").map(|entry| entry.key.as_str()), Some("a"));
    assert_eq!(library.get("c").and_then(|entry| entry.doi.clone()), None);
}

#[test]
fn spans_are_the_entries() {
    for (format, text) in [
        (Format::BibTex, BIB),
        (Format::Ris, RIS),
        (Format::Medline, NBIB),
        (Format::CslJson, JSON),
        (Format::Hayagriva, YAML),
    ] {
        let (library, _) = parse(format, &format!("{text}\n"));
        let entry = library.iter().next().expect("one");
        let shown = text.get(entry.span.clone()).unwrap_or_default();
        assert!(shown.contains("S101") && shown.contains("12345678"), "{format:?} {:?}", entry.span);
    }
}

#[test]
fn hostile_files_end_quickly() {
    let deep_tex = format!("@article{{a, title={{{}x{}}}}}", "{".repeat(100_000), "}".repeat(100_000));
    let deep_command = format!("@article{{a, title={{{}x{}}}}}", "\\emph{".repeat(20_000), "}".repeat(20_000));
    // Doubling abbreviations: 2^60 characters if they were not cut.
    let mut laughs = String::from("@string{a0 = \"ha\"}\n");
    for step in 1..60 {
        laughs.push_str(&format!("@string{{a{step} = a{} # a{}}}\n", step - 1, step - 1));
    }
    laughs.push_str("@article{x, title = a59, crossref={y}}\n@article{y, title={Y}, crossref={x}}\n");
    let deep_json = format!("[{}{}]", "{\"a\":".repeat(50_000), "}".repeat(50_000));
    let deep_yaml = format!("a:\n  type: article\n  parent: {}{}\n", "{parent: ".repeat(5_000), "}".repeat(5_000));
    let cases = [
        (Format::BibTex, deep_tex),
        (Format::BibTex, deep_command),
        (Format::BibTex, laughs),
        (Format::CslJson, deep_json),
        (Format::Hayagriva, deep_yaml),
        (Format::Ris, "TY  - JOUR\n".repeat(60_000)),
        (Format::BibTex, "@a{".repeat(20_000)),
    ];
    for (format, text) in cases {
        let (library, diagnostics) = parse(format, &text);
        assert!(library.len() <= 2 && !diagnostics.is_empty(), "{format:?}");
        for entry in &library {
            assert!(plain(entry, Style::Nlm, LocaleTag::EnUs).len() < 40_000);
        }
    }
}

#[test]
fn any_cut_of_a_good_file_is_read_without_panic() {
    for (format, text) in [
        (Format::BibTex, BIB),
        (Format::Ris, RIS),
        (Format::Medline, NBIB),
        (Format::CslJson, JSON),
        (Format::Hayagriva, YAML),
    ] {
        let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        for end in ends {
            let (library, _) = parse(format, &text[..end]);
            for entry in &library {
                let line = plain(entry, Style::Nlm, LocaleTag::FrFr);
                assert!(!line.is_empty());
            }
        }
    }
}

#[test]
fn too_many_entries_are_said_and_left_out() {
    let text = "TY  - JOUR\nTI  - T\nER  - \n".repeat(super::MAX_ENTRIES + 2);
    let (library, diagnostics) = parse(Format::Ris, &text);
    assert_eq!(library.len(), super::MAX_ENTRIES);
    assert_eq!(codes(&diagnostics), ["CIT-01"]);
}

#[test]
fn groups_and_people_are_told_apart() {
    let text = "@article{a, title={T}, author={{World Health Organization} and {Doe, Jane} and Plato and Jane Doe}}";
    let (library, _) = parse(Format::BibTex, text);
    let groups: Vec<bool> =
        library.iter().flat_map(|entry| &entry.authors).map(|name| matches!(name, Name::Group(_))).collect();
    assert_eq!(groups, [true, false, true, false]);
}
