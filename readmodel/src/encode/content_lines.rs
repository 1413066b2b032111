//! Lines of iCalendar (RFC 5545, 3.1): properties, escaped and folded.
//!
//! Not by a library: those that write events take the time of writing for their DTSTAMP and write no time zones, and an
//! answer of a snapshot must not depend on when it is written.

/// Octets of a line, without its end.
const LONGEST: usize = 75;

/// A text that grows by whole lines.
#[derive(Debug, Default)]
pub(crate) struct Lines(String);

impl Lines {
    /// A property whose value is written as it is.
    pub(crate) fn raw(&mut self, name: &str, value: &str) {
        self.line(&format!("{name}:{value}"));
    }

    /// A property whose value is text (3.3.11).
    pub(crate) fn text(&mut self, name: &str, value: &str) {
        let mut escaped = String::with_capacity(value.len());
        for c in value.chars() {
            match c {
                '\\' | ';' | ',' => escaped.extend(['\\', c]),
                '\n' => escaped.push_str("\\n"),
                '\r' => {}
                c if c.is_control() => escaped.push(' '),
                c => escaped.push(c),
            }
        }
        self.raw(name, &escaped);
    }

    /// Folds between characters, never within one.
    fn line(&mut self, line: &str) {
        let mut length = 0;
        for c in line.chars() {
            if length + c.len_utf8() > LONGEST {
                self.0.push_str("\r\n ");
                length = 1;
            }
            self.0.push(c);
            length += c.len_utf8();
        }
        self.0.push_str("\r\n");
    }

    pub(crate) fn push(&mut self, lines: &Lines) {
        self.0.push_str(&lines.0);
    }

    pub(crate) fn into_text(self) -> String {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn any_text_unfolds_and_reads_back(text in "[\\PC\n;,]{0,300}") {
            let mut lines = Lines::default();
            lines.text("SUMMARY", &text);
            let written = lines.into_text();
            prop_assert!(written.split("\r\n").all(|line| line.len() <= LONGEST));
            let unfolded = written.replace("\r\n ", "");
            let value = unfolded.strip_prefix("SUMMARY:").unwrap().strip_suffix("\r\n").unwrap();
            let mut read = String::new();
            let mut rest = value.chars();
            while let Some(c) = rest.next() {
                match c {
                    '\\' => match rest.next().unwrap() {
                        'n' => read.push('\n'),
                        c => read.push(c),
                    },
                    c => read.push(c),
                }
            }
            prop_assert_eq!(read, text);
        }
    }
}
