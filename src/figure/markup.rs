//! Bits of SVG text.

/// A coordinate with one digit after the point, as short as it can be written: `.5`, `-12`, `0`.
pub(super) fn number(value: f64) -> String {
    let tenths = (value * 10.0).round() as i64;
    let sign = if tenths < 0 { "-" } else { "" };
    let (whole, rest) = (tenths.abs() / 10, tenths.abs() % 10);
    match (whole, rest) {
        (0, 0) => "0".into(),
        (whole, 0) => format!("{sign}{whole}"),
        (0, rest) => format!("{sign}.{rest}"),
        (whole, rest) => format!("{sign}{whole}.{rest}"),
    }
}

/// A point as path data and transforms write it.
pub(super) fn pair((x, y): (f64, f64)) -> String {
    let (x, y) = (number(x), number(y));
    let runs_on = y.starts_with('-') || y.starts_with('.') && x.contains('.');
    if runs_on { format!("{x}{y}") } else { format!("{x} {y}") }
}
