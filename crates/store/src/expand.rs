//! Which steps of the schema only add (expand), and which change or remove what an older program uses (contract).
//!
//! During an upgrade old and new servers run side by side on one database. That is safe after a step that only adds: the
//! older program neither reads nor writes what it does not know, and what it writes leaves the new columns empty. The kind
//! of a step is read from its own SQL and kept in the database beside the step, so that a program that has never seen the
//! step can tell.

use std::collections::{BTreeMap, BTreeSet};

/// What the kept description of a step begins with when the step only adds.
const MARK: &str = "expand: ";

/// What is kept of a step: its name, marked when it only adds.
pub(crate) fn description(name: &str, sql: &str) -> String {
    if is_additive(sql) { format!("{MARK}{name}") } else { name.to_owned() }
}

/// Whether a kept description is that of a step that only adds.
pub(crate) fn is_marked(description: &str) -> bool {
    description.starts_with(MARK)
}

/// Whether a step only adds: tables, indexes, columns that may be empty, and rows or values in what it has added itself.
///
/// A new column has no default where rows are sealed: an older program could not seal a value that it does not know of.
pub(crate) fn is_additive(sql: &str) -> bool {
    let mut tables = BTreeSet::new();
    let mut columns: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    statements(sql).iter().all(|words| {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        match words[..] {
            ["create", "table", name, ..] => tables.insert(name.to_owned()),
            ["create", "index", ..] => true,
            ["create", "unique", "index", _, "on", table, ..] => tables.contains(table),
            ["alter", "table", table, "add", "column", name, ref rest @ ..] => {
                columns.entry(table.to_owned()).or_default().insert(name.to_owned());
                let has = |word: &str| rest.contains(&word);
                // Where nothing is sealed, a value that fills itself in is no harm to a program that does not know it.
                let fills = has("default") && is_operating(table);
                !has("unique") && !has("references") && (fills || (!has("default") && !has("not")))
            }
            ["insert", "into", table, ..] => tables.contains(table),
            ["update", table, "set", ref rest @ ..] => {
                tables.contains(table) || columns.get(table).is_some_and(|new| sets_only(rest, new))
            }
            _ => false,
        }
    })
}

fn is_operating(table: &str) -> bool {
    crate::tables::declared(table).is_some_and(|declared| declared.class == crate::Class::Operating)
}

/// Whether an UPDATE of one column sets one of these; several are not told apart from conditions.
fn sets_only(words: &[&str], columns: &BTreeSet<String>) -> bool {
    words.first().is_some_and(|name| columns.contains(*name)) && !words.contains(&",")
}

/// The words of each statement in small letters; comments are left out, a text in quotes is one word.
fn statements(sql: &str) -> Vec<Vec<String>> {
    let mut all = Vec::new();
    let (mut words, mut word) = (Vec::new(), String::new());
    let mut characters = sql.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '-' if characters.peek() == Some(&'-') => {
                characters.by_ref().find(|next| *next == '\n');
            }
            '\'' => {
                word.push('\'');
                word.extend(characters.by_ref().take_while(|next| *next != '\''));
            }
            _ if character.is_alphanumeric() || character == '_' => word.extend(character.to_lowercase()),
            _ => {
                if !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
                if character == ';' {
                    all.push(std::mem::take(&mut words));
                } else if !character.is_whitespace() {
                    words.push(character.to_string());
                }
            }
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    all.push(words);
    all.retain(|words| !words.is_empty());
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_that_only_add_are_told_from_others() {
        for good in [
            "-- DROP TABLE a; in a comment\nCREATE TABLE a (b TEXT NOT NULL DEFAULT ';');\nCREATE INDEX a_b ON a (b);",
            "ALTER TABLE plan ADD COLUMN note TEXT;",
            "ALTER TABLE job ADD COLUMN note TEXT NOT NULL DEFAULT '';",
            "ALTER TABLE plan ADD COLUMN note TEXT; UPDATE plan SET note = title WHERE version = 1;",
            "CREATE TABLE a (b TEXT); INSERT INTO a (b) SELECT title FROM plan; CREATE UNIQUE INDEX x ON a (b)",
        ] {
            assert!(is_additive(good), "{good}");
        }
        for bad in [
            "DROP TABLE plan;",
            "ALTER TABLE plan ADD COLUMN note TEXT NOT NULL DEFAULT '';",
            "ALTER TABLE plan RENAME TO scheme;",
            "CREATE TABLE a (b TEXT); DELETE FROM plan;",
            "INSERT INTO plan (id) VALUES ('1');",
            "UPDATE plan SET title = '';",
            "ALTER TABLE plan ADD COLUMN note TEXT; UPDATE plan SET note = title, title = '';",
            "CREATE UNIQUE INDEX plan_title ON plan (title);",
            "CREATE TRIGGER t AFTER INSERT ON plan BEGIN SELECT 1; END;",
        ] {
            assert!(!is_additive(bad), "{bad}");
        }
    }

    #[test]
    fn the_mark_is_found_again() {
        assert!(is_marked(&description("months", "ALTER TABLE a ADD COLUMN b TEXT")));
        assert!(!is_marked(&description("end", "DROP TABLE a")));
    }
}
