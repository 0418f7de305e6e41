"""What import-linter cannot see: who writes, who asks for the time, how an action is called."""

import ast

from tests.architecture.source import Function, Module, called, decorators, in_drawers, modules, nothing

# Written by the machine, not by a person: the chain and the keys, the queue, what a queued job finishes.
WITHOUT_PERSON = {
    "audit": "the chain and the form keys, written inside the actions of others",
    "notifications": "the queue and the inbox, written inside the actions of others",
    "operations.load_examples": "the installation's first start",
    "operations.play": "the demo, which acts as each of the example people in turn",
    "requirements.add_recording_line": "under the audit row of what came in",
    "requirements.check_recording_line": "under the audit row of the check",
    "documents.finish_document": "called by the queue when the file is made",
    "documents.fail_document": "called by the queue when making it failed",
    "documents.sweep_orphans": "called by the queue every day",
    "documents.checked_content": "reads what was inspected; changes nothing",
    "documents.forget_upload": "bytes that no row knows",
    "documents.found_in": "reads what the inspection said; changes nothing",
    "documents.arrived": "the inspection, before the transaction that keeps the file",
    "documents.take_piece": "one statement, after the bytes are on the disk; nobody waits for that disk",
    "documents.sweep_uploads": "called by the queue every day",
    "survey.check_import": "called by the queue",
    "survey.store_import": "called by the queue",
    "documents.inspect_uploads": "before the transaction; changes nothing that is known",
    "organisation.forget_sessions": "called by the queue every day",
    "collection.forget_workbooks": "called by the queue every day",
    "collection.give_up_reading": "called by the queue",
    "collection.read_again": "called by the queue",
    "collection.store_workbook": "called by the queue, and inside the applying; the workbook names who sent it in",
    "collection.open_sheets": "called by the queue when the step becomes ready",
    "collection.plan_reminders": "called by the schedule every day",
    "collection.remind_by_schedule": "called by the queue, as the office's setting says",
    "sop.locked_cycle": "holds the cycle for the action that asks; changes nothing",
    "reports.make_document": "called by the queue",
    "reports.ask_for_outputs": "called by the queue when a step is finished",
    "survey.store_answer": "a citizen's, of whom nothing is known, not even when",
    "survey.store_many": "inside the action that stores a batch; the answers say nothing of who typed them",
    "survey.fold": "called by the queue, and inside the closing",
    "survey.fold_what_arrived": "called by the schedule every minute; who sent is not known",
    "survey.fold_more": "called by the queue",
    "survey.retally": "inside the action that sets answers aside",
    "survey.remind_of_overdue_surveys": "called by the schedule every day",
    "instruments.record_result": "names maker and checker instead",
    "collection.take_survey_result": "inside the confirming of a survey; the result names maker and checker",
}
BELOW_THE_CLOCK = (
    "formula", "workflow", "schema", "permissions", "models", "queries", "actions", "exports", "imports",
    "presenters", "forms",
)  # fmt: skip
CLOCKS = {
    "timezone.now", "timezone.localdate", "timezone.localtime", "datetime.now", "datetime.utcnow", "datetime.today",
    "date.today", "time.time", "time.localtime",
}  # fmt: skip


def writes(call: ast.Call) -> bool:
    """Whether this looks like a write through the ORM; `hash.update(b)`, `image.save(file)` take an argument."""
    name, plain = called(call), not call.args
    if not isinstance(call.func, ast.Attribute):
        return False
    if name in {"bulk_create", "bulk_update", "get_or_create", "update_or_create"}:
        return True
    if name == "update":
        return plain and bool(call.keywords)
    return name in {"save", "delete", "create"} and plain


def test_only_actions_write() -> None:
    found = [
        f"{module.name}:{call.lineno} {ast.unparse(call)[:80]}"
        for module in modules()
        if module.drawer not in {"actions", "management"} and not module.name.endswith("bench_survey/bare.py")
        for call in module.calls()
        if writes(call)
    ]
    nothing(found)


def test_models_have_no_save_override_and_nobody_listens_to_signals() -> None:
    found = [
        f"{module.name}: {function.name}"
        for module in in_drawers("models")
        for function in module.functions()
        if function.name in {"save", "delete"}
    ]
    found += [module.name for module in modules() if "django.db.models.signals" in module.text]
    nothing(found)


def test_views_fetch_only_through_queries() -> None:
    found = [
        f"{module.name}:{node.lineno} {ast.unparse(node)}"
        for module in in_drawers("views")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager"}
    ]
    nothing(found)


def asks_for_the_time(call: ast.Call) -> bool:
    """A clock read without being given the moment; `localdate(now)` only converts."""
    text = ast.unparse(call.func)
    if any(text == clock or text.endswith(f".{clock}") for clock in CLOCKS):
        return not call.args or text.endswith(".now")
    return False


def clock_calls(module: Module) -> list[str]:
    """Reads of the clock, except in context processors (functions of one `request`)."""
    allowed = {
        id(node)
        for function in module.functions()
        if [arg.arg for arg in function.args.args] in (["request"], ["_request"])
        for node in ast.walk(function)
    }
    return [
        f"{module.name}:{call.lineno} {ast.unparse(call)}"
        for call in module.calls()
        if asks_for_the_time(call) and id(call) not in allowed
    ]


def test_the_clock_is_an_argument_below_the_views() -> None:
    rooms = [module for module in modules() if module.room in {"lib", "printing"}]
    nothing([line for module in [*in_drawers(*BELOW_THE_CLOCK), *rooms] for line in clock_calls(module)])


def complaint(module: Module, function: Function) -> str:
    names = [arg.arg for arg in function.args.kwonlyargs]
    place = f"{module.room}.{function.name}"
    if (function.args.args or function.args.posonlyargs) and place not in WITHOUT_PERSON:
        return "takes positional arguments"
    if module.room in WITHOUT_PERSON or place in WITHOUT_PERSON:
        return ""
    if "now" not in names:
        return "is not given the time"
    if "by" not in names:
        return "does not say by whom"
    return "" if "transaction.atomic" in decorators(function) else "is not atomic"


def used_by_others() -> set[tuple[str, str]]:
    """(room, name) of what other rooms and other drawers import from a room's actions."""
    found = set()
    for module in modules():
        for node in ast.walk(module.tree):
            parts = (node.module or "").split(".") if isinstance(node, ast.ImportFrom) else []
            if parts[:1] != ["cermat"] or parts[2:3] != ["actions"] or not isinstance(node, ast.ImportFrom):
                continue
            if (module.room, module.drawer) != (parts[1], "actions"):
                found |= {(parts[1], alias.name) for alias in node.names}
    return found


def test_every_action_says_by_whom_and_when_and_is_atomic() -> None:
    """An action is what others may call, or what is a transaction; the rest of the drawer are its steps."""
    wanted = used_by_others()
    found = [
        f"{module.name}: {function.name} {problem}"
        for module in in_drawers("actions")
        for function in module.public_functions()
        if (module.room, function.name) in wanted or "transaction.atomic" in decorators(function)
        if (problem := complaint(module, function))
    ]
    nothing(found)


def test_nobody_swallows_every_exception() -> None:
    """The worker catches everything: its queue goes on, and the error is kept with the job. So does the public's door:
    what Django would log of the error names who sent what."""
    allowed = {"src/cermat/jobs/worker.py", "src/cermat/survey/views/door.py"}
    found = [
        f"{module.name}:{node.lineno}"
        for module in modules()
        if module.name not in allowed
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or ast.unparse(node.type) in {"Exception", "BaseException"})
    ]
    nothing(found)
