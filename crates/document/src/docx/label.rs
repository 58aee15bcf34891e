//! How Word writes a number: `numFmt` of a numbering level.

/// Formats `number` as the number format `format` prints it; unknown formats print decimals.
pub(crate) fn format(number: u32, format: &str) -> String {
    match format {
        "none" => String::new(),
        "decimalZero" => format!("{number:02}"),
        "decimalFullWidth" | "decimalFullWidth2" => full_width(number),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => enclosed(number, '①', 20),
        "decimalEnclosedParen" => enclosed(number, '⑴', 20),
        "decimalEnclosedFullstop" => enclosed(number, '⒈', 20),
        "ideographEnclosedCircle" => enclosed(number, '㊀', 10),
        "upperRoman" => roman(number),
        "lowerRoman" => roman(number).to_lowercase(),
        "upperLetter" => letters(number, b'A'),
        "lowerLetter" => letters(number, b'a'),
        "chineseCounting" | "taiwaneseCounting" | "ideographDigital" | "japaneseDigitalTenThousand"
            if number >= 100 || format == "ideographDigital" =>
        {
            digits(number, "○一二三四五六七八九")
        }
        "chineseCounting"
        | "chineseCountingThousand"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand"
        | "japaneseCounting"
        | "koreanCounting" => counting(number, "零一二三四五六七八九", ["", "十", "百", "千"]),
        "chineseLegalSimplified" => counting(number, "零壹贰叁肆伍陆柒捌玖", ["", "拾", "佰", "仟"]),
        "ideographLegalTraditional" | "japaneseLegal" => {
            counting(number, "零壹貳參肆伍陸柒捌玖", ["", "拾", "佰", "仟"])
        }
        "ideographTraditional" => cycle(number, "甲乙丙丁戊己庚辛壬癸"),
        "ideographZodiac" => cycle(number, "子丑寅卯辰巳午未申酉戌亥"),
        _ => number.to_string(),
    }
}

fn full_width(number: u32) -> String {
    number.to_string().chars().filter_map(|c| char::from_u32(c as u32 - '0' as u32 + '０' as u32)).collect()
}

fn enclosed(number: u32, first: char, last: u32) -> String {
    match char::from_u32(first as u32 + number.saturating_sub(1)) {
        Some(c) if (1..=last).contains(&number) => c.to_string(),
        _ => number.to_string(),
    }
}

fn roman(number: u32) -> String {
    const PARTS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if !(1..4000).contains(&number) {
        return number.to_string();
    }
    let mut rest = number;
    let mut out = String::new();
    for (value, sign) in PARTS {
        while rest >= value {
            out.push_str(sign);
            rest -= value;
        }
    }
    out
}

/// A to Z, then AA to ZZ: Word repeats the letter.
fn letters(number: u32, first: u8) -> String {
    let Some(index) = number.checked_sub(1) else { return number.to_string() };
    let letter = char::from(first + (index % 26) as u8);
    std::iter::repeat_n(letter, (index / 26 + 1).min(30) as usize).collect()
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a count or place in a text or table held in memory, whose size is limited on the way in"
)]
fn cycle(number: u32, signs: &str) -> String {
    let count = signs.chars().count() as u32;
    match number.checked_sub(1).and_then(|index| signs.chars().nth(index as usize)) {
        Some(sign) if number <= count => sign.to_string(),
        _ => number.to_string(),
    }
}

fn digits(number: u32, signs: &str) -> String {
    number.to_string().bytes().filter_map(|digit| signs.chars().nth(usize::from(digit - b'0'))).collect()
}

/// 十二, 二十, 一百零五, 一千零二十.
fn counting(number: u32, signs: &str, units: [&str; 4]) -> String {
    if !(1..10_000).contains(&number) {
        return digits(number, signs);
    }
    let figures: Vec<usize> = number.to_string().bytes().map(|digit| usize::from(digit - b'0')).collect();
    let mut out = String::new();
    let mut zero = false;
    for (at, figure) in figures.iter().enumerate() {
        let place = figures.len() - 1 - at;
        if *figure == 0 {
            zero = true;
            continue;
        }
        if std::mem::take(&mut zero) {
            out.extend(signs.chars().next());
        }
        // 十二, not 一十二; 一百一十 keeps its one.
        if !(*figure == 1 && place == 1 && figures.len() == 2) {
            out.extend(signs.chars().nth(*figure));
        }
        out.push_str(units[place]);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::format;

    #[test]
    fn formats() {
        for (number, kind, expected) in [
            (1, "chineseCounting", "一"),
            (10, "chineseCounting", "十"),
            (12, "chineseCounting", "十二"),
            (20, "chineseCountingThousand", "二十"),
            (105, "chineseCountingThousand", "一百零五"),
            (110, "chineseCountingThousand", "一百一十"),
            (1020, "japaneseCounting", "一千零二十"),
            (21, "ideographDigital", "二一"),
            (3, "chineseLegalSimplified", "叁"),
            (3, "decimalEnclosedCircle", "③"),
            (21, "decimalEnclosedCircle", "21"),
            (4, "upperRoman", "IV"),
            (28, "lowerLetter", "bb"),
            (2, "ideographTraditional", "乙"),
            (7, "decimalZero", "07"),
            (12, "decimalFullWidth", "１２"),
            (5, "somethingNew", "5"),
        ] {
            assert_eq!(format(number, kind), expected, "{kind}");
        }
    }
}
