"""One test for a rule of form: it lists all that break it, each with its reason."""


def each(things):
    """Turn a test of one thing into a test of all `things`, which lists those that fail."""

    def fold(test):
        def all_of_them():
            found = []
            for thing in things:
                try:
                    test(thing)
                except AssertionError as error:
                    found.append(f"{thing or 'nnbook'}: {str(error).partition(chr(10))[0]}")
            assert not found, "\n".join(["", *found])

        all_of_them.__name__, all_of_them.__doc__ = test.__name__, test.__doc__
        all_of_them.__module__ = test.__module__
        return all_of_them

    return fold
