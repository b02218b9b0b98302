"""Proves that Terraform's AWS provider sees no drift against Sallyport. README.md tells how cases are written.

run [CASE...] [--endpoint URL] [--enforce] [--keep] [--no-reattach] [--verbose]

Without a CASE all are run. The gateway is the one at --endpoint or SALLYPORT_ENDPOINT, else one is started for the run
(./sallyport up --ephemeral, or the command that SALLYPORT_COMMAND names). With --enforce the gateway asks who calls, and
everything is done as its root; a running gateway's credentials are AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY. SALLYPORT_TERRAFORM_MIRROR names a folder to take the provider from (Terraform's layout of a
filesystem mirror); without it the user's own configuration of Terraform counts. Exit code 0 when every case holds.
"""

import argparse
import os
import pathlib
import shutil
import sys
import tempfile
import time

from kit.batch import Batch
from kit.case import Case
from kit.gateway import Gateway
from kit.terraform import Terraform

CASES = pathlib.Path(__file__).resolve().parents[1] / "cases"


def arguments():
    parser = argparse.ArgumentParser(prog="run", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", nargs="*", metavar="CASE", help="names of folders in cases/; all without one")
    parser.add_argument("--endpoint", default=os.environ.get("SALLYPORT_ENDPOINT"), help="a running gateway")
    parser.add_argument("--enforce", action="store_true", help="call a gateway whose setting auth is enforce, as its root")
    parser.add_argument("--keep", action="store_true", help="keep the working folders, not only those with a failure")
    parser.add_argument("--no-reattach", action="store_true", help="start the provider for each command")
    parser.add_argument("--verbose", action="store_true", help="print what terraform says")
    return parser.parse_args()


def batches(names):
    """All in one, but for those that need the gateway or the provider for themselves."""
    cases = [Case(CASES / name) for name in names]
    together = [case for case in cases if not case.alone]
    return ([together] if together else []) + [[case] for case in cases if case.alone]


def report(batch, seconds):
    for case in batch.cases:
        text = batch.failed.get(case.name)
        print(f"{'FAILED' if text else 'ok    '} {case.name}")
        if text:
            print("    " + text.replace("\n", "\n    "))
    print(f"{len(batch.cases)} together in {seconds:.0f} s"
          + (f"; kept: {batch.folder} (log.txt)" if batch.failed else ""), flush=True)


def main():
    given = arguments()
    names = given.cases or sorted(folder.name for folder in CASES.iterdir() if folder.is_dir())
    unknown = [name for name in names if not (CASES / name).is_dir()]
    if unknown:
        raise SystemExit(f"no such case: {', '.join(unknown)}")
    work = pathlib.Path(tempfile.mkdtemp(prefix="sallyport-terraform-"))
    gateway, terraform, failed = Gateway(given.endpoint, given.enforce), None, []
    try:
        terraform = Terraform(gateway, work, not given.no_reattach, given.verbose)
        for number, cases in enumerate(batches(names), 1):
            started = time.monotonic()
            batch = Batch(cases, work / str(number), gateway, terraform)
            batch.run()
            report(batch, time.monotonic() - started)
            failed += batch.failed
    finally:
        if terraform:
            terraform.stop()
        gateway.stop()
        if not failed and not given.keep:
            shutil.rmtree(work)
    print(f"{len(names) - len(failed)} of {len(names)} cases hold" + (f"; failed: {', '.join(failed)}" if failed else ""))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
