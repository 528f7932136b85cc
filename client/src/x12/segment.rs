//! Segments and elements, and the separators between them.

/// Length of the segment ISA, which alone has a fixed one.
const ISA_LENGTH: usize = 106;

/// What separates the parts of an interchange.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Separators {
	/// Between elements.
	pub element: char,
	/// Between the parts of a composite element.
	pub component: char,
	/// At the end of a segment.
	pub segment: char,
}

impl Separators {
	/// Those that are written.
	pub const OURS: Self = Self { element: '*', component: ':', segment: '~' };
}

/// A segment.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Segment {
	/// Its place in the file, from 1.
	pub number: usize,
	/// Its name and its elements.
	parts: Vec<String>,
	/// Between the parts of its composite elements.
	component: char,
}

impl Segment {
	/// The name.
	pub fn name(&self) -> &str {
		self.element(0)
	}

	/// An element, from 1; empty where there is none.
	pub fn element(&self, number: usize) -> &str {
		self.parts.get(number).map_or("", String::as_str)
	}

	/// How many elements there are.
	pub fn count(&self) -> usize {
		self.parts.len().saturating_sub(1)
	}

	/// The parts of a composite element.
	pub fn components(&self, number: usize) -> Vec<&str> {
		self.element(number).split(self.component).collect()
	}
}

/// The segments of a file, which may hold several interchanges.
pub(super) fn parse(text: &str) -> Result<Vec<Segment>, String> {
	let mut segments = Vec::new();
	let mut rest = text.trim();
	if rest.is_empty() {
		return Err("the file is empty; an 835 begins with ISA".into());
	}
	while !rest.is_empty() {
		let separators = separators(rest)?;
		// An interchange ends with IEA; what follows has separators of its own.
		loop {
			let (segment, after) = rest
				.split_once(separators.segment)
				.ok_or_else(|| format!("segment {} has no end", segments.len() + 1))?;
			let parts: Vec<String> =
				segment.trim().split(separators.element).map(str::to_string).collect();
			let number = segments.len() + 1;
			let segment = Segment { number, parts, component: separators.component };
			if segment.name().is_empty() {
				return Err(format!("segment {number} has no name"));
			}
			rest = after.trim_start();
			let ends = segment.name() == "IEA";
			segments.push(segment);
			if ends || rest.is_empty() {
				break;
			}
		}
	}
	Ok(segments)
}

/// The separators that ISA states by their place.
fn separators(interchange: &str) -> Result<Separators, String> {
	let wrong =
		|| {
			format!("an interchange begins with the segment ISA of {ISA_LENGTH} characters; this does not")
		};
	let isa: Vec<char> = interchange.chars().take(ISA_LENGTH).collect();
	let at = |place: usize| isa.get(place).copied();
	match (interchange.starts_with("ISA"), at(3), at(104), at(105)) {
		(true, Some(element), Some(component), Some(segment))
			if isa.iter().filter(|c| **c == element).count() == 16 && at(103) == Some(element) =>
		{
			Ok(Separators { element, component, segment })
		}
		_ => Err(wrong()),
	}
}

/// Writes segments, one a line.
#[derive(Debug, Default)]
pub(super) struct Writer {
	text: String,
	/// Segments that were written.
	pub count: usize,
}

impl Writer {
	/// Writes a segment by its name and elements; those that are empty at its end are left out.
	pub fn segment(&mut self, parts: &[&str]) {
		let length = parts.iter().rposition(|part| !part.is_empty()).map_or(0, |last| last + 1);
		let separators = Separators::OURS;
		for (n, part) in parts.iter().take(length).enumerate() {
			if n > 0 {
				self.text.push(separators.element);
			}
			self.text.push_str(part);
		}
		self.text.push(separators.segment);
		self.text.push('\n');
		self.count += 1;
	}

	/// All that was written.
	pub fn finish(self) -> String {
		self.text
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	const ISA: &str = "ISA*00*          *00*          *ZZ*A              *ZZ*B              \
	                   *261123*0830*^*00501*000000001*0*T*:~";

	#[test]
	fn separators_are_those_of_isa() {
		let text = format!("{ISA}\nIEA*0*000000001~\n");
		let segments = parse(&text).unwrap();
		assert_eq!(segments.len(), 2);
		assert_eq!((segments[1].name(), segments[1].element(2)), ("IEA", "000000001"));
		assert_eq!((segments[1].element(3), segments[1].count()), ("", 2));

		let other = text.replace('*', "|").replace('~', "\u{1d}").replace(':', ">");
		let others = parse(&format!("{other}{text}")).unwrap();
		assert_eq!(others.len(), 4, "each interchange has its own");
		assert_eq!(others[1].element(2), "000000001");
		assert_eq!((others[0].component, others[2].component), ('>', ':'));
		assert_eq!(others[3].number, 4);
	}

	#[test]
	fn what_is_no_interchange_is_told() {
		for (text, told) in [
			(String::new(), "empty"),
			("ST*835*1~".into(), "begins with the segment ISA"),
			(ISA[..100].into(), "begins with the segment ISA"),
			(ISA.replace("A              ", "A"), "begins with the segment ISA"),
			(format!("{ISA}GS*HP"), "segment 2 has no end"),
			(format!("{ISA}~"), "segment 2 has no name"),
		] {
			let error = parse(&text).unwrap_err();
			assert!(error.contains(told), "{text}: {error}");
		}
	}

	#[test]
	fn empty_elements_at_the_end_are_left_out() {
		let mut writer = Writer::default();
		writer.segment(&["CLP", "7", "", "100", "", ""]);
		assert_eq!(writer.count, 1);
		assert_eq!(writer.finish(), "CLP*7**100~\n");
	}
}
