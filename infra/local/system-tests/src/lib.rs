//! Tests of the whole system on the one-machine stack.
