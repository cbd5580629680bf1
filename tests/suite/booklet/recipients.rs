//! What one reader receives, and who receives nothing.

use super::*;

fn names(out: &Path) -> Vec<String> {
    tree(out).into_keys().collect()
}

#[test]
fn each_reader_receives_what_is_theirs_in_their_language() {
    let copy = copy_of(released());
    let case = copy.path().join("case");
    let out = |name: &str| copy.path().join(name);
    let patient = out("patient");
    let said = done(&build(&case, &patient, &["--for", "patient"]));
    assert!(said.contains("as the medical director signed"), "{said}");
    let files = names(&patient);
    for name in [
        "patient-summary.es-US.pdf",
        "booklet.es-US.pdf",
        "delivery/letter.es-US.pdf",
        "records/volume.es-US.pdf",
        "records/pathology.txt",
        "approval.json",
        "OPX-2026-0001-v1-patient.zip",
    ] {
        assert!(files.iter().any(|file| file == name), "{name} in {files:?}");
    }
    assert!(!files.iter().any(|name| name.starts_with("consultation") || name.contains("en-US")), "{files:?}");
    sums_are_right(&patient);
    // The documents are those that were signed.
    let signed = released().join("out");
    assert!(
        fs::read(patient.join("booklet.es-US.pdf")).unwrap() == fs::read(signed.join("booklet.es-US.pdf")).unwrap()
    );
    let physician = out("physician");
    done(&build(&case, &physician, &["--for", "treating-physician"]));
    let files = names(&physician);
    for name in ["consultation.en-US.pdf", "booklet.en-US.pdf", "delivery/letter.en-US.pdf", "records/volume.en-US.pdf"]
    {
        assert!(files.iter().any(|file| file == name), "{name} in {files:?}");
    }
    assert!(!files.iter().any(|name| name.starts_with("patient-summary") || name.contains("es-US")), "{files:?}");
    let page = start_page(&physician);
    assert!(
        page.contains("lang=\"en-US\"")
            && !page.contains("lang=\"es-US\"")
            && page.contains("delivery/letter.en-US.pdf")
    );
    // By the id of the party it is the same package.
    let by_id = out("by-id");
    done(&build(&case, &by_id, &["--for", "treating"]));
    assert!(tree(&by_id) == tree(&physician));
    // In another language, if it is named; two are one too many.
    let other = out("other");
    done(&build(&case, &other, &["--for", "patient", "--locale", "en-US"]));
    assert!(names(&other).contains(&"patient-summary.en-US.pdf".to_owned()));
    refused(&build(&case, &out("two"), &["--for", "patient", "--locale", "en-US,es-US"]), 2, "name one");
    assert!(!out("two").exists());
}

#[test]
fn who_was_not_named_receives_nothing() {
    let base = sealed_base(|_| {});
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    for (name, code) in [
        ("director", "CON-03"),
        ("medical-director", "CON-03"),
        ("specialist", "BKL-23"),
        ("nobody", "BKL-23"),
        ("../x", "BKL-23"),
    ] {
        refused(&build(base.path(), &out, &["--for", name]), 1, code);
        assert!(!out.exists(), "{name}");
    }
    for (day, name) in [("2027-02-17", "treating"), ("2026-02-15", "patient"), ("2027-02-17", "patient")] {
        refused(&build(base.path(), &out, &["--for", name, "--date", day]), 1, "CON-01");
        assert!(!out.exists(), "{day}");
    }
    done(&build(base.path(), &out, &["--for", "treating", "--date", "2027-02-16"]));
}

#[test]
fn a_withdrawn_consent_lets_nothing_out() {
    let base = sealed_base(|files| {
        let case = String::from_utf8(files["case.yaml"].clone()).unwrap();
        let case = case.replacen("consent:\n", "consent:\n  withdrawn_on: 2026-03-01\n", 1);
        files.insert("case.yaml".to_owned(), case.into_bytes());
    });
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    for more in [["--for", "patient"].as_slice(), &["--for", "treating"], &[]] {
        refused(&build(base.path(), &out, more), 1, "CON-02");
        assert!(!out.exists() || fs::read_dir(&out).unwrap().count() == 0, "{more:?}");
    }
}

#[test]
fn sensitive_records_go_to_the_patient_alone() {
    let base = sealed_base(|files| {
        let case = String::from_utf8(files["case.yaml"].clone()).unwrap();
        let case = case.replacen("sensitive_categories: [genetic]", "sensitive_categories: []", 1);
        files.insert("case.yaml".to_owned(), case.into_bytes());
    });
    let folder = tempfile::tempdir().unwrap();
    let (physician, patient) = (folder.path().join("physician"), folder.path().join("patient"));
    let said = done(&build(base.path(), &physician, &["--for", "treating"]));
    assert!(said.contains("1 record is withheld"), "{said}");
    done(&build(base.path(), &patient, &["--for", "patient"]));
    let secret = fs::read(base.path().join("records/pathology.txt")).unwrap();
    assert!(!tree(&physician).iter().any(|(name, bytes)| name.contains("pathology") || *bytes == secret));
    assert_eq!(fs::read(patient.join("records/pathology.txt")).unwrap(), secret);
    assert!(!places(&pdf(&physician.join("records/volume.en-US.pdf"))).contains_key("REC-2"));
    assert!(places(&pdf(&patient.join("records/volume.es-US.pdf"))).contains_key("REC-2"));
    let page = start_page;
    let title = "Pathology of the left breast, with slides";
    assert!(!page(&physician).contains("REC-2") && !page(&physician).contains(title));
    assert!(page(&patient).contains("REC-2"));
    let count = |text: &str| text.matches("#nameddest=").count();
    assert_eq!(count(&page(&physician)) + 1, count(&page(&patient)));
    // The reader is told that something is missing, and how much.
    let told = |text: &str| {
        text.lines().any(|line| line.contains("withheld") || line.contains("left out") || line.contains("not in this"))
    };
    assert!(told(&page(&physician)), "{}", page(&physician));
}
