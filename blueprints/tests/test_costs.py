"""What nothing costs: a month in which nobody pushes, computed from the templates."""

import costs
import pytest


def test_idleMonth_tenAccounts_costsLessThanThreeDollars():
    bill = costs.idle_month(accounts=10)
    assert sum(item.total for item in bill) < 3, "\n".join(f"{i.what}: {i.total:.4f}" for i in bill)


def test_idleMonth_pricesOfUseATenthHigher_staysBelowThreeDollars():
    """What is paid for each month is a handful of round prices; those of use differ by region, and change."""
    standing = ("hub: ", "account ", "secrets ", "metric ")
    bill = costs.idle_month(accounts=10)
    use = sum(item.total for item in bill if not item.what.startswith(standing))
    assert sum(item.total for item in bill) + use / 10 < 3


def test_idleMonth_anotherAccount_addsNextToNothing():
    ten, hundred = (sum(i.total for i in costs.idle_month(accounts)) for accounts in (10, 100))
    assert (hundred - ten) / 90 < 0.02


def test_idleMonth_keys_areOne():
    assert sum(item.count for item in costs.idle_month(accounts=10) if item.what.endswith("AWS::KMS::Key")) == 1


def test_standing_unknownType_isRefused():
    with pytest.raises(costs.Unpriced, match="AWS::Redshift::Cluster"):
        costs.standing({"Cluster": {"Type": "AWS::Redshift::Cluster"}})
