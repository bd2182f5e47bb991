"""The organisation that the emulator plays: a management account and five members."""

import time

from ministack.core.responses import request_scope
from ministack.services import organizations

ORGANIZATION_ID = "o-plumbline01"
MANAGEMENT_ACCOUNT = "999999999999"


def accounts() -> set[str]:
    """Every account of the organisation."""
    return {account for _, account in organizations._accounts.to_dict()}


def create(region: str, members: dict[str, str]) -> None:
    """Create the organisation in the emulator's store, or add the members that it lacks."""
    with request_scope(MANAGEMENT_ACCOUNT, region):
        organization = _organization()
        root = next(iter(organizations._roots))
        for account, name in members.items():
            if account not in organizations._accounts:
                organizations._accounts[account] = _member(organization["Id"], root, account, name)
            attached = organizations._attachments[organizations.FULL_ACCESS_POLICY_ID]
            if account not in attached:
                attached.append(account)


def _organization() -> dict:
    if "self" not in organizations._orgs:
        organizations._ensure_org()
        made_up = organizations._orgs["self"]["Id"]
        for store in (organizations._orgs, organizations._roots, organizations._accounts):
            for record in store.values():
                record.update({k: v.replace(made_up, ORGANIZATION_ID) for k, v in record.items() if isinstance(v, str)})
    return organizations._orgs["self"]


def _member(organization: str, root: str, account: str, name: str) -> dict:
    return {
        "Id": account,
        "Arn": f"arn:aws:organizations::{MANAGEMENT_ACCOUNT}:account/{organization}/{account}",
        "Email": f"{name}@example.com",
        "Name": name,
        "Status": "ACTIVE",
        "JoinedMethod": "CREATED",
        "JoinedTimestamp": int(time.time()),
        "Path": "/",
        "_ParentId": root,
    }
