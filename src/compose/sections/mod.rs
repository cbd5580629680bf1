//! The sections of the documents, one file for each kind of content (`docs/architecture.md` lists them by number).

pub(crate) mod addenda;
pub(crate) mod answers;
pub(crate) mod assessment;
pub(crate) mod at_a_glance;
pub(crate) mod emergency;
pub(crate) mod follow_up;
pub(crate) mod front;
pub(crate) mod glossary;
pub(crate) mod history;
pub(crate) mod labels;
pub(crate) mod next_steps;
pub(crate) mod notices;
pub(crate) mod opinions;
pub(crate) mod options;
pub(crate) mod people;
pub(crate) mod recommendations;
pub(crate) mod records;
pub(crate) mod references;
pub(crate) mod results;
pub(crate) mod signatures;
pub(crate) mod story;
pub(crate) mod trials;
