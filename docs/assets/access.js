/* Mends faults of the theme (Material 9.8.1), before its script. */
(() => {
  "use strict";
  const find = (selector) => document.querySelector(selector);
  const drawer = find("#__drawer");
  const search = find("#__search");
  const query = find(".md-search__input");
  const palette = find(".md-header__option");
  const wide = matchMedia("(min-width: 76.25em)"); // the menu stands beside the page

  /* Labels of hidden checkboxes take no focus: a button is laid over each. */
  const cover = (label, name) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "cover";
    button.ariaLabel = name.trim();
    label.append(button);
    return button;
  };
  document.querySelectorAll(".md-toggle").forEach((toggle) => {
    const [open, close] = document.querySelectorAll(`:is(.md-header, .md-nav--primary) [for=${toggle.id}]:not(.md-search__overlay)`);
    if (!close) return;
    const name = { __drawer: "Menu", __search: "Search" }[toggle.id] || open.parentElement.children[0].textContent || open.textContent;
    const opener = cover(open, name);
    const closer = cover(close, `Close: ${close.textContent.trim() || name}`);
    const panel = close.closest(".md-nav, .md-search");
    panel.id ||= `${toggle.id}_panel`;
    opener.setAttribute("aria-controls", panel.id);
    const tell = () => { opener.ariaExpanded = toggle.checked; };
    toggle.addEventListener("change", tell);
    tell();
    opener.onclick = closer.onclick = () => {
      toggle.click();
      const next = toggle.checked ? document.querySelectorAll(".md-nav__title .cover") : [opener];
      next.forEach((button) => button.focus({ preventScroll: true })); // one is shown
    };
  });

  /* What an open menu hides takes no focus, except the exit. */
  const isMenu = () => drawer.checked && !wide.matches;
  const seal = () => {
    for (let node = find(".md-sidebar--primary"); node !== document.body; node = node.parentElement) {
      for (const other of node.parentElement.children) other.inert = isMenu() && other !== node && !other.matches(".md-overlay, :has(.exit)");
    }
  };
  drawer.addEventListener("change", seal);
  wide.addEventListener("change", seal);

  /* The theme does not hear of letters, of Tab and Esc in the search, of keys on the palette. */
  addEventListener("keydown", (event) => {
    const { key, target } = event;
    const toggle = search.checked ? search : isMenu() && drawer;
    if (toggle === search ? /Tab|Escape/.test(key) : /^[fs/p,n.]$/.test(key) || palette.contains(target)) event.stopPropagation();
    document.querySelectorAll(".md-search [tabindex]").forEach((result) => result.removeAttribute("tabindex"));
    if (key !== "Escape" || !toggle) return;
    query.focus(); // where the theme opens on focus, a moment later
    setTimeout(() => find(`[for=${toggle.id}] .cover`).click(), 9);
  }, true);
  query.addEventListener("input", () => search.checked || search.click());
  find(".md-search").addEventListener("focusout", ({ currentTarget, relatedTarget }) => {
    if (search.checked && relatedTarget && !currentTarget.contains(relatedTarget)) search.click();
  });

  /* The theme stores a palette on every page: here only one that was chosen. */
  const store = __md_set;
  let isChosen = false;
  __md_set = (name, ...rest) => (name !== "__palette" || isChosen) && store(name, ...rest);
  palette.addEventListener("click", ({ target }) => {
    const id = target.closest("button")?.value;
    if (!id) return;
    isChosen = true;
    find(`#${id}`).click();
    palette.querySelector("button:not([hidden])").focus();
  });
})();
