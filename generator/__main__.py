"""``python -m generator`` is the same command as ``catalogue``."""

import os
import signal
import sys

_ENDING = ("SIGINT", "SIGTERM", "SIGHUP")


def _open_streams() -> None:
    """Put the null device in the place of a standard stream that was closed: else a file takes its number."""
    if sys.stdin is None:
        os.open(os.devnull, os.O_RDONLY)  # nobody to ask, and nothing to read
    for name, mode in (("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115  open to the end


def _interrupt(*_: object) -> None:
    """Interrupt what runs, once: the next signal would cut what is undone and removed then."""
    for name in _ENDING:
        if (number := getattr(signal, name, None)) is not None:
            signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


def main() -> None:
    """Run the command; one that is stopped while its modules load ends without a traceback, too."""
    # Every day here is UTC's. Babel reads the zone of this machine when it is loaded, and an odd one ends it.
    os.environ["TZ"] = "UTC"
    _open_streams()
    # Ended by another program or with its terminal, it takes along what it started, and removes its temporary files.
    for name in _ENDING:
        number = getattr(signal, name, None)  # not every system has each
        if number is not None and signal.getsignal(number) != signal.SIG_IGN:  # nohup lets it be ignored
            signal.signal(number, _interrupt)
    try:
        from generator.cli import main as run  # noqa: PLC0415  the modules take half a second
    except KeyboardInterrupt:
        sys.exit(130)
    run()


if __name__ == "__main__":
    main()
