//! Section 2: when to call for help at once.

use serde_json::json;

use crate::compose::build::bullets;
use crate::compose::context::Context;
use crate::document::{Block, Register, Section, Tone};
use crate::locale::Arg;

pub(crate) fn section(cx: &Context<'_>) -> Section {
    let mut section = cx.section("emergency", Register::Patient, vec![callout(cx)]);
    section.in_contents = false;
    section
}

/// The notice itself: number, red flags, crisis contact.
fn callout(cx: &Context<'_>) -> Block {
    let net = &cx.case.safety_net;
    let number = net.emergency_number.clone();
    let mut content = cx.letter("emergency", &json!({ "emergency_number": &number }));
    content.extend(cx.blocks(&net.text));
    content.push(bullets(net.red_flags.iter().map(|flag| cx.blocks(flag)).collect()));
    if let Some(crisis) = &net.crisis_contact {
        content.extend(cx.blocks(crisis));
    }
    Block::Callout {
        tone: Tone::Emergency,
        title: Some(cx.tf("emergency-title", &[("number", Arg::from(&*number))])),
        c: content,
    }
}
