"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const words = data.words;
  const stage = document.getElementById("stage");
  const panel = document.getElementById("panel");
  const search = document.getElementById("search");
  const hits = document.getElementById("hits");
  const bar = document.getElementById("bar");
  const byId = (elements) => new Map([...elements].map((element) => [element.dataset.id, element]));
  // The picture of the as-of day and, for all other days, one of everything that is ever there.
  const drawings = [...stage.querySelectorAll(".drawing")].map((frame, number) => {
    const svg = frame.querySelector("svg");
    svg.setAttribute("role", "group"); // no longer an image: its boxes can be reached
    const { x, y, width, height } = svg.viewBox.baseVal;
    return {
      frame,
      svg,
      scene: svg.querySelector(".scene"),
      nodes: new Map(data.drawings[number].nodes.map((node) => [node.id, node])),
      edges: data.drawings[number].edges,
      shapes: byId(svg.querySelectorAll(".node[data-id]")),
      marks: byId(svg.querySelectorAll(".mark[data-id]")),
      lines: [...svg.querySelectorAll("[data-from]")],
      full: { x, y, width, height },
      view: { x, y, width, height },
      there: () => true,
    };
  });
  let now = drawings[0];
  let chosen = null;
  let asked = null;

  // ── pan and zoom ──
  const look = (view) => {
    now.view = view;
    now.svg.setAttribute("viewBox", `${view.x} ${view.y} ${view.width} ${view.height}`);
  };
  const scale = () => Math.min(stage.clientWidth / now.view.width, stage.clientHeight / now.view.height) || 1;
  const place = (event) => {
    const point = new DOMPoint(event.clientX, event.clientY);
    return point.matrixTransform(now.svg.getScreenCTM().inverse());
  };
  const zoom = (factor, at) => {
    const { view, full } = now;
    const width = Math.min(Math.max(view.width / factor, 120), full.width * 3);
    const part = width / view.width;
    const fixed = at || { x: view.x + view.width / 2, y: view.y + view.height / 2 };
    look({
      x: fixed.x - (fixed.x - view.x) * part,
      y: fixed.y - (fixed.y - view.y) * part,
      width,
      height: view.height * part,
    });
  };
  const move = (dx, dy) => look({ ...now.view, x: now.view.x + dx / scale(), y: now.view.y + dy / scale() });
  const fit = () => look({ ...now.full });
  const bring = (shape) => {
    const box = shape.getBBox();
    const here = now.svg.getCTM();
    const offset = (now.scene.getCTM().f - here.f) / here.d;
    const width = Math.min(now.view.width, 1100);
    const height = (now.view.height * width) / now.view.width;
    look({ x: box.x + box.width / 2 - width / 2, y: box.y + offset + box.height / 2 - height / 2, width, height });
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
  const edges = () => now.edges.filter((edge) => now.there(edge.source) && now.there(edge.target));
  const reach = (start, from, to) => {
    const links = edges().filter((edge) => edge.kind === "subordinate");
    const seen = new Set();
    let front = [start];
    while (front.length) {
      const next = links.filter((edge) => front.includes(edge[from]));
      front = [...new Set(next.map((edge) => edge[to]))].filter((id) => id !== start && !seen.has(id));
      front.forEach((id) => seen.add(id));
    }
    return seen;
  };
  const light = () => {
    now.scene.classList.toggle("focus", chosen !== null);
    const all = [...now.shapes.values(), ...now.marks.values(), ...now.lines];
    for (const element of all) element.classList.remove("lit", "chosen");
    if (chosen === null) return;
    const up = reach(chosen, "source", "target");
    const down = reach(chosen, "target", "source");
    const near = edges().filter((edge) => edge.source === chosen || edge.target === chosen);
    const beside = new Set(near.flatMap((edge) => [edge.source, edge.target]));
    const lit = new Set([chosen, ...up, ...down, ...beside]);
    for (const id of lit) {
      now.shapes.get(id)?.classList.add("lit");
      now.marks.get(id)?.classList.add("lit");
    }
    now.shapes.get(chosen).classList.add("chosen");
    const chain = (set, line) => (set.has(line.dataset.from) || line.dataset.from === chosen)
      && (set.has(line.dataset.to) || line.dataset.to === chosen);
    for (const line of now.lines) {
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
      const button = element("button", now.nodes.get(id).name);
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
    const node = now.nodes.get(chosen);
    panel.append(element("h2", node.title));
    const facts = element("dl");
    for (const [name, value] of node.facts) {
      facts.append(element("dt", name), element("dd", name === words.stage ? stageOf(node) : value));
    }
    panel.append(facts);
    if (node.members.length) {
      panel.append(element("h3", `${words.members} (${node.members.length})`));
      const items = element("ul");
      for (const member of node.members) {
        const link = element("a", member.name);
        if (data.files[node.sheet]) link.href = `${encodeURIComponent(data.files[node.sheet])}#${encodeURIComponent(member.id)}`;
        items.append(element("li"));
        items.lastChild.append(link);
      }
      panel.append(items);
    }
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
    const ends = (kind, mine, other) => edges()
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
    asked = id;
    light();
    tell();
    if (id !== null && visit) {
      bring(now.shapes.get(id));
      now.shapes.get(id).focus({ preventScroll: true });
    }
  };
  // What is to be read in the box comes first, so that people who speak to their machine can say it.
  const call = (shape, node) => {
    const seen = [...shape.querySelectorAll("text")].map((text) => text.textContent).join(" ");
    shape.setAttribute("aria-label", `${seen} ${node.title}`);
  };
  for (const { nodes, shapes } of drawings) {
    for (const [id, shape] of shapes) {
      shape.setAttribute("tabindex", "0");
      shape.setAttribute("role", "button");
      call(shape, nodes.get(id));
      shape.addEventListener("keydown", (event) => {
        if (event.key === "Enter" || event.key === " ") {
          event.preventDefault();
          choose(id, false);
        }
      });
    }
  }
  stage.addEventListener("click", (event) => {
    if (moved > 5) return;
    const shape = event.target.closest(".node[data-id]");
    choose(shape ? shape.dataset.id : null, false);
  });

  // ── search and filters ──
  let found = [];
  let turn = -1;
  const seek = () => {
    const wish = search.value.trim().toLowerCase();
    const fits = (node) => now.there(node.id) && node.search.includes(wish);
    found = wish ? [...now.nodes.values()].filter(fits).map((node) => node.id) : [];
    turn = -1;
    for (const [id, shape] of now.shapes) shape.classList.toggle("found", found.includes(id));
    hits.textContent = wish ? words.hits.replace("{count}", found.length) : "";
  };
  search.addEventListener("input", seek);
  bar.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!found.length) return;
    turn = (turn + 1) % found.length;
    choose(found[turn], true);
    search.focus({ preventScroll: true });
  });
  const filter = () => {
    const wish = new FormData(bar);
    const is = { type: (node) => node.type, stage: (node) => stageOf(node), lead: (node) => node.lead };
    const fits = (node) => Object.keys(is).every((name) => !wish.get(name) || is[name](node) === wish.get(name))
      && (!wish.get("findings") || node.notes.length > 0);
    const kept = new Set([...now.nodes.values()].filter(fits).map((node) => node.id));
    for (const [id, shape] of now.shapes) shape.classList.toggle("out", !kept.has(id));
    for (const [id, mark] of now.marks) mark.classList.toggle("out", !kept.has(id));
    for (const line of now.lines) line.classList.toggle("out", !(kept.has(line.dataset.from) && kept.has(line.dataset.to)));
  };
  bar.addEventListener("change", filter);

  // ── time ──
  const time = document.getElementById("time");
  const summary = document.getElementById("summary");
  const verdict = document.getElementById("found");
  const first = { summary: summary.textContent, verdict: verdict.textContent, css: verdict.className };
  const standings = new Set((data.looks || []).map(([standing]) => standing));
  let moment = null;
  const stageOf = (node) => (moment && now.there(node.id) ? data.looks[moment.states[node.id]][1] : node.stage);
  const dress = (id, shape, node) => {
    const [standing, stage] = data.looks[moment.states[id]];
    for (const name of standings) shape.classList.toggle(name, name === standing);
    const rows = shape.querySelectorAll(".when");
    const parts = [node.period, stage].filter(Boolean);
    if (rows.length > 1 && parts.length > 1) parts.forEach((part, row) => { rows[row].textContent = part; });
    else rows[0].textContent = parts.join(" · ");
    for (const row of [...rows].slice(parts.length)) row.textContent = "";
    call(shape, node);
  };
  const travel = () => {
    const place = Number(time.value);
    const back = place === data.today;
    const wanted = drawings[back ? 0 : 1];
    moment = back ? null : data.moments[place];
    const label = data.moments[place].label;
    document.getElementById("day").textContent = label;
    document.getElementById("today").disabled = back;
    time.setAttribute("aria-valuetext", label);
    summary.textContent = back ? first.summary : moment.summary;
    verdict.textContent = back ? first.verdict : words.not_looked;
    verdict.className = back ? first.css : "";
    bar.elements.findings.disabled = !back;
    if (!back) {
      bar.elements.findings.checked = false;
      wanted.there = (id) => id in moment.states;
      for (const [id, shape] of wanted.shapes) {
        shape.classList.toggle("absent", !wanted.there(id));
        if (wanted.there(id)) dress(id, shape, wanted.nodes.get(id));
      }
      for (const line of wanted.lines) {
        line.classList.toggle("absent", !(wanted.there(line.dataset.from) && wanted.there(line.dataset.to)));
      }
      const facts = wanted.svg.querySelectorAll(":scope > .facts");
      facts[0].textContent = moment.summary;
      facts[1].textContent = "";
    }
    now = wanted;
    for (const { frame } of drawings) frame.hidden = frame !== now.frame;
    seek();
    filter();
    const picked = asked; // comes back when time comes back to where it is
    choose(now.nodes.has(picked) && now.there(picked) ? picked : null, false);
    asked = picked;
  };
  time?.addEventListener("input", travel);
  document.getElementById("today")?.addEventListener("click", () => {
    time.value = data.today;
    travel();
  });

  // ── keyboard ──
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      search.value = "";
      seek();
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

  // A link from another sheet names the plan that it leads to.
  const named = decodeURIComponent(location.hash.slice(1));
  if (now.nodes.has(named)) choose(named, true);
})();
