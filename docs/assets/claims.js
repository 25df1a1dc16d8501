/* Opens the entry of a claim beside the claim. Where there are no popovers, the claim's own link leads there. */
(() => {
  "use strict";
  if (!("showPopover" in HTMLElement.prototype)) return;

  const CLAIMS = 'a.finding[href^="#evidence-"]';
  const EDGE = 8; // pixels to the edge of the window, and to the claim's line
  const LEAST = 200; // pixels of height, even where that covers the claim
  const header = document.querySelector(".md-header");
  let claim = null; // the claim whose entry is open
  let pressed = null; // the claim that was open when the pointer went down: its click only closes

  const make = (tag, className, ...content) => {
    const element = document.createElement(tag);
    element.className = className;
    element.append(...content);
    return element;
  };
  const link = (href, words) => Object.assign(make("a", "", words), { href });
  const bodyOf = (link) => document.getElementById(link.hash.slice(1));
  const isPlain = (event) =>
    !(event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);

  const box = make("div", "claim-box");
  box.popover = "auto";
  box.tabIndex = -1;
  box.setAttribute("role", "dialog");

  const wordsOf = (link) => {
    const copy = link.cloneNode(true);
    copy.querySelectorAll(".mark").forEach((mark) => mark.remove());
    return copy.textContent.trim().replace(/\s+/g, " ");
  };

  /* What is folded in the list is open here: the line, then what is below it. */
  const fill = (body) => {
    const line = body.parentElement.querySelector("summary").cloneNode(true);
    const copy = make(
      "div",
      "finding-entry",
      make("p", "finding-entry__line", ...line.childNodes),
      ...body.cloneNode(true).childNodes,
    );
    copy.querySelectorAll("[id]").forEach((element) => element.removeAttribute("id"));
    copy.querySelector(".finding-entry__links")?.remove();
    const links = make(
      "p",
      "claim-box__links",
      link(`#${body.id}`, "See it in the list of evidence"),
    );
    const permanent = body.querySelector('.finding-entry__links a:not([href^="#"])');
    if (permanent) links.append(" ", link(permanent.href, "Permanent link"));
    const title = make("p", "claim-box__title", make("span", "", "Evidence: "), wordsOf(claim));
    const close = make("button", "claim-box__close", "Close");
    close.type = "button";
    close.addEventListener("click", () => box.hidePopover());
    box.setAttribute("aria-label", title.textContent);
    box.replaceChildren(make("div", "claim-box__head", title, close), copy, links);
  };

  const clamp = (value, least, most) => Math.max(least + EDGE, Math.min(value, most - EDGE));

  /* Below the claim's last line if it fits there, else where there is more room, and never over the header, where the exit
     may be. The style sheet has the rest. */
  const place = () => {
    const set = (name, value) => box.style.setProperty(`--claim-${name}`, `${value}px`);
    const lines = claim.getClientRects();
    const { clientWidth, clientHeight } = document.documentElement;
    const start = lines[0].top - EDGE;
    const end = lines[lines.length - 1].bottom + EDGE;
    const edge = header.offsetHeight;
    const below = clientHeight - end - EDGE;
    const above = start - EDGE - edge;
    const most = clientHeight - edge - 2 * EDGE;
    set("room", most);
    const isBelow = box.offsetHeight <= below || below > above;
    set("room", Math.min(most, Math.max(LEAST, isBelow ? below : above)));
    const top = isBelow ? end : start - box.offsetHeight;
    set("top", scrollY + clamp(top, edge, clientHeight - box.offsetHeight));
    set("left", scrollX + clamp(lines[lines.length - 1].left, 0, clientWidth - box.offsetWidth));
  };

  const forget = () => {
    claim?.setAttribute("aria-expanded", "false");
    claim = null;
  };

  const open = (target, body) => {
    box.hidePopover();
    forget();
    claim = target;
    fill(body);
    claim.after(box); // so that Tab goes on from here
    claim.focus({ preventScroll: true }); // where focus returns; not every browser focuses a clicked link
    box.showPopover();
    box.scrollTop = 0;
    place();
    box.focus({ preventScroll: true });
    claim.setAttribute("aria-expanded", "true");
  };

  document.querySelectorAll(CLAIMS).forEach((link) => {
    if (!bodyOf(link)) return;
    link.setAttribute("aria-haspopup", "dialog");
    link.setAttribute("aria-expanded", "false");
  });

  document.addEventListener(
    "pointerdown",
    () => {
      pressed = claim;
    },
    true,
  );
  document.addEventListener("click", (event) => {
    const target = event.target.closest(CLAIMS);
    const isOpen = event.detail > 0 && target === pressed;
    pressed = null;
    const body = target && !event.defaultPrevented && isPlain(event) && bodyOf(target);
    if (!body) return;
    event.preventDefault();
    if (!isOpen) open(target, body);
  });

  box.addEventListener("click", (event) => {
    if (!isPlain(event) || !event.target.closest('a[href^="#"]')) return;
    forget(); // focus goes to the list of evidence, not back
    box.hidePopover();
  });
  box.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !box.contains(event.relatedTarget)) box.hidePopover();
  });
  box.addEventListener("toggle", (event) => {
    if (event.newState !== "closed" || !claim) return;
    if (document.activeElement === document.body) claim.focus({ preventScroll: true });
    forget();
  });
  addEventListener("resize", () => claim && place());
  /* It scrolls along with the page, and would come over the header: it stops there. */
  addEventListener(
    "scroll",
    () => {
      if (claim && box.getBoundingClientRect().top < header.offsetHeight + EDGE) place();
    },
    { passive: true },
  );
})();
