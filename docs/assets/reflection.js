/* Shows where the answers of the self-reflection lead, by the rules that the build wrote into the page.
   Nothing is stored, sent, or put in the address. */
(() => {
  "use strict";

  const start = (form) => {
    const one = (selector) => form.querySelector(selector);
    const all = (selector) => [...form.querySelectorAll(selector)];
    const [errors, error, status, result, none, print] = [
      "errors",
      "error",
      "status",
      "result",
      "none",
      "print",
    ].map((name) => one(`.reflection__${name}`));
    if (!errors) return; // no questions
    const takeaway = one(".reflection__takeaway");
    const submit = one('[type="submit"]');
    const rules = all("[data-rule]");
    const groups = all("[data-group]");
    const first = one(".reflection__question");

    const applies = ({ dataset }, answers) => {
      const answer = answers.get(dataset.question);
      return answer ? dataset.answers.split(" ").includes(answer) : "open" in dataset;
    };

    /* The rules that apply, or those for help alone where there are any. */
    const decide = (answers) => {
      const found = rules.filter((rule) => applies(rule, answers));
      const help = found.filter((rule) => rule.dataset.outcome === "help");
      return help.length ? help : found;
    };

    /* Without `shown`, every rule stands there again, as on paper. */
    const show = (shown) => {
      const isOut = (rule) => Boolean(shown) && !shown.includes(rule);
      for (const rule of rules) rule.hidden = isOut(rule);
      for (const group of groups)
        group.hidden = [...group.querySelectorAll("[data-rule]")].every(isOut);
      none.hidden = shown?.length !== 0;
      takeaway.hidden = !shown || shown[0]?.dataset.outcome === "help";
      form.dataset.result = shown ? (shown[0]?.dataset.outcome ?? "none") : "";
      const heads = shown ? all(".reflection__outcome:not([hidden]) .reflection__heading") : [];
      status.textContent = heads.map((head) => `${head.textContent}.`).join(" ");
    };

    const complain = (isWrong) => {
      errors.hidden = error.hidden = !isWrong;
      if (isWrong) first.setAttribute("aria-describedby", error.id);
      else first.removeAttribute("aria-describedby");
    };

    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const answers = new Map(new FormData(form));
      complain(!answers.size);
      show(answers.size ? decide(answers) : null);
      (answers.size ? result : errors).focus();
    });
    /* What was shown no longer fits once an answer changes. */
    form.addEventListener("change", ({ target }) => {
      if (!target.name) return; // a line of the sheet
      complain(false);
      show(null);
    });
    form.addEventListener("reset", () => {
      complain(false);
      show(null);
      status.textContent = status.dataset.cleared;
    });
    /* Goes to the question without the link's address, which would stay in the history. */
    errors.addEventListener("click", (event) => {
      const link = event.target.closest("a");
      if (!link) return;
      event.preventDefault();
      first.scrollIntoView();
      document.getElementById(link.hash.slice(1)).focus({ preventScroll: true });
    });
    print.addEventListener("click", () => window.print());
    one(".reflection__print-takeaway").addEventListener("click", () => {
      const { classList } = document.body;
      classList.add("prints-takeaway");
      addEventListener("afterprint", () => classList.remove("prints-takeaway"), { once: true });
      window.print();
    });
    addEventListener("pagehide", () => form.reset()); // so that Back does not bring the answers back

    submit.disabled = submit.hidden = print.hidden = false;
    show(null);
  };

  document.querySelectorAll("form.reflection").forEach(start);
})();
