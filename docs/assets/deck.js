/* Gives the deck of questions its controls: draw one, choose, show all, print. Nothing is sent, kept, or put in the
   address. */
(() => {
  "use strict";

  const make = (tag, properties, ...content) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...content);
    return element;
  };

  const addControls = (deck) => {
    const list = deck.querySelector(".deck__list");
    const cards = [...list.querySelectorAll(".deck__card")];
    let pool = []; // what is still to be drawn
    let last;

    const choice = (name) => {
      const values = new Set(cards.map((card) => card.dataset[name]));
      values.delete("anyone"); // what suits anyone suits each
      return make(
        "select",
        { name, id: `${deck.id}-by-${name}` },
        new Option("any", ""),
        ...[...values].map((value) => new Option(value)),
      );
    };
    const choices = ["theme", "depth", "suits"].map(choice);
    const wanted = () =>
      cards.filter(({ dataset }) =>
        choices.every(({ name, value }) => !value || [value, "anyone"].includes(dataset[name])),
      );

    const show = (card) => {
      const found = wanted();
      const number = found.length;
      for (const item of cards) item.hidden = !found.includes(item);
      for (const theme of list.children) theme.hidden = !theme.querySelector("li:not([hidden])");
      list.hidden = !!card;
      drawn.hidden = !card;
      drawn.replaceChildren(...(card ? card.cloneNode(true).children : []));
      drawing.disabled = printing.disabled = !number;
      printing.textContent = `Print ${number < cards.length ? "these" : "all"} ${number}`;
      count.textContent = card
        ? `Question ${number - pool.length} of ${number}${pool.length ? "" : ". That was the last; the next draw starts over"}`
        : `${number} of ${cards.length} questions`;
    };
    const restart = () => {
      pool = [];
      show();
    };
    const draw = () => {
      if (!pool.length) pool = wanted();
      const fresh = pool.filter((card) => card !== last || !pool[1]); // never one card twice running
      last = fresh[Math.floor(Math.random() * fresh.length)];
      pool = pool.filter((card) => card !== last);
      show(last);
      drawn.scrollIntoView({ block: "nearest" });
    };
    /* Prints the cards without the page around them. */
    const print = () => {
      const { classList } = document.body;
      classList.add("prints-list");
      addEventListener("afterprint", () => classList.remove("prints-list"), { once: true });
      window.print();
    };

    const drawing = make("button", { type: "button", onclick: draw }, "Draw a question");
    const printing = make("button", { type: "button", onclick: print });
    const count = make("p", { className: "deck-form__count" });
    const drawn = make("div", { className: "deck__card deck__card--drawn" });
    const form = make(
      "form",
      { className: "deck-form", autocomplete: "off", onchange: restart },
      make(
        "div",
        { className: "deck-form__head" },
        drawing,
        make("button", { type: "reset" }, "Show all"),
        printing,
      ),
      ...choices.map((select) =>
        make("div", {}, make("label", { htmlFor: select.id }, select.name), select),
      ),
    );
    form.setAttribute("aria-label", "Draw and choose questions");
    form.onreset = () => setTimeout(restart); // the fields are emptied after the event
    restart();
    list.before(form, make("div", { role: "status" }, count, drawn));
  };

  document.querySelectorAll(".deck").forEach(addControls);
})();
