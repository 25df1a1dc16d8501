/* Copies the address of a heading or a finding, or words to say, and says so; opens a page for the printer.
   Without a clipboard the links lead where they always did. */
(() => {
  "use strict";
  const PERMANENT =
    '.evidence .finding-entry__links a[href*="evidence/"], .finding-list .finding-entry__links a[href^="#"]';
  const all = (selector) => document.querySelectorAll(selector);
  const make = (tag, properties) => Object.assign(document.createElement(tag), properties);

  const said = make("p", { className: "share-said", role: "status" });
  let timer;
  const say = (text) => {
    said.textContent = text;
    clearTimeout(timer);
    timer = setTimeout(say, 6000, "");
  };
  const copyOnClick = (element, text, noun = "link") =>
    element.addEventListener("click", () => {
      say(""); // said again, it is heard again
      navigator.clipboard.writeText(text).then(
        () => say(`${noun[0].toUpperCase()}${noun.slice(1)} copied`),
        () => say(`The ${noun} could not be copied`),
      );
    });
  const makeButton = (textContent) =>
    make("button", { type: "button", className: "share-copy", textContent });

  if (navigator.clipboard) {
    document.body.append(said);
    all("a.headerlink").forEach((link) => {
      link.title = "Copy link";
      link.ariaLabel = `# Copy link: ${link.parentElement.textContent.replace(/\s*#$/, "")}`;
      copyOnClick(link, link.href); // and the browser goes there, as before
    });
    all(PERMANENT).forEach((link) => {
      const button = makeButton("Copy link");
      copyOnClick(button, link.href);
      link.parentElement.append(button);
    });
    all(".copyable").forEach((words) => {
      const button = makeButton("Copy");
      button.ariaLabel = `Copy: ${words.textContent}`;
      copyOnClick(button, words.textContent, "words");
      words.closest("li").lastElementChild.append(button);
    });
  }

  /* A style can open these too, but not in older browsers; and only a script can shorten an address. */
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = all("article details:not([open])");
    opened.forEach((part) => {
      part.open = true;
    });
    all("article a[href]").forEach((link) => {
      const { origin, pathname, hash } = link;
      if (origin === location.origin && pathname !== location.pathname)
        link.dataset.address = pathname.replace(/^\/|\/$/g, "") + hash;
    });
  });
  addEventListener("afterprint", () =>
    opened.forEach((part) => {
      part.open = false;
    }),
  );
})();
