"""What must agree between the files of this folder, and with the rest of the repository.

Every function named `check_...` is one check; its docstring is the line that is printed.
"""

import argparse
import functools
import inspect
import json
import os
import re
import subprocess
import sys
import tempfile
import tomllib
import urllib.request
from pathlib import Path

import yaml
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
VALIDATORS = ["alice", "bob", "charlie", "dave"]
NODES = VALIDATORS + ["rpc"]
BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
SUFFIXES = {"histogram": ["_bucket", "_sum", "_count"], "counter": [""], "gauge": [""]}
# Series that Prometheus itself makes.
OWN_SERIES = {"up", "ALERTS"}
KEYWORDS = set(
    "by without on ignoring group_left group_right and or unless offset bool inf nan".split()
)


class Wrong(Exception):
    """A check that does not hold."""


class Skipped(Exception):
    """A check that has nothing to look at here."""


def expect(condition, message):
    if not condition:
        raise Wrong(message)


def load(path):
    return yaml.safe_load((HERE / path).read_text())


@functools.cache
def compose():
    """The Compose file as the engine sees it: anchors, merges and defaults resolved."""
    command = [ARGS.compose, "--file", str(HERE / "compose.yaml"), "config", "--format", "json"]
    return json.loads(subprocess.run(command, capture_output=True, check=True).stdout)


def flags(service):
    """The flags of a service's command: name to list of values."""
    found = {}
    for argument in compose()["services"][service]["command"]:
        name, _, value = argument.partition("=")
        found.setdefault(name, []).append(value)
    return found


def peer_id(node_key):
    """The libp2p identity of an Ed25519 secret: base58 of the public key's protobuf."""
    secret = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(node_key))
    public = secret.public_key().public_bytes(
        serialization.Encoding.Raw, serialization.PublicFormat.Raw
    )
    number = int.from_bytes(b"\x00\x24\x08\x01\x12\x20" + public, "big")
    text = ""
    while number:
        number, digit = divmod(number, 58)
        text = BASE58[digit] + text
    return "1" + text


def known_metrics():
    """The series that metrics.txt allows."""
    series = set()
    for line in (HERE / "prometheus/metrics.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            name, kind = line.split()
            series.update(name + suffix for suffix in SUFFIXES[kind])
    return series


def metrics_in(expression):
    """The names of series in a PromQL expression."""
    bare = re.sub(r'"[^"]*"', "", expression)
    bare = re.sub(r"\{[^}]*\}|\[[^\]]*\]", "", bare)
    bare = re.sub(r"\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)", "", bare)
    words = re.findall(r"[A-Za-z_:][A-Za-z0-9_:]*(?!\w)(?!\s*\()", bare)
    return {w for w in words if w not in KEYWORDS and not re.fullmatch(r"\d+[smhd]|[smhd]", w)}


def panels():
    """The panels of the dashboard that show something."""
    return [p for p in dashboard()["panels"] if p["type"] != "row"]


def dashboard():
    return json.loads((HERE / "grafana/dashboards/medchain.json").read_text())


def expressions():
    """Every PromQL expression, by where it stands."""
    for group in load("prometheus/alerts.yaml")["groups"]:
        for rule in group["rules"]:
            yield f"alert {rule['alert']}", rule["expr"]
    for panel in panels():
        for target in panel["targets"]:
            yield f"panel {panel['title']!r}", target["expr"]
    for variable in dashboard()["templating"]["list"]:
        query = variable["query"]["query"]
        expect(query.startswith("label_values("), f"variable query not understood: {query}")
        yield f"variable {variable['name']}", query.removeprefix("label_values(").split("}")[0] + "}"


def check_services():
    """compose.yaml: four validators, a full node, Prometheus, Grafana; each can heal and has limits"""
    services = compose()["services"]
    wanted = set(NODES) | {"prometheus", "grafana"}
    expect(set(services) == wanted, f"services are {sorted(services)}, not {sorted(wanted)}")
    for name, service in services.items():
        limits = service["deploy"]["resources"]["limits"]
        expect({"cpus", "memory", "pids"} <= set(limits), f"{name} lacks a limit")
        expect(service["restart"] == "unless-stopped", f"{name} does not restart")
        expect("test" in service["healthcheck"], f"{name} has no health check")
        expect(service["read_only"], f"{name} may write outside its volumes")
        expect(service["cap_drop"] == ["ALL"], f"{name} keeps capabilities")
        expect(not service.get("privileged"), f"{name} is privileged")
        tag = service["image"].rpartition(":")[2]
        expect(re.match(r"v?\d", tag), f"{name}'s image has no fixed version: {service['image']}")


def check_ports():
    """compose.yaml: ports are published on the loopback interface alone, and by no validator"""
    for name, service in compose()["services"].items():
        ports = service.get("ports", [])
        for port in ports:
            expect(port.get("host_ip") == "127.0.0.1", f"{name} publishes {port} to the world")
        expect(not (ports and name in VALIDATORS), f"validator {name} publishes a port")
    published = {p["published"] for p in compose()["services"]["rpc"]["ports"]}
    expect(published == {"9944"}, f"rpc publishes {published}, not 9944")


def check_flags():
    """compose.yaml: validators are private, the full node is limited and holds no keys"""
    for name in VALIDATORS:
        found = flags(name)
        expect(f"--{name}" in found, f"{name} does not run with --{name}")
        expect(not any(f.startswith("--rpc") or "unsafe" in f for f in found), f"{name} opens RPC")
    found = flags("rpc")
    expect(found.get("--rpc-methods") == ["safe"], "rpc serves unsafe methods")
    for flag in ["--rpc-rate-limit", "--rpc-max-connections", "--rpc-max-request-size"]:
        expect(flag in found, f"rpc lacks {flag}")
    expect(not {"--validator", *(f"--{v}" for v in VALIDATORS)} & set(found), "rpc validates")
    for name in NODES:
        expect(flags(name)["--base-path"] == ["/data"], f"{name} writes outside /data")
        mounts = {v["target"]: v["source"] for v in compose()["services"][name]["volumes"]}
        expect(mounts == {"/data": name}, f"{name} does not have a volume of its own at /data")


def check_bootnodes():
    """compose.yaml: each bootnode is a service, under the identity that its node key gives it"""
    keys = {name: flags(name)["--node-key"][0] for name in NODES}
    expect(len(set(keys.values())) == len(keys), "two nodes share a node key")
    for name in NODES:
        addresses = flags(name).get("--bootnodes", [])
        expect(addresses, f"{name} has no bootnode")
        for address in addresses:
            match = re.fullmatch(r"/dns/(\w+)/tcp/30333/p2p/(\w+)", address)
            expect(match and match[1] in keys, f"{name}: no such bootnode: {address}")
            expect(match[1] != name, f"{name} is its own bootnode")
            identity = peer_id(keys[match[1]])
            expect(match[2] == identity, f"{name}: {match[1]} is {identity}, not {match[2]}")


def check_node_flags():
    """compose.yaml: the node knows every flag that it is given"""
    target = Path(os.environ.get("CARGO_TARGET_DIR") or Path.home() / ".cache/medchain/target")
    node = target / "release/medchain-node"
    if not node.exists():
        raise Skipped("the node is not built")
    known = subprocess.run([node, "--help"], capture_output=True, check=True, text=True).stdout
    known = set(re.findall(r"--[a-z0-9-]+", known))
    for name in NODES:
        unknown = set(flags(name)) - known
        expect(not unknown, f"{name}: the node does not know {sorted(unknown)}")


def check_image():
    """Dockerfile: pinned toolchain, workspace version, no root, and every COPY is in the context"""
    text = (HERE / "Dockerfile").read_text()
    toolchain = tomllib.loads((ROOT / "rust-toolchain.toml").read_text())["toolchain"]
    expect(f"FROM rust:{toolchain['channel']}-" in text, f"Rust is not {toolchain['channel']}")
    for target in toolchain["targets"]:
        expect(f"rustup target add {target}" in text, f"target {target} is not added")
    stage = text.rpartition("\nFROM ")[2]
    user = re.findall(r"^USER (\S+)$", stage, re.M)
    expect(user and re.fullmatch(r"[1-9]\d+:[1-9]\d+", user[-1]), f"the user is {user}")
    expect('ENTRYPOINT ["medchain-node"]' in stage, "the entry point is not medchain-node")
    for needed in ["HEALTHCHECK ", 'VOLUME ["/data"]', "EXPOSE 30333 9944 9615"]:
        expect(needed in stage, f"{needed.strip()} is missing")

    workspace = tomllib.loads((ROOT / "Cargo.toml").read_text())["workspace"]
    version = workspace["package"]["version"]
    for name in NODES:
        image = compose()["services"][name]["image"]
        expect(image == f"medchain/node:{version}", f"{name} is {image}, the workspace {version}")
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    context = {line[1:] for line in lines if line.startswith("!")}
    for path in context:
        expect((ROOT / path).exists(), f".dockerignore names {path}, which does not exist")
    for member in workspace["members"]:
        expect(member.split("/")[0] in context, f"{member} does not reach the builder")
    for path in re.findall(r"^COPY (?!--from)(\S+) ", text, re.M):
        expect(path == "." or path in context, f"COPY {path}: not in the build context")


def check_targets():
    """prometheus.yaml: every node is scraped, and every target is a service"""
    services = compose()["services"]
    jobs = {j["job_name"]: j for j in load("prometheus/prometheus.yaml")["scrape_configs"]}
    targets = [t for c in jobs["medchain"]["static_configs"] for t in c["targets"]]
    expect(sorted(targets) == sorted(f"{n}:9615" for n in NODES), f"targets are {targets}")
    for name in NODES:
        expect("--prometheus-external" in flags(name), f"{name} hides its metrics")
        shared = set(services[name]["networks"]) & set(services["prometheus"]["networks"])
        expect(shared, f"Prometheus does not reach {name}")
    expect(
        set(services["grafana"]["networks"]) & set(services["prometheus"]["networks"]),
        "Grafana does not reach Prometheus",
    )


def check_metrics():
    """alerts and dashboard: every metric is one that the node exports"""
    known = known_metrics() | OWN_SERIES
    used = set()
    for place, expression in expressions():
        names = metrics_in(expression)
        expect(names, f"{place} reads no metric: {expression}")
        expect(names <= known, f"{place}: unknown metric {sorted(names - known)}")
        used |= names
    return f"{len(used)} metrics in {len(list(expressions()))} expressions"


def check_dashboard():
    """dashboard: unique ids, no overlap, provisioned datasource and folder, valid PromQL"""
    uids = {d["uid"] for d in load("grafana/provisioning/datasources/prometheus.yaml")["datasources"]}
    all_panels = dashboard()["panels"]
    ids = [p["id"] for p in all_panels]
    expect(len(ids) == len(set(ids)), "two panels share an id")
    cells = set()
    for panel in all_panels:
        at = panel["gridPos"]
        expect(at["x"] + at["w"] <= 24, f"panel {panel['title']!r} is too wide")
        for x in range(at["x"], at["x"] + at["w"]):
            for y in range(at["y"], at["y"] + at["h"]):
                expect((x, y) not in cells, f"panel {panel['title']!r} covers another")
                cells.add((x, y))
    for panel in panels():
        expect(panel["datasource"]["uid"] in uids, f"panel {panel['title']!r}: no such datasource")
        expect(panel["description"], f"panel {panel['title']!r} has no description")

    mounts = {v["target"]: v for v in compose()["services"]["grafana"]["volumes"]}
    for provider in load("grafana/provisioning/dashboards/medchain.yaml")["providers"]:
        folder = provider["options"]["path"]
        expect(folder in mounts, f"{folder} is not mounted")
    home = compose()["services"]["grafana"]["environment"]["GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH"]
    source = Path(mounts[str(Path(home).parent)]["source"])
    expect((source / Path(home).name).exists(), f"the home dashboard {home} does not exist")

    # promtool parses rules; each expression becomes one.
    rules = [
        {"record": f"panel:{n}", "expr": expression.replace("$instance", ".*")}
        for n, (_, expression) in enumerate(expressions())
    ]
    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
        yaml.safe_dump({"groups": [{"name": "all", "rules": rules}]}, file)
        file.flush()
        command = [ARGS.promtool, "check", "rules", file.name]
        result = subprocess.run(command, capture_output=True, text=True)
        expect(result.returncode == 0, result.stderr.strip())


def check_live():
    """a running node exports the metrics that are used"""
    if not ARGS.live:
        raise Skipped("no --live ADDRESS")
    with urllib.request.urlopen(ARGS.live, timeout=10) as answer:
        lines = answer.read().decode().splitlines()
    exported = {line.split()[2]: line.split()[3] for line in lines if line.startswith("# TYPE ")}
    wrong, silent = [], []
    for line in (HERE / "prometheus/metrics.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            name, kind = line.split()
            if name not in exported:
                silent.append(name)
            elif exported[name] != kind:
                wrong.append(f"{name} is a {exported[name]}, not a {kind}")
    expect(not wrong, "; ".join(wrong))
    # A metric with labels appears with its first value, some of them never on one node.
    expect(len(silent) < len(exported) / 4, f"not exported: {silent}")
    return f"not seen yet: {', '.join(silent)}" if silent else "all of them"


def main():
    failed = passed = skipped = 0
    checks = [f for n, f in globals().items() if n.startswith("check_") and inspect.isfunction(f)]
    for check in checks:
        try:
            note = check()
            print(f"ok      {check.__doc__}" + (f" ({note})" if note else ""))
            passed += 1
        except Skipped as reason:
            print(f"skipped {check.__doc__} ({reason})")
            skipped += 1
        except Wrong as wrong:
            print(f"FAILED  {check.__doc__}\n        {wrong}")
            failed += 1
        except (KeyError, OSError, ValueError, subprocess.CalledProcessError) as error:
            print(f"FAILED  {check.__doc__}\n        {type(error).__name__}: {error}")
            failed += 1
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--compose", required=True, help="the docker-compose program")
    parser.add_argument("--promtool", required=True, help="the promtool program")
    parser.add_argument("--live", help="address of a running node's metrics")
    ARGS = parser.parse_args()
    sys.exit(main())
