//! The `plenary` program.

fn main() {}
