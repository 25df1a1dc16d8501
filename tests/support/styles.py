"""The styles of a page beside all styles of the theme and the guide, compared by a browser.

What the engine left out is not asked of the engine: the browser reads the whole sheets itself.
"""

import importlib.util
from pathlib import Path

from mkdocs.config import load_config

from tests.support.real import ROOT


def whole_sheets() -> list[str]:
    """Return the text of each sheet as MkDocs would link to it, in order."""
    theme = (
        Path(importlib.util.find_spec("material").origin).parent
        / "templates"
        / "assets"
        / "stylesheets"
    )
    theirs = [next(theme.glob(f"{name}.*.min.css")) for name in ("main", "palette")]
    ours = [ROOT / "docs" / name for name in load_config(str(ROOT / "mkdocs.yml")).extra_css]
    return [path.read_text(encoding="utf-8") for path in [*theirs, *ours]]


SHEETS = whole_sheets()

LOST = r"""sheets => {
  const split = (list) => { // at commas outside of brackets and strings
    const parts = [""];
    let depth = 0, quote = "";
    for (const letter of list) {
      if (quote) quote = letter === quote ? "" : quote;
      else if (/["']/.test(letter)) quote = letter;
      else depth += /[([]/.test(letter) - /[)\]]/.test(letter);
      if (letter === "," && !depth && !quote) parts.push(""); else parts[parts.length - 1] += letter;
    }
    return parts.map((part) => part.trim());
  };
  // A rule that only names colors or sizes is nothing by itself; `unnamed` sees to the names.
  const shows = (rule) => rule.cssRules.length || [...rule.style].some((name) => !name.startsWith("--"));
  const selectors = (rules) => [...rules].flatMap((rule) => rule.selectorText ? shows(rule) ? split(rule.selectorText) : []
    : rule.cssRules ? selectors(rule.cssRules) : []);
  const read = (text) => { const sheet = new CSSStyleSheet(); sheet.replaceSync(text); return sheet.cssRules; };
  const ALWAYS = ":is(*)";
  const stateless = (selector) => { // every state, place and :not() becomes true; what :is() and :has() ask for stays
    let made = "";
    for (let at = 0; at < selector.length;) {
      const name = /^::?(?!is\b|where\b|has\b)[\w-]+/.exec(selector.slice(at))?.[0];
      if (!name) { made += selector[at++]; continue; }
      at += name.length;
      if (selector[at] === "(") for (let depth = 0; at < selector.length;) {
        depth += (selector[at] === "(") - (selector[at] === ")");
        if (at++ && !depth) break;
      }
      made += name === ":root" ? ":root" : ALWAYS;
    }
    return made;
  };
  const here = new Set([...document.styleSheets].flatMap((sheet) => selectors(sheet.cssRules)));
  const all = [...new Set(sheets.flatMap((text) => selectors(read(text))))];
  const out = all.filter((selector) => !here.has(selector));
  const text = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules].map((rule) => rule.cssText)).join("");
  const named = (text) => new Set([...text.matchAll(/(--[\w-]+)\s*:/g)].map((match) => match[1]));
  const [hereNamed, everNamed] = [named(text), named(sheets.join(""))];
  const unnamed = [...text.matchAll(/var\((--[\w-]+)/g)].map((match) => match[1]).filter((name) => everNamed.has(name) && !hereNamed.has(name));
  return { unnamed, all: all.length, out: out.length, lost: out.filter((selector) => document.querySelector(stateless(selector))) };
}"""


def lost(page) -> list[str]:
    """Return the selectors that match something on the page in its present state, and are not among its styles."""
    found = page.evaluate(LOST, SHEETS)
    assert found["all"] > 1500 and found["out"] > 700, "the sheets were not read"
    return found["lost"] + found["unnamed"]


# Every element, and what stands before and after it, has the same style under all sheets.
SAME = r"""async sheets => {
  const elements = [...document.querySelectorAll("*")];
  const settle = () => Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => {})));
  const look = () => elements.flatMap((element) => ["", "::before", "::after", "::marker", "::placeholder"].map((pseudo) => {
    const style = getComputedStyle(element, pseudo || null);
    if (pseudo && !/marker|placeholder/.test(pseudo) && style.content === "none") return "";
    if (pseudo === "::marker" && style.display !== "list-item" && getComputedStyle(element).display !== "list-item") return "";
    if (pseudo === "::placeholder" && !element.placeholder) return "";
    return [...style].filter((name) => !name.startsWith("--")).map((name) => `${name}: ${style.getPropertyValue(name)}`).join("\n");
  }));
  await settle();
  const made = look();
  for (const sheet of document.styleSheets) sheet.disabled = true;
  document.adoptedStyleSheets = sheets.map((text) => { const sheet = new CSSStyleSheet(); sheet.replaceSync(text); return sheet; });
  await settle();
  await new Promise((resolve) => setTimeout(resolve, 50));
  const whole = look();
  const different = made.flatMap((text, place) => text === whole[place] ? [] : [[elements[Math.floor(place / 5)].outerHTML.slice(0, 90), place % 5,
    text.split("\n").filter((line) => !whole[place].split("\n").includes(line)).slice(0, 5).join("; ")]]);
  return { looked: made.filter(Boolean).length, different: different.slice(0, 10) };
}"""
