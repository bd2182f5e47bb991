"""What GitHub does after a push, done here: tell the webhook, signed, which branch moved from where to where.

Every branch but the one that is deployed has a pull request into that one, as if its author had opened it with the push:
of that the webhook is told as well. `git push -o draft` makes it a draft.

Git runs it in the bare repository with a line `before after ref` for each branch on its standard input. Its one argument
is the folder of the local organisation, where `webhook.json` says whom to tell. The answer to the last delivery is left in
`last-delivery.json` beside it. A push is never refused: like GitHub, this only tells.
"""

import hashlib
import hmac
import http.client
import json
import os
import subprocess
import sys
import uuid
from pathlib import Path
from urllib.parse import urlsplit

_NOTHING = "0" * 40
_COMMITS = 20
_DEPLOYED = "refs/heads/main"
_TIMEOUT_SECONDS = 60


def main() -> None:
    home = Path(sys.argv[1])
    webhook = json.loads((home / "webhook.json").read_text())
    secret = (home / "webhook-secret").read_bytes().strip()
    for line in sys.stdin:
        before, after, ref = line.split()
        delivery = str(uuid.uuid4())
        status, answer = _deliver(webhook, secret, "push", delivery, _payload(webhook, before, after, ref))
        _write(home / "last-delivery.json", {
            "delivery": delivery, "ref": ref, "before": before, "after": after, "status": status, "answer": answer})
        print(f"plumbline: {_told(status, answer)}")
        if ref.startswith("refs/heads/") and ref != _DEPLOYED:
            _propose(home, webhook, secret, before, after, ref)


def _propose(home: Path, webhook: dict, secret: bytes, before: str, after: str, ref: str) -> None:
    number, known = _number(home / "pull-requests.json", ref)
    action = "closed" if after == _NOTHING else "synchronize" if known and before != _NOTHING else "opened"
    body = _pull_request(webhook, number, action, before if after == _NOTHING else after, ref)
    delivery = str(uuid.uuid4())
    status, answer = _deliver(webhook, secret, "pull_request", delivery, body)
    _write(home / "last-pull-request.json", {
        "delivery": delivery, "number": number, "ref": ref, "after": after, "status": status, "answer": answer})
    print(f"plumbline: pull request {number}: {_told(status, answer)}")
    if '"run"' in answer:
        print(f"plumbline: its comment: {home}/provider/pull-requests/{number}/")


def _number(file: Path, ref: str) -> tuple[int, bool]:
    """The number of a branch's pull request, and whether it had one before."""
    numbers = json.loads(file.read_text()) if file.exists() else {}
    if ref in numbers:
        return numbers[ref], True
    numbers[ref] = len(numbers) + 1
    _write(file, numbers)
    return numbers[ref], False


def _pull_request(webhook: dict, number: int, action: str, head: str, ref: str) -> bytes:
    """The fields of GitHub's pull_request event that say what goes where."""
    repository = {"id": webhook["repositoryId"], "full_name": webhook["fullName"]}
    options = [os.environ.get(f"GIT_PUSH_OPTION_{n}") for n in range(int(os.environ.get("GIT_PUSH_OPTION_COUNT", "0")))]
    base = (_git("rev-parse", _DEPLOYED) or _NOTHING).strip()
    return json.dumps({
        "action": action,
        "number": number,
        "pull_request": {
            "number": number,
            "state": "closed" if action == "closed" else "open",
            "draft": "draft" in options,
            "head": {"ref": ref.removeprefix("refs/heads/"), "sha": head, "repo": repository},
            "base": {"ref": _DEPLOYED.removeprefix("refs/heads/"), "sha": base, "repo": repository},
        },
        "repository": repository,
        "sender": {"login": "you", "id": 1, "type": "User"},
    }).encode()


def _payload(webhook: dict, before: str, after: str, ref: str) -> bytes:
    """The fields of GitHub's push event that its documentation promises."""
    owner, name = webhook["fullName"].split("/")
    commits = [] if after == _NOTHING else [_commit(sha) for sha in _moved(before, after)]
    return json.dumps({
        "ref": ref,
        "before": before,
        "after": after,
        "created": before == _NOTHING,
        "deleted": after == _NOTHING,
        "forced": before != _NOTHING and after != _NOTHING and not _is_ancestor(before, after),
        "base_ref": None,
        "compare": f"{webhook['cloneUrl']}/compare/{before[:12]}...{after[:12]}",
        "commits": commits,
        "head_commit": commits[-1] if commits else None,
        "repository": {
            "id": webhook["repositoryId"],
            "name": name,
            "full_name": webhook["fullName"],
            "private": True,
            "owner": {"name": owner, "login": owner},
            "html_url": webhook["cloneUrl"],
            "clone_url": webhook["cloneUrl"],
            "default_branch": "main",
        },
        "pusher": {"name": "you", "email": "you@example.com"},
        "sender": {"login": "you", "id": 1, "type": "User"},
    }).encode()


def _deliver(webhook: dict, secret: bytes, event: str, delivery: str, body: bytes) -> tuple[int, str]:
    url = urlsplit(webhook["url"])
    connection = http.client.HTTPConnection(webhook["address"], webhook["port"], timeout=_TIMEOUT_SECONDS)
    try:
        connection.request("POST", url.path or "/", body, {
            "Host": url.netloc,
            "Content-Type": "application/json",
            "User-Agent": "GitHub-Hookshot/local",
            "X-GitHub-Event": event,
            "X-GitHub-Delivery": delivery,
            "X-Hub-Signature-256": "sha256=" + hmac.new(secret, body, hashlib.sha256).hexdigest(),
        })
        response = connection.getresponse()
        return response.status, response.read().decode("utf-8", "replace")
    except OSError as problem:
        return 0, str(problem)
    finally:
        connection.close()


def _told(status: int, answer: str) -> str:
    if status == 0:
        return f"the webhook does not answer ({answer}); start it with ./plumbline up"
    return f"the webhook answered {status} {answer.strip()}"


def _moved(before: str, after: str) -> list[str]:
    known = before != _NOTHING and _git("cat-file", "-e", before) is not None
    span = f"{before}..{after}" if known else after
    return (_git("rev-list", "--reverse", f"--max-count={_COMMITS}", span) or "").split()


def _commit(sha: str) -> dict:
    name, email, time, message = (_git("show", "--no-patch", "--format=%an%n%ae%n%aI%n%B", sha) or "\n\n\n").split("\n", 3)
    changes = (_git("diff-tree", "--root", "--no-commit-id", "--name-status", "-r", "--no-renames", sha) or "").splitlines()
    files: dict[str, list[str]] = {"A": [], "M": [], "D": []}
    for change in changes:
        kind, path = change.split("\t", 1)
        files.get(kind, files["M"]).append(path)
    person = {"name": name, "email": email}
    return {
        "id": sha,
        "tree_id": (_git("rev-parse", f"{sha}^{{tree}}") or "").strip(),
        "distinct": True,
        "message": message.strip(),
        "timestamp": time,
        "author": person,
        "committer": person,
        "added": files["A"],
        "modified": files["M"],
        "removed": files["D"],
    }


def _is_ancestor(before: str, after: str) -> bool:
    return _git("merge-base", "--is-ancestor", before, after) is not None


def _git(*arguments: str) -> str | None:
    done = subprocess.run(["git", *arguments], capture_output=True, text=True)
    return done.stdout if done.returncode == 0 else None


def _write(path: Path, content: dict) -> None:
    partial = path.with_suffix(f".{os.getpid()}")
    partial.write_text(json.dumps(content, indent=2) + "\n")
    partial.rename(path)


if __name__ == "__main__":
    main()
