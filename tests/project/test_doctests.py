"""The examples in the docstrings of the engine are true."""

import doctest
import importlib
import pkgutil

import guide


def test_the_examples_of_every_module_are_true():
    names = [module.name for module in pkgutil.walk_packages(guide.__path__, "guide.")]
    results = {name: doctest.testmod(importlib.import_module(name)) for name in names}

    assert [name for name, result in results.items() if result.failed] == []
    assert sum(result.attempted for result in results.values()) > 10
