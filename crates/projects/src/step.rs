//! The steps of a project's way that approval platforms speak of, by the words of their matters.

/// What a result that is no approval contains.
const REFUSING: [&str; 9] = ["不", "未", "退", "否", "中止", "终止", "撤", "补正", "在办"];

/// The step that a matter of an approval platform is (用地预审与选址 → `land`); `None` for one that is no step of the way.
pub fn step_of(matter: &str) -> Option<&'static str> {
    let lines = include_str!("../data/steps.tsv").lines().filter(|line| !line.starts_with('#'));
    lines
        .filter_map(|line| line.split_once('\t'))
        .find(|(_, words)| words.split_whitespace().any(|word| matter.contains(word)))
        .map(|(step, _)| step)
}

/// Whether a result says that the matter was approved: nothing but a day does, 不予许可 and 退回补正 do not.
pub fn approves(result: &str) -> bool {
    !REFUSING.iter().any(|word| result.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matters_by_their_words() {
        for (matter, step) in [
            ("建设项目用地预审与选址意见书核发", Some("land")),
            ("企业投资项目备案", Some("admission")),
            ("政府投资项目可行性研究报告审批", Some("feasibility")),
            ("建设项目环境影响报告书审批", Some("environment")),
            ("建设工程规划许可证核发", Some("planning")),
            ("建筑工程施工许可证核发", Some("permit")),
            ("竣工联合验收", Some("operation")),
            ("户外广告设置", None),
        ] {
            assert_eq!(step_of(matter), step, "{matter}");
        }
    }

    #[test]
    fn results_by_their_words() {
        for (result, approved) in [
            ("同意", true),
            ("准予许可", true),
            ("", true),
            ("办结", true),
            ("不予许可", false),
            ("退回补正", false),
            ("未通过", false),
        ] {
            assert_eq!(approves(result), approved, "{result}");
        }
    }
}
