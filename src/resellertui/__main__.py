"""`python -m resellertui` is the same program as the `resellertui` command."""

from resellertui.cli import main

if __name__ == "__main__":
    main()
