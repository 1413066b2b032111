//! Plans against registers.
