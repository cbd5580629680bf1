//! Whom to call: the emergency number of the country in every language, and a crisis line where one may be needed.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use super::super::person_names::{Word, after, before, words};
use super::super::{Audience, Checker};
use super::{SAF_04, SAF_05};
use crate::case::model::Program;
use crate::diagnostics::Severity;
use crate::language::drugs::self_harm;
use crate::language::help_numbers::{self, CrisisContact};

pub(super) fn check(c: &mut Checker<'_>) {
    emergency(c);
    crisis(c);
}

/// Every emergency number of every country known.
static EVERYWHERE: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| {
    let letters = || (b'A'..=b'Z').map(char::from);
    let codes = letters().flat_map(|first| letters().map(move |second| format!("{first}{second}")));
    codes.filter_map(|code| help_numbers::emergency_numbers(&code)).flatten().copied().collect()
});

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

fn emergency(c: &mut Checker<'_>) {
    let content = c.content;
    let (net, country) = (&content.safety_net, content.patient.country.as_str());
    let number = digits(&net.emergency_number);
    let path = "safety_net.emergency_number";
    let known = help_numbers::emergency_numbers(country);
    if number.is_empty() {
        c.report(&SAF_04, path, "there is no emergency number");
    } else if help_numbers::is_emergency_number(&net.emergency_number, country) == Some(false) {
        c.report(&SAF_04, path, format!("this is no emergency number of `{country}`, where the patient lives"));
    } else if known.is_none() {
        let mut diagnostic = c.at(
            &SAF_04,
            "patient.country",
            format!("the emergency numbers of `{country}` are not known here, so that of the case is not checked"),
        );
        diagnostic.severity = Severity::Info;
        c.push(diagnostic.hint("check the number against one that the country publishes"));
    }
    if net.red_flags.is_empty() {
        c.report(&SAF_04, "safety_net.red_flags", "no warning sign is named");
    }
    for (index, _) in net.red_flags.iter().enumerate().filter(|(_, flag)| flag.is_blank()) {
        c.report(&SAF_04, format!("safety_net.red_flags.{}", index + 1), "a warning sign is empty");
    }
    if net.text.is_blank() {
        c.report(&SAF_04, "safety_net.text", "nothing is said of what to do in an emergency");
    }
    numbers_in_texts(c, &number, known.unwrap_or_default());
}

/// In every language: the number of the case in the emergency advice, and no other country's where the reader is told to call.
fn numbers_in_texts(c: &mut Checker<'_>, number: &str, known: &[&str]) {
    let country = c.content.patient.country.as_str();
    let mut found = Vec::new();
    for block in c.editions.iter().flat_map(|edition| &edition.blocks) {
        if block.audience != Audience::Patient {
            continue;
        }
        let text = block.plain();
        let list = words(text);
        let numbers = numbers(text, &list);
        let own = |value: &str| value == number || known.contains(&value);
        let foreign = numbers.iter().find(|(range, value)| {
            !own(value)
                && !is_crisis_line(value, country)
                && EVERYWHERE.contains(value.as_str())
                && is_called(text, &list, range)
        });
        if let Some((range, _)) = foreign {
            let message = format!("this is an emergency number of another country, and none of `{country}`");
            found.push(c.in_text(&SAF_04, block, range.clone(), message));
        } else if block.path == "safety_net.text" && !number.is_empty() && !numbers.iter().any(|(_, value)| own(value))
        {
            let message = "the emergency advice does not hold the emergency number of the case";
            found.push(c.in_text(&SAF_04, block, 0..text.len(), message));
        }
    }
    found.into_iter().for_each(|diagnostic| c.push(diagnostic));
}

/// The numbers of a text by their digits; "9-1-1" is one.
fn numbers(text: &str, list: &[Word]) -> Vec<(Range<usize>, String)> {
    let number = |word: &Word| word.folded.bytes().all(|byte| byte.is_ascii_digit());
    let mut found: Vec<(Range<usize>, String)> = Vec::new();
    for word in list.iter().filter(|word| number(word)) {
        match found.last_mut() {
            Some((range, value)) if text.get(range.end..word.range.start) == Some("-") => {
                range.end = word.range.end;
                value.push_str(&word.folded);
            }
            _ => found.push((word.range.clone(), word.folded.clone())),
        }
    }
    found
}

/// Words by which a reader is told to call.
const CALLS: &[&str] = &[
    "call", "calling", "dial", "phone", "llame", "llamar", "llama", "marque", "marcar", "appelez", "appeler",
    "composez", "composer", "telefono", "faites",
];

/// Whether the words before a number, in the same sentence, say to call it.
fn is_called(text: &str, list: &[Word], range: &Range<usize>) -> bool {
    let mut near = before(list, range.start).take(4).take_while(|word| {
        text.get(word.range.end..range.start).is_some_and(|gap| !gap.contains(['.', ';', '!', '?', '\n']))
    });
    // "Call within 15 minutes" and "call after 112 days": what is counted is not called.
    let counted = after(list, range.end).next().is_some_and(|word| {
        const COUNTED: &[&str] = &[
            "minute", "minutes", "hour", "hours", "day", "days", "week", "weeks", "minuto", "minutos", "hora", "horas",
            "dia", "dias", "semana", "semanas", "heure", "heures", "jour", "jours", "semaine", "semaines", "percent",
            "degrees",
        ];
        COUNTED.contains(&word.folded.as_str())
            && text.get(range.end..word.range.start).is_some_and(|gap| gap.trim().is_empty())
    });
    !counted && near.any(|word| CALLS.contains(&word.folded.as_str()))
}

fn is_crisis_line(number: &str, country: &str) -> bool {
    help_numbers::crisis_contacts(country).unwrap_or_default().iter().any(|line| digits(line.phone) == number)
}

fn crisis(c: &mut Checker<'_>) {
    let content = c.content;
    let contact = content.safety_net.crisis_contact.as_ref().filter(|contact| !contact.is_blank());
    if contact.is_none() {
        if content.program == Program::MentalHealth {
            c.report(&SAF_05, "safety_net", "the program is mental health, and no crisis contact is given");
            return;
        }
        let blocks = c.editions.iter().flat_map(|edition| &edition.blocks);
        let mentioned = blocks
            .flat_map(|block| {
                let mentions = self_harm(block.plain(), block.locale.as_str()).into_iter();
                mentions.filter(|mention| !mention.of_relative).map(move |mention| (block, mention))
            })
            .next();
        let diagnostic = mentioned.map(|(block, mention)| {
            c.in_text(&SAF_05, block, mention.range, "self-harm is spoken of here, and no crisis contact is given")
        });
        diagnostic.into_iter().for_each(|diagnostic| c.push(diagnostic));
        return;
    }
    let Some(lines) = help_numbers::crisis_contacts(content.patient.country.as_str()) else { return };
    let mut found = Vec::new();
    for block in c.editions.iter().filter_map(|edition| edition.block("safety_net.crisis_contact")) {
        if !names_one(block.plain(), lines) {
            let message = format!("this names no crisis line known of `{}`", content.patient.country);
            let mut diagnostic = c.in_text(&SAF_05, block, 0..block.plain().len(), message);
            diagnostic.severity = Severity::Warning;
            let known: Vec<String> = lines.iter().map(|line| format!("`{}` ({})", line.phone, line.name)).collect();
            found.push(diagnostic.hint(format!("known there: {}", known.join(", "))));
        }
    }
    found.into_iter().for_each(|diagnostic| c.push(diagnostic));
}

/// Whether a text holds the number of one of these lines, however it is spaced.
fn names_one(text: &str, lines: &[CrisisContact]) -> bool {
    let mut runs = vec![String::new()];
    for c in text.chars() {
        match c {
            c if c.is_ascii_digit() => runs.last_mut().into_iter().for_each(|run| run.push(c)),
            ' ' | '-' | '.' | '(' | ')' | '\u{a0}' | '\u{202f}' | '\u{2011}' => {}
            _ => runs.push(String::new()),
        }
    }
    let wanted = lines.iter().flat_map(|line| std::iter::once(line.phone).chain(line.text)).map(digits);
    wanted.filter(|number| !number.is_empty()).any(|number| {
        // A short number stands alone; a long one may have the code of the country before it.
        runs.iter().any(|run| *run == number || (number.len() >= 7 && run.ends_with(&number)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn called(text: &str, number: &str) -> bool {
        let list = words(text);
        let numbers = numbers(text, &list);
        let (range, _) = numbers.iter().find(|(_, value)| value == number).unwrap();
        is_called(text, &list, range)
    }

    #[test]
    fn a_number_to_call_is_told_from_one_to_count() {
        assert!(called("Call 9-1-1 at once.", "911"));
        assert!(called("Llame de inmediato al 112.", "112"));
        assert!(called("Composez le 15 sans attendre.", "15"));
        assert!(!called("Call us after 15 minutes.", "15"));
        assert!(!called("Your pressure was 112 over 70.", "112"));
        assert!(!called("Call your doctor. 15 pills are left.", "15"));
    }

    #[test]
    fn a_crisis_line_is_known_by_its_number() {
        let lines = help_numbers::crisis_contacts("CA").unwrap();
        assert!(names_one("Call or text 988 at any hour.", lines));
        assert!(names_one("Composez le 1-866-277-3553.", lines));
        assert!(!names_one("Call 1988 or 98.", lines));
        assert!(EVERYWHERE.contains("112") && EVERYWHERE.contains("911") && !EVERYWHERE.contains("988"));
    }
}
