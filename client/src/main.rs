//! The `medchain` command.

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
	medchain_client::run().await
}
