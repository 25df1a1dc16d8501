"""How the engine hangs together: nothing of MkDocs in it, imports one way, every module named."""

import ast
import re
from pathlib import Path

import guide
import pytest

FOLDER = Path(guide.__file__).parent
MODULES = sorted(path.stem for path in FOLDER.glob("*.py") if path.stem != "__init__")
# The modules that stand beside the chain: nothing of the chain imports them.
CHAIN, _, BESIDE = guide.__doc__.partition(";")


def imports(module: str) -> set[str]:
    """Return the names of all modules that a module imports, at its top or inside a function."""
    tree = ast.parse((FOLDER / f"{module}.py").read_text(encoding="utf-8"))
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {node.module or ""} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def guide_imports(module: str) -> list[str]:
    return sorted(name.split(".")[1] for name in imports(module) if re.fullmatch(r"guide\.\w+", name)
                  and name.split(".")[1] in MODULES)


def order() -> list[str]:
    """Return the modules in the order that the package's docstring gives them."""
    words = re.findall(r"\w+", guide.__doc__.partition("in this order:")[2])
    return [word for word in words if word in MODULES]


def test_every_module_is_named_once_in_the_order():
    assert sorted(order()) == MODULES


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_only_what_stands_before_it(module):
    before = order()[: order().index(module)]
    assert [name for name in guide_imports(module) if name not in before] == []


@pytest.mark.parametrize("module", MODULES)
def test_no_module_imports_mkdocs(module):
    assert [name for name in imports(module) if name.split(".")[0] in ("mkdocs", "material")] == []


def test_pandas_has_one_door():
    assert [module for module in MODULES
            if any(name.split(".")[0] == "pandas" for name in imports(module))] == ["frames"]


@pytest.mark.parametrize("module", MODULES)
def test_no_module_asks_the_clock_or_the_network(module):
    tree = ast.parse((FOLDER / f"{module}.py").read_text(encoding="utf-8"))
    calls = [ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)]
    assert [call for call in calls if re.search(r"\bdate(time)?\.(today|now|utcnow)$", call)] == []
    assert {name.split(".")[0] for name in imports(module)} & {"http", "random", "requests", "socket", "time"} == set()
    assert "urllib.request" not in imports(module)

