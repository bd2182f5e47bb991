"""The account's block of public access to buckets, as S3 Control answers it."""

import pytest
from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.httpsession import URLLib3Session
from emulator import REGION, STAGE, DEV

_NAMES = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")


@pytest.fixture
def ask(emulator):
    """A request of S3 Control; boto3 would put the account in front of an address of digits."""
    def asking(method: str, body: str = "", account: str = STAGE) -> tuple[int, str]:
        request = AWSRequest(
            method, f"{emulator.endpoint}/v20180820/configuration/publicAccessBlock", data=body.encode(),
            headers={"x-amz-account-id": account})
        S3SigV4Auth(Credentials(account, "test"), "s3", REGION).add_auth(request)
        response = URLLib3Session().send(request.prepare())
        return response.status_code, response.text
    return asking


def _document(attribute: str) -> str:
    switched = "".join(f"<{name}>true</{name}>" for name in _NAMES)
    return f"<PublicAccessBlockConfiguration{attribute}>{switched}</PublicAccessBlockConfiguration>"


def test_accountBlock_put_isAnsweredUntilItIsDeleted(ask):
    assert ask("GET")[0] == 404
    assert ask("PUT", _document(""))[0] == 400
    ask("PUT", _document(' xmlns="http://awss3control.amazonaws.com/doc/2018-08-20/"'))
    status, body = ask("GET")
    assert status == 200
    assert all(f"<{name}>true</{name}>" in body for name in _NAMES)
    assert ask("GET", account=DEV)[0] == 404
    ask("DELETE")
    assert "NoSuchPublicAccessBlockConfiguration" in ask("GET")[1]
