//! Turns tables of figures (csv, xlsx) into observations, with every problem reported by cell before anything is used.
