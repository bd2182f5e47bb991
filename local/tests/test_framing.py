"""What AWS wants said of a request's body, and how it says what it did not do, or how a name is written."""

import http.client

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.exceptions import ClientError
from emulator import DEV, REGION


def send(emulator, service: str, method: str, path: str, body: bytes, **headers: str) -> tuple[int, bytes]:
    """Send a signed request with these headers and no others."""
    request = AWSRequest(method, f"{emulator.endpoint}{path}", headers=headers, data=body)
    SigV4Auth(Credentials(DEV, "test"), service, REGION).add_auth(request)
    connection = http.client.HTTPConnection(emulator.endpoint.removeprefix("http://"))
    connection.putrequest(method, path, skip_accept_encoding=True, skip_host="Host" in request.headers)
    for name, value in request.headers.items():
        connection.putheader(name, value)
    connection.endheaders(body)
    answer = connection.getresponse()
    return answer.status, answer.read()


def test_postWithoutALength_isRefused(emulator):
    """RFC 9110, 15.5.12: the server refuses to accept the request without a defined Content-Length."""
    path = "/clusters/nowhere/insights-refresh"

    assert send(emulator, "eks", "POST", path, b"")[0] == 411
    assert send(emulator, "eks", "POST", path, b"", **{"Content-Length": "0"})[0] == 404


@pytest.mark.parametrize(("attribute", "status"), [
    ("", 400), (' xmlns="http://awss3control.amazonaws.com/doc/2018-08-20/"', 400),
    (' xmlns="http://s3.amazonaws.com/doc/2006-03-01/"', 200)])
def test_blockOfPublicAccess_isInS3sNamespace(emulator, attribute, status):
    """The request syntax of PutPublicAccessBlock."""
    emulator.client("s3", DEV).create_bucket(
        Bucket=f"framed-{status}-{len(attribute)}", CreateBucketConfiguration={"LocationConstraint": REGION})
    document = f"<PublicAccessBlockConfiguration{attribute}><BlockPublicAcls>true</BlockPublicAcls></PublicAccessBlockConfiguration>"

    answer = send(
        emulator, "s3", "PUT", f"/framed-{status}-{len(attribute)}?publicAccessBlock", document.encode(),
        **{"Content-Type": "application/xml", "Content-Length": str(len(document)), "x-amz-content-sha256": "UNSIGNED-PAYLOAD"})

    assert answer[0] == status
    assert (b"MalformedXML" in answer[1]) is (status == 400)


def test_flowLogs_notMadeOrNotThere_areToldInASuccess(emulator):
    """terraform-provider-aws reads the errors of CreateFlowLogs and DeleteFlowLogs from the member Unsuccessful."""
    ec2 = emulator.client("ec2", DEV)
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    wanted = {
        "ResourceIds": [vpc], "ResourceType": "VPC", "TrafficType": "ALL", "LogGroupName": "unsuccessful",
        "DeliverLogsPermissionArn": f"arn:aws:iam::{DEV}:role/flow-logs"}

    [made] = ec2.create_flow_logs(**wanted)["FlowLogIds"]
    [twice] = ec2.create_flow_logs(**wanted)["Unsuccessful"]
    assert (twice["ResourceId"], twice["Error"]["Code"]) == (vpc, "FlowLogAlreadyExists")
    assert ec2.delete_flow_logs(FlowLogIds=[made])["Unsuccessful"] == []
    [gone] = ec2.delete_flow_logs(FlowLogIds=[made])["Unsuccessful"]
    assert (gone["ResourceId"], gone["Error"]["Code"]) == (made, "InvalidFlowLogId.NotFound")


def test_recordOfAWildcard_isAnsweredAsItsOctalCode(emulator):
    r"""Route 53's developer guide, "DNS domain name format": the asterisk is \052 in answers."""
    route53 = emulator.client("route53", DEV)
    zone = route53.create_hosted_zone(Name="framed.example", CallerReference="framed")["HostedZone"]["Id"]
    route53.change_resource_record_sets(HostedZoneId=zone, ChangeBatch={"Changes": [{
        "Action": "CREATE", "ResourceRecordSet": {
            "Name": "*.framed.example", "Type": "A", "TTL": 60, "ResourceRecords": [{"Value": "192.0.2.1"}]}}]})

    names = [each["Name"] for each in route53.list_resource_record_sets(HostedZoneId=zone)["ResourceRecordSets"]]

    assert "\\052.framed.example." in names
    with pytest.raises(ClientError, match="NoSuchHostedZone"):
        route53.list_resource_record_sets(HostedZoneId="Z0000000000000000000")
