//! Any bytes, read and planned.
#![no_main]

#[path = "../whole.rs"]
mod whole;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| whole::whole(bytes));
