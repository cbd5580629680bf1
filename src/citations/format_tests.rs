//! Against the NLM's published samples, and the same reference in the other styles and languages.

use super::{Kind, Reference, Style, plain};
use crate::case::model::LocaleTag;
use crate::citations::read::{Format, read};
use crate::diagnostics::SourceId;
use crate::document::Inline;

/// The one reference of a BibTeX entry.
fn bib(source: &str) -> Reference {
    let (library, diagnostics) = read(Format::BibTex, source, SourceId(0));
    assert_eq!(diagnostics, Vec::new(), "{source}");
    assert_eq!(library.len(), 1, "{source}");
    library.iter().next().cloned().expect("one entry")
}

fn nlm(source: &str) -> String {
    plain(&bib(source), Style::Nlm, LocaleTag::EnUs)
}

/// NLM, "Samples of Formatted References for Authors of Journal Articles".
#[test]
fn samples_of_the_nlm_journal_articles() {
    let samples = [
        // 1. Standard journal article.
        (
            "@article{a, author={Halpern, Scott D. and Ubel, Peter A. and Caplan, Arthur L.}, title={Solid-organ transplantation in HIV-infected patients}, shortjournal={N Engl J Med}, journal={The New England Journal of Medicine}, date={2002-07-25}, volume=347, number=4, pages={284--287}}",
            "Halpern SD, Ubel PA, Caplan AL. Solid-organ transplantation in HIV-infected patients. N Engl J Med. 2002 Jul 25;347(4):284-7.",
        ),
        // More than six authors.
        (
            "@article{a, author={Rose, M. E. and Huerbin, M. B. and Melick, J. and Marion, D. W. and Palmer, A. M. and Schiding, J. K. and Kochanek, P. M. and Graham, S. H.}, title={Regulation of interstitial excitatory amino acid concentrations after cortical contusion injury}, journal={Brain Res}, year=2002, volume=935, number={1-2}, pages={40-46}}",
            "Rose ME, Huerbin MB, Melick J, Marion DW, Palmer AM, Schiding JK, et al. Regulation of interstitial excitatory amino acid concentrations after cortical contusion injury. Brain Res. 2002;935(1-2):40-6.",
        ),
        // 2. Organization as author.
        (
            "@article{a, author={{Diabetes Prevention Program Research Group}}, title={Hypertension, insulin, and proinsulin in participants with impaired glucose tolerance}, journal={Hypertension}, year=2002, volume=40, number=5, pages={679-686}}",
            "Diabetes Prevention Program Research Group. Hypertension, insulin, and proinsulin in participants with impaired glucose tolerance. Hypertension. 2002;40(5):679-86.",
        ),
        // 3. Both personal authors and an organization.
        (
            "@article{a, author={Vallancien, Guy and Emberton, Mark and Harving, Niels and van Moorselaar, R. Jeroen and {Alf-One Study Group}}, title={Sexual dysfunction in 1,274 European men suffering from lower urinary tract symptoms}, journal={J Urol}, year=2003, volume=169, number=6, pages={2257-2261}}",
            "Vallancien G, Emberton M, Harving N, van Moorselaar RJ; Alf-One Study Group. Sexual dysfunction in 1,274 European men suffering from lower urinary tract symptoms. J Urol. 2003;169(6):2257-61.",
        ),
        // 4. No author given.
        (
            "@article{a, title={21st century heart solution may have a sting in the tail}, journal={BMJ}, year=2002, volume=325, number=7357, pages=184}",
            "21st century heart solution may have a sting in the tail. BMJ. 2002;325(7357):184.",
        ),
        // 5. Article not in English.
        (
            "@article{a, author={Ellingsen, A. E. and Wilhelmsen, I.}, title={Sykdomsangst blant medisin- og jusstudenter}, journal={Tidsskr Nor Laegeforen}, year=2002, volume=122, number=8, pages={785-787}, langid={norwegian}}",
            "Ellingsen AE, Wilhelmsen I. Sykdomsangst blant medisin- og jusstudenter. Tidsskr Nor Laegeforen. 2002;122(8):785-7. Norwegian.",
        ),
        // 6. Volume with supplement.
        (
            "@article{a, author={Geraud, G. and Spierings, E. L. and Keywood, C.}, title={Tolerability and safety of frovatriptan with short- and long-term use for treatment of migraine and in comparison with sumatriptan}, journal={Headache}, year=2002, volume=42, number={Suppl 2}, pages={S93-S99}}",
            "Geraud G, Spierings EL, Keywood C. Tolerability and safety of frovatriptan with short- and long-term use for treatment of migraine and in comparison with sumatriptan. Headache. 2002;42 Suppl 2:S93-9.",
        ),
        // 7. Issue with supplement.
        (
            "@article{a, author={Glauser, Tracy A.}, title={Integrating clinical trial data into clinical practice}, journal={Neurology}, year=2002, volume=58, number={12 Supplement 7}, pages={S6-S12}}",
            "Glauser TA. Integrating clinical trial data into clinical practice. Neurology. 2002;58(12 Suppl 7):S6-12.",
        ),
        // 8. Volume with part.
        (
            "@article{a, author={Abend, S. M. and Kulish, N.}, title={The psychoanalytic method from an epistemological viewpoint}, journal={Int J Psychoanal}, year=2002, volume=83, number={Pt 2}, pages={491-495}}",
            "Abend SM, Kulish N. The psychoanalytic method from an epistemological viewpoint. Int J Psychoanal. 2002;83(Pt 2):491-5.",
        ),
        // 9. Issue with part.
        (
            "@article{a, author={Ahrar, K. and Madoff, D. C. and Gupta, S. and Wallace, M. J. and Price, R. E. and Wright, K. C.}, title={Development of a large animal model for lung tumors}, journal={J Vasc Interv Radiol}, year=2002, volume=13, number={9 Part 1}, pages={923-928}}",
            "Ahrar K, Madoff DC, Gupta S, Wallace MJ, Price RE, Wright KC. Development of a large animal model for lung tumors. J Vasc Interv Radiol. 2002;13(9 Pt 1):923-8.",
        ),
        // 10. Issue with no volume.
        (
            "@article{a, author={Banit, D. M. and Kaufer, H. and Hartford, J. M.}, title={Intraoperative frozen section analysis in revision total joint arthroplasty}, journal={Clin Orthop}, year=2002, number=401, pages={230-238}}",
            "Banit DM, Kaufer H, Hartford JM. Intraoperative frozen section analysis in revision total joint arthroplasty. Clin Orthop. 2002;(401):230-8.",
        ),
        // 11. No volume or issue.
        (
            "@article{a, title={Outreach: bringing HIV-positive individuals into care}, journal={HRSA Careaction}, year=2002, month=jun, pages={1-6}}",
            "Outreach: bringing HIV-positive individuals into care. HRSA Careaction. 2002 Jun:1-6.",
        ),
        // 12. Pagination in roman numerals.
        (
            "@article{a, author={Chadwick, R. and Schuklenk, U.}, title={The politics of ethical consensus finding}, journal={Bioethics}, year=2002, volume=16, number=2, pages={iii-v}}",
            "Chadwick R, Schuklenk U. The politics of ethical consensus finding. Bioethics. 2002;16(2):iii-v.",
        ),
        // 13. Type of article indicated as needed.
        (
            "@article{a, author={Tor, M. and Turker, H.}, title={International approaches to the prescription of long-term oxygen therapy}, entrysubtype={letter}, journal={Eur Respir J}, year=2002, volume=20, number=1, pages=242}",
            "Tor M, Turker H. International approaches to the prescription of long-term oxygen therapy [letter]. Eur Respir J. 2002;20(1):242.",
        ),
        (
            "@article{a, author={Lofwall, M. R. and Strain, E. C. and Brooner, R. K. and Kindbom, K. A. and Bigelow, G. E.}, title={Characteristics of older methadone maintenance (MM) patients}, entrysubtype={abstract}, journal={Drug Alcohol Depend}, year=2002, volume=66, number={Suppl. 1}, pages={S105}}",
            "Lofwall MR, Strain EC, Brooner RK, Kindbom KA, Bigelow GE. Characteristics of older methadone maintenance (MM) patients [abstract]. Drug Alcohol Depend. 2002;66 Suppl 1:S105.",
        ),
    ];
    for (source, expected) in samples {
        assert_eq!(nlm(source), expected);
    }
}

/// The same page: books and other monographs, electronic material.
#[test]
fn samples_of_the_nlm_books_and_pages() {
    let samples = [
        // 18. Personal authors.
        (
            "@book{a, author={Murray, P. R. and Rosenthal, K. S. and Kobayashi, G. S. and Pfaller, M. A.}, title={Medical microbiology}, edition=4, location={St. Louis}, publisher={Mosby}, year=2002}",
            "Murray PR, Rosenthal KS, Kobayashi GS, Pfaller MA. Medical microbiology. 4th ed. St. Louis: Mosby; 2002.",
        ),
        // 19. Editors as authors.
        (
            "@book{a, editor={Gilstrap, III, L. C. and Cunningham, F. G. and VanDorsten, J. P.}, title={Operative obstetrics}, edition={2nd}, address={New York}, publisher={McGraw-Hill}, year=2002}",
            "Gilstrap LC 3rd, Cunningham FG, VanDorsten JP, editors. Operative obstetrics. 2nd ed. New York: McGraw-Hill; 2002.",
        ),
        // 20. Authors and editor.
        (
            "@book{a, author={Breedlove, G. K. and Schorfheide, A. M.}, editor={Wieczorek, R. R.}, title={Adolescent pregnancy}, edition=2, address={White Plains (NY)}, publisher={March of Dimes Education Services}, year=2001}",
            "Breedlove GK, Schorfheide AM. Adolescent pregnancy. 2nd ed. Wieczorek RR, editor. White Plains (NY): March of Dimes Education Services; 2001.",
        ),
        // 22. Chapter in a book.
        (
            "@incollection{a, author={Meltzer, P. S. and Kallioniemi, A. and Trent, J. M.}, title={Chromosome alterations in human solid tumors}, editor={Vogelstein, B. and Kinzler, K. W.}, booktitle={The genetic basis of human cancer}, address={New York}, publisher={McGraw-Hill}, year=2002, pages={93-113}}",
            "Meltzer PS, Kallioniemi A, Trent JM. Chromosome alterations in human solid tumors. In: Vogelstein B, Kinzler KW, editors. The genetic basis of human cancer. New York: McGraw-Hill; 2002. p. 93-113.",
        ),
        // 23. Conference proceedings.
        (
            "@proceedings{a, editor={Harnden, P. and Joffe, J. K. and Jones, W. G.}, title={Germ cell tumours V}, eventtitle={Proceedings of the 5th Germ Cell Tumour Conference}, eventdate={2001 Sep 13-15}, venue={Leeds, UK}, address={New York}, publisher={Springer}, year=2002}",
            "Harnden P, Joffe JK, Jones WG, editors. Germ cell tumours V. Proceedings of the 5th Germ Cell Tumour Conference; 2001 Sep 13-15; Leeds, UK. New York: Springer; 2002.",
        ),
        // 24. Conference paper.
        (
            "@inproceedings{a, author={Christensen, S. and Oppacher, F.}, title={An analysis of Koza's computational effort statistic for genetic programming}, editor={Foster, J. A. and Lutton, E. and Miller, J. and Ryan, C. and Tettamanzi, A. G.}, booktitle={Genetic programming}, eventtitle={EuroGP 2002: Proceedings of the 5th European Conference on Genetic Programming}, eventdate={2002 Apr 3-5}, venue={Kinsdale, Ireland}, address={Berlin}, publisher={Springer}, year=2002, pages={182-191}}",
            "Christensen S, Oppacher F. An analysis of Koza's computational effort statistic for genetic programming. In: Foster JA, Lutton E, Miller J, Ryan C, Tettamanzi AG, editors. Genetic programming. EuroGP 2002: Proceedings of the 5th European Conference on Genetic Programming; 2002 Apr 3-5; Kinsdale, Ireland. Berlin: Springer; 2002. p. 182-91.",
        ),
        // 26. Dissertation.
        (
            "@phdthesis{a, author={Borkowski, M. M.}, title={Infant sleep and feeding: a telephone survey of Hispanic Americans}, address={Mount Pleasant (MI)}, school={Central Michigan University}, year=2002}",
            "Borkowski MM. Infant sleep and feeding: a telephone survey of Hispanic Americans [dissertation]. Mount Pleasant (MI): Central Michigan University; 2002.",
        ),
        // 38. Monograph on the Internet.
        (
            "@book{a, editor={Foley, K. M. and Gelband, H.}, title={Improving palliative care for cancer}, address={Washington}, publisher={National Academy Press}, year=2001, url={http://www.nap.edu/books/0309074029/html/}, urldate={2002-07-09}}",
            "Foley KM, Gelband H, editors. Improving palliative care for cancer [Internet]. Washington: National Academy Press; 2001 [cited 2002 Jul 9]. Available from: http://www.nap.edu/books/0309074029/html/.",
        ),
        // 39. Homepage, as far as its parts are ours.
        (
            "@online{a, title={Cancer-Pain.org}, address={New York}, publisher={Association of Cancer Online Resources, Inc.}, year=2002, url={http://www.cancer-pain.org/}, urldate={2002-07-09}}",
            "Cancer-Pain.org [Internet]. New York: Association of Cancer Online Resources, Inc.; 2002 [cited 2002 Jul 9]. Available from: http://www.cancer-pain.org/.",
        ),
        // 37. Journal article on the Internet.
        (
            "@article{a, author={Abood, S.}, title={Quality improvement initiative in nursing homes: the ANA acts in an advisory role}, journal={Am J Nurs}, year=2002, month=jun, volume=102, number=6, pages={[about 1 p.]}, url={http://www.nursingworld.org/AJN/2002/june/Wawatch.htm}, urldate={2002-08-12}}",
            "Abood S. Quality improvement initiative in nursing homes: the ANA acts in an advisory role. Am J Nurs [Internet]. 2002 Jun [cited 2002 Aug 12];102(6):[about 1 p.]. Available from: http://www.nursingworld.org/AJN/2002/june/Wawatch.htm",
        ),
    ];
    for (source, expected) in samples {
        assert_eq!(nlm(source), expected);
    }
}

/// PubMed's own rendering of a record with everything.
#[test]
fn identifiers_and_electronic_publication_follow_pubmed() {
    let (library, diagnostics) = read(
        Format::Medline,
        "PMID- 31986264\nVI  - 395\nIP  - 10223\nDP  - 2020 Feb 15\nTI  - Clinical features of patients infected with 2019 novel coronavirus in Wuhan,\n      China.\nPG  - 497-506\nLID - 10.1016/S0140-6736(20)30183-5 [doi]\nFAU - Huang, Chaolin\nAU  - Huang C\nFAU - Wang, Yeming\nAU  - Wang Y\nLA  - eng\nDEP - 20200124\nTA  - Lancet\nJT  - Lancet (London, England)\nPMC - PMC7159299\nPST - ppublish\n",
        SourceId(0),
    );
    assert_eq!(diagnostics, Vec::new());
    let reference = library.get("huang2020").expect("made key");
    assert_eq!(
        plain(reference, Style::Nlm, LocaleTag::EnUs),
        "Huang C, Wang Y. Clinical features of patients infected with 2019 novel coronavirus in Wuhan, China. Lancet. 2020 Feb 15;395(10223):497-506. doi: 10.1016/s0140-6736(20)30183-5. Epub 2020 Jan 24. PMID: 31986264; PMCID: PMC7159299."
    );
    let links: Vec<String> = super::format(reference, Style::Nlm, LocaleTag::EnUs)
        .into_iter()
        .filter_map(|part| if let Inline::Link { url, .. } = part { Some(url) } else { None })
        .collect();
    assert_eq!(
        links,
        [
            "https://doi.org/10.1016/s0140-6736(20)30183-5",
            "https://pubmed.ncbi.nlm.nih.gov/31986264/",
            "https://pmc.ncbi.nlm.nih.gov/articles/PMC7159299/"
        ]
    );
}

const ARTICLE: &str = "@article{a, author={Halpern, Scott D. and de la Cruz, Jean-Pierre and Smith, Jr., John}, title={Is it safe?}, shortjournal={N. Engl. J. Med.}, journal={The New England Journal of Medicine}, date={2002-07-25}, volume=347, number=4, pages={284--7}, doi={10.1056/NEJMsb020632}}";
const CHAPTER: &str = "@incollection{a, author={Meltzer, P. S. and Kallioniemi, A.}, title={Chromosome alterations in human solid tumors}, editor={Vogelstein, B. and Kinzler, K. W.}, booktitle={The genetic basis of human cancer}, edition=2, address={New York}, publisher={McGraw-Hill}, year=2002, pages={93-113}}";
const PAGE: &str = "@online{a, author={{World Health Organization}}, title={Cancer pain}, date={2020-03-05}, url={https://www.who.int/x}, urldate={2026-03-01}}";

#[test]
fn ama_11() {
    let ama = |source: &str| plain(&bib(source), Style::Ama, LocaleTag::EnUs);
    assert_eq!(
        ama(ARTICLE),
        "Halpern SD, de la Cruz JP, Smith J Jr. Is it safe? N Engl J Med. 2002;347(4):284-287. doi:10.1056/nejmsb020632"
    );
    assert_eq!(
        ama(CHAPTER),
        "Meltzer PS, Kallioniemi A. Chromosome alterations in human solid tumors. In: Vogelstein B, Kinzler KW, eds. The genetic basis of human cancer. 2nd ed. McGraw-Hill; 2002:93-113."
    );
    assert_eq!(
        ama(PAGE),
        "World Health Organization. Cancer pain. Published March 5, 2020. Accessed March 1, 2026. https://www.who.int/x"
    );
    let many = "@article{a, author={A, B and C, D and E, F and G, H and I, J and K, L and M, N}, title={T}, journal={J}, year=2002, volume=1, eid={e12}}";
    assert_eq!(ama(many), "A B, C D, E F, et al. T. J. 2002;1:e12.");
    assert_eq!(
        ama(&many.replace("M and N", "others").replace("M, N", "others")),
        "A B, C D, E F, et al. T. J. 2002;1:e12."
    );
}

#[test]
fn apa_7() {
    let apa = |source: &str| plain(&bib(source), Style::Apa, LocaleTag::EnUs);
    assert_eq!(
        apa(ARTICLE),
        "Halpern, S. D., de la Cruz, J.-P., & Smith, J., Jr. (2002). Is it safe? The New England Journal of Medicine, 347(4), 284–287. https://doi.org/10.1056/nejmsb020632"
    );
    assert_eq!(
        apa(CHAPTER),
        "Meltzer, P. S., & Kallioniemi, A. (2002). Chromosome alterations in human solid tumors. In B. Vogelstein & K. W. Kinzler (Eds.), The genetic basis of human cancer (2nd ed., pp. 93–113). McGraw-Hill."
    );
    assert_eq!(
        apa(PAGE),
        "World Health Organization. (2020, March 5). Cancer pain. Retrieved March 1, 2026, from https://www.who.int/x"
    );
    let bare = "@article{a, title={No one wrote this}, journal={BMJ}, volume=325, number=7357, pages=184}";
    assert_eq!(apa(bare), "No one wrote this. (n.d.). BMJ, 325(7357), 184.");
    let emphasized = super::format(&bib(ARTICLE), Style::Apa, LocaleTag::EnUs);
    let emphasized: Vec<String> = emphasized
        .into_iter()
        .filter(|part| matches!(part, Inline::Emph { .. }))
        .map(|part| super::format_text::plain(&[part]))
        .collect();
    assert_eq!(emphasized, ["The New England Journal of Medicine", "347"]);
}

#[test]
fn spanish_and_french_words() {
    let shown = |source: &str, style: Style, locale: LocaleTag| plain(&bib(source), style, locale);
    assert_eq!(
        shown(CHAPTER, Style::Nlm, LocaleTag::EsUs),
        "Meltzer PS, Kallioniemi A. Chromosome alterations in human solid tumors. En: Vogelstein B, Kinzler KW, editores. The genetic basis of human cancer. 2.ª ed. New York: McGraw-Hill; 2002. p. 93-113."
    );
    assert_eq!(
        shown(PAGE, Style::Nlm, LocaleTag::EsMx),
        "World Health Organization. Cancer pain [Internet]. 2020 mar 5 [citado 1 mar 2026]. Disponible en: https://www.who.int/x"
    );
    assert_eq!(
        shown(PAGE, Style::Nlm, LocaleTag::FrCa),
        "World Health Organization. Cancer pain [en ligne]. 2020 mars 5 [cité le 1er mars 2026]. Disponible sur\u{A0}: https://www.who.int/x"
    );
    assert_eq!(
        shown(ARTICLE, Style::Nlm, LocaleTag::FrFr),
        "Halpern SD, de la Cruz JP, Smith J Jr. Is it safe? N Engl J Med. 2002 juill 25;347(4):284-7. doi: 10.1056/nejmsb020632."
    );
    assert_eq!(
        shown(CHAPTER, Style::Apa, LocaleTag::FrCa),
        "Meltzer, P. S. et Kallioniemi, A. (2002). Chromosome alterations in human solid tumors. Dans B. Vogelstein et K. W. Kinzler (dir.), The genetic basis of human cancer (2e éd., p. 93–113). McGraw-Hill."
    );
    assert_eq!(
        shown(PAGE, Style::Ama, LocaleTag::EsEs),
        "World Health Organization. Cancer pain. Publicado 5 de marzo de 2020. Consultado el 1 de marzo de 2026. https://www.who.int/x"
    );
    let september = "@article{a, title={T}, journal={J}, date={2002-09}, volume=1}";
    assert_eq!(shown(september, Style::Nlm, LocaleTag::EsEs), "T. J. 2002 sept;1.");
    assert_eq!(shown(september, Style::Nlm, LocaleTag::EsMx), "T. J. 2002 sep;1.");
}

#[test]
fn titles_in_another_language_are_marked() {
    let languages = |reference: &Reference, locale: LocaleTag| -> Vec<String> {
        let parts = super::format(reference, Style::Nlm, locale);
        parts
            .into_iter()
            .filter_map(|part| if let Inline::Lang { lang, .. } = part { Some(lang) } else { None })
            .collect()
    };
    let english = bib(CHAPTER);
    assert_eq!(languages(&english, LocaleTag::EnCa), Vec::<String>::new());
    assert_eq!(languages(&english, LocaleTag::FrCa), ["en", "en"]);
    let french = Reference { language: Some("fr".to_owned()), ..english };
    assert_eq!(languages(&french, LocaleTag::EnUs), ["fr", "fr"]);
    assert_eq!(languages(&french, LocaleTag::FrFr), Vec::<String>::new());
}

#[test]
fn a_retracted_work_says_so_in_every_style() {
    let reference = Reference { retracted: true, ..bib(ARTICLE) };
    for style in Style::ALL {
        assert!(plain(&reference, style, LocaleTag::EnUs).contains("[retracted]"), "{style:?}");
    }
    let marked = Reference { title: "RETRACTED: Is it safe?".to_owned(), ..reference };
    assert!(!plain(&marked, Style::Nlm, LocaleTag::EnUs).contains("[retracted]"));
}

/// No field may vanish without the style saying so.
#[test]
fn nothing_is_lost_in_any_kind() {
    for kind in [
        Kind::Article,
        Kind::Book,
        Kind::Chapter,
        Kind::Report,
        Kind::WebPage,
        Kind::Thesis,
        Kind::Conference,
        Kind::Other,
    ] {
        let mut reference = bib(CHAPTER);
        reference.kind = kind;
        reference.volume = Some("77".to_owned());
        for style in Style::ALL {
            let line = plain(&reference, style, LocaleTag::EnUs);
            for part in ["Meltzer", "Chromosome alterations", "genetic basis", "2002"] {
                assert!(line.contains(part), "{kind:?} {style:?} lost {part}: {line}");
            }
            if kind != Kind::WebPage {
                assert!(line.contains("77"), "{kind:?} {style:?} lost the volume: {line}");
            }
        }
    }
}

#[test]
fn nothing_at_all_is_no_panic() {
    for kind in [
        Kind::Article,
        Kind::Book,
        Kind::Chapter,
        Kind::Report,
        Kind::WebPage,
        Kind::Thesis,
        Kind::Conference,
        Kind::Other,
    ] {
        let reference = Reference { kind, ..Reference::default() };
        for style in Style::ALL {
            for locale in LocaleTag::ALL {
                assert!(plain(&reference, style, *locale).len() < 40);
            }
        }
    }
}
