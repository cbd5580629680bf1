//! The acts themselves: documents certified and approved, and the record that says so.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset};

use super::state::short;
use crate::case::Case;
use crate::case::model::{LocaleTag, Moment, Party, Role};
use crate::compose::SignOff;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::document::DocumentKind;
use crate::engine::{Engine, Render};
use crate::locale::{Arg, Locale, word_id};
use crate::parallel::in_parallel;
use crate::signing::approval::{
    Act, Approval, ChecklistAnswer, Comment, Document, FORMAT, LogHead, Sha256Digest, Signatory, Supersedes, WaivedRule,
};
use crate::signing::certificates::{Certificate, SignerRole};
use crate::signing::cms;
use crate::signing::error::{ErrorKind, Result, SigningError};
use crate::signing::pdf::{
    Appearance, DEFAULT_ROOM, FieldChoice, FieldRequest, Line, Purpose, Rect, Rule, SignatureRequest, prepare,
};
use crate::signing::signer::Signer;
use crate::typeset::SignatureSlot;

/// Puts a time stamp on a signature value (RFC 3161): the token for the bytes given.
pub type TimeStamper<'a> = &'a (dyn Fn(&[u8]) -> Result<Vec<u8>> + Sync);

/// Who acts.
pub struct Reviewer<'a> {
    /// The party of the case.
    pub party: &'a Party,
    /// In which role.
    pub role: SignerRole,
    /// Signs records.
    pub record_key: &'a dyn Signer,
    /// Signs PDFs.
    pub pdf_key: &'a dyn Signer,
    /// The moment, in the reviewer's zone.
    pub at: DateTime<FixedOffset>,
}

/// How PDFs are sealed.
pub struct Seal<'a> {
    /// Gives time stamps, if any.
    pub stamper: Option<TimeStamper<'a>>,
    /// How many documents are signed at the same time.
    pub jobs: usize,
}

/// Documents that could not be made or signed.
fn refused(error: &impl std::fmt::Display) -> Diagnostics {
    Diagnostic::error("SGN-90", error.to_string()).into()
}

/// Renders every document in every locale and certifies it: the case manager's signature, with the director's field
/// reserved. Gives the file name, the facts for the record and the bytes of each, in the order of the names.
///
/// # Errors
/// As [`Engine::lay_out`], and `SGN-90` where a document cannot be signed.
pub fn certify_documents(
    engine: &Engine,
    case: &Case,
    sign_off: &SignOff,
    reviewer: &Reviewer<'_>,
    seal: &Seal<'_>,
) -> std::result::Result<Vec<(Document, Vec<u8>)>, Diagnostics> {
    let mut wanted: Vec<(DocumentKind, LocaleTag)> = DocumentKind::ALL
        .iter()
        .rev()
        .flat_map(|kind| case.locales().into_iter().map(move |tag| (*kind, tag)))
        .collect();
    wanted.dedup();
    let made = in_parallel(seal.jobs, &wanted, |(kind, tag)| {
        let laid = engine.lay_out_for_signing(case, Render::new(*kind, *tag), sign_off)?;
        let pdf = laid.pdf()?;
        let file = format!("{}.{}.pdf", kind.as_str(), tag.as_str());
        let slots = laid.signature_slots();
        let signed = certify(engine, case, *tag, &pdf, &slots, sign_off, reviewer, seal)?;
        let document = Document::of(kind.as_str(), tag.as_str(), &file, &signed).map_err(|error| refused(&error))?;
        Ok((document, signed))
    });
    collect(made)
}

fn collect(
    made: Vec<std::result::Result<(Document, Vec<u8>), Diagnostics>>,
) -> std::result::Result<Vec<(Document, Vec<u8>)>, Diagnostics> {
    let mut documents = Vec::new();
    let mut failed = Diagnostics::default();
    for one in made {
        match one {
            Ok(document) => documents.push(document),
            Err(diagnostics) => failed.0.extend(diagnostics.0),
        }
    }
    if !failed.0.is_empty() {
        failed.sort();
        return Err(failed);
    }
    documents.sort_by(|a, b| a.0.file.cmp(&b.0.file));
    Ok(documents)
}

/// Approves documents that were certified: the director's signature, which locks them.
///
/// # Errors
/// `SGN-90` where a document cannot be signed.
pub fn approve_documents(
    engine: &Engine,
    certified: Vec<(Document, Vec<u8>)>,
    reviewer: &Reviewer<'_>,
    seal: &Seal<'_>,
) -> std::result::Result<Vec<(Document, Vec<u8>)>, Diagnostics> {
    let made = in_parallel(seal.jobs, &certified, |(document, pdf)| {
        let tag: LocaleTag = document.locale.parse().map_err(|error: String| refused(&error))?;
        let words = Words::of(engine, tag, reviewer.party, reviewer.role.of_case())?;
        let block = words.signed(reviewer)?;
        let fonts = Fonts::of(engine);
        let request = SignatureRequest {
            field: FieldChoice::Reserved(&field_name(reviewer.role.of_case())),
            purpose: Purpose::Approval { lock_all: true },
            signer_name: &reviewer.party.name,
            reason: &words.reason,
            location: None,
            contact: None,
            signed_at: reviewer.at,
            appearance: appearance(&fonts, &block, true),
            room: DEFAULT_ROOM,
        };
        Ok((document.clone(), sign(pdf, &request, reviewer.pdf_key, seal.stamper).map_err(|error| refused(&error))?))
    });
    collect(made)
}

#[expect(clippy::too_many_arguments, reason = "one document's part of a longer act")]
fn certify(
    engine: &Engine,
    case: &Case,
    tag: LocaleTag,
    pdf: &[u8],
    slots: &[SignatureSlot],
    sign_off: &SignOff,
    reviewer: &Reviewer<'_>,
    seal: &Seal<'_>,
) -> std::result::Result<Vec<u8>, Diagnostics> {
    let fonts = Fonts::of(engine);
    let slot_of = |party: &str| {
        slots.iter().find(|slot| slot.party == party).ok_or_else(|| refused(&format!("no place to sign for `{party}`")))
    };
    let own = Words::of(engine, tag, reviewer.party, reviewer.role.of_case())?;
    let own_name = field_name(reviewer.role.of_case());
    let field = own.field(&own_name, slot_of(reviewer.party.id.as_str())?, false);
    // The fields of all who sign later come with the first signature: after it nothing may be added.
    let mut later = Vec::new();
    for id in sign_off.signers.iter().filter(|id| **id != reviewer.party.id.as_str()) {
        let party = case.content.parties.iter().find(|party| party.id.as_str() == id);
        let party = party.ok_or_else(|| refused(&format!("no party `{id}`")))?;
        later.push((party, Words::of(engine, tag, party, party.role)?, field_name(party.role), slot_of(id)?));
    }
    let awaiting: Vec<Vec<Line>> =
        later.iter().map(|(_, words, ..)| vec![line(&words.awaiting, 8.5, 0, MUTED)]).collect();
    let reserved: Vec<(FieldRequest<'_>, Appearance<'_>)> = later
        .iter()
        .zip(&awaiting)
        .map(|((_, words, name, slot), lines)| (words.field(name, slot, true), appearance(&fonts, lines, false)))
        .collect();
    let block = own.signed(reviewer)?;
    let request = SignatureRequest {
        field: FieldChoice::New { field, reserved: &reserved },
        purpose: Purpose::Certification,
        signer_name: &reviewer.party.name,
        reason: &own.reason,
        location: None,
        contact: None,
        signed_at: reviewer.at,
        appearance: appearance(&fonts, &block, true),
        room: DEFAULT_ROOM,
    };
    sign(pdf, &request, reviewer.pdf_key, seal.stamper).map_err(|error| refused(&error))
}

fn sign(
    pdf: &[u8],
    request: &SignatureRequest<'_>,
    key: &dyn Signer,
    stamper: Option<TimeStamper<'_>>,
) -> Result<Vec<u8>> {
    let failed = |error: crate::signing::pdf::PdfError| {
        SigningError::new(ErrorKind::Malformed, format!("the document: {error}"))
    };
    let prepared = prepare(pdf, request).map_err(failed)?;
    let mut signature = cms::sign_detached(key, &prepared.to_be_signed())?;
    if let Some(stamper) = stamper {
        let token = stamper(&cms::signature_value(&signature)?)?;
        signature = cms::add_time_stamp(&signature, &token)?;
    }
    prepared.finish(&signature).map_err(failed)
}

/// The name of a role's signature field.
fn field_name(role: Role) -> String {
    role.as_str().replace('_', "-")
}

const INK: [u8; 3] = [0x1a, 0x1f, 0x24];
const MUTED: [u8; 3] = [0x4f, 0x5a, 0x64];
const BAR: [u8; 3] = [0x12, 0x55, 0x48];
const FRAME: [u8; 3] = [0xc3, 0xcc, 0xd3];

fn line(text: &str, size: f64, font: usize, colour: [u8; 3]) -> Line {
    Line { text: text.to_owned(), size, font, colour }
}

/// The fonts of the theme, the regular and the strong cut of its headings first.
struct Fonts<'e>(Vec<&'e [u8]>);

impl<'e> Fonts<'e> {
    fn of(engine: &'e Engine) -> Self {
        let settings = engine.theme().settings();
        let family: String = settings
            .fonts
            .clinician_heading
            .first()
            .map(|name| name.replace(' ', "").to_lowercase())
            .unwrap_or_default();
        let mut files: Vec<(&str, &[u8])> = engine
            .theme()
            .files_in("fonts/")
            .filter(|(path, _)| path.ends_with(".ttf") || path.ends_with(".otf"))
            .map(|(path, bytes)| (path, &**bytes))
            .collect();
        let rank = |path: &str| {
            let name = path.rsplit('/').next().unwrap_or(path).replace(['-', ' '], "").to_lowercase();
            let own = !name.starts_with(&family);
            let cut = if name.contains("semibold") && !name.contains("it") {
                1
            } else if name.contains("regular") || name.contains("variable") {
                0
            } else {
                2
            };
            (own, cut, name)
        };
        files.sort_by_cached_key(|(path, _)| rank(path));
        Self(files.into_iter().map(|(_, bytes)| bytes).collect())
    }
}

fn appearance<'a>(fonts: &'a Fonts<'a>, lines: &'a [Line], signed: bool) -> Appearance<'a> {
    Appearance {
        fonts: &fonts.0,
        lines,
        padding: 6.0,
        background: None,
        frame: Some(Rule { colour: FRAME, width: 0.6 }),
        bar: signed.then_some(Rule { colour: BAR, width: 2.4 }),
        logo: None,
    }
}

/// The words of a signature's field in a locale.
struct Words<'e> {
    locale: &'e Locale,
    name: String,
    role: String,
    digital: String,
    awaiting: String,
    tooltip: String,
    description: String,
    reason: String,
}

impl<'e> Words<'e> {
    fn of(engine: &'e Engine, tag: LocaleTag, party: &Party, role: Role) -> std::result::Result<Self, Diagnostics> {
        let locale = engine.locale(tag).ok_or_else(|| refused(&format!("no words for {}", tag.as_str())))?;
        let sex = party.sex.map_or("unknown", crate::case::model::Sex::as_str);
        let role_word = locale.text(&word_id("role", role.as_str()), &[("sex", Arg::from(sex))])?;
        let name = match &party.credentials {
            Some(credentials) => format!("{}, {credentials}", party.name),
            None => party.name.clone(),
        };
        let say = |id: &str| -> std::result::Result<String, Diagnostics> {
            let args =
                [("sex", Arg::from(sex)), ("name", Arg::from(name.as_str())), ("role", Arg::from(role_word.as_str()))];
            Ok(locale.text(id, &args)?)
        };
        let reason =
            if role == Role::MedicalDirector { "signature-reason-approve" } else { "signature-reason-certify" };
        Ok(Self {
            digital: say("signature-digital")?,
            awaiting: say("signature-awaiting")?,
            tooltip: say("signature-tooltip")?,
            description: say("signature-description")?,
            reason: say(reason)?,
            role: role_word,
            name,
            locale,
        })
    }

    fn signed(&self, reviewer: &Reviewer<'_>) -> std::result::Result<Vec<Line>, Diagnostics> {
        let hex = fingerprint(reviewer.pdf_key).map_err(|error| refused(&error))?.to_string();
        let hex = short(&hex);
        let key = self.locale.text("signature-key", &[("fingerprint", Arg::from(hex.as_str()))])?;
        let when = self.locale.moment(&Moment(reviewer.at));
        Ok(vec![
            line(&self.name, 10.5, 1, INK),
            line(&self.role, 8.5, 0, MUTED),
            line(&format!("{} · {when}", self.digital), 8.5, 0, INK),
            line(&key, 8.0, 0, MUTED),
        ])
    }

    fn field<'w>(&'w self, name: &'w str, slot: &SignatureSlot, locks: bool) -> FieldRequest<'w> {
        let [left, bottom, right, top] = slot.rect;
        FieldRequest {
            name,
            page: slot.page,
            rect: Rect { x: left, y: bottom, width: right - left, height: top - bottom },
            locks,
            tooltip: &self.tooltip,
            description: &self.description,
            language: self.locale.tag().as_str(),
        }
    }
}

/// SHA-256 of a key, as records name it.
///
/// # Errors
/// The certificate of the key cannot be read.
pub fn fingerprint(key: &dyn Signer) -> Result<Sha256Digest> {
    match key.certificates().first() {
        Some(leaf) => Ok(Sha256Digest::from(Certificate::from_der(leaf)?.key_fingerprint())),
        None => Ok(Sha256Digest::of(key.public_key())),
    }
}

/// The record of an act.
///
/// # Errors
/// A key cannot be read.
#[expect(clippy::too_many_arguments, reason = "each is a part of the record")]
pub fn act_record(
    engine: &Engine,
    case: &Case,
    act: Act,
    reviewer: &Reviewer<'_>,
    case_digest: Sha256Digest,
    documents: Vec<Document>,
    checklist: Vec<ChecklistAnswer>,
    comments: Vec<Comment>,
    supersedes: Option<Supersedes>,
    log: LogHead,
) -> Result<Approval> {
    let content = &case.content;
    let waivers = content
        .waivers
        .iter()
        .filter_map(|waiver| {
            Some(WaivedRule {
                rule: waiver.rule.to_string(),
                path: waiver.path.clone(),
                reason: waiver.reason.as_str().split_whitespace().collect::<Vec<_>>().join(" "),
                by: waiver.by.to_string(),
                content_digest: waiver.content_digest.as_str().parse().ok()?,
            })
        })
        .collect();
    let mut keys = [None, None];
    for key in [reviewer.record_key, reviewer.pdf_key] {
        let index = usize::from(key.algorithm() != crate::signing::signer::KeyAlgorithm::Ed25519);
        keys[index] = Some(fingerprint(key)?);
    }
    Ok(Approval {
        opine_approval: FORMAT,
        case_id: content.id.to_string(),
        case_version: content.version,
        case_digest,
        act,
        decision: act.decision(),
        signer: Signatory {
            party: reviewer.party.id.to_string(),
            name: reviewer.party.name.clone(),
            role: reviewer.role,
            ed25519: keys[0],
            p256: keys[1],
        },
        at: reviewer.at,
        documents,
        made_with: made_with(engine),
        waivers,
        checklist,
        comments,
        supersedes,
        log,
    })
}

/// What the documents are made with: versions, and one digest for each kind of file of the theme.
fn made_with(engine: &Engine) -> BTreeMap<String, String> {
    let mut parts: BTreeMap<&str, Vec<u8>> = BTreeMap::new();
    for (path, digest) in engine.theme().digests() {
        let part = path.split('/').next().filter(|part| matches!(*part, "templates" | "locales" | "fonts" | "media"));
        let lines = parts.entry(part.map_or("settings", |part| match part {
            "templates" => "templates",
            "locales" => "locales",
            "fonts" => "fonts",
            _ => "media",
        }));
        lines.or_default().extend(format!("{path} {digest}\n").into_bytes());
    }
    let mut made: BTreeMap<String, String> =
        parts.into_iter().map(|(part, lines)| (part.to_owned(), Sha256Digest::of(&lines).to_string())).collect();
    made.insert("opine".to_owned(), env!("CARGO_PKG_VERSION").to_owned());
    made.insert("typst".to_owned(), "0.15".to_owned());
    made
}
