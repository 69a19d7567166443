"""The composition root: arguments to the command line or to the desktop."""

import sys


def main() -> None:
    """Run the command line where a subcommand or option is given, else open the desktop."""
    arguments = sys.argv[1:]
    if wants_desktop(arguments):
        from qda_app.ui.application import start

        sys.exit(start(arguments))
    from qda_app.cli.main import main as command_line

    sys.exit(command_line(arguments))


def wants_desktop(arguments: list[str]) -> bool:
    """Say whether these arguments open the desktop: none, or one that names a project file."""
    if not arguments:
        return True
    return len(arguments) == 1 and arguments[0].lower().endswith(".qdaproj")


if __name__ == "__main__":
    main()
