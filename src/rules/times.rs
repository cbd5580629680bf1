//! Dates that cannot be, and dates that can be read in two ways.

use super::Checker;
use super::rule::Rule;

/// The rules of this file.
pub(super) static RULES: &[&Rule] = &[];

pub(super) fn check(_: &mut Checker<'_>) {}
