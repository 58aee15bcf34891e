//! Tests of the forecasting engine through its public face.

mod engine;
