/* Gives each list of findings a form to filter it by. Nothing is sent, kept, or put in the address. */
(() => {
  "use strict";

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

  const read = (element) => ({
    element,
    id: element.querySelector(".finding-entry__body").id,
    text: fold(
      [...element.querySelectorAll(".finding-entry__statement, .finding-entry__kind, dd")]
        .map((part) => part.textContent)
        .join(" "),
    ),
    status: [element.dataset.status],
    design: [element.dataset.design],
    topics: (element.dataset.topics ?? "").split("|"),
  });

  const choice = (entries, name, id) => {
    const values = new Set(entries.flatMap((entry) => entry[name]).filter(Boolean));
    const options = [...values]
      .sort((a, b) => a.localeCompare(b))
      .map((value) => new Option(value, value));
    return make("select", { name, id }, new Option("Any", ""), ...options);
  };

  const addForm = (list) => {
    const entries = [...list.querySelectorAll(".finding-entry")].map(read);
    const words = make("input", { type: "search", id: `${list.id}-words` });
    const choices = ["design", "status", "topics"].map((name) =>
      choice(entries, name, `${list.id}-${name}`),
    );
    const count = make("p", { className: "library-form__count" });
    count.setAttribute("role", "status");
    const form = make(
      "form",
      { className: "library-form", autocomplete: "off" },
      field("Search words", words),
      field("Kind of study", choices[0]),
      field("Status", choices[1]),
      field("Topic", choices[2]),
      make(
        "div",
        { className: "library-form__foot" },
        count,
        make("button", { type: "reset" }, "Clear"),
      ),
    );
    form.setAttribute("aria-label", "Filter the findings");

    const update = () => {
      const wanted = fold(words.value).split(/\s+/);
      const fits = (entry) =>
        wanted.every((word) => entry.text.includes(word)) &&
        choices.every(({ name, value }) => !value || entry[name].includes(value));
      let found = 0;
      let note = "";
      for (const entry of entries) {
        const isFound = fits(entry);
        found += isFound;
        const isKept = !isFound && entry.id === opened();
        if (isKept) note = ", and the one that you opened";
        entry.element.hidden = !isFound && !isKept;
      }
      const text = `${found} of ${entries.length} findings${note}`;
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

  document.querySelectorAll(".finding-list").forEach(addForm);
})();
