//! Sentences of a passage, as they are shown and searched.

/// Where the sentences of a text begin. A closing mark belongs to the sentence before it.
///
/// ```
/// assert_eq!(document::sentence_starts("一。（二。）三"), [0, 6, 18]);
/// ```
pub fn sentence_starts(text: &str) -> Vec<usize> {
    let mut starts = vec![0];
    let mut ended = false;
    for (at, letter) in text.char_indices() {
        match letter {
            '。' | '！' | '？' | '；' => ended = true,
            '”' | '’' | '）' | '》' | '」' | '』' | ')' if ended => {}
            _ if ended => {
                starts.push(at);
                ended = false;
            }
            _ => {}
        }
    }
    starts
}
