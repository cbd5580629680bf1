//! What follows on a release: amendments, addenda, withdrawal, and the proof that the case gives the signed bytes.

use std::fs;

use super::{
    acts, approve, attest, certify, copy_of, done, edit, has, keys, opine, refused, released, text, translate, tree,
    verdict, verify,
};

#[test]
fn an_amended_version_takes_the_place_of_the_first() {
    let copy = copy_of(released());
    let folder = copy.path();
    let case = folder.join("case");
    let amend = [
        "amend",
        text(&case),
        "--reason",
        "The clinic has a new name.",
        "--by",
        "manager",
        "--at",
        "2026-03-09T08:00:00-06:00",
    ];
    // Approving again hands the same release over again.
    done(&approve(folder, "2026-03-07T09:30:00-06:00"));
    assert!(tree(folder) == tree(released()));
    refused(&certify(folder, "2026-03-07T09:00:00-06:00"), 2, "version 1 is released");
    done(&opine(&amend));
    refused(&opine(&amend), 2, "version 2 is not released");
    edit(
        &case.join("case.yaml"),
        "credentials: MD, specialty: oncology, institution: Lakemont Clinic",
        "credentials: MD, specialty: oncology, institution: Lakemont Clinics",
    );
    translate(folder, "amendments.1.reason", "The clinic has a new name.", "La clínica tiene un nombre nuevo.");
    attest(folder, "2026-03-10");
    done(&certify(folder, "2026-03-10T10:00:00-06:00"));
    done(&approve(folder, "2026-03-10T11:00:00-06:00"));
    assert_eq!(acts(folder)[4..], ["attest", "attest", "certify", "amend"]);
    let out = folder.join("out");
    let (new, old) = (out.join("approval.json"), released().join("out"));
    verdict(&out.join("OPX-2026-0001-v2.asice"), &[], 0);
    verdict(&out.join("booklet.en-US.pdf"), &["--status", text(&new)], 0);
    for file in ["booklet.en-US.pdf", "consultation.es-US.pdf", "OPX-2026-0001-v1.asice"] {
        assert!(has(&verdict(&old.join(file), &["--status", text(&new)], 4), "verify-superseded"));
    }
    let certification = old.join("certification.json");
    verdict(&old.join("approval.json"), &["--status", text(&certification), "--status", text(&new)], 4);
    // The old approval says nothing against the new version, and does not pass for its own.
    let (code, report) = verify(&out.join("booklet.en-US.pdf"), &["--status", text(&old.join("approval.json"))]);
    assert!(code == 1 && has(&report, "verify-not-in-approval"), "{report:#}");
}

#[test]
fn an_addendum_answers_what_was_asked_afterwards() {
    let copy = copy_of(released());
    let folder = copy.path();
    let case = folder.join("case");
    let file = case.join("case.yaml");
    let addendum = |questions: &str| {
        let at = "2026-03-09T08:00:00-06:00";
        opine(&[
            "addendum",
            text(&case),
            "--reason",
            "A new question.",
            "--by",
            "manager",
            "--questions",
            questions,
            "--at",
            at,
        ])
    };
    refused(&addendum("Q1"), 2, "`Q1` is no follow-up question");
    refused(&addendum("Q9"), 2, "the case has no question `Q9`");
    edit(
        &file,
        "answers:\n",
        "  - {id: Q6, asked_by: patient, source: follow_up, topic: options, verbatim: \"Can I take the pills at night?\"}\nanswers:\n",
    );
    edit(
        &file,
        "records:\n  - {id: REC-1",
        "  - question: Q6\n    author: oncologist\n    disposition: answered\n    cites: [R1]\n    clinician: \"The hour does not matter [#R1].\"\n    patient: \"Yes. You can take the pills at any hour.\"\nrecords:\n  - {id: REC-1",
    );
    done(&addendum("Q6"));
    for (path, source, words) in [
        ("questions.Q6.verbatim", "Can I take the pills at night?", "¿Puedo tomar las pastillas de noche?"),
        ("answers.Q6.clinician", "The hour does not matter [#R1].", "La hora no importa [#R1]."),
        (
            "answers.Q6.patient",
            "Yes. You can take the pills at any hour.",
            "Sí. Puede tomar las pastillas a cualquier hora.",
        ),
        ("amendments.1.reason", "A new question.", "Una pregunta nueva."),
    ] {
        translate(folder, path, source, words);
    }
    attest(folder, "2026-03-10");
    done(&certify(folder, "2026-03-10T10:00:00-06:00"));
    done(&approve(folder, "2026-03-10T11:00:00-06:00"));
    assert_eq!(acts(folder).last().unwrap(), "addendum");
    let new = folder.join("out/approval.json");
    verdict(&folder.join("out/booklet.en-US.pdf"), &["--status", text(&new)], 0);
    verdict(&folder.join("out/OPX-2026-0001-v2.asice"), &[], 0);
    // It adds to the first version and does not take its place.
    let old = released().join("out");
    let both = ["--status", text(&old.join("approval.json")), "--status", text(&new)].map(str::to_owned);
    let both: Vec<&str> = both.iter().map(String::as_str).collect();
    verdict(&old.join("booklet.en-US.pdf"), &both, 0);
}

#[test]
fn a_withdrawn_version_is_not_current() {
    let copy = copy_of(released());
    let folder = copy.path();
    let (case, notices) = (folder.join("case"), folder.join("notices"));
    let withdraw = |role: &str, party: &str, key: &str| {
        opine(&[
            "withdraw",
            text(&case),
            "--role",
            role,
            "--as",
            party,
            "--key",
            text(&keys().join(key)),
            "--passphrase-file",
            text(&keys().join("passphrase")),
            "--reason",
            "consent",
            "--out",
            text(&notices),
            "--at",
            "2026-03-12T11:00:00-06:00",
        ])
    };
    refused(&withdraw("specialist", "oncologist", "oncologist"), 2, "specialist cannot withdraw");
    refused(&withdraw("medical-director", "director", "manager"), 2, "does not let it sign as medical director");
    assert_eq!(acts(folder).len(), 4);
    done(&withdraw("medical-director", "director", "director"));
    assert_eq!(acts(folder).last().unwrap(), "withdraw");
    let notice = notices.join("notice.json");
    for file in ["booklet.en-US.pdf", "consultation.es-US.pdf", "OPX-2026-0001-v1.asice"] {
        assert!(has(&verdict(&released().join("out").join(file), &["--status", text(&notice)], 4), "verify-withdrawn"));
    }
    // Nothing follows on it, and it is not handed over again.
    refused(&withdraw("medical-director", "director", "director"), 2, "is withdrawn already");
    fs::remove_dir_all(folder.join("out")).unwrap();
    refused(&approve(folder, "2026-03-13T11:00:00-06:00"), 2, "was withdrawn");
    assert!(!folder.join("out").exists());
    assert!(done(&opine(&["log", text(&case)])).contains("withdraw"));
}

#[test]
fn the_signed_bytes_are_what_the_case_gives() {
    let copy = copy_of(released());
    let case = copy.path().join("case");
    let pdf = released().join("out/patient-summary.es-US.pdf");
    assert!(has(&verdict(&pdf, &["--rerender", text(&case)], 0), "verify-rerender-same"));
    edit(&case.join("translations/es-US.yaml"), "De lunes a viernes", "De lunes a jueves");
    assert!(has(&verdict(&pdf, &["--rerender", text(&case)], 1), "verify-rerender-differs"));
}
