//! Comma-separated values (RFC 4180), also with semicolons or tabs, if every row has the same number of fields.

/// The most columns, and cells.
const MAX_COLUMNS: usize = 1_000;
const MAX_CELLS: usize = 400_000;

/// The rows, if the text is surely such a table.
pub fn read(text: &str) -> Option<Vec<Vec<String>>> {
    ['\t', ';', ','].into_iter().find_map(|separator| rows(text, separator).filter(|rows| is_table(rows, separator)))
}

/// Whether the first row surely names the columns: there are numbers under a name, and none beside it.
pub fn has_head(rows: &[Vec<String>]) -> bool {
    let is_number = |field: &String| field.chars().next().is_some_and(|c| c.is_numeric() || "+-.<>".contains(c));
    let is_name = |field: &String| !field.is_empty() && !is_number(field) && !field.ends_with(':');
    let Some((first, rest)) = rows.split_first() else { return false };
    let distinct = first.iter().enumerate().all(|(at, field)| !first.iter().take(at).any(|before| before == field));
    let numbers = |column: usize| {
        let fields = || rest.iter().filter_map(|row| row.get(column)).filter(|field| !field.is_empty());
        fields().count() > 0 && fields().all(is_number)
    };
    distinct && first.iter().all(is_name) && (0..first.len()).any(numbers)
}

/// Lines of prose have commas too, with a space behind them, and not the same number in each line.
fn is_table(rows: &[Vec<String>], separator: char) -> bool {
    let width = rows.first().map_or(0, Vec::len);
    let loose = rows.iter().flat_map(|row| row.iter().skip(1)).any(|field| field.starts_with(' '));
    if width > MAX_COLUMNS || width.saturating_mul(rows.len()) > MAX_CELLS {
        return false;
    }
    match separator {
        '\t' => width >= 2 && rows.len() >= 2,
        _ => width >= 2 && rows.len() >= 2 && !(loose && (width < 3 || rows.len() < 3)),
    }
}

fn rows(text: &str, separator: char) -> Option<Vec<Vec<String>>> {
    let mut rows: Vec<Vec<String>> = Vec::new();
    let (mut row, mut field) = (Vec::new(), String::new());
    let mut quoted = false;
    let mut closed = false;
    let mut characters = text.trim_end_matches('\n').chars().peekable();
    loop {
        let next = characters.next();
        match next {
            None if quoted => return None,
            Some('"') if quoted => {
                if characters.peek() == Some(&'"') {
                    characters.next();
                    field.push('"');
                } else {
                    (quoted, closed) = (false, true);
                }
            }
            Some(c) if quoted => field.push(c),
            Some('"') if field.is_empty() && !closed => quoted = true,
            Some(c) if c == separator => {
                row.push(std::mem::take(&mut field));
                closed = false;
            }
            None | Some('\n') => {
                row.push(std::mem::take(&mut field));
                closed = false;
                if rows.first().is_some_and(|first| first.len() != row.len()) || row.len() < 2 {
                    return None;
                }
                rows.push(std::mem::take(&mut row));
                if next.is_none() {
                    return Some(rows);
                }
            }
            // A quotation mark within a field, or text behind one: not this format.
            Some('"') => return None,
            Some(_) if closed => return None,
            Some(c) => field.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn even_tables_are_read() {
        let rows = read("name,\"value, unit\"\nHb,\"12,1 \"\"g/dl\"\"\"\nNa,\n").unwrap();
        assert_eq!(rows, [["name", "value, unit"], ["Hb", "12,1 \"g/dl\""], ["Na", ""]]);
        assert!(has_head(&rows));
        assert!(has_head(&read("test;g/dl\nHb;12,1\nNa;140").unwrap()));
        assert!(!has_head(&read("Name:\tMia\nAge:\t7").unwrap()));
        assert!(!has_head(&read("1;2\n3;4").unwrap()));
    }

    #[test]
    fn prose_is_not() {
        assert_eq!(read("Dear Sir,\nthank you, and\nso on, yours"), None);
        assert_eq!(read("Berlin, Germany\nParis, France"), None);
        assert_eq!(read("a,b\nc"), None);
        assert_eq!(read("one line"), None);
        assert_eq!(read("a,\"b\nc,d"), None);
    }
}
