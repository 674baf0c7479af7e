//! How the program is linked.

use std::env;
use std::process::Command;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    // Time zones come as some 60,000 addresses, which are put right at each start. Packed (RELR),
    // a list of them has 24 KB, not 1.5 MB that would be read from disk and stay in memory.
    if understands_packed_addresses() {
        println!("cargo::rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
    }
}

/// Whether the program is for a C library that can read the packed form: that of this machine, if
/// it is glibc 2.36 or later.
fn understands_packed_addresses() -> bool {
    let is_for_this_machine = env::var("TARGET") == env::var("HOST");
    let is_glibc = env::var("CARGO_CFG_TARGET_ENV").is_ok_and(|libc| libc == "gnu");
    is_for_this_machine && is_glibc && glibc_version().is_some_and(|version| version >= (2, 36))
}

/// As `getconf` tells it: `glibc 2.36`.
fn glibc_version() -> Option<(u32, u32)> {
    let output = Command::new("getconf").arg("GNU_LIBC_VERSION").output().ok()?;
    let told = String::from_utf8(output.stdout).ok()?;
    let (major, minor) = told.trim().strip_prefix("glibc ")?.split_once('.')?;
    Some((major.parse().ok()?, minor.parse().ok()?))
}
