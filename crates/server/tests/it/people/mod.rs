//! Who may do what, and what attackers try.

mod accounts;
mod administration;
mod attacks;
mod bench;
mod bulletins;
mod delivery;
mod desk;
mod drafting;
mod elsewhere;
mod every_address;
mod grid;
mod matrix;
mod matters;
mod meeting;
mod names;
mod oidc;
mod own;
mod past;
mod provider;
mod queue;
mod scenarios;
mod second_factor;
mod spatial;
mod story;
mod upload;
