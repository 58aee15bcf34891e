use crate::Source;
use crate::excerpt::excerpt;
use annotate_snippets::renderer::{DEFAULT_LINE_NUM_STYLE, DEFAULT_NONE_STYLE, DecorStyle};
use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};
use source::{Diagnostic, Lang, Severity, Span};

/// How terminal text is to look.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// Language of messages, labels and help.
    pub lang: Lang,
    /// Whether to use ANSI colours.
    pub colour: bool,
    /// Width of the terminal in columns.
    pub width: usize,
}

impl Default for Style {
    fn default() -> Self {
        Self { lang: Lang::Zh, colour: false, width: 100 }
    }
}

/// One diagnostic as a compiler would print it, ending with a line break.
///
/// Long lines are cut around the marked places; columns are counted so that marks stand under
/// Chinese text.
///
/// # Example
/// ```
/// use render::{Source, Style, human};
/// use source::{Diagnostic, Family, Lines, Severity, Span};
/// let text = "地区生产总值达到1900亿元";
/// let found = Diagnostic::new("T001", "demo", Family::Target, Severity::Note)
///     .message("示例", "an example")
///     .label(Span::new(24, 34), "此处", "here");
/// let lines = Lines::of(text);
/// let shown = human(&found, Source { name: "plan.txt", text, lines: &lines }, Style::default());
/// assert!(shown.starts_with("提示[T001]: 示例"));
/// assert!(shown.contains("plan.txt:1:9"));
/// ```
pub fn human(diagnostic: &Diagnostic, source: Source<'_>, style: Style) -> String {
    let lang = style.lang;
    let level = level(diagnostic.severity, lang);
    let mut message = diagnostic.message.get(lang).to_owned();
    if diagnostic.artefact {
        message.push_str(artefact_mark(lang));
    }
    let title = level.primary_title(message).id(diagnostic.code);
    let gutter = widest_line_number(diagnostic, source) + 3;
    let excerpt = excerpt(&diagnostic.labels, source, style.width.saturating_sub(gutter).max(20));
    let mut group = Group::with_title(title);
    if let Some(excerpt) = &excerpt {
        let marks = excerpt.marks.iter().map(|(range, label, primary)| {
            let kind = if *primary { AnnotationKind::Primary } else { AnnotationKind::Context };
            annotation(kind, range.clone(), label.words.get(lang))
        });
        group = group.element(
            Snippet::source(excerpt.text.as_str()).line_start(excerpt.line as usize).annotations(marks),
        );
    }
    if !diagnostic.help.get(lang).is_empty() {
        group = group.element(help(lang).message(diagnostic.help.get(lang)));
    }
    let renderer = if style.colour { Renderer::styled() } else { Renderer::plain() };
    // The excerpt already fits; a wide limit keeps the renderer from cutting it a second time.
    let mut out = renderer.decor_style(DecorStyle::Ascii).term_width(style.width * 8).render(&[group]);
    if let (Some(_), Some(primary)) = (&excerpt, diagnostic.labels.first()) {
        let at = out.find('\n').map_or(out.len(), |end| end + 1);
        out.insert_str(at, &origin(primary.span, source, gutter - 3, style.colour));
    }
    out.push('\n');
    out
}

fn widest_line_number(diagnostic: &Diagnostic, source: Source<'_>) -> usize {
    let last = diagnostic.labels.iter().map(|label| source.lines.line(label.span.start)).max();
    last.map_or(0, |line| line.to_string().len())
}

/// The line `--> name:line:column`. The renderer would count the column in the cut line.
fn origin(span: Span, source: Source<'_>, indent: usize, colour: bool) -> String {
    let at = source.lines.position(source.text, span.start);
    let style = if colour { DEFAULT_LINE_NUM_STYLE } else { DEFAULT_NONE_STYLE };
    format!("{:indent$}{style}-->{style:#} {}:{}:{}\n", "", source.name, at.line, at.column)
}

fn annotation(kind: AnnotationKind, range: std::ops::Range<usize>, words: &str) -> Annotation<'_> {
    let annotation = kind.span(range);
    if words.is_empty() { annotation } else { annotation.label(words) }
}

fn level(severity: Severity, lang: Lang) -> Level<'static> {
    let (level, zh) = match severity {
        Severity::Error => (Level::ERROR, "错误"),
        Severity::Warning => (Level::WARNING, "警告"),
        Severity::Note => (Level::NOTE, "提示"),
        Severity::Question => (Level::INFO.with_name("question"), "疑问"),
    };
    match lang {
        Lang::Zh => level.with_name(zh),
        Lang::En => level,
    }
}

fn help(lang: Lang) -> Level<'static> {
    match lang {
        Lang::Zh => Level::HELP.with_name("建议"),
        Lang::En => Level::HELP,
    }
}

fn artefact_mark(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "（可能是转换所致）",
        Lang::En => " (probably made by the conversion)",
    }
}

/// One closing line with the number of findings by severity.
///
/// # Example
/// ```
/// use source::Lang;
/// assert_eq!(render::summary(&[], Lang::En), "no findings");
/// ```
pub fn summary(diagnostics: &[Diagnostic], lang: Lang) -> String {
    let count = |severity| diagnostics.iter().filter(|d| d.severity == severity).count();
    let [errors, warnings, notes, questions] = Severity::ALL.map(count);
    let s = |n| if n == 1 { "" } else { "s" };
    match lang {
        _ if diagnostics.is_empty() => match lang {
            Lang::Zh => "未发现问题".to_owned(),
            Lang::En => "no findings".to_owned(),
        },
        Lang::Zh => {
            let asked = if questions == 0 { String::new() } else { format!("；另有疑问{questions}") };
            format!("共{}条：错误{errors}，警告{warnings}，提示{notes}{asked}", errors + warnings + notes)
        }
        Lang::En => {
            let asked = match questions {
                0 => String::new(),
                n => format!("; and {n} question{}", s(n)),
            };
            let all = errors + warnings + notes;
            format!(
                "{all} finding{}: {errors} error{}, {warnings} warning{}, {notes} note{}{asked}",
                s(all),
                s(errors),
                s(warnings),
                s(notes)
            )
        }
    }
}
