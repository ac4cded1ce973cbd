"""All the text in which a secret could leave with an error."""

import copy
import pickle
import traceback


def everything_about(error):
    """All the text in which an error can end up somewhere."""
    texts = [str(error), repr(error), repr(error.args), repr(vars(error))]
    texts += traceback.format_exception(error)
    texts += [pickle.dumps(error).decode("latin-1"), repr(copy.copy(error)), repr(copy.deepcopy(error).__dict__)]
    assert error.__context__ is None, "the context can carry the request with its headers"
    assert error.__cause__ is None
    return "\n".join(texts)
