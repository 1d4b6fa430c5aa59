// Events by place: a filled circle where the place is known, a hollow one in the middle of a country where only that is.
const canvas = document.getElementById("canvas");
const SVG = "http://www.w3.org/2000/svg";
const make = (name, attributes, text) => {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (text !== undefined) element.textContent = text;
  return element;
};
const { since, until, atlas } = canvas.dataset;
const [world, found] = await Promise.all([
  fetch(atlas).then((r) => r.json()),
  fetch(`/api/v1/places?since=${since}&until=${until}&limit=500`).then((r) => r.json()),
]);
const countries = topojson.feature(world, world.objects.countries).features;
const projection = d3.geoNaturalEarth1().fitExtent([[8, 8], [792, 492]], { type: "Sphere" });
const path = d3.geoPath(projection);
for (const country of countries) canvas.append(make("path", { class: "land", d: path(country) }));
const plain = (name) => name.toLowerCase().replace(/^the /, "");
const middle = new Map(countries.map((c) => [plain(c.properties.name), d3.geoCentroid(c)]));
// One happening is a small circle, also where nowhere has many.
const most = Math.max(8, ...found.items.map((p) => p.happenings));
let left = 0;
for (const place of found.items) {
  const exact = place.lat !== null && place.lon !== null;
  const at = exact ? [place.lon, place.lat] : middle.get(plain(place.place));
  const point = at && projection(at);
  if (!point) {
    left += place.happenings;
    continue;
  }
  const told = `${place.place}: ${place.happenings} happenings, ${place.conflict} of them conflict`;
  const a = make("a", { href: `/events?place=${encodeURIComponent(place.place)}&since=${since}&until=${until}`, "aria-label": told });
  const whole = !exact || (place.resolution !== null && place.resolution <= 1);
  const kind = `spot${place.conflict * 2 > place.happenings ? " conflict" : ""}${whole ? " country" : ""}`;
  a.append(make("circle", { class: kind, cx: point[0], cy: point[1], r: 3 + 15 * Math.sqrt(place.happenings / most) }));
  a.append(make("title", {}, told));
  canvas.append(a);
}
document.getElementById("left").textContent = left ? `${left} happenings at places without coordinates stand in the table only.` : "";
canvas.dataset.drawn = String(found.items.length);
