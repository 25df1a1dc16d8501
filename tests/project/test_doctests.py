"""The examples in the docstrings of the engine are true."""

import doctest
import importlib
import pkgutil

import pytest

import guide

MODULES = [module.name for module in pkgutil.walk_packages(guide.__path__, "guide.")]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_there_are_examples():
    tried = sum(doctest.testmod(importlib.import_module(name)).attempted for name in MODULES)
    assert tried > 10
