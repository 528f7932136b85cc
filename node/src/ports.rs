//! Ports that somebody else has: a clear error before the node starts.
//!
//! Left alone, the RPC server would move to a random port, the Prometheus endpoint would stay
//! away without a word, and litep2p would share its port with another node.

use polkadot_sdk::{
	sc_network::{multiaddr::Protocol, Multiaddr},
	sc_service::Configuration,
};
use std::{
	io::ErrorKind,
	net::{IpAddr, SocketAddr, TcpListener, UdpSocket},
};

/// Checks that every port of `config` is free, and pins the RPC server to its ports.
pub fn reserve(config: &mut Configuration) -> Result<(), String> {
	let mut ports = Ports::default();
	for endpoint in config.rpc.addr.iter_mut().flatten() {
		endpoint.retry_random_port = false;
		ports.check(&RPC, endpoint.listen_addr, Transport::Tcp, endpoint.is_optional)?;
	}
	if let Some(prometheus) = &config.prometheus_config {
		ports.check(&PROMETHEUS, prometheus.port, Transport::Tcp, false)?;
	}
	for (address, transport) in config.network.listen_addresses.iter().filter_map(socket) {
		// A machine without IPv6 listens on the others.
		ports.check(&NETWORK, address, transport, true)?;
	}
	Ok(())
}

/// What listens, and how to have it listen elsewhere.
struct Service {
	name: &'static str,
	options: &'static str,
}

const RPC: Service = Service { name: "RPC", options: "--rpc-port" };
const PROMETHEUS: Service =
	Service { name: "Prometheus", options: "--prometheus-port, or --no-prometheus" };
const NETWORK: Service = Service { name: "network", options: "--port or --listen-addr" };

/// The ports checked so far, with the services that want them.
#[derive(Default)]
struct Ports(Vec<(&'static str, u16)>);

impl Ports {
	/// Checks the port of `address`. Where `optional`, the machine may lack the address.
	fn check(
		&mut self,
		service: &Service,
		address: SocketAddr,
		transport: Transport,
		optional: bool,
	) -> Result<(), String> {
		let Service { name, options } = service;
		let port = address.port();
		let of_another = |(owner, taken): &&(&str, u16)| *owner != *name && *taken == port;
		if let (Some((owner, _)), 1..) = (self.0.iter().find(of_another), port) {
			return Err(format!(
				"{name} port {port} is the {owner} port as well; choose another with {options}",
			));
		}
		let bound = match transport {
			Transport::Tcp => TcpListener::bind(address).map(drop),
			Transport::Udp => UdpSocket::bind(address).map(drop),
		};
		let ip = address.ip();
		match bound.map_err(|error| (error.kind(), error)) {
			Ok(()) => {
				self.0.push((name, port));
				Ok(())
			}
			Err((ErrorKind::AddrInUse, _)) => {
				Err(format!("{name} port {port} on {ip} is in use; choose another with {options}",))
			}
			Err((ErrorKind::PermissionDenied, _)) => Err(format!(
				"{name} port {port} is not allowed for this user; choose another with {options}",
			)),
			Err(_) if optional => Ok(()),
			Err((_, error)) => Err(format!("{name} port {port} on {ip} cannot be had: {error}")),
		}
	}
}

#[derive(Debug, Eq, PartialEq)]
enum Transport {
	Tcp,
	Udp,
}

/// The socket that a listen address stands for.
fn socket(address: &Multiaddr) -> Option<(SocketAddr, Transport)> {
	let mut parts = address.iter();
	let ip = match parts.next()? {
		Protocol::Ip4(ip) => IpAddr::V4(ip),
		Protocol::Ip6(ip) => IpAddr::V6(ip),
		_ => return None,
	};
	match parts.next()? {
		Protocol::Tcp(port) => Some((SocketAddr::new(ip, port), Transport::Tcp)),
		Protocol::Udp(port) => Some((SocketAddr::new(ip, port), Transport::Udp)),
		_ => None,
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn socket_of(address: &str) -> Option<(SocketAddr, Transport)> {
		socket(&address.parse().expect("a multiaddress"))
	}

	#[test]
	fn listen_addresses_are_sockets() {
		let any = "0.0.0.0:30333".parse().expect("a socket");
		assert_eq!(socket_of("/ip4/0.0.0.0/tcp/30333"), Some((any, Transport::Tcp)));
		assert_eq!(socket_of("/ip4/0.0.0.0/tcp/30333/ws"), Some((any, Transport::Tcp)));
		assert_eq!(socket_of("/ip4/0.0.0.0/udp/30333/webrtc-direct"), Some((any, Transport::Udp)));
		let six = "[::1]:1".parse().expect("a socket");
		assert_eq!(socket_of("/ip6/::1/tcp/1"), Some((six, Transport::Tcp)));
		assert_eq!(socket_of("/dns/localhost/tcp/1"), None);
	}

	#[test]
	fn a_port_that_somebody_has_is_refused() {
		let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
		let address = listener.local_addr().expect("an address");
		let port = address.port();
		let check = || Ports::default().check(&RPC, address, Transport::Tcp, true);
		let refusal =
			format!("RPC port {port} on 127.0.0.1 is in use; choose another with --rpc-port");
		assert_eq!(check(), Err(refusal));
		drop(listener);
		assert_eq!(check(), Ok(()));
	}

	#[test]
	fn an_address_that_the_machine_lacks_matters_unless_optional() {
		// 192.0.2.0/24 is for documentation.
		let lacking = "192.0.2.1:0".parse().expect("a socket");
		let check = |optional| Ports::default().check(&RPC, lacking, Transport::Tcp, optional);
		let refusal = check(false).expect_err("refused");
		assert!(refusal.starts_with("RPC port 0 on 192.0.2.1 cannot be had: "), "{refusal}");
		assert_eq!(check(true), Ok(()));
	}

	#[test]
	fn two_services_cannot_share_a_port() {
		let port = TcpListener::bind("127.0.0.1:0")
			.and_then(|listener| listener.local_addr())
			.expect("a free port")
			.port();
		let four = SocketAddr::from(([127, 0, 0, 1], port));
		let any = SocketAddr::from(([0, 0, 0, 0], port));
		let mut ports = Ports::default();
		assert_eq!(ports.check(&RPC, four, Transport::Tcp, false), Ok(()));
		assert_eq!(ports.check(&RPC, any, Transport::Tcp, false), Ok(()));
		assert_eq!(
			ports.check(&NETWORK, any, Transport::Tcp, false),
			Err(format!(
				"network port {port} is the RPC port as well; choose another with --port or \
				--listen-addr",
			)),
		);
		let random = SocketAddr::from(([127, 0, 0, 1], 0));
		for service in [&RPC, &NETWORK] {
			assert_eq!(ports.check(service, random, Transport::Tcp, false), Ok(()));
		}
	}
}
