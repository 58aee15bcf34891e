//! Why a row says what it says.

use source::Words;

/// Declares the reasons: stable name, Chinese and English with {above}, {own} and {more} to fill in.
macro_rules! reasons {
    ($($(#[$doc:meta])* $variant:ident = $text:literal, $zh:literal, $en:literal;)*) => {
        /// Why a row says what it says.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Reason { $($(#[$doc])* $variant,)* }

        impl Reason {
            /// All reasons.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The stable name.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }

            const fn templates(self) -> (&'static str, &'static str) {
                match self { $(Self::$variant => ($zh, $en),)* }
            }
        }
    };
}

reasons! {
    /// The same figure.
    Same = "same", "两份规划都是{above}", "both say {above}";
    /// The same cut, here as a level.
    SameCut = "same-cut", "对方为{above}，本规划为{own}，降幅相同", "the other says {above}, here {own}: the same cut";
    /// More than asked for.
    Stronger = "stronger", "对方为{above}，本规划为{own}，要求不低于对方", "the other says {above}, here {own}, which asks for no less";
    /// At least as far as before.
    Continued = "continued", "上一期为{above}，本期为{own}，继续推进", "{above} before, {own} now: carried on";
    /// Named in the text.
    Named = "named", "本规划写到“{own}”", "this plan names “{own}”";
    /// A worse figure.
    Lower = "lower", "对方为{above}，本规划为{own}，要求低于对方", "the other says {above}, here {own}, which asks for less";
    /// A worse figure than in the period before.
    Fallen = "fallen", "上一期目标为{above}，本期目标为{own}，低于上一期", "{above} was the aim before, {own} is now: less than before";
    /// A figure that everywhere has to be reached.
    Everywhere = "everywhere", "对方要求各地都达到{above}，本规划为{own}", "{above} is to be reached everywhere, here it is {own}";
    /// Binding made anticipated.
    Nature = "nature", "对方为约束性指标（{above}），本规划改为预期性", "binding in the other plan ({above}), only anticipated here";
    /// A bound made approximate.
    Approximate = "approximate", "对方要求是确定的{above}，本规划写成“左右”（{own}）", "the other plan is firm ({above}), this one says about ({own})";
    /// Due later.
    LaterYear = "later-year", "对方要求{above}，本规划为{own}，时间晚于对方", "the other says {above}, here {own}, which is later";
    /// Binding and nowhere here.
    BindingMissing = "binding-missing", "对方的约束性指标（{above}），本规划没有写", "binding in the other plan ({above}), and nowhere here";
    /// Nowhere here.
    NotNamed = "not-named", "对方写了{above}，本规划没有写", "the other plan says {above}, this one nothing";
    /// Not carried on.
    NotContinued = "not-continued", "上一期的指标（{above}），本期没有继续设", "set before ({above}), not set any more";
    /// Another name.
    OtherName = "other-name", "名称改为“{more}”：对方为{above}，本规划为{own}", "now called “{more}”: {above} there, {own} here";
    /// Two figures for one thing.
    OtherFigure = "other-figure", "同一年、同一口径，对方为{above}，本规划为{own}", "one year and one scope: {above} there, {own} here";
    /// A note says what is counted.
    ScopeNote = "scope-note", "统计口径需先核对：{more}；对方为{above}，本规划为{own}", "what is counted must be settled first: {more}; {above} there, {own} here";
    /// The names differ in what they cover.
    ScopeWord = "scope-word", "所指范围可能不同（本规划为“{more}”）：对方为{above}，本规划为{own}", "the scope may differ (here “{more}”): {above} there, {own} here";
    /// The terms measure other things.
    Definition = "definition", "定义不同（{more}）：对方为{above}，本规划为{own}", "defined otherwise ({more}): {above} there, {own} here";
    /// An average is no bar for each.
    Average = "average", "对方的{above}是全域平均，本规划为{own}；请注明下达给本地区的数", "{above} is an average of the whole, here {own}; say which figure was assigned to this region";
    /// Named without a figure.
    NoFigure = "no-figure", "本规划写到了“{own}”，没有找到可以与{above}相比的目标", "this plan names “{own}”, without a target to hold against {above}";
    /// A target without a number.
    NoNumber = "no-number", "对方为{above}，本规划写的是“{own}”，没有数", "the other says {above}, this plan only “{own}”";
    /// A level against a change.
    OtherKind = "other-kind", "一个是水平、一个是变化，不能直接相比：对方为{above}，本规划为{own}", "one is a level and one a change: {above} there, {own} here";
    /// Units that do not convert.
    OtherUnit = "other-unit", "单位不能换算：对方为{above}，本规划为{own}", "the units do not convert: {above} there, {own} here";
    /// Another year.
    OtherYear = "other-year", "年份不同：对方为{above}，本规划为{own}", "other years: {above} there, {own} here";
    /// Less per period than before.
    Slower = "slower", "上一期为{above}，本期为{own}，是否有意放慢", "{above} before, {own} now: is it meant to be slower?";
    /// Only for parts, and nobody says whether this region is one.
    PartsOnly = "parts-only", "对方只对部分地区或行业提出{above}，本地区是否在内需要核实", "the other asks {above} of some areas or trades only; is this region one of them?";
    /// Said before in the text, not found now.
    Unfinished = "unfinished", "上一期正文写了{above}，本期没有找到同名的内容，是完成了还是换了说法", "said in the text before ({above}) and not found now: done, or put otherwise?";
    /// A total of a larger region.
    Total = "total", "对方的{above}是全域总量，不能与本地区的数相比", "{above} is a total of the larger region and no measure for this one";
    /// Outside the field of a special plan.
    OutsideField = "outside-field", "对方的{above}不属于本专项规划的领域，或领域不明", "{above} is outside the field of this special plan, or the field is not known";
    /// Said in the text for the whole.
    TextOnly = "text-only", "对方在正文中对全域提出{above}，没有要求各地列入", "the other says {above} of the whole in its text and asks no region to list it";
    /// A work of the larger region.
    Elsewhere = "elsewhere", "对方的项目或区域，没有写明落在本地区", "a work or zone of the other plan that is not said to lie here";
}

impl Reason {
    /// The reason in words.
    pub fn words(self, above: &str, own: &str, more: &Words) -> Words {
        let fill = |template: &str, more: &str| {
            let short = |text: &str| if text.is_empty() { "—".to_owned() } else { text.to_owned() };
            template.replace("{above}", &short(above)).replace("{own}", &short(own)).replace("{more}", more)
        };
        let (zh, en) = self.templates();
        Words::new(fill(zh, &more.zh), fill(en, &more.en))
    }
}
