use std::collections::BTreeMap;

/// A printed unit taken apart: its dimension and its factor to the base units of that dimension.
///
/// # Example
/// ```
/// use plan::catalogue::Unit;
/// let output = Unit::parse("亿元").unwrap();
/// let per_head = Unit::parse("万元/人").unwrap();
/// let people = Unit::parse("万人").unwrap();
/// assert_eq!(output.per(&people).dimension(), per_head.dimension());
/// assert_eq!(output.factor / people.factor / per_head.factor, 1.0);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Unit {
    /// How many base units one unit is: 1e8 for 亿元, 0.01 for %.
    pub factor: f64,
    /// Base units with their exponents; none for pure numbers, zero exponents left out.
    bases: BTreeMap<&'static str, i32>,
}

/// Simple units: surface, base unit, factor. Counters are their own base, so that 家 and 件 do not mix.
const SIMPLE: &[(&str, &str, f64)] = &[
    ("元", "元", 1.0),
    ("美元", "美元", 1.0),
    ("人", "人", 1.0),
    ("名", "人", 1.0),
    ("人次", "人次", 1.0),
    ("人年", "人年", 1.0),
    ("户", "户", 1.0),
    ("家", "家", 1.0),
    ("个", "个", 1.0),
    ("件", "件", 1.0),
    ("项", "项", 1.0),
    ("所", "所", 1.0),
    ("座", "座", 1.0),
    ("处", "处", 1.0),
    ("套", "套", 1.0),
    ("张", "张", 1.0),
    ("辆", "辆", 1.0),
    ("标台", "标台", 1.0),
    ("台", "台", 1.0),
    ("标箱", "标箱", 1.0),
    ("teu", "标箱", 1.0),
    ("克", "克", 1.0),
    ("微克", "克", 1e-6),
    ("μg", "克", 1e-6),
    ("毫克", "克", 1e-3),
    ("公斤", "克", 1e3),
    ("千克", "克", 1e3),
    ("斤", "克", 500.0),
    ("吨", "克", 1e6),
    ("吨标准煤", "吨标准煤", 1.0),
    ("吨标煤", "吨标准煤", 1.0),
    ("米", "米", 1.0),
    ("公里", "米", 1e3),
    ("千米", "米", 1e3),
    ("平方米", "平方米", 1.0),
    ("平方公里", "平方米", 1e6),
    ("平方千米", "平方米", 1e6),
    ("公顷", "平方米", 1e4),
    ("亩", "平方米", 10_000.0 / 15.0),
    ("立方米", "立方米", 1.0),
    ("m3", "立方米", 1.0),
    ("升", "立方米", 1e-3),
    ("瓦", "瓦", 1.0),
    ("千瓦", "瓦", 1e3),
    ("兆瓦", "瓦", 1e6),
    ("千瓦时", "千瓦时", 1.0),
    ("度", "千瓦时", 1.0),
    ("pflops", "flops", 1e15),
    ("eflops", "flops", 1e18),
    ("p", "flops", 1e15),
    ("年", "年", 1.0),
    ("岁", "年", 1.0),
    ("天", "天", 1.0),
    ("", "", 1.0),
    ("倍", "", 1.0),
    ("%", "", 0.01),
    ("百分点", "", 0.01),
    ("个百分点", "", 0.01),
    ("‰", "", 0.001),
];

/// Numerals that multiply a unit, as they stand before it.
const MULTIPLIERS: &[(char, f64)] = &[('十', 10.0), ('百', 100.0), ('千', 1e3), ('万', 1e4), ('亿', 1e8)];

impl Unit {
    /// Takes a printed unit apart: multiplier, simple unit, at most one division (`微克/立方米`, `人/10万人`).
    ///
    /// `None` for a unit that the catalogue does not know.
    pub fn parse(text: &str) -> Option<Self> {
        let text: String = text.chars().filter(|c| !c.is_whitespace()).map(super::name::fold).collect();
        let mut sides =
            text.to_lowercase().split('/').map(Self::side).collect::<Option<Vec<_>>>()?.into_iter();
        let unit = sides.next()?;
        match (sides.next(), sides.next()) {
            (None, _) => Some(unit),
            (Some(below), None) => Some(unit.per(&below)),
            _ => None,
        }
    }

    /// One side of the division: number, multipliers, simple unit.
    fn side(text: &str) -> Option<Self> {
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let (number, mut rest) = text.split_at(digits);
        let mut factor = if number.is_empty() { 1.0 } else { number.parse().ok()? };
        loop {
            // The whole first: 千瓦 is a unit of its own and not a thousand 瓦.
            if let Some((_, base, size)) = SIMPLE.iter().find(|(surface, _, _)| *surface == rest) {
                let bases = if base.is_empty() { BTreeMap::new() } else { BTreeMap::from([(*base, 1)]) };
                return Some(Self { factor: factor * size, bases });
            }
            let first = rest.chars().next()?;
            let (_, size) = MULTIPLIERS.iter().find(|(numeral, _)| *numeral == first)?;
            factor *= size;
            rest = &rest[first.len_utf8()..];
        }
    }

    /// This unit divided by `below`.
    #[must_use]
    pub fn per(&self, below: &Self) -> Self {
        self.combine(below, -1, self.factor / below.factor)
    }

    /// This unit times `other`.
    #[must_use]
    pub fn times(&self, other: &Self) -> Self {
        self.combine(other, 1, self.factor * other.factor)
    }

    fn combine(&self, other: &Self, sign: i32, factor: f64) -> Self {
        let mut bases = self.bases.clone();
        for (base, exponent) in &other.bases {
            *bases.entry(base).or_insert(0) += sign * exponent;
        }
        bases.retain(|_, exponent| *exponent != 0);
        Self { factor, bases }
    }

    /// The dimension as text, the same for units that convert into each other: `人^-1·元`, empty for pure numbers.
    pub fn dimension(&self) -> String {
        let parts: Vec<String> = self
            .bases
            .iter()
            .map(
                |(base, exponent)| {
                    if *exponent == 1 { (*base).to_owned() } else { format!("{base}^{exponent}") }
                },
            )
            .collect();
        parts.join("·")
    }

    /// Whether values in the two units can be converted into each other.
    pub fn agrees_with(&self, other: &Self) -> bool {
        self.bases == other.bases
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn printed_units_are_taken_apart() {
        let cases = [
            ("亿元", "元", 1e8),
            ("万 元/人", "人^-1·元", 1e4),
            ("66", "", 66.0),
            ("万千瓦", "瓦", 1e7),
            ("千瓦时", "千瓦时", 1.0),
            ("微克／立方米", "克·立方米^-1", 1e-6),
            ("吨标准煤/万元", "元^-1·吨标准煤", 1e-4),
            ("张/千人", "人^-1·张", 1e-3),
            ("人/千人", "", 1e-3),
            ("1/10万", "", 1e-5),
            ("个百分点", "", 0.01),
            ("％", "", 0.01),
            ("", "", 1.0),
        ];
        for (text, dimension, factor) in cases {
            let unit = Unit::parse(text).expect(text);
            assert_eq!(unit.dimension(), dimension, "{text}");
            assert!((unit.factor / factor - 1.0).abs() < 1e-12, "{text}: {}", unit.factor);
        }
        for text in ["规划", "元/人/年", "吨/规划"] {
            assert_eq!(Unit::parse(text), None, "{text}");
        }
    }
}
