//! Recommendations: what they rest on, how strong, by whom and by when.

use super::Checker;
use super::rule::Rule;

/// The rules of this file.
pub(super) static RULES: &[&Rule] = &[];

pub(super) fn check(_: &mut Checker<'_>) {}
