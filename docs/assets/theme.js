/* Does on every page what the theme's script (Material 9.8.1) would do there: palette, contents, way to the top. The words
   to search are heavy, and come with the first search, as does the script that looks through them (search.js). */
(() => {
  "use strict";
  const { body, currentScript, head } = document;
  const find = (selector) => document.querySelector(selector);
  const all = (selector) => [...document.querySelectorAll(selector)];
  const make = (tag, properties) => Object.assign(document.createElement(tag), properties);
  const header = find(".md-header");

  /* The palette: the one that was chosen, else that of the system. palette.html has set it before the first paint. */
  const palette = find(".palette");
  const bar = make("meta", { name: "theme-color" }); // the color of the browser's own bar on a phone
  head.append(bar);
  const paint = () => {
    bar.content = getComputedStyle(header).backgroundColor;
  };
  const show = (scheme) => {
    const { dataset } = body;
    dataset.mdColorSwitching = ""; // all colors at once
    dataset.mdColorScheme = scheme;
    paint();
    setTimeout(() => {
      delete dataset.mdColorSwitching;
    });
  };
  const dark = matchMedia("(prefers-color-scheme: dark)");
  dark.onchange = () => __md_get("__palette") || show(dark.matches ? "slate" : "default");
  palette.onclick = ({ target }) => {
    const scheme = target.closest("button")?.value;
    if (!scheme) return;
    show(scheme);
    __md_set("__palette", { color: { scheme } });
    palette.querySelector(`button:not([value=${scheme}])`).focus();
  };

  /* Where the reader is: in the header, in the contents, and from where the way back to the top is long. */
  const heading = find(".md-content h1");
  const title = find(".md-header__title");
  const top = find(".md-top");
  const parts = all(".md-nav--secondary .md-nav__list a")
    .map((link) => [link, document.getElementById(decodeURIComponent(link.hash.slice(1)))])
    .filter(([, part]) => part);
  const bringIntoView = (link) => {
    const box = link?.offsetHeight && link.closest(".md-sidebar__scrollwrap");
    const place = box && link.offsetTop - box.offsetTop;
    if (box && (place < box.scrollTop + 40 || place > box.scrollTop + box.clientHeight - 40))
      box.scrollTop = place - box.clientHeight / 2;
  };
  let last; // to ask for it now would cost a layout
  let current;
  let frame = 0;
  const look = () => {
    frame = 0;
    const isOver = ({ bottom }, more = 0) => bottom < header.offsetHeight + more;
    const isAtEnd =
      scrollY > 0 && scrollY + innerHeight >= document.documentElement.scrollHeight - 1;
    if (heading)
      title.classList.toggle("md-header__title--active", isOver(heading.getBoundingClientRect()));
    if (scrollY !== (last ?? scrollY)) top.hidden = scrollY > last || !scrollY;
    last = scrollY;
    const passed = parts
      .filter(([, part]) => isAtEnd || isOver(part.getBoundingClientRect(), 40))
      .map(([link]) => link);
    const now = passed.at(-1);
    if (now === current) return;
    current = now;
    for (const [link] of parts) {
      link.classList.toggle("md-nav__link--passed", passed.includes(link));
      link.classList.toggle("md-nav__link--active", link.hash === now?.hash);
      if (link.hash === now?.hash && link.closest(".md-sidebar--secondary")) bringIntoView(link);
    }
  };
  const lookSoon = () => {
    if (!frame) frame = requestAnimationFrame(look);
  };
  addEventListener("scroll", lookSoon, { passive: true });
  addEventListener("resize", lookSoon);
  requestAnimationFrame(() => {
    paint();
    look();
    if (matchMedia("(min-width: 76.25em)").matches)
      bringIntoView(find(".md-sidebar--primary a.md-nav__link--active[aria-current]"));
  });
  top.onclick = () => scrollTo({ top: 0 });

  /* A link to a part of the page closes the menu that it stands in. */
  const drawer = find("#__drawer");
  addEventListener("click", ({ target }) => {
    if (drawer.checked && target.closest(".md-nav--secondary a")) drawer.click();
  });

  /* The search opens at once; what it needs is asked for then, both parts together. What is typed meanwhile stays in the
     field, and whether it was sent is noted there. */
  const search = find("#__search");
  const query = find(".md-search__input");
  if (query) {
    // else the theme has a search of its own, as that of Zensical has
    const base = JSON.parse(find("#__config").textContent).base.replace(/\/$/, ""); // "/" on the page that is not there
    const load = (src, properties) =>
      new Promise((resolve, reject) => {
        head.append(make("script", { src, onload: resolve, onerror: reject, ...properties }));
      });
    const words = () =>
      location.protocol === "file:" // in a folder the words come as a script
        ? load(`${base}/search/search_index.js`).then(() => __index)
        : fetch(`${base}/search/search_index.json`).then((answer) => answer.json());
    let isAsked = false;
    const ask = () => {
      if (isAsked) return;
      isAsked = true;
      const coming = words();
      Promise.all([coming, load(currentScript.dataset.search, { words: coming })]).catch(() => {
        isAsked = false;
      });
    };
    all(".md-header [for=__search], .md-search").forEach((part) =>
      part.addEventListener("pointerdown", ask),
    );
    find(".md-header [for=__search]").addEventListener("click", () => query.focus());
    const open = () => {
      ask();
      if (!search.checked) search.click();
    };
    query.addEventListener("focus", open);
    query.addEventListener("click", open); // it may have kept the focus when the search was closed
    query.form.addEventListener("submit", (event) => {
      event.preventDefault();
      query.dataset.sent = query.value;
    });
    addEventListener("pagehide", () => {
      query.value = "";
    }); // so that Back does not bring the words back
  }
})();
