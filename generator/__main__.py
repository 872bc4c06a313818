"""``python -m generator`` is the same command as ``catalogue``."""

import os
import signal
import sys

if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C before there is anything to undo just ends the process

from generator.ending import end_when_told


def _open_streams() -> None:
    """Put the null device in the place of a standard stream that was closed: else a file takes its number.

    Programs that are started get it, too.
    """
    if sys.stdin is None:
        os.set_inheritable(os.open(os.devnull, os.O_RDONLY), True)  # nobody to ask, and nothing to read
    for name, mode in (("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            stream = open(os.devnull, mode, encoding="utf-8")  # noqa: PTH123, SIM115  open to the end
            os.set_inheritable(stream.fileno(), True)
            setattr(sys, name, stream)


def main() -> None:
    """Run the command; one that is stopped while its modules load, or while it says what failed, just ends."""
    # Every day here is UTC's. Babel reads the zone of this machine when it is loaded, and an odd one ends it.
    os.environ["TZ"] = "UTC"
    _open_streams()
    try:
        end_when_told()
        from generator.cli import main as run  # noqa: PLC0415  the modules take half a second

        run()
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:  # noqa: BLE001  the modules that would say it are not there, or failed themselves
        said = " ".join(f"{type(error).__name__} {error}".split())
        sys.exit(f"catalogue: cannot go on: {said!r:.200}; allow the process more memory, or install it anew")


if __name__ == "__main__":
    main()
