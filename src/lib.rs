//! balm
pub mod article;
pub mod data;
pub mod diagnostic;
pub mod slug;
pub mod source;
pub mod table;
