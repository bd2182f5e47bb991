"""The scripts of the blueprint's user data, run on a real Linux: what they make of it serves, refuses, bans and survives."""

from __future__ import annotations

import base64
import re
from pathlib import Path

import pytest
from conftest import Client
from lab import PRIVATE_HOST, SERVER_ADDRESS, eventually, run

# The beginning of a handshake by the opcode of a client with a tls-crypt-v2 key, and then nothing that any key made.
FORGED = f"import os, socket; socket.socket(type=socket.SOCK_DGRAM).sendto(b'\\x50' + os.urandom(400), ('{SERVER_ADDRESS}', 1194))"


def refusals(server) -> int:
    """How many clients the server has refused for their certificate."""
    return server.text("/var/log/openvpn/server.log").count("VERIFY ERROR")


def refused(servers, lab, profile: str, where: str = "client") -> bool:
    """Whether somebody with a profile knocks and is turned away."""
    before = refusals(servers.now)
    with Client(lab, profile, where) as client:
        eventually(lambda: refusals(servers.now) > before or not client.running, 30)
        return "Initialization Sequence Completed" not in client.says


class Person:
    """Somebody with a key of their own, who has a request signed on the server and writes the profile."""

    def __init__(self, folder: Path, name: str):
        self.name, self._folder = name, folder / f"{name}-{len(list(folder.iterdir()))}"
        self._folder.mkdir()
        self._key = str(self._folder / "key")
        run("openssl", "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", self._key)

    def request(self) -> str:
        made = run("openssl", "req", "-new", "-key", self._key, "-subj", "/CN=whatever", "-outform", "PEM")
        return base64.b64encode(made.stdout.encode()).decode()

    def profile(self, answer: str) -> str:
        certificate, authority = re.findall(r"-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----\n", answer, re.S)
        [sealed] = re.findall(r"-----BEGIN CMS-----.*?-----END CMS-----\n", answer, re.S)
        mine = self._folder / "certificate"
        mine.write_text(certificate)
        wrapped = run("openssl", "cms", "-decrypt", "-inform", "PEM", "-inkey", self._key, "-recip", str(mine), input=sealed).stdout
        return self.written(certificate, authority, wrapped)

    def written(self, certificate: str, authority: str, wrapped: str) -> str:
        key = Path(self._key).read_text()
        return (
            f"client\ndev tun\nproto udp\nremote {SERVER_ADDRESS} 1194\nnobind\nremote-cert-tls server\nverb 3\n"
            f"<ca>\n{authority}</ca>\n<cert>\n{certificate}</cert>\n<key>\n{key}</key>\n<tls-crypt-v2>\n{wrapped}</tls-crypt-v2>\n")


@pytest.fixture(scope="module")
def issue(servers, tmp_path_factory):
    folder = tmp_path_factory.mktemp("people")

    def issue_profile(name: str) -> str:
        person = Person(folder, name)
        return person.profile(servers.now.run("plumbline-vpn", "issue", name, person.request()).stdout)
    return issue_profile


def test_userData_cloudInit_acceptsIt(cloud, tmp_path):
    file = tmp_path / "user-data"
    file.write_text(cloud.user_data())
    run("cloud-init", "schema", "--config-file", str(file))
    assert file.stat().st_size <= 16384


def test_boot_instance_claimsTheAddressAndReports(servers, cloud):
    assert cloud.address_owner() == cloud.instance
    found = cloud.client("cloudwatch").list_metrics(Namespace="Plumbline/OpenVPN")["Metrics"]
    assert {m["MetricName"] for m in found} == {"ServerUp", "ConnectedClients", "CrlDaysLeft", "CertificateDaysLeft"}
    assert "enable nftables openvpn-server@server fail2ban" in servers.now.text("/run/lab/journal")


def _went_meanwhile(line: str) -> bool:
    return line.startswith("find: ‘/tmp/") and line.endswith(": No such file or directory")


def test_authority_atRest_isOneEncryptedArchiveAndNothingOnTheServersDisk(servers, cloud):
    s3 = cloud.client("s3")
    bucket = cloud.outputs["AuthorityBucketName"]
    assert [o["Key"] for o in s3.list_objects_v2(Bucket=bucket)["Contents"]] == ["authority.tar.gz"]
    found = servers.now.run("find", "/etc", "/run", "/tmp", "/usr/local", "/var", "-name", "ca.key", check=False)
    assert found.stdout == ""
    # The server has its machine's own /tmp, where folders of others may go while it is looked through.
    assert [line for line in found.stderr.splitlines() if not _went_meanwhile(line)] == []
    assert servers.now.run("stat", "-c", "%a %U", "/etc/openvpn/server/server.key").stdout == "600 root\n"


def test_client_issuedProfile_reachesThePrivateHostAndNothingElse(servers, lab, issue):
    with Client(lab, issue("alice")) as alice:
        eventually(alice.connected)
        assert alice.reaches(PRIVATE_HOST)
        assert "dhcp-option DNS 10.0.0.2" in alice.says and "dhcp-option DOMAIN acme.internal" in alice.says
        # The server's role is not to be had from behind the tunnel.
        lab.inside("client", "ip", "route", "add", "169.254.169.254/32", "dev", "tun0")
        assert lab.inside("client", "curl", "-s", "-m", "2", "http://169.254.169.254/latest/", check=False).returncode == 28
        listed = servers.now.run("plumbline-vpn", "list").stdout
        assert re.search(r"^V\t\d{12}Z\t\t[0-9A-F]+\talice$", listed, re.M)


def test_issue_nameInUse_isRefused(servers, issue, tmp_path):
    issue("bob")
    again = servers.now.run("plumbline-vpn", "issue", "bob", Person(tmp_path, "bob").request(), check=False)
    assert (again.returncode, again.stderr.strip()) == (3, "bob has a valid certificate: revoke it first")


@pytest.mark.parametrize("name", ["../x", "acme-vpn", "a b", "A", "", "x" * 64, "a/CN=root"])
def test_issue_badName_isRefused(servers, tmp_path, name):
    answer = servers.now.run("plumbline-vpn", "issue", name, Person(tmp_path, "p").request(), check=False)
    assert answer.returncode == 2


def test_issue_requestWithOtherNames_signsTheNameThatWasAllowed(servers, tmp_path):
    answer = servers.now.run("plumbline-vpn", "issue", "carol", Person(tmp_path, "carol").request()).stdout
    subject = run("openssl", "x509", "-noout", "-subject", "-ext", "extendedKeyUsage", input=answer).stdout
    assert "CN = carol" in subject and "TLS Web Client Authentication" in subject


def test_revoke_connectedClient_isCutAndStaysOut(servers, lab, issue):
    profile = issue("dave")
    with Client(lab, profile) as dave:
        eventually(dave.connected)
        servers.now.run("plumbline-vpn", "revoke", "dave")
        eventually(lambda: not dave.reaches(PRIVATE_HOST))
    assert refused(servers, lab, profile)
    assert "certificate revoked" in servers.now.text("/var/log/openvpn/server.log")


def test_revoke_unknownName_saysSo(servers):
    answer = servers.now.run("plumbline-vpn", "revoke", "nobody", check=False)
    assert (answer.returncode, answer.stderr.strip()) == (3, "nobody has no valid certificate")


def test_fail2ban_repeatedRevokedProfile_bansItsAddressOnly(servers, lab, issue):
    profile = issue("mallory")
    servers.now.run("plumbline-vpn", "revoke", "mallory")

    for _ in range(5):
        assert refused(servers, lab, profile, "attacker")

    eventually(lambda: "203.0.113.66" in servers.now.run("fail2ban-client", "status", "plumbline-vpn").stdout)
    with Client(lab, issue("erin")) as erin:
        eventually(erin.connected)


def test_fail2ban_forgedPackets_banNobody(servers, lab):
    for _ in range(20):
        lab.inside("client", "python3", "-c", FORGED)
    eventually(lambda: "tls-crypt" in servers.now.text("/var/log/openvpn/server.log"))

    assert "203.0.113.20" not in servers.now.run("fail2ban-client", "status", "plumbline-vpn").stdout


def test_rebuild_anotherInstance_takesAddressAndAuthorityAndAcceptsTheOldProfile(servers, cloud, lab, issue):
    old, revoked = issue("frank"), issue("grace")
    servers.now.run("plumbline-vpn", "revoke", "grace")
    before = servers.now.text("/etc/openvpn/server/ca.crt")
    instance = cloud.instance

    servers.boot()

    assert cloud.instance != instance
    assert cloud.address_owner() == cloud.instance
    assert servers.now.text("/etc/openvpn/server/ca.crt") == before
    with Client(lab, old) as frank:
        eventually(frank.connected)
        assert frank.reaches(PRIVATE_HOST)
    assert refused(servers, lab, revoked)


def test_restore_deletedArchive_makesNoNewAuthority(servers, cloud):
    s3, bucket = cloud.client("s3"), cloud.outputs["AuthorityBucketName"]
    marker = s3.delete_object(Bucket=bucket, Key="authority.tar.gz")["VersionId"]

    answer = servers.now.run("plumbline-vpn", "restore", check=False)

    assert answer.returncode == 4 and "restore its last version" in answer.stderr
    s3.delete_object(Bucket=bucket, Key="authority.tar.gz", VersionId=marker)
    servers.now.run("plumbline-vpn", "refresh")


def test_refresh_anotherDay_renewsTheRevocationList(servers):
    before = servers.now.run("openssl", "crl", "-in", "/etc/openvpn/server/crl.pem", "-noout", "-crlnumber").stdout
    servers.now.run("plumbline-vpn", "refresh")
    assert servers.now.run("openssl", "crl", "-in", "/etc/openvpn/server/crl.pem", "-noout", "-crlnumber").stdout != before
