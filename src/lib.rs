//! balm
pub mod data;
pub mod diagnostic;
pub mod source;
