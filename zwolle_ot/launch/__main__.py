"""`python -m zwolle_ot.launch`: what `./run` becomes once the Python environment is there."""

import os
import sys

from zwolle_ot.launch import checks, commands
from zwolle_ot.launch.processes import LaunchError
from zwolle_ot.launch.services import PROJECT, data_folder
from zwolle_ot.launch.up import up

HELP = """\
./run                      everything up, with demo data, until Ctrl-C
./run test [ARGUMENTS]     the checks and the tests; arguments go to pytest
./run check                format, lint, types, import contract; repairs what it can
./run manage COMMAND …     a management command against the same services
./run reset [--yes]        throw the embedded data away

OT_DATA   folder of the embedded services (default .data)
PORT      of the web site (default 8000)
DATABASE_URL, CELERY_BROKER_URL, SECRET_KEY, …: real services; see docs/running.md
"""


def main(arguments: list[str]) -> int:
    os.environ["OT_DATA"] = str(data_folder())  # before we change folder: it may be relative
    os.chdir(PROJECT)
    command, *rest = arguments or ["up"]
    match command:
        case "up":
            return up()
        case "manage":
            return commands.manage(rest)
        case "test":
            return checks.test(rest)
        case "check":
            return checks.check()
        case "reset":
            return commands.reset(rest)
        case "help" | "-h" | "--help":
            print(HELP, end="")
            return 0
    print(f"There is no ./run {command}.\n\n{HELP}", end="", file=sys.stderr)
    return 2


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except LaunchError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit(130)
