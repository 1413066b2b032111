//! `bugs`: plants known bugs in a copy of the read model, one at a time, and wants its tests to catch each.
//!
//! What survives says that a test is missing; what no longer applies says that the list is behind the code.

mod copy;
mod trial;

use std::process::ExitCode;

use copy::Scratch;
use trial::{Verdict, try_tests};

use crate::{Outcome, command};

/// The crate that the bugs are planted in; its list lies beside its tests.
const CRATE: &str = "readmodel";

/// One fault, as the list has it.
#[derive(Debug, PartialEq)]
struct Bug {
    name: String,
    /// Within the crate.
    file: String,
    text: String,
    replacement: String,
}

impl Bug {
    fn of(value: &toml::Value) -> Result<Bug, String> {
        let field = |name: &str| {
            let text = value.get(name).and_then(toml::Value::as_str);
            text.map(str::to_owned)
                .ok_or(format!("a bug without {name}: {value}"))
        };
        Ok(Bug {
            name: field("name")?,
            file: field("file")?,
            text: field("text")?,
            replacement: field("replacement")?,
        })
    }

    /// The file with the bug in it. The text must stand there once, so that nobody wonders which one was meant.
    fn plant(&self, source: &str) -> Result<String, String> {
        match source.matches(&self.text).count() {
            1 => Ok(source.replace(&self.text, &self.replacement)),
            count => Err(format!("its text stands {count} times in {}", self.file)),
        }
    }
}

fn read_bugs() -> Result<Vec<Bug>, String> {
    let path = command::root().join(CRATE).join("tests/bugs.toml");
    let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let table: toml::Table = text
        .parse()
        .map_err(|error| format!("{}: {error}", path.display()))?;
    let bugs = table.get("bug").and_then(toml::Value::as_array);
    bugs.into_iter().flatten().map(Bug::of).collect()
}

/// Those whose names contain the argument, or all.
pub fn run(arguments: &[std::ffi::OsString]) -> Outcome {
    let wanted = arguments.first().map(|argument| argument.to_string_lossy());
    let mut bugs = read_bugs()?;
    bugs.retain(|bug| wanted.as_ref().is_none_or(|wanted| bug.name.contains(&**wanted)));
    if bugs.is_empty() {
        return Err("no bug of that name".into());
    }
    let scratch = Scratch::new(CRATE)?;
    println!("bugs: without any, the tests must pass");
    match try_tests(&scratch)? {
        Verdict::Survived => {}
        verdict => return Err(format!("they do not pass: {verdict}")),
    }
    let mut failed = 0;
    for (number, bug) in (1..).zip(&bugs) {
        let source = scratch.read(&bug.file)?;
        let outcome = match bug.plant(&source) {
            Ok(planted) => {
                scratch.write(&bug.file, &planted)?;
                let verdict = try_tests(&scratch)?;
                scratch.write(&bug.file, &source)?;
                scratch.forget_failures()?;
                verdict
            }
            Err(reason) => Verdict::Unfit(reason),
        };
        failed += u32::from(!matches!(outcome, Verdict::Caught(_)));
        println!("bugs: {number}/{}: {}: {outcome}", bugs.len(), bug.name);
    }
    if failed > 0 {
        return Err(format!("{failed} of {} bugs were not caught", bugs.len()));
    }
    println!("bugs: all {} caught", bugs.len());
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_fits_the_source() {
        let bugs = read_bugs().unwrap();
        assert!(bugs.len() >= 20);
        for bug in bugs {
            let source = std::fs::read_to_string(command::root().join(CRATE).join(&bug.file)).unwrap();
            let planted = bug.plant(&source);
            assert!(planted.is_ok_and(|planted| planted != source), "{}", bug.name);
        }
    }

    #[test]
    fn a_text_that_is_not_there_once_is_refused() {
        let bug = Bug {
            name: String::new(),
            file: String::new(),
            text: "a".into(),
            replacement: "b".into(),
        };
        assert_eq!(bug.plant("cat"), Ok("cbt".into()));
        assert!(bug.plant("cot").is_err() && bug.plant("banana").is_err());
    }
}
