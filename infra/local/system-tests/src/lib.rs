//! Tests of the whole system: the deployed template, the real binaries, the emulator and the phone network.
//!
//! They drive a stack that runs already, named by `TIDINGS_STACK_FILE`. `cargo xtask test` starts one of its
//! own for them; `README.md` says how to run them by hand.
