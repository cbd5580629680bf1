//! Opens a case, checks it, and renders one document.
use opine::{Case, DocumentKind, Engine, Render, Stage, Theme};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // Build the engine once; it is Send + Sync and serves any number of threads.
    let engine = Engine::builder().theme(Theme::builtin()?.overlay("samples/theme")?).build()?;
    let case = Case::open("samples/oncology")?; // keeps source positions
    let report = engine.check(&case, Stage::Release); // every diagnostic, never only the first
    assert!(!report.has_errors(), "{report}");
    let job = Render::new(DocumentKind::Consultation, "fr-CA".parse()?);
    let pdf = engine.render(&case, job)?;
    assert!(pdf.starts_with(b"%PDF-"));
    Ok(())
}
