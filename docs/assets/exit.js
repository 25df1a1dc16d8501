/* "Exit this page", after the published component of GOV.UK: blanks the page, then puts a neutral one in its place. */
(() => {
  "use strict";
  const bar = document.querySelector(".exit-bar");
  const inner = bar?.firstElementChild;
  const link = inner?.querySelector(".exit");
  if (!link) return;

  /* On a page in another language, the bar has these words in it. */
  const {
    more = "Shift: press # more times to exit.",
    once = "Shift: press 1 more time to exit.",
    expired = "Exit by Shift has expired.",
    loading = "Loading",
  } = bar.dataset;
  const WAIT = 5000; // milliseconds for the next press of Shift
  const TIMES = 3;
  let presses = 0;
  let isAlone = false; // Shift went down, and nothing else since
  let timer = 0;

  const make = (tag, className, ...content) => {
    const element = document.createElement(tag);
    element.className = className;
    element.append(...content);
    return element;
  };
  const said = make("span", "exit-bar__said");
  said.setAttribute("role", "status");
  bar.append(said);
  const dots = make("span", "exit__dots", ...Array.from({ length: TIMES }, () => make("i", "")));
  dots.setAttribute("aria-hidden", "true");
  link.append(dots);

  const leave = (event) => {
    event?.preventDefault();
    if (!link.isConnected) return; // already leaving
    document.title = loading; // a tab without a title shows the address
    document.querySelectorAll("form").forEach((form) => form.reset());
    const cover = make("div", "exit-cover");
    cover.setAttribute("role", "alert");
    document.body.replaceChildren(cover); // nothing is left to be seen, read aloud or reached by keyboard
    cover.textContent = `${loading}…`;
    location.replace(link.href);
  };

  const count = (number, words) => {
    clearTimeout(timer);
    presses = number;
    link.dataset.presses = number;
    said.textContent = words;
  };
  const forget = (words = "") => presses && count(0, words);

  const press = () => {
    const left = TIMES - presses - 1;
    count(presses + 1, left === 1 ? once : more.replace("#", left));
    if (!left) return leave();
    timer = setTimeout(() => {
      forget(expired);
      timer = setTimeout(count, WAIT, 0, "");
    }, WAIT);
  };

  const interrupt = () => {
    isAlone = false;
    forget();
  };
  addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Shift" || event.ctrlKey || event.altKey || event.metaKey) interrupt();
      else isAlone = true;
    },
    true,
  );
  addEventListener(
    "keyup",
    (event) => {
      if (event.key !== "Shift" || !isAlone) return;
      isAlone = false;
      press();
    },
    true,
  );
  addEventListener("pointerdown", interrupt, true);
  addEventListener("blur", interrupt);

  addEventListener(
    "click",
    (event) => {
      if (event.target.closest?.(".exit, .exit-skip")) leave(event);
    },
    true,
  );

  /* What opens in the browser's top layer would cover the link: the link goes there too, above it. */
  addEventListener(
    "toggle",
    ({ target, newState }) => {
      if (!target.popover || target === inner) return;
      inner.popover = null;
      if (newState === "open" || document.querySelector(":popover-open")) {
        inner.popover = "manual";
        inner.showPopover();
      }
    },
    true,
  );

  /* Some browsers bring a page back as it was left: blank. */
  addEventListener(
    "pageshow",
    (event) => event.persisted && document.querySelector(".exit-cover") && location.reload(),
  );
})();
