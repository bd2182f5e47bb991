"""The AWS command line of a server, loaded once: each of its commands is a fork, with the files, folder and environment of who called.

    aws_fork.py SOCKET     run with the Python of the AWS command line; serves until it is killed
"""

import json
import os
import socket
import sys

import awscli.clidriver

_LONGEST = 1 << 17


def serve(path: str) -> None:
    """Answers each call by a fork; what has ended is reaped when the next one comes."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as listening:
        listening.bind(path)
        listening.listen()
        while True:
            calling, _ = listening.accept()
            if os.fork() == 0:
                os._exit(_answer(calling))
            calling.close()
            _reap()


def _reap() -> None:
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass


def _answer(calling: socket.socket) -> int:
    call, files, _, _ = socket.recv_fds(calling, _LONGEST, 3)
    arguments, folder, environment = json.loads(call)
    for number, file in enumerate(files):
        os.dup2(file, number)
    os.chdir(folder)
    # Where the command finds its own models; it said so when it was loaded.
    environment["AWS_DATA_PATH"] = os.environ["AWS_DATA_PATH"]
    os.environ.clear()
    os.environ.update(environment)
    code = awscli.clidriver.create_clidriver().main(arguments)
    sys.stdout.flush()
    sys.stderr.flush()
    calling.send(str(code).encode())
    return code


if __name__ == "__main__":
    serve(sys.argv[1])
