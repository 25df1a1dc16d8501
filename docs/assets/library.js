/* Gives each list of findings, phrases or practices a form to filter it by. Nothing is sent, kept, or put in the
   address. */
(() => {
  "use strict";

  /* By the value of data-filter: the entries, where the id and the words of one are, and the labels of the choices by the
     data- attribute of the entry, or of the group around it. */
  const KINDS = {
    findings: {
      entry: ".finding-entry",
      anchor: ".finding-entry__body",
      words: ".finding-entry__statement, .finding-entry__kind, dd",
      choices: { design: "Kind of study", status: "Status", topics: "Topic" },
    },
    "finding-lines": {
      noun: "findings",
      entry: "li",
      anchor: "a",
      words: "a",
      choices: { strength: "Strength", design: "Kind of study", section: "Subject" },
    },
    claims: {
      entry: ".claim",
      words: "p",
      choices: { verdict: "Verdict", section: "Subject" },
      isOrdered: true,
    },
    phrases: {
      entry: ".deck__card",
      words: "q, .deck__limit",
      choices: { who: "Said to", moment: "Moment" },
      isOrdered: true,
      isPrinted: true,
    },
    practices: {
      entry: ".practices__card",
      anchor: ".component",
      words: ".component",
      choices: { time: "Time", with: "With", need: "Need" },
      isOrdered: true,
      isPrinted: true,
      foot: ".practices__home", // where the button is that prints one
    },
  };
  const ANYONE = "anyone"; // what suits anyone suits each

  const make = (tag, properties, ...content) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...content);
    return element;
  };
  const field = (label, control) =>
    make(
      "div",
      { className: "library-form__field" },
      make("label", { htmlFor: control.id }, label),
      control,
    );
  /* Text as it is searched: small letters without accents, straight apostrophes. */
  const fold = (text) =>
    text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[‘’]/g, "'").toLowerCase();
  const opened = () => location.hash.slice(1);

  const read = (element, { anchor, words, choices }) => ({
    element,
    id: (anchor ? element.querySelector(anchor) : element).id,
    text: fold([...element.querySelectorAll(words)].map((part) => part.textContent).join(" ")),
    ...Object.fromEntries(
      Object.keys(choices).map((name) => [
        name,
        (element.closest(`[data-${name}]`)?.dataset[name] ?? "").split("|"),
      ]),
    ),
  });

  const choice = (entries, name, id, isOrdered) => {
    const values = new Set(entries.flatMap((entry) => entry[name]).filter(Boolean));
    values.delete(ANYONE);
    const options = [...values].map((value) => new Option(value, value));
    if (!isOrdered) options.sort((a, b) => a.text.localeCompare(b.text));
    return make("select", { name, id }, new Option("Any", ""), ...options);
  };

  /* Prints the list without the page around it; of a list that is named with an entry, that entry alone. */
  const print = (...parts) => {
    const marked = [document.body, ...parts];
    marked.forEach(({ classList }) => classList.add("prints-list"));
    addEventListener(
      "afterprint",
      () => marked.forEach(({ classList }) => classList.remove("prints-list")),
      { once: true },
    );
    window.print();
  };
  const printButton = (words, ...parts) =>
    make("button", { type: "button", onclick: () => print(...parts) }, words);

  const addForm = (list) => {
    const kind = KINDS[list.dataset.filter];
    const noun = kind.noun ?? list.dataset.filter;
    const entries = [...list.querySelectorAll(kind.entry)].map((entry) => read(entry, kind));
    const words = make("input", { type: "search", id: `${list.id}-words` });
    const choices = Object.keys(kind.choices).map((name) =>
      choice(entries, name, `${list.id}-${name}`, kind.isOrdered),
    );
    const count = make("p", { className: "library-form__count" });
    count.setAttribute("role", "status");
    const printing = kind.isPrinted ? [printButton("Print these")] : [];
    for (const { element } of kind.foot ? entries : []) {
      const button = printButton("Print this one", list, element);
      button.className = "share-copy";
      element.querySelector(kind.foot).append(button);
    }
    const form = make(
      "form",
      { className: "library-form", autocomplete: "off" },
      field("Search words", words),
      ...choices.map((select) => field(kind.choices[select.name], select)),
      make(
        "div",
        { className: "library-form__foot" },
        count,
        ...printing,
        make("button", { type: "reset" }, "Clear"),
      ),
    );
    form.setAttribute("aria-label", `Filter the ${noun}`);

    const update = () => {
      const wanted = fold(words.value).split(/\s+/);
      const fits = (entry) =>
        wanted.every((word) => entry.text.includes(word)) &&
        choices.every(
          ({ name, value }) =>
            !value || entry[name].includes(value) || entry[name].includes(ANYONE),
        );
      let found = 0;
      let note = "";
      for (const entry of entries) {
        const isFound = fits(entry);
        found += isFound;
        const isKept = !isFound && entry.id === opened();
        if (isKept) note = ", and the one that you opened";
        entry.element.hidden = !isFound && !isKept;
      }
      list.querySelectorAll(":scope > :has(h2)").forEach((group) => {
        group.hidden = !group.querySelector(`${kind.entry}:not([hidden])`);
      });
      const text = `${found} of ${entries.length} ${noun}${note}`;
      if (count.textContent !== text) count.textContent = text; // said aloud only when it changes
    };

    form.addEventListener("input", update);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(update)); // the fields are emptied after the event
    addEventListener("hashchange", () => {
      const entry = entries.find(({ element, id }) => element.hidden && id === opened());
      update();
      entry?.element.scrollIntoView();
    });
    update();
    list.before(form);
  };

  document.querySelectorAll("[data-filter]").forEach(addForm);
})();
