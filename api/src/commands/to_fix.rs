//! The list of what somebody should mend in a file, as a table that a spreadsheet opens.

use std::io::Write;

use formats::own::defuse;

use super::report::Report;
use crate::cli::Language;

/// What some programs need to see that a file is UTF-8.
pub(super) const BOM: &[u8] = b"\xEF\xBB\xBF";

/// All issues of all files: one line each, with the line of the file it is about.
pub fn write(mut out: impl Write, reports: &[Report], language: Language) -> Result<(), csv::Error> {
    out.write_all(BOM)?;
    let mut table = csv::Writer::from_writer(out);
    table.write_record(["file", "line", "column", "value", "rule", "action", "detail"])?;
    for report in reports {
        for issue in &report.issues {
            let line = issue.line.to_string();
            let cells = [
                report.file.as_str(),
                line.as_str(),
                &issue.column,
                &issue.value,
                issue.rule,
                issue.action,
                issue.sentence(language),
            ];
            table.write_record(cells.map(|cell| defuse(cell.to_owned())))?;
        }
    }
    table.flush()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use domain::import::{RowAction, RowIssue};

    use super::*;

    #[test]
    fn every_issue_is_a_line_and_no_cell_is_a_formula() {
        let mut report = Report {
            file: "一覧.csv".to_owned(),
            ..Report::default()
        };
        report.set_issues(vec![RowIssue {
            line: 7,
            column: "電話番号".to_owned(),
            value: "=HYPERLINK(\"a\",\"b\")\n2".to_owned(),
            rule: "phone",
            action: RowAction::LeftOut,
            detail: "+ no number".to_owned(),
        }]);
        let mut bytes = Vec::new();
        write(&mut bytes, &[report], Language::En).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let expected = "\u{FEFF}file,line,column,value,rule,action,detail\n\
                        一覧.csv,7,電話番号,\"'=HYPERLINK(\"\"a\"\",\"\"b\"\")\n2\",phone,left out,'+ no number\n";
        assert_eq!(text, expected);
    }
}
