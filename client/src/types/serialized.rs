//! How values stand in JSON.

/// A value as its text.
pub mod text {
	use serde::{de::Error, Deserialize, Deserializer, Serializer};
	use std::{fmt::Display, str::FromStr};

	/// Writes it.
	pub fn serialize<T: Display, S: Serializer>(
		value: &T,
		serializer: S,
	) -> Result<S::Ok, S::Error> {
		serializer.collect_str(value)
	}

	/// Reads it.
	pub fn deserialize<'de, T, D>(deserializer: D) -> Result<T, D::Error>
	where
		T: FromStr<Err: Display>,
		D: Deserializer<'de>,
	{
		let text = String::deserialize(deserializer)?;
		text.parse().map_err(|e| D::Error::custom(format!("{text:?}: {e}")))
	}

	/// The same where there may be none.
	pub mod option {
		use super::*;
		use serde::Serialize;

		/// Writes it.
		pub fn serialize<T: Display, S: Serializer>(
			value: &Option<T>,
			serializer: S,
		) -> Result<S::Ok, S::Error> {
			value.as_ref().map(ToString::to_string).serialize(serializer)
		}

		/// Reads it.
		pub fn deserialize<'de, T, D>(deserializer: D) -> Result<Option<T>, D::Error>
		where
			T: FromStr<Err: Display>,
			D: Deserializer<'de>,
		{
			let text = Option::<String>::deserialize(deserializer)?;
			text.map(|text| text.parse().map_err(|e| D::Error::custom(format!("{text:?}: {e}"))))
				.transpose()
		}
	}
}

/// 32 bytes as `0x` and hexadecimal digits.
pub mod hex {
	use crate::relay::{from_hex, to_hex};
	use serde::{de::Error, Deserialize, Deserializer, Serialize, Serializer};

	/// Writes them.
	pub fn serialize<T: AsRef<[u8]>, S: Serializer>(
		value: &T,
		serializer: S,
	) -> Result<S::Ok, S::Error> {
		serializer.serialize_str(&to_hex(value.as_ref()))
	}

	/// Reads them.
	pub fn deserialize<'de, T, D>(deserializer: D) -> Result<T, D::Error>
	where
		T: From<[u8; 32]>,
		D: Deserializer<'de>,
	{
		let text = String::deserialize(deserializer)?;
		let bytes = from_hex(&text).and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
		bytes.map(T::from).ok_or_else(|| {
			D::Error::custom(format!("{text:?} is not 0x and 64 hexadecimal digits"))
		})
	}

	#[derive(Deserialize, Serialize)]
	#[serde(bound(serialize = "T: AsRef<[u8]>", deserialize = "T: From<[u8; 32]>"), transparent)]
	struct Bytes<T>(#[serde(with = "super::hex")] T);

	/// The same where there may be none.
	pub mod option {
		use super::*;

		/// Writes them.
		pub fn serialize<T: AsRef<[u8]>, S: Serializer>(
			value: &Option<T>,
			serializer: S,
		) -> Result<S::Ok, S::Error> {
			value.as_ref().map(|value| to_hex(value.as_ref())).serialize(serializer)
		}

		/// Reads them.
		pub fn deserialize<'de, T, D>(deserializer: D) -> Result<Option<T>, D::Error>
		where
			T: From<[u8; 32]>,
			D: Deserializer<'de>,
		{
			Ok(Option::<Bytes<T>>::deserialize(deserializer)?.map(|bytes| bytes.0))
		}
	}

	/// The same of each in a list.
	pub mod list {
		use super::*;

		/// Writes them.
		pub fn serialize<T: AsRef<[u8]>, S: Serializer>(
			values: &[T],
			serializer: S,
		) -> Result<S::Ok, S::Error> {
			serializer.collect_seq(values.iter().map(|value| to_hex(value.as_ref())))
		}

		/// Reads them.
		pub fn deserialize<'de, T, D>(deserializer: D) -> Result<Vec<T>, D::Error>
		where
			T: From<[u8; 32]>,
			D: Deserializer<'de>,
		{
			let bytes = Vec::<Bytes<T>>::deserialize(deserializer)?;
			Ok(bytes.into_iter().map(|bytes| bytes.0).collect())
		}
	}
}
