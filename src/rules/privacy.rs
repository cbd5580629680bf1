//! Identifiers where they do not belong.

use super::Checker;
use super::rule::Rule;

/// The rules of this file.
pub(super) static RULES: &[&Rule] = &[];

pub(super) fn check(_: &mut Checker<'_>) {}
