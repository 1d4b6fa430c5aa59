// The signed network of a month: friends drawn together, enemies apart, an edge leads to what happened between its ends.
const canvas = document.getElementById("canvas");
const slider = document.getElementById("month");
const label = document.getElementById("month-label");
const SVG = "http://www.w3.org/2000/svg";
const make = (name) => document.createElementNS(SVG, name);
const SHOWN = 40;
// As large as it is shown, so that names stay readable on a phone.
const WIDE = Math.max(320, Math.min(800, canvas.clientWidth || 800));
const HIGH = Math.round(WIDE * (canvas.clientHeight || 500) / (canvas.clientWidth || 800));
canvas.setAttribute("viewBox", `0 0 ${WIDE} ${HIGH}`);

// All of it in the middle, as large as fits.
function fit(nodes) {
  // Camps stand beside each other, on a phone above each other.
  if (HIGH > WIDE) for (const n of nodes) [n.x, n.y] = [n.y, n.x];
  const ends = (of) => [Math.min(...nodes.map(of)), Math.max(...nodes.map(of))];
  const [left, right] = ends((n) => n.x);
  const [top, bottom] = ends((n) => n.y);
  const scale = Math.min(1.5, (WIDE - 70) / Math.max(1, right - left), (HIGH - 70) / Math.max(1, bottom - top));
  for (const n of nodes) {
    n.x = WIDE / 2 + (n.x - (left + right) / 2) * scale;
    n.y = HIGH / 2 + 8 + (n.y - (top + bottom) / 2) * scale;
  }
}

// Where everybody stood in the month before, until all is settled: who is still there stays about there, which is easier to
// follow, and quicker.
const stood = new Map();
function settle(nodes, links) {
  for (const n of nodes) Object.assign(n, stood.get(n.id));
  const known = nodes.filter((n) => stood.has(n.id)).length;
  const again = known * 2 > nodes.length;
  const ticks = again ? 30 : 150;
  // Which camp is called which may change from month to month; its members keep their side.
  const lean = nodes.reduce((sum, n) => sum + (stood.has(n.id) ? (n.camp ? 1 : -1) * (n.x - 400) : 0), 0);
  const right = lean < 0 ? 0 : 1;
  const simulation = d3.forceSimulation(nodes).stop()
    .alpha(again ? 0.4 : 1).alphaDecay(1 - 0.002 ** (1 / ticks))
    .force("charge", d3.forceManyBody().strength(-320))
    .force("link", d3.forceLink(links).id((n) => n.id).distance((l) => (l.edge.sign < 0 ? 190 : 90)).strength(0.25))
    .force("x", d3.forceX((n) => (n.camp === right ? 560 : 240)).strength(0.08))
    .force("y", d3.forceY(250).strength(0.1))
    .force("collide", d3.forceCollide(24));
  simulation.tick(ticks);
  stood.clear();
  for (const { id, x, y } of nodes) stood.set(id, { x, y });
}

// Elements by what they show: from month to month most of them stay, and only what changed of them is written.
function layer() {
  const group = canvas.appendChild(make("g"));
  let there = new Map();
  return (shown, begin, write) => {
    const before = there;
    there = new Map();
    for (const [key, value] of shown) {
      const element = before.get(key) ?? group.appendChild(begin());
      before.delete(key);
      write(element, value);
      there.set(key, element);
    }
    for (const gone of before.values()) gone.remove();
  };
}
const edgeLayer = layer();
const nodeLayer = layer();
function put(element, attributes) {
  for (const [key, value] of Object.entries(attributes)) {
    const words = String(value);
    if (element.getAttribute(key) !== words) element.setAttribute(key, words);
  }
}
function link(...parts) {
  const a = make("a");
  a.append(...parts.map(make));
  return a;
}
const tenth = (n) => Math.round(n * 10) / 10;

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
  settle(nodes, links);
  fit(nodes);
  const most = Math.max(1, ...links.map((l) => l.edge.cooperation + l.edge.conflict));
  edgeLayer(links.map((l) => [`${l.edge.a} ${l.edge.b}`, l]), () => link("line", "title"), (a, { source, target, edge }) => {
    const [line, title] = a.children;
    const told = `${edge.a} and ${edge.b}: ${edge.cooperation} cooperation, ${edge.conflict} conflict${edge.sign ? `, sign holds in ${Math.round(edge.stability * 100)} % of drawings` : ""}${edge.violated ? ", against the camps" : ""}`;
    put(a, { href: `/events?between=${encodeURIComponent(`${edge.a},${edge.b}`)}&since=${data.since}&until=${data.until}`, "aria-label": told });
    const kind = edge.sign > 0 ? "friend" : edge.sign < 0 ? "enemy" : "even";
    const width = 1 + 4 * Math.sqrt((edge.cooperation + edge.conflict) / most);
    put(line, {
      x1: tenth(source.x), y1: tenth(source.y), x2: tenth(target.x), y2: tenth(target.y),
      class: `${kind}${edge.violated ? " odd" : ""}`, "stroke-width": tenth(width), "stroke-opacity": tenth(2.5 + 7.5 * edge.stability) / 10,
    });
    title.textContent = told;
  });
  const heavy = Math.max(1, ...nodes.map((n) => n.weight));
  nodeLayer(nodes.map((n) => [n.id, n]), () => link("circle", "text", "title"), (a, n) => {
    const [circle, text, title] = a.children;
    const size = Math.sqrt(n.weight / heavy);
    put(a, { href: `/actors/${encodeURIComponent(n.id)}` });
    put(circle, { cx: tenth(n.x), cy: tenth(n.y), r: tenth(5 + 12 * size), class: `node camp${n.camp}` });
    put(text, { x: tenth(n.x), y: tenth(n.y - 10 - 8 * size), "text-anchor": "middle" });
    text.textContent = n.id;
    title.textContent = n.name ?? n.id;
  });
  canvas.dataset.drawn = String(nodes.length);
  canvas.dataset.since = data.since;
}

const months = JSON.parse(slider.dataset.months);
// What was asked for before is there; the months beside the one that is shown are asked for before they are wanted. The
// picture needs camps, not the proof that no others are better.
const known = new Map();
function load(since, until) {
  const address = `/api/v1/network?since=${since}&until=${until}&prove=false`;
  if (!known.has(address)) {
    const answer = fetch(address).then((r) => (r.ok ? r.json() : Promise.reject(r.status)));
    answer.catch(() => known.delete(address));
    known.set(address, answer);
  }
  return known.get(address);
}
// One month is asked for at a time: while it is dragged over months that are not there yet, each answer that comes is
// followed by the question for where the slider is by then.
let wanted = null;
let busy = false;
async function show(since, until, at) {
  wanted = { since, until, at };
  if (busy) return;
  busy = true;
  for (let mine = null; mine !== wanted; ) {
    mine = wanted;
    const data = await load(mine.since, mine.until).catch(() => null);
    if (data) draw(data);
  }
  busy = false;
  const mine = wanted;
  for (const beside of [mine.at - 1, mine.at + 1]) {
    if (mine === wanted && months[beside]) await load(...months[beside]).catch(() => null);
  }
  if (mine === wanted) canvas.dataset.ready = String(mine.at);
}
slider.addEventListener("input", () => {
  const at = Number(slider.value);
  const [since, until] = months[at];
  label.textContent = since.slice(0, 7);
  slider.setAttribute("aria-valuetext", since.slice(0, 7));
  document.getElementById("open-month").href = `/network?since=${since}&until=${until}`;
  show(since, until, at);
});
show(canvas.dataset.since, canvas.dataset.until, Number(slider.value));
