/* The search, fetched with its words when a reader first reaches for it (theme.js). It takes the place of the theme's: that
   made an index for 0.4 s before it could answer, and here some half a megabyte of text is read through in a few ms. */
(async () => {
  "use strict";
  const { words } = document.currentScript;
  const find = (selector) => document.querySelector(selector);
  const toggle = find("#__search");
  const query = find(".md-search__input");
  const frame = find(".md-search__scrollwrap");
  const said = find(".md-search-result__meta");
  const list = find(".md-search-result__list");
  const { base, translations } = JSON.parse(find("#__config").textContent);
  const say = (key, number) => translations[`search.result.${key}`].replace("#", number);

  /* Letters without their case, accents and marks. */
  const fold = (text) =>
    text
      .normalize("NFD")
      .replace(/[\u0300-\u036f'’]/g, "")
      .toLowerCase();
  const plain = (html) => fold(html.replace(/<[^>]*>|&#?\w+;/g, " "));
  const isLetter = (letter = " ") => /[\p{L}\p{N}]/u.test(letter);
  const escapeHtml = (text) => text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);

  /* Each entry of the index: where, what to look through, what a hit weighs there, and the entry of its page. */
  const pages = new Map();
  const entries = (await words).docs.map((entry) => {
    const { boost = 1, location, tags = [], text, title } = entry;
    const [address, heading] = location.split("#");
    const one = {
      ...entry,
      tags,
      fields: [
        [plain(tags.join(" | ")), 1e6 * boost],
        [plain(title), (heading ? 1e3 : 1e6) * boost],
        [plain(text), boost],
      ],
    };
    if (!pages.has(address)) pages.set(address, one);
    one.page = pages.get(address);
    return one;
  });

  /* What the forms of a word have in common, so that "arguing" and "apologies" find "argue" and "apology". */
  const stem = (term) =>
    term.replace(/(?<=^.{4,})(?:iness|ness|ings?|ied|ies|e?ly|ed|ers?|es|s|y|e)$/, "");

  /* How often a term begins a word of a text. */
  const count = (text, term) => {
    let number = 0;
    for (let place = text.indexOf(term); place >= 0; place = text.indexOf(term, place + 1))
      number += !isLetter(text[place - 1]);
    return number;
  };

  /* What is asked for, and where it is: beginnings of words, and "words in quotes"; + before one that has to be there, -
     before one that must not. What every fifth entry holds tells nothing, unless nothing else is asked for. */
  const read = (text) => {
    const terms = [...fold(text).matchAll(/([+-]?)("[^"]+"?|\S+)/g)].flatMap(([, sign, part]) => {
      const isPhrase = part[0] === '"';
      const found = isPhrase
        ? [part.replaceAll('"', "").trim()]
        : part.match(/[\p{L}\p{N}]+/gu) || [];
      return found.filter(Boolean).map((term) => {
        const start = isPhrase ? term : stem(term);
        const hits = new Map();
        for (const entry of entries) {
          const counts = entry.fields.map(([words, weight]) => [
            count(words, start) + count(words, term),
            weight,
          ]);
          if (counts.some(([number]) => number)) hits.set(entry, counts);
        }
        return { hits, must: isPhrase || sign === "+", mustNot: sign === "-", start, term };
      });
    });
    const telling = terms.filter(
      ({ hits, must, mustNot }) => must || mustNot || hits.size < entries.length / 5,
    );
    return telling.length ? telling : terms;
  };

  /* How well each entry answers: more for a rare word and for one in a title or among the everyday words, less for each
     further time (BM25). Then those of one page together, the best first. */
  const answer = (terms) => {
    const wanted = terms.filter(({ mustNot }) => !mustNot);
    const byPage = new Map();
    for (const entry of entries) {
      const found = wanted.filter(({ hits }) => hits.has(entry));
      if (
        !found.length ||
        terms.some(({ hits, must, mustNot }) => (hits.has(entry) ? mustNot : must))
      )
        continue;
      let score = 0;
      for (const { hits } of found) {
        const rarity = Math.log(1 + (entries.length - hits.size + 0.5) / (hits.size + 0.5));
        for (const [number, weight] of hits.get(entry))
          score += (rarity * weight * number) / (1.2 + number);
      }
      score *= 1 + ((entry === entry.page) + found.length / wanted.length) ** 2;
      byPage.set(entry.page, [...(byPage.get(entry.page) || []), { of: entry, found, score }]);
    }
    return [...byPage]
      .map(([page, found]) => {
        found.sort((one, other) => other.score - one.score);
        return found.some(({ of }) => of === page)
          ? found
          : [...found, { of: page, found: [], score: 0 }];
      })
      .sort(([one], [other]) => other.score - one.score);
  };

  /* A piece of HTML with the words marked that begin with what was found. */
  const mark = (html, found) =>
    html.replace(/<[^>]*>|&#?\w+;|[\p{L}\p{N}'’]+/gu, (piece) =>
      /^[<&]/.test(piece) ||
      !found.some(({ start }) => start.split(/\s+/).some((word) => fold(piece).startsWith(word)))
        ? piece
        : `<mark>${piece}</mark>`,
    );

  /* The parts of a text that stand side by side: paragraphs, lists, and what is between them. */
  const blocks = (html) => {
    const parts = [""];
    let depth = 0;
    for (const [piece, isEnd] of html.matchAll(/<(\/?)[^>]*>|[^<]+/g)) {
      if (isEnd === "" && depth++ === 0) parts.push("");
      parts[parts.length - 1] += piece;
      if (isEnd && --depth === 0) parts.push("");
    }
    return parts.filter((part) => part.trim());
  };

  /* Of a long text without parts, such as the glossary's, what stands around the first word that was found. */
  const shorten = (part) => {
    const pieces = part.split(" ");
    const start = Math.max(0, pieces.findIndex((piece) => piece.includes("<mark>")) - 10);
    return pieces.length < 80 || /<(?!\/?mark>)/.test(part)
      ? part
      : `${start ? "… " : ""}${pieces.slice(start, start + 50).join(" ")} …`;
  };

  const show = ({ of: { location, tags, text, title }, found }, terms, isPage, hasText) => {
    const { href } = new URL(location, new URL(`${base.replace(/\/$/, "")}/`, document.location)); // without the words: an address stays in the history
    const missing = terms
      .filter((one) => !one.mustNot && !found.includes(one))
      .map(({ term }) => `<del>${escapeHtml(term)}</del>`);
    const parts = blocks(text).map((part) => shorten(mark(part, found)));
    const shown = parts.filter((part) => part.includes("<mark>"));
    const level = isPage ? "h1" : "h2";
    return `<a href="${escapeHtml(href)}" class="md-search-result__link"><article class="md-search-result__article md-typeset">
      ${isPage ? '<div class="md-search-result__icon md-icon"></div>' : ""}<${level}>${mark(title, found)}</${level}>
      ${hasText ? (shown.length ? shown : parts).slice(0, 2).join("") : ""}
      ${tags.length ? `<nav class="md-tags">${tags.map((tag) => `<span class="md-tag md-tag-icon">${mark(tag, found)}</span>`).join("")}</nav>` : ""}
      ${hasText && missing.length ? `<p class="md-search-result__terms">${say("term.missing")}: ${missing.join(" ")}</p>` : ""}</article></a>`;
  };

  /* A page: itself, what of it answers as well as anything, and the rest folded away. */
  const item = (results, terms) => {
    const top = results[0].score;
    const page = results.find(({ of }) => of === of.page);
    const others = results.filter((one) => one !== page);
    const best = others.filter(({ score }) => score >= top);
    const more = others.filter(({ score }) => score < top);
    const made = Object.assign(document.createElement("li"), {
      className: "md-search-result__item",
    });
    made.innerHTML =
      show(page, terms, true, results[0] === page) +
      best.map((one) => show(one, terms, false, true)).join("") +
      (more.length
        ? `<details class="md-search-result__more"><summary><div>${say(more.length === 1 ? "more.one" : "more.other", more.length)}</div></summary>
        ${more.map((one) => show(one, terms, false, true)).join("")}</details>`
        : "");
    return made;
  };

  let asked;
  let terms;
  let waiting = [];
  const fill = (number) => {
    list.append(...waiting.splice(0, number).map((results) => item(results, terms)));
  };
  const search = () => {
    if (query.value === asked) return;
    asked = query.value;
    terms = read(asked);
    waiting = answer(terms);
    const { length } = waiting;
    said.textContent = asked.trim()
      ? say(length ? (length === 1 ? "one" : "other") : "none", length)
      : say("placeholder");
    list.textContent = "";
    frame.scrollTop = 0;
    fill(10);
  };
  frame.addEventListener(
    "scroll",
    () => {
      if (frame.scrollTop + frame.clientHeight > frame.scrollHeight - 100) fill(4);
    },
    { passive: true },
  );

  const open = () => {
    delete query.dataset.sent;
    search();
    list.querySelector("a")?.click();
  };
  query.addEventListener("input", search);
  query.form.addEventListener("submit", open);
  addEventListener("pagehide", search); // theme.js has emptied the field
  query.form.addEventListener("reset", () =>
    setTimeout(() => {
      search();
      query.focus();
    }),
  );
  list.addEventListener("click", ({ target }) => {
    if (target.closest("a") && toggle.checked) toggle.click();
  });

  /* Up and down go from result to result, and letters into the field. */
  find(".md-search").addEventListener("keydown", (event) => {
    const { altKey, ctrlKey, key, metaKey, target } = event;
    if (altKey || ctrlKey || metaKey) return;
    if (key === "ArrowUp" || key === "ArrowDown") {
      const stops = [
        query,
        ...list.querySelectorAll(":not(details) > [href], summary, [open] [href]"),
      ];
      stops.at((stops.indexOf(target) + (key === "ArrowUp" ? -1 : 1)) % stops.length).focus();
      event.preventDefault();
    } else if (target !== query && (key === "Backspace" || (key.length === 1 && key !== " ")))
      query.focus();
  });
  const tell = () => {
    list.hidden = !toggle.checked;
    list.role = toggle.checked ? "list" : "presentation";
  };
  toggle.addEventListener("change", tell);
  tell();
  search();
  if (query.dataset.sent === query.value) open();
})();
