// Language switch, search and filters. The page is complete without it; the controls appear only when it runs.
(() => {
  "use strict";
  const root = document.documentElement;
  const form = document.getElementById("filter");
  const button = document.getElementById("switch");
  const shown = document.getElementById("shown");
  const names = ["severity", "department", "rule", "plan_type", "state"];
  const cards = Array.from(document.querySelectorAll("article.f"), (element) => ({
    element,
    values: Object.fromEntries(names.map((name) => [name, element.dataset[name].split("|")])),
    text: null, // filled at the first search
  }));
  const families = Array.from(document.querySelectorAll(".family"));
  const departments = Array.from(document.querySelectorAll(".department"));

  function speak(lang) {
    root.dataset.ui = lang;
    root.lang = lang === "zh" ? "zh-CN" : "en";
    document.title = lang === "zh" ? root.dataset.titleZh : root.dataset.titleEn;
    for (const element of document.querySelectorAll("[data-zh]")) {
      element[element.tagName === "IMG" ? "alt" : "textContent"] = element.dataset[lang];
    }
  }

  function apply() {
    const wanted = Object.fromEntries(names.map((name) => [name, form.elements[name].value]));
    const words = form.elements.text.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const card of cards) {
      let visible = names.every((name) => !wanted[name] || card.values[name].includes(wanted[name]));
      if (visible && words.length) {
        card.text ??= card.element.textContent.toLowerCase();
        visible = words.every((word) => card.text.includes(word));
      }
      card.element.hidden = !visible;
      count += visible;
    }
    for (const family of families) {
      family.hidden = !family.querySelector("article.f:not([hidden])");
    }
    for (const section of departments) {
      section.hidden = Boolean(wanted.department) && section.dataset.department !== wanted.department;
    }
    shown.textContent = count;
  }

  // A link may lead to a finding that the filters hide.
  function reveal() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target?.closest("[hidden]")) {
      form.reset();
      apply();
      target.scrollIntoView();
    }
  }

  let timer = 0;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(apply, 120);
  });
  form.addEventListener("reset", () => {
    setTimeout(apply); // the fields are empty only after this event
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  button.addEventListener("click", () => speak(root.dataset.ui === "zh" ? "en" : "zh"));
  addEventListener("hashchange", reveal);
  button.hidden = false;
  form.hidden = false;
  apply(); // a browser may have kept what was chosen before a reload
})();
