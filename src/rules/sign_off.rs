//! Who stands behind what, in which order.

use super::Checker;
use super::rule::Rule;

/// The rules of this file.
pub(super) static RULES: &[&Rule] = &[];

pub(super) fn check(_: &mut Checker<'_>) {}
