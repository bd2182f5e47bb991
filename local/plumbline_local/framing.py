"""What a request has to say of its body: how long it is, also where there is none, and to S3 the namespace of its document.

A server may refuse a POST of unknown length (RFC 9110, 8.6 and 15.5.12), and the JDK's connection says nothing of an empty one by itself. S3's
request syntax has the namespace in every document.
"""

import re

_EMPTY = (411, {"Content-Type": "text/html"}, b"<html><body><h1>411 Length Required</h1></body></html>")
_MALFORMED = (400, {"Content-Type": "application/xml"}, (
    b'<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>MalformedXML</Code><Message>The XML you provided was not well-formed or did '
    b"not validate against our published schema</Message></Error>"))
_BLOCK = re.compile(rb"\s*(<\?xml[^>]*>\s*)?<PublicAccessBlockConfiguration\s[^>]*\bxmlns=[\"'](http://[^\"']+)[\"']")


def refusal(service: str, method: str, headers: dict, query: dict, body: bytes) -> tuple | None:
    """The answer to a request that does not say it; None to any other."""
    signed = headers.get("authorization", "").startswith("AWS4-")
    if signed and method in ("POST", "PUT") and not {"content-length", "transfer-encoding"} & headers.keys():
        return _EMPTY
    if service == "s3" and method == "PUT" and "publicAccessBlock" in query:
        return bad_block(body, "http://s3.amazonaws.com/doc/2006-03-01/")
    return None


def bad_block(body: bytes, namespace: str) -> tuple | None:
    """The answer to a block of public access whose document is not in its namespace."""
    found = _BLOCK.match(body)
    return None if found and found[2].decode() == namespace else _MALFORMED
