//! The standard normal distribution, from `libm` so that every machine gives the same digits.

const SQRT_2: f64 = core::f64::consts::SQRT_2;

/// P(Z <= z).
pub fn cdf(z: f64) -> f64 {
    0.5 * libm::erfc(-z / SQRT_2)
}

/// The normal score of probability `p`: `cdf(score(p)) == p`; infinite at 0 and 1, NaN outside.
///
/// Wichura, Algorithm AS 241, Applied Statistics 37 (1988) 477-484 (PPND16, about 16 digits).
///
/// # Example
/// ```
/// assert!((series::normal::score(0.975) - 1.959963984540054).abs() < 1e-14);
/// ```
pub fn score(p: f64) -> f64 {
    if !(0.0..=1.0).contains(&p) {
        return f64::NAN;
    }
    let q = p - 0.5;
    if q.abs() <= 0.425 {
        let r = 0.180625 - q * q;
        return q * polynomial(&CENTRE_NUM, r) / polynomial(&CENTRE_DEN, r);
    }
    let tail = if q < 0.0 { p } else { 1.0 - p };
    if tail == 0.0 {
        return if q < 0.0 { f64::NEG_INFINITY } else { f64::INFINITY };
    }
    let r = libm::sqrt(-libm::log(tail));
    let z = if r <= 5.0 {
        polynomial(&MIDDLE_NUM, r - 1.6) / polynomial(&MIDDLE_DEN, r - 1.6)
    } else {
        polynomial(&TAIL_NUM, r - 5.0) / polynomial(&TAIL_DEN, r - 5.0)
    };
    if q < 0.0 { -z } else { z }
}

/// The scores of many probabilities, the same to the last bit as [`score`] of each: the middle of the distribution is computed for all of them
/// side by side, the tails after that.
pub fn scores(probabilities: &mut [f64]) {
    const LANES: usize = 8;
    for chunk in probabilities.chunks_mut(LANES) {
        let mut found = [0.0; LANES];
        for (slot, p) in found.iter_mut().zip(chunk.iter()) {
            let q = p - 0.5;
            let r = 0.180625 - q * q;
            *slot = q * polynomial(&CENTRE_NUM, r) / polynomial(&CENTRE_DEN, r);
        }
        for (p, centre) in chunk.iter_mut().zip(found) {
            *p = if (*p - 0.5).abs() <= 0.425 { centre } else { score(*p) };
        }
    }
}

fn polynomial(coefficients: &[f64; 8], x: f64) -> f64 {
    coefficients.iter().rev().fold(0.0, |sum, c| sum * x + c)
}

const CENTRE_NUM: [f64; 8] = [
    3.387_132_872_796_366_6e0,
    1.331_416_678_917_843_8e2,
    1.971_590_950_306_551_3e3,
    1.373_169_376_550_946e4,
    4.592_195_393_154_987e4,
    6.726_577_092_700_87e4,
    3.343_057_558_358_813e4,
    2.509_080_928_730_122_7e3,
];
const CENTRE_DEN: [f64; 8] = [
    1.0,
    4.231_333_070_160_091e1,
    6.871_870_074_920_579e2,
    5.394_196_021_424_751e3,
    2.121_379_430_158_659_7e4,
    3.930_789_580_009_271e4,
    2.872_908_573_572_194_3e4,
    5.226_495_278_852_854e3,
];
const MIDDLE_NUM: [f64; 8] = [
    1.423_437_110_749_683_5e0,
    4.630_337_846_156_546e0,
    5.769_497_221_460_691e0,
    3.647_848_324_763_204_5e0,
    1.270_458_252_452_368_4e0,
    2.417_807_251_774_506e-1,
    2.272_384_498_926_918_4e-2,
    7.745_450_142_783_414e-4,
];
const MIDDLE_DEN: [f64; 8] = [
    1.0,
    2.053_191_626_637_759e0,
    1.676_384_830_183_803_8e0,
    6.897_673_349_851e-1,
    1.481_039_764_274_800_8e-1,
    1.519_866_656_361_645_7e-2,
    5.475_938_084_995_345e-4,
    1.050_750_071_644_416_9e-9,
];
const TAIL_NUM: [f64; 8] = [
    6.657_904_643_501_103e0,
    5.463_784_911_164_114e0,
    1.784_826_539_917_291_3e0,
    2.965_605_718_285_048_7e-1,
    2.653_218_952_657_612_4e-2,
    1.242_660_947_388_078_4e-3,
    2.711_555_568_743_487_6e-5,
    2.010_334_399_292_288_1e-7,
];
const TAIL_DEN: [f64; 8] = [
    1.0,
    5.998_322_065_558_88e-1,
    1.369_298_809_227_358e-1,
    1.487_536_129_085_061_5e-2,
    7.868_691_311_456_133e-4,
    1.846_318_317_510_054_7e-5,
    1.421_511_758_316_446e-7,
    2.044_263_103_389_939_8e-15,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_and_probabilities_agree() {
        for i in 1..2000 {
            let p = f64::from(i) / 2000.0;
            assert!((cdf(score(p)) - p).abs() < 1e-14, "{p}");
        }
        for z in [-8.0, -6.5, -5.0, -3.0, 3.0, 5.0] {
            assert!((score(cdf(z)) - z).abs() < 1e-9, "{z}");
        }
    }

    #[test]
    fn many_scores_are_those_of_each() {
        let all: Vec<f64> =
            (0..=1003).map(|i| f64::from(i) / 1003.0).chain([1e-300, f64::NAN, 2.0]).collect();
        let mut found = all.clone();
        scores(&mut found);
        for (p, score_of) in all.iter().zip(&found) {
            assert_eq!(score(*p).to_bits(), score_of.to_bits(), "{p}");
        }
    }
}
