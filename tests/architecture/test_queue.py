"""Whatever is asked of the queue, somebody does."""

import ast
from functools import cache

from cermat.jobs.handlers import HANDLERS
from tests.architecture.source import Function, Module, called, modules, nothing


def constants(module: Module, function: Function, parameter: str) -> list[str]:
    """What callers in the module give for a parameter, where they write it out."""
    place = [arg.arg for arg in function.args.args].index(parameter)
    given = [call.args[place] for call in module.calls() if called(call) == function.name and len(call.args) > place]
    return [str(value.value) for value in given if isinstance(value, ast.Constant)]


def topics_of(module: Module, call: ast.Call) -> list[str]:
    """The topics of one `post(topic=…)`, also where a small function of the module is given the topic."""
    topic = next((word.value for word in call.keywords if word.arg == "topic"), None)
    if called(call) != "post" or topic is None:
        return []
    if isinstance(topic, ast.Constant):
        return [str(topic.value)]
    for function in module.functions():
        if call in ast.walk(function) and ast.unparse(topic) in [arg.arg for arg in function.args.args]:
            return constants(module, function, ast.unparse(topic))
    return [f"not written out: {ast.unparse(topic)}"]


@cache
def posted_topics() -> dict[str, str]:
    """Topic → where it is posted."""
    return {
        topic: f"{module.name}:{call.lineno}"
        for module in modules()
        for call in module.calls()
        for topic in topics_of(module, call)
    }


def test_every_topic_has_a_handler() -> None:
    nothing([f"{topic} from {place}" for topic, place in posted_topics().items() if topic not in HANDLERS])


def test_every_handler_has_somebody_who_asks_for_it() -> None:
    nothing([topic for topic in HANDLERS if topic not in posted_topics()])
