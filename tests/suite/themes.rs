//! Themes: what is laid over is used, and what cannot be used is named.

use opine::{DocumentKind, Engine, Render, Theme};

use crate::support::{repository, sample};

fn overlay(files: &[(&str, &str)]) -> Result<Theme, String> {
    let folder = tempfile::tempdir().unwrap();
    for (path, content) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }
    Theme::builtin().unwrap().overlay(folder.path()).map_err(|problem| {
        let all = problem.diagnostics.0.iter();
        all.map(|d| format!("{d}; {}\n", d.hints.join("; "))).collect()
    })
}

#[test]
fn settings_are_merged_key_by_key() {
    let theme = overlay(&[("theme.yaml", "opine_theme: 1\npage: a4\ncolours: { accent: \"#003366\" }\n")]).unwrap();
    assert_eq!(theme.settings().page, opine::theme::Page::A4);
    assert_eq!(theme.settings().colours.accent, "#003366");
    assert_eq!(theme.settings().colours.ink, Theme::builtin().unwrap().settings().colours.ink);
}

#[test]
fn what_is_wrong_is_named() {
    for (files, says) in [
        (vec![("locales/de/documents.ftl", "")], "`locales/de/documents.ftl` has no place in a theme"),
        (vec![("templates/prose/es/cover-leter.md", "x")], "cover-letter.md"),
        (vec![("notes.txt", "x")], "has no place in a theme"),
        (vec![("theme.yaml", "opine_theme: 1\ncolour: {}\n")], "did you mean `colours`?"),
        (vec![("theme.yaml", "opine_theme: 1\ncolours: { ink: \"#cccccc\" }\n")], "contrast"),
        (vec![("theme.yaml", "opine_theme: 1\npage: letter\n")], "`letter` is not a value of `page`"),
        (vec![("theme.yaml", "opine_theme: 1\nsizes: { patient: 6 }\n")], "can be read"),
        (vec![("theme.yaml", "opine_theme: 1\ninstitution: { logo: media/none.svg }\n")], "is not in the theme"),
    ] {
        match overlay(&files) {
            Err(said) => assert!(said.contains(says), "{files:?}: {said}"),
            Ok(_) => panic!("{files:?} is taken"),
        }
    }
}

#[test]
fn broken_words_templates_and_fonts_are_refused_when_the_engine_is_built() {
    for files in [
        vec![("locales/es/brand.ftl", "title-booklet = { $nothing")],
        vec![("templates/prose/en/cover-letter.md", "Dear {{ patient_nam }}")],
        vec![("fonts/none.ttf", "this is no font")],
        vec![("theme.yaml", "opine_theme: 1\nfonts: { patient: [Comic Sans MS] }\n")],
    ] {
        let theme = overlay(&files).unwrap_or_else(|e| panic!("{files:?}: {e}"));
        match Engine::builder().theme(theme).build() {
            Err(_) => {}
            // A template's variables are known only when it is rendered.
            Ok(engine) => {
                let case = sample("spine");
                let refused = engine.compose(&case, Render::new(DocumentKind::Booklet, case.content.locale));
                assert!(refused.is_err(), "{files:?} is taken");
            }
        }
    }
}

#[test]
fn a_template_that_is_wrong_is_named_with_its_line() {
    let theme = overlay(&[("templates/typst/main.typ", "#let x = 1\n#panic(\"here\")\n")]).unwrap();
    let engine = Engine::builder().theme(theme).build().unwrap();
    let case = sample("spine");
    let refused = engine.render(&case, Render::new(DocumentKind::Consultation, case.content.locale)).unwrap_err();
    assert!(refused.to_string().contains("template `main.typ`, line 2"), "{refused}");
}

#[test]
fn the_sample_theme_is_sound_and_shows_its_brand() {
    let theme = Theme::builtin().unwrap().overlay(repository("samples/theme")).unwrap_or_else(|e| panic!("{e}"));
    let name = theme.settings().institution.name.clone();
    let engine = Engine::builder().theme(theme).build().unwrap();
    let case = sample("spine");
    let document = engine.compose(&case, Render::new(DocumentKind::Booklet, case.content.locale)).unwrap();
    assert_eq!(document.front.brand, name);
    assert!(document.front.logo.is_some());
    // A theme's words take the place of the built-in ones.
    assert_eq!(document.front.title, "Aurelia booklet");
    engine.render(&case, Render::new(DocumentKind::Booklet, case.content.locale)).unwrap();
}

#[test]
fn sections_can_be_left_out() {
    let theme = overlay(&[("theme.yaml", "opine_theme: 1\nomit_sections: [notes, p-glossary]\n")]).unwrap();
    let engine = Engine::builder().theme(theme).build().unwrap();
    let case = sample("spine");
    let document = engine.compose(&case, Render::new(DocumentKind::PatientSummary, case.content.locale)).unwrap();
    assert!(document.sections.iter().all(|s| s.id != "p-notes" && s.id != "p-glossary"));
}
