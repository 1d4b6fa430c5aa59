// The signed network of a month: friends drawn together, enemies apart, an edge leads to what happened between its ends.
const canvas = document.getElementById("canvas");
const slider = document.getElementById("month");
const label = document.getElementById("month-label");
const SVG = "http://www.w3.org/2000/svg";
const make = (name, attributes, text) => {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (text !== undefined) element.textContent = text;
  return element;
};
const SHOWN = 40;
// As large as it is shown, so that names stay readable on a phone.
const WIDE = Math.max(320, Math.min(800, canvas.clientWidth || 800));
const HIGH = Math.round(WIDE * (canvas.clientHeight || 500) / (canvas.clientWidth || 800));
canvas.setAttribute("viewBox", `0 0 ${WIDE} ${HIGH}`);

// All of it in the middle, as large as fits.
function fit(nodes) {
  const ends = (of) => [Math.min(...nodes.map(of)), Math.max(...nodes.map(of))];
  const [left, right] = ends((n) => n.x);
  const [top, bottom] = ends((n) => n.y);
  const scale = Math.min(1.5, (WIDE - 70) / Math.max(1, right - left), (HIGH - 70) / Math.max(1, bottom - top));
  for (const n of nodes) {
    n.x = WIDE / 2 + (n.x - (left + right) / 2) * scale;
    n.y = HIGH / 2 + 8 + (n.y - (top + bottom) / 2) * scale;
  }
}

function draw(data) {
  const known = new Map();
  for (const edge of data.edges) {
    for (const code of [edge.a, edge.b]) known.set(code, (known.get(code) ?? 0) + edge.cooperation + edge.conflict);
  }
  const heaviest = [...known.entries()].sort((x, y) => y[1] - x[1] || (x[0] < y[0] ? -1 : 1)).slice(0, SHOWN);
  const camps = new Map(data.nodes.map((n) => [n.code, n]));
  const nodes = heaviest.map(([id, weight]) => ({ id, weight, ...(camps.get(id) ?? { camp: 0, name: null }) }));
  const shown = new Set(nodes.map((n) => n.id));
  const links = data.edges.filter((e) => shown.has(e.a) && shown.has(e.b)).map((e) => ({ source: e.a, target: e.b, edge: e }));
  const simulation = d3.forceSimulation(nodes).stop()
    .force("charge", d3.forceManyBody().strength(-320))
    .force("link", d3.forceLink(links).id((n) => n.id).distance((l) => (l.edge.sign < 0 ? 190 : 90)).strength(0.25))
    .force("x", d3.forceX((n) => (n.camp ? 560 : 240)).strength(0.08))
    .force("y", d3.forceY(250).strength(0.1))
    .force("collide", d3.forceCollide(24));
  simulation.tick(220);
  fit(nodes);
  canvas.replaceChildren();
  const most = Math.max(1, ...links.map((l) => l.edge.cooperation + l.edge.conflict));
  for (const { source, target, edge } of links) {
    const a = make("a", {
      href: `/events?between=${encodeURIComponent(`${edge.a},${edge.b}`)}&since=${data.since}&until=${data.until}`,
      "aria-label": `${edge.a} and ${edge.b}: ${edge.cooperation} cooperation, ${edge.conflict} conflict${edge.sign ? `, sign holds in ${Math.round(edge.stability * 100)} % of drawings` : ""}${edge.violated ? ", against the camps" : ""}`,
    });
    const kind = edge.sign > 0 ? "friend" : edge.sign < 0 ? "enemy" : "even";
    const ends = { x1: source.x, y1: source.y, x2: target.x, y2: target.y };
    const width = 1 + 4 * Math.sqrt((edge.cooperation + edge.conflict) / most);
    a.append(make("line", { ...ends, class: `${kind}${edge.violated ? " odd" : ""}`, "stroke-width": width, "stroke-opacity": 0.25 + 0.75 * edge.stability }));
    a.append(make("title", {}, a.getAttribute("aria-label")));
    canvas.append(a);
  }
  const heavy = Math.max(1, ...nodes.map((n) => n.weight));
  for (const n of nodes) {
    const a = make("a", { href: `/actors/${encodeURIComponent(n.id)}` });
    a.append(make("circle", { cx: n.x, cy: n.y, r: 5 + 12 * Math.sqrt(n.weight / heavy), class: `node camp${n.camp}` }));
    a.append(make("text", { x: n.x, y: n.y - 10 - 8 * Math.sqrt(n.weight / heavy), "text-anchor": "middle" }, n.id));
    a.append(make("title", {}, n.name ?? n.id));
    canvas.append(a);
  }
  canvas.dataset.drawn = String(nodes.length);
}

const months = JSON.parse(slider.dataset.months);
// What was asked for before is there; the months beside the one that is shown are asked for before they are wanted.
const known = new Map();
function load(since, until) {
  const address = `/api/v1/network?since=${since}&until=${until}`;
  if (!known.has(address)) {
    const answer = fetch(address).then((r) => (r.ok ? r.json() : Promise.reject(r.status)));
    answer.catch(() => known.delete(address));
    known.set(address, answer);
  }
  return known.get(address);
}
let asked = 0;
async function show(since, until, at) {
  const mine = ++asked;
  const data = await load(since, until).catch(() => null);
  if (!data || mine !== asked) return;
  draw(data);
  for (const beside of [at - 1, at + 1]) {
    if (mine === asked && months[beside]) await load(...months[beside]).catch(() => null);
  }
  if (mine === asked) canvas.dataset.ready = String(at);
}
let later;
slider.addEventListener("input", () => {
  const at = Number(slider.value);
  const [since, until] = months[at];
  label.textContent = since.slice(0, 7);
  slider.setAttribute("aria-valuetext", since.slice(0, 7));
  document.getElementById("open-month").href = `/network?since=${since}&until=${until}`;
  clearTimeout(later);
  // While it is dragged over months that are not there yet, only where it stops is asked for.
  const there = known.has(`/api/v1/network?since=${since}&until=${until}`);
  later = setTimeout(() => show(since, until, at), there ? 0 : 60);
});
show(canvas.dataset.since, canvas.dataset.until, Number(slider.value));
