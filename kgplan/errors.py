"""What a user can cause: one plain sentence in their language and an exit status, never a traceback."""

from kgplan.texts import both

EXIT_DONE, EXIT_FINDINGS, EXIT_USAGE, EXIT_FAILED = 0, 1, 2, 3


class UserError(Exception):
    """An error that the user can mend. ``key`` names the sentence in ``kgplan/texts``; ``values`` fill it in.

    ``exit_code`` is 2 for usage and unreadable input, 3 for a run that failed or is incomplete (contract.md).
    """

    def __init__(self, key: str, *, exit_code: int = EXIT_USAGE, **values: object) -> None:
        self.key = key
        self.exit_code = exit_code
        self.sentence = both(key, **values)
        super().__init__(self.sentence["en"])
