/* Mends faults of the theme (Material 9.8.1). */
(() => {
  "use strict";
  const find = (selector) => document.querySelector(selector);
  const drawer = find("#__drawer");
  const search = find("#__search");
  const query = find(".md-search__input");
  const wide = matchMedia("(min-width: 76.25em)"); // the menu is always open

  /* Firefox opens again, when a page is loaded anew, what was open: HTML allows no autocomplete="off" on a checkbox. */
  drawer.checked = search.checked = false;

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
    const [open, close] = document.querySelectorAll(
      `:is(.md-header, .md-nav--primary) [for=${toggle.id}]:not(.md-search__overlay)`,
    );
    if (!close) return;
    const name =
      { __drawer: "Menu", __search: "Search" }[toggle.id] ||
      open.parentElement.children[0].textContent ||
      open.textContent;
    const opener = cover(open, name);
    const closer = cover(close, `Close: ${close.textContent.trim() || name}`);
    const panel = close.closest(".md-nav, .md-search");
    panel.id ||= `${toggle.id}_panel`;
    opener.setAttribute("aria-controls", panel.id);
    toggle.onchange = () => opener.setAttribute("aria-expanded", toggle.checked);
    toggle.onchange();
    opener.onclick = closer.onclick = () => {
      toggle.click();
      const next = toggle.checked ? document.querySelectorAll(".md-nav__title .cover") : [opener];
      next.forEach((button) => button.focus({ preventScroll: true })); // one is shown
    };
  });

  /* What an open menu hides takes no focus. The exit stays. */
  const isMenu = () => drawer.checked && !wide.matches;
  const seal = () =>
    document
      .querySelectorAll(
        ".md-skip, .md-header, .md-content, .md-sidebar--secondary, .md-top, .md-footer",
      )
      .forEach((part) => part.toggleAttribute("inert", isMenu()));
  drawer.addEventListener("change", seal);
  wide.onchange = seal;

  /* The theme does not hear of letters, nor of Tab and Esc in the search. */
  addEventListener(
    "keydown",
    (event) => {
      const { key, target } = event;
      const toggle = search.checked ? search : isMenu() && drawer;
      if (toggle === search ? /Tab|Escape/.test(key) : /^[fs/p,n.]$/.test(key))
        event.stopPropagation();
      if (key !== "Escape" || !toggle) return;
      if (toggle === search && target !== query) query.focus();
      else find(`[for=${toggle.id}] .cover`).click();
    },
    true,
  );
  if (!query) return; // Zensical's search is another
  query.oninput = () => search.checked || search.click();
  find(".md-search").addEventListener("focusout", ({ currentTarget, relatedTarget }) => {
    if (search.checked && relatedTarget && !currentTarget.contains(relatedTarget)) search.click();
  });
})();
