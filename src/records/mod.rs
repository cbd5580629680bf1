//! Records as they came in: what they hold, whose they are, and their pages for the volume that binds them.

pub mod objects;
pub mod pdf;
pub mod picture;
