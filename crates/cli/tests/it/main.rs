//! Integration tests of the command line and of the house rules.

mod house;
