"""The kit's own Java programs: compiled at first use, because a source launcher would compile at each start."""

import hashlib
import subprocess
from pathlib import Path

from .machine import BENCH, ROOT

_SOURCES = BENCH / "load"
_CACHE = BENCH / ".cache" / "classes"
_LIBRARIES = ROOT / "gateway" / "target" / "dist" / "lib"


def jdk() -> Path:
    """The JDK that the gateway's launcher finds."""
    done = subprocess.run([ROOT / "sallyport", "--which-jdk"], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"no JDK: {done.stderr.strip()}")
    return Path(done.stdout.strip())


def command(program: str, *flags: str, with_gateway: bool = False) -> list[str]:
    """What starts a program of the folder load/, which may use the gateway's own classes."""
    home = jdk()
    source = _SOURCES / f"{program}.java"
    libraries = sorted(str(jar) for jar in _LIBRARIES.glob("*.jar")) if with_gateway else []
    if with_gateway and not libraries:
        raise RuntimeError(f"{program} needs the built gateway, and there is none in {_LIBRARIES}")
    key = hashlib.sha256(source.read_bytes() + str([home, *libraries]).encode()).hexdigest()[:16]
    classes = _CACHE / f"{program}-{key}"
    path = ":".join([str(classes), *libraries])
    if not (classes / f"{program}.class").exists():
        done = subprocess.run(
            [home / "bin" / "javac", "-d", classes, "-cp", path, source],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        if done.returncode != 0:
            raise RuntimeError(f"{source.name} does not compile: {done.stdout.strip()}")
    return [str(home / "bin" / "java"), "-XX:+UseSerialGC", "-Xmx64m", *flags, "-cp", path, program]
