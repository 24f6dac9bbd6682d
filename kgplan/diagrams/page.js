"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const words = data.words;
  const stage = document.getElementById("stage");
  const svg = stage.querySelector("svg");
  const scene = svg.querySelector(".scene");
  const panel = document.getElementById("panel");
  const search = document.getElementById("search");
  const hits = document.getElementById("hits");
  const bar = document.getElementById("bar");
  const nodes = new Map(data.nodes.map((node) => [node.id, node]));
  const shapes = new Map([...svg.querySelectorAll(".node[data-id]")].map((shape) => [shape.dataset.id, shape]));
  const marks = new Map([...svg.querySelectorAll(".mark[data-id]")].map((mark) => [mark.dataset.id, mark]));
  const lines = [...svg.querySelectorAll("[data-from]")];
  const whole = svg.viewBox.baseVal;
  const full = { x: whole.x, y: whole.y, width: whole.width, height: whole.height };
  let view = { ...full };
  let chosen = null;

  // ── pan and zoom ──
  const show = () => svg.setAttribute("viewBox", `${view.x} ${view.y} ${view.width} ${view.height}`);
  const scale = () => Math.min(stage.clientWidth / view.width, stage.clientHeight / view.height) || 1;
  const place = (event) => {
    const point = new DOMPoint(event.clientX, event.clientY);
    return point.matrixTransform(svg.getScreenCTM().inverse());
  };
  const zoom = (factor, at) => {
    const width = Math.min(Math.max(view.width / factor, 120), full.width * 3);
    const part = width / view.width;
    const fixed = at || { x: view.x + view.width / 2, y: view.y + view.height / 2 };
    view = {
      x: fixed.x - (fixed.x - view.x) * part,
      y: fixed.y - (fixed.y - view.y) * part,
      width,
      height: view.height * part,
    };
    show();
  };
  const move = (dx, dy) => {
    view.x += dx / scale();
    view.y += dy / scale();
    show();
  };
  const fit = () => {
    view = { ...full };
    show();
  };
  const bring = (shape) => {
    const box = shape.getBBox();
    const shift = svg.querySelector(".scene").getCTM().f - svg.getCTM().f;
    const offset = shift / svg.getCTM().d;
    const width = Math.min(view.width, 1100);
    view = { x: 0, y: 0, width, height: (view.height * width) / view.width };
    view.x = box.x + box.width / 2 - view.width / 2;
    view.y = box.y + offset + box.height / 2 - view.height / 2;
    show();
  };
  const fingers = new Map();
  let moved = 0;
  stage.addEventListener("pointerdown", (event) => {
    fingers.set(event.pointerId, event);
    if (fingers.size === 1) moved = 0;
  });
  stage.addEventListener("pointermove", (event) => {
    const last = fingers.get(event.pointerId);
    if (!last) return;
    const others = [...fingers.values()].filter((finger) => finger.pointerId !== event.pointerId);
    if (others.length === 0) {
      moved += Math.abs(event.clientX - last.clientX) + Math.abs(event.clientY - last.clientY);
      if (moved > 5) {
        stage.setPointerCapture(event.pointerId);
        stage.classList.add("moving");
        move(last.clientX - event.clientX, last.clientY - event.clientY);
      }
    } else {
      moved = 99;
      const spread = (finger) => Math.hypot(finger.clientX - others[0].clientX, finger.clientY - others[0].clientY) || 1;
      zoom(spread(event) / spread(last), place(others[0]));
    }
    fingers.set(event.pointerId, event);
  });
  for (const name of ["pointerup", "pointercancel", "pointerleave"]) {
    stage.addEventListener(name, (event) => {
      fingers.delete(event.pointerId);
      stage.classList.remove("moving");
    });
  }
  stage.addEventListener("wheel", (event) => {
    event.preventDefault();
    zoom(Math.exp(-event.deltaY * (event.deltaMode ? 0.03 : 0.0015)), place(event));
  }, { passive: false });
  bar.addEventListener("click", (event) => {
    const wish = event.target.dataset.zoom;
    if (wish === "in") zoom(1.3);
    if (wish === "out") zoom(1 / 1.3);
    if (wish === "fit") fit();
  });

  // ── one plan and what belongs to it ──
  const reach = (start, from, to) => {
    const seen = new Set();
    let front = [start];
    while (front.length) {
      const next = data.edges.filter((edge) => edge.kind === "subordinate" && front.includes(edge[from]));
      front = [...new Set(next.map((edge) => edge[to]))].filter((id) => id !== start && !seen.has(id));
      front.forEach((id) => seen.add(id));
    }
    return seen;
  };
  const light = () => {
    scene.classList.toggle("focus", chosen !== null);
    for (const element of [...shapes.values(), ...marks.values(), ...lines]) element.classList.remove("lit", "chosen");
    if (chosen === null) return;
    const up = reach(chosen, "source", "target");
    const down = reach(chosen, "target", "source");
    const near = data.edges.filter((edge) => edge.source === chosen || edge.target === chosen);
    const beside = new Set(near.flatMap((edge) => [edge.source, edge.target]));
    const lit = new Set([chosen, ...up, ...down, ...beside]);
    for (const id of lit) {
      shapes.get(id)?.classList.add("lit");
      marks.get(id)?.classList.add("lit");
    }
    shapes.get(chosen).classList.add("chosen");
    const chain = (set, line) => (set.has(line.dataset.from) || line.dataset.from === chosen)
      && (set.has(line.dataset.to) || line.dataset.to === chosen);
    for (const line of lines) {
      const own = line.dataset.from === chosen || line.dataset.to === chosen;
      const inChain = line.dataset.kind === "subordinate" && (chain(up, line) || chain(down, line));
      if (own || inChain) line.classList.add("lit");
    }
  };
  const element = (tag, text, css) => {
    const made = document.createElement(tag);
    if (text !== undefined) made.textContent = text;
    if (css) made.className = css;
    return made;
  };
  const list = (heading, ids) => {
    if (!ids.length) return;
    panel.append(element("h3", `${heading} (${ids.length})`));
    const items = element("ul");
    for (const id of ids) {
      const button = element("button", nodes.get(id).name);
      button.type = "button";
      button.addEventListener("click", () => choose(id, true));
      items.append(element("li"));
      items.lastChild.append(button);
    }
    panel.append(items);
  };
  const tell = () => {
    panel.replaceChildren();
    if (chosen === null) {
      panel.append(element("p", words.hint, "hint"));
      return;
    }
    const node = nodes.get(chosen);
    panel.append(element("h2", node.title));
    const facts = element("dl");
    for (const [name, value] of node.facts) facts.append(element("dt", name), element("dd", value));
    panel.append(facts);
    if (node.notes.length) {
      panel.append(element("h3", `${words.findings} (${node.notes.length})`));
      const items = element("ul");
      for (const note of node.notes) {
        const item = element("li", undefined, note.severity);
        const link = element("a", `${note.severity === "error" ? "✕" : "!"} ${note.rule}`);
        link.href = `report.html#${note.fingerprint}`;
        item.append(link, ` ${note.text}`);
        items.append(item);
      }
      panel.append(items);
    }
    const ends = (kind, mine, other) => data.edges
      .filter((edge) => edge.kind === kind && edge[mine] === chosen).map((edge) => edge[other]);
    list(words.missing, ends("missing", "source", "target"));
    list(words.superiors, ends("subordinate", "source", "target"));
    list(words.subordinates, ends("subordinate", "target", "source"));
    list(words.peers, [...ends("coordinates", "source", "target"), ...ends("coordinates", "target", "source")]);
    list(words.implements, ends("implements", "source", "target"));
    list(words.implemented, ends("implements", "target", "source"));
    list(words.supersedes, ends("supersedes", "source", "target"));
    list(words.superseded, ends("supersedes", "target", "source"));
  };
  const choose = (id, visit) => {
    chosen = id;
    light();
    tell();
    if (id !== null && visit) {
      bring(shapes.get(id));
      shapes.get(id).focus({ preventScroll: true });
    }
  };
  for (const [id, shape] of shapes) {
    shape.setAttribute("tabindex", "0");
    shape.setAttribute("role", "button");
    shape.setAttribute("aria-label", nodes.get(id).title);
    shape.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        choose(id, false);
      }
    });
  }
  stage.addEventListener("click", (event) => {
    if (moved > 5) return;
    const shape = event.target.closest(".node[data-id]");
    choose(shape ? shape.dataset.id : null, false);
  });

  // ── search and filters ──
  let found = [];
  let turn = -1;
  const look = () => {
    const wish = search.value.trim().toLowerCase();
    found = wish ? data.nodes.filter((node) => node.search.includes(wish)).map((node) => node.id) : [];
    turn = -1;
    for (const [id, shape] of shapes) shape.classList.toggle("found", found.includes(id));
    hits.textContent = wish ? words.hits.replace("{count}", found.length) : "";
  };
  search.addEventListener("input", look);
  bar.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!found.length) return;
    turn = (turn + 1) % found.length;
    choose(found[turn], true);
    search.focus({ preventScroll: true });
  });
  const filter = () => {
    const wish = new FormData(bar);
    const fits = (node) => ["type", "stage", "lead"].every((name) => !wish.get(name) || node[name] === wish.get(name))
      && (!wish.get("findings") || node.notes.length > 0);
    const kept = new Set(data.nodes.filter(fits).map((node) => node.id));
    for (const [id, shape] of shapes) shape.classList.toggle("out", !kept.has(id));
    for (const [id, mark] of marks) mark.classList.toggle("out", !kept.has(id));
    for (const line of lines) line.classList.toggle("out", !(kept.has(line.dataset.from) && kept.has(line.dataset.to)));
  };
  bar.addEventListener("change", filter);

  // ── keyboard ──
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      search.value = "";
      look();
      choose(null, false);
      return;
    }
    if (event.target.closest("input, select") || event.ctrlKey || event.metaKey || event.altKey) return;
    const steps = { ArrowLeft: [-80, 0], ArrowRight: [80, 0], ArrowUp: [0, -80], ArrowDown: [0, 80] };
    if (event.key in steps && event.target.closest("#stage")) move(...steps[event.key]);
    else if (event.key === "+" || event.key === "=") zoom(1.3);
    else if (event.key === "-") zoom(1 / 1.3);
    else if (event.key === "0") fit();
    else if (event.key === "/") search.focus();
    else return;
    event.preventDefault();
  });
})();
