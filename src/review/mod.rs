//! Review and sign: the acts by which a case becomes a signed release, and what is kept of them beside the case.
//!
//! Every act (a specialist attests, the case manager certifies, the medical director approves, returns or declines) leaves
//! one folder in `signatures/`, such as `0003-approve`, which never changes afterwards: the signed record, the documents as
//! they were signed, the content that was looked at, and the audit log up to and with this act. A folder is written under
//! another name and renamed into place, so that whoever stops the process at any moment leaves the state of before or
//! the state of after, never half of one.

mod acts;
mod brief;
mod changes;
mod folder;
mod state;

pub use acts::{Reviewer, Seal, TimeStamper, act_record, approve_documents, certify_documents, fingerprint};
pub use brief::brief;
pub use changes::{Change, changes, reviewed_content};
pub use folder::{ActFolder, Folder, FolderError};
pub use state::{State, open_comments};
