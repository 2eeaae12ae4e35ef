"use strict";
// Hides what is not looked for, by the rules of the console's own search. Without it the page shows everyone.
(() => {
  const form = document.getElementById("filter");
  const status = document.getElementById("status");
  const fields = ["name", "place", "language", "service"].map((one) => document.getElementById(`by-${one}`));
  const cards = [...document.querySelectorAll(".card")].map((card) => ({
    card,
    name: card.dataset.name,
    place: card.dataset.place,
    languages: card.dataset.languages.split(" "),
    services: card.dataset.services.split("\n"),
  }));

  const fold = (text) =>
    text.normalize("NFKD").replace(/\p{M}/gu, "").toUpperCase().toLowerCase().normalize("NFKC");
  const words = (text) => fold(text).split(/\s+/u).filter(Boolean).slice(0, 8);
  const begins = (text, word) => {
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
      if (at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1])) return true;
    }
    return false;
  };
  const holds = (text, wanted) =>
    wanted.every((word) => ([...word].length > 2 ? text.includes(word) : begins(text, word)));

  const filter = () => {
    const [name, place, language, service] = fields.map((one) => one.value);
    const names = words(name);
    const places = words(place);
    const services = service.split(",").map(words).filter((one) => one.length).slice(0, 8);
    let shown = 0;
    for (const one of cards) {
      const isMeant =
        holds(one.name, names) &&
        holds(one.place, places) &&
        (!language || one.languages.includes(language)) &&
        services.every((wanted) => one.services.some((text) => holds(text, wanted)));
      one.card.hidden = !isMeant;
      shown += isMeant ? 1 : 0;
    }
    const said = shown
      ? status.dataset.shown.replace("{shown}", shown).replace("{total}", cards.length)
      : status.dataset.none;
    if (status.textContent !== said) status.textContent = said;
  };

  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(filter));
  window.addEventListener("pageshow", filter);
  form.hidden = false;
  filter();
})();
