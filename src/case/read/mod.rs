//! Reading a case: bytes to a tree with places, the tree against the schema, then to the model.
//!
//! The tree in between is what lets one reading report *every* mistake with its file, line and column, whether the
//! case is YAML or JSON, one file or many.

mod demands;
mod deserialize;
mod node;
mod parse;
mod validate;

pub(crate) use deserialize::from_node;
pub(crate) use node::{Node, NodeKind};
pub(crate) use parse::{decode, parse};
pub(crate) use validate::{join, nearest, segment, validate};
