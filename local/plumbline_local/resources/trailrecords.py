"""CloudTrail's trails: those of stacks are records that are played from their schema, which the API reads and switches, too.

No two trails have one name, a region has five, and none is made for a bucket that does not let CloudTrail in. Nothing is
delivered.
"""

import json

from ministack.core.responses import get_account_id, get_region, json_response
from ministack.services import cloudtrail, s3

from plumbline_local.resources import generic
from plumbline_local.resources.delivery import Refusal, delivers, in_a_stack

TRAIL = "AWS::CloudTrail::Trail"
# The quota in CloudTrail's user guide, for each region.
_MOST = 5


def install() -> None:
    """Enter CloudTrail's rules for what stacks make, and let the API see that."""
    generic.check(TRAIL, in_a_stack(_check_trail))
    for action, answer in _OF_TRAILS.items():
        cloudtrail._DISPATCH[action] = _of_stacks(cloudtrail._DISPATCH[action], answer)
    cloudtrail._DISPATCH["CreateTrail"] = _create_trail(cloudtrail._DISPATCH["CreateTrail"])
    cloudtrail._DISPATCH["DescribeTrails"] = _describe_trails(cloudtrail._DISPATCH["DescribeTrails"])


def _true(value: object) -> bool:
    return str(value).lower() == "true"


def _trails() -> set[str]:
    """The names of every trail of the account and region."""
    of_api = {trail["Name"] for _, _, trail in cloudtrail._visible_trail_items()}
    return of_api | {found["TrailName"] for found in generic.all_of(TRAIL)}


def _check_trail(props: dict, creating: bool) -> None:
    name = props.get("TrailName", "")
    if creating:
        _check_new_trail(name)
    bucket, own = props["S3BucketName"], get_account_id()
    if s3._bucket_owner_account(bucket) is None:
        raise Refusal("S3BucketDoesNotExistException", f"S3 bucket {bucket} does not exist!")
    prefix = props.get("S3KeyPrefix")
    key = f"{prefix + '/' if prefix else ''}AWSLogs/{own}/CloudTrail/file"
    source = {"aws:sourcearn": f"arn:aws:cloudtrail:{get_region()}:{own}:trail/{name}", "aws:sourceaccount": own}
    if not delivers(bucket, "cloudtrail.amazonaws.com", key, source):
        raise Refusal("InsufficientS3BucketPolicyException", f"Incorrect S3 bucket policy is detected for bucket: {bucket}")


def _check_new_trail(name: str) -> None:
    there = _trails()
    if name in there:
        raise Refusal("TrailAlreadyExistsException", f"Trail {name} already exists for customer: {get_account_id()}")
    if len(there) >= _MOST:
        raise Refusal("MaximumNumberOfTrailsExceededException", f"User: {get_account_id()} already has {_MOST} trails in {get_region()}.")


def _create_trail(original):
    def create(body: dict):
        try:
            _check_trail({"TrailName": body.get("Name"), "S3BucketName": body.get("S3BucketName"), "S3KeyPrefix": body.get("S3KeyPrefix")}, True)
        except Refusal as refused:
            return refused.answer()
        return original(body)
    return create


def _describe_trails(original):
    def describe(body: dict):
        wanted = [name.rsplit("/", 1)[-1] for name in body.get("trailNameList") or []]
        of_stacks = [_shown(found) for found in generic.all_of(TRAIL) if not wanted or found["TrailName"] in wanted]
        status, headers, answer = original(body)
        if status != 200:
            return status, headers, answer
        return json_response({"trailList": [*json.loads(answer)["trailList"], *of_stacks]})
    return describe


def _of_stacks(original, answer):
    def action(body: dict):
        name = body.get("Name", "").rsplit("/", 1)[-1]
        record = generic.read(TRAIL, name)
        return original(body) if record is None else answer(body, record)
    return action


def _shown(record: dict) -> dict:
    return {
        "Name": record["TrailName"], "TrailARN": record["Arn"], "S3BucketName": record["S3BucketName"],
        "IsMultiRegionTrail": _true(record.get("IsMultiRegionTrail")), "HomeRegion": get_region(),
        "LogFileValidationEnabled": _true(record.get("EnableLogFileValidation"))}


def _trail(_body, record):
    return json_response({"Trail": _shown(record)})


def _trail_status(_body, record):
    failing = {"LatestDeliveryError": record["_Error"]} if record.get("_Error") else {}
    return json_response({"IsLogging": _true(record["IsLogging"]), **failing})


def _switch_trail(logging: bool):
    def switch(_body, record):
        generic.write(TRAIL, record["TrailName"], {**record, "IsLogging": logging})
        return json_response({})
    return switch


def _update_trail(body, record):
    changed = {key: body[key] for key in ("EnableLogFileValidation", "IsMultiRegionTrail") if key in body}
    generic.write(TRAIL, record["TrailName"], {**record, **changed})
    return json_response({"Name": record["TrailName"], "TrailARN": record["Arn"]})


def _delete_trail(_body, record):
    generic.write(TRAIL, record["TrailName"], None)
    return json_response({})


_OF_TRAILS = {
    "GetTrail": _trail, "GetTrailStatus": _trail_status, "UpdateTrail": _update_trail, "DeleteTrail": _delete_trail,
    "StartLogging": _switch_trail(True), "StopLogging": _switch_trail(False),
}
